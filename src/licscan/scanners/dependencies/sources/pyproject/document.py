"""A TOML file of a project, and where its tables stand."""

from pathlib import Path

from licscan.documents.document import Document
from licscan.documents.toml_text import read_toml
from licscan.errors import DocumentError
from licscan.model.finding import Gap, GapReason
from licscan.scanners.dependencies.sources.interface import Origin, file_gap
from licscan.scanners.dependencies.sources.text_file import read_text

HOW = "pyproject"


def read_document(root: Path, path: str) -> Document | Gap:
    """A TOML file under `root`, or the Gap that says why it cannot be read."""
    text = read_text(root, path)
    if isinstance(text, Gap):
        return text
    try:
        return read_toml(text, shown=path)
    except DocumentError as error:
        line = error.location.line if error.location else None
        return file_gap(path, GapReason.UNPARSABLE, error.message, line=line)


def table(value: object, *keys: str) -> dict[str, object]:
    """The table at a path of keys, empty where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def line_of(document: Document, *key: str | int) -> int | None:
    """The line at which a key stands, or its nearest table."""
    position = document.position(*key)
    return position.line if position else None


def own_name(document: Document) -> str | None:
    """The normalized name of the project, by `[project]`, Poetry or Flit."""
    from packaging.utils import InvalidName, canonicalize_name

    places = (("project",), ("tool", "poetry"), ("tool", "flit", "metadata"))
    stated = [table(document.data, *place).get(key) for place in places for key in ("name", "dist-name", "module")]
    for name in stated:
        try:
            if isinstance(name, str):
                return str(canonicalize_name(name, validate=True))
        except InvalidName:
            continue
    return None


def direct_origin(source: dict[str, object]) -> Origin:
    """Where a source table of uv (`{git = ...}`, `{path = ...}`) points to; a kind that is not known is no index."""
    if "git" in source:
        return Origin.GIT
    if "url" in source:
        return Origin.URL
    if any(kind in source for kind in ("path", "directory", "editable", "virtual", "workspace")):
        return Origin.PATH
    return Origin.INDEX if not source or source.keys() & {"registry", "index"} else Origin.URL
