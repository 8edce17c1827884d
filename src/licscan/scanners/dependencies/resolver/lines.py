"""Dependencies as lines that pip and uv read (PEP 508): nothing else of a scanned file reaches them."""

import re
from collections.abc import Iterable

from licscan.scanners.dependencies.sources.interface import Dependency, Origin

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,200}[a-z0-9])?")


def requirement_lines(dependencies: Iterable[Dependency], *, plain: bool = False) -> dict[str, list[Dependency]]:
    """The line of each dependency that a package index serves, with the dependencies that it is of.

    With `plain` extras are left out, which constraints may not have. A dependency that is no valid requirement is
    left out: its source has said so.
    """
    found: dict[str, list[Dependency]] = {}
    for dependency in dependencies:
        line = _line(dependency, plain=plain)
        if line is not None:
            found.setdefault(line, []).append(dependency)
    return found


def _line(dependency: Dependency, *, plain: bool) -> str | None:
    from packaging.requirements import InvalidRequirement, Requirement

    if dependency.origin is not Origin.INDEX or dependency.type != "pypi" or dependency.archive is not None:
        return None
    if _NAME.fullmatch(dependency.name) is None:
        return None
    extras = f"[{','.join(sorted(dependency.extras))}]" if dependency.extras and not plain else ""
    fits = f"=={dependency.version}" if dependency.version else dependency.specifier
    marker = f" ; {dependency.marker}" if dependency.marker else ""
    try:
        line = str(Requirement(f"{dependency.name}{extras}{fits}{marker}"))
    except InvalidRequirement:
        return None
    return line if line.isprintable() and "://" not in line and len(line) < 4096 else None
