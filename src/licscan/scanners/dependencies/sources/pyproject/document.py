"""What a pyproject.toml says of the sources of what the project needs."""

from licscan.scanners.dependencies.sources.interface import Origin

HOW = "pyproject"


def direct_origin(source: dict[str, object]) -> Origin:
    """Where a source table of uv (`{git = ...}`, `{path = ...}`) points to; a kind that is not known is no index."""
    if "git" in source:
        return Origin.GIT
    if "url" in source:
        return Origin.URL
    if any(kind in source for kind in ("path", "directory", "editable", "virtual", "workspace")):
        return Origin.PATH
    return Origin.INDEX if not source or source.keys() & {"registry", "index"} else Origin.URL
