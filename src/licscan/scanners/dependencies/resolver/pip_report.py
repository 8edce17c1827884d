"""pip's installation report, version 1: packages, and what needs what under which extras.

Imported when pip has answered, never before: msgspec costs 40 ms. A report holds the whole metadata of every package;
what is not named here is skipped.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec  # noqa: TID253 - this module itself is imported late

from licscan.model.package_name import normalized
from licscan.scanners.dependencies.resolver.interface import Answer, Chosen, Failure

_MAX_REPORT = 128 * 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNREADABLE = "its report cannot be read"


class _Metadata(msgspec.Struct, frozen=True):
    name: str
    version: str
    requires_dist: list[str] = []


class _Archive(msgspec.Struct, frozen=True):
    hashes: dict[str, str] = {}


class _Download(msgspec.Struct, frozen=True):
    archive_info: _Archive | None = None


class _Installed(msgspec.Struct, frozen=True):
    metadata: _Metadata
    download_info: _Download | None = None
    requested: bool = False
    requested_extras: list[str] = []


class _Report(msgspec.Struct, frozen=True):
    version: str
    install: list[_Installed]
    environment: dict[str, str] = {}


def read_report(path: Path) -> Answer | Failure:
    """Packages and edges of an installation report."""
    try:
        with path.open("rb") as stream:
            report = msgspec.json.decode(stream.read(_MAX_REPORT), type=_Report)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Failure(_UNREADABLE)
    if report.version != "1":
        return Failure("its report is of a version that is not known")
    items = {normalized(item.metadata.name): item for item in report.install}
    return Answer(
        tuple(Chosen(name, items[name].metadata.version, _hashes(items[name])) for name in sorted(items)),
        tuple(sorted(_needs(items, report.environment))),
        tuple(sorted(name for name, item in items.items() if item.requested)),
    )


def _hashes(item: _Installed) -> tuple[str, ...]:
    archive = item.download_info.archive_info if item.download_info else None
    digest = archive.hashes.get("sha256", "").lower() if archive else ""
    return (digest,) if _SHA256.fullmatch(digest) else ()


def _needs(items: Mapping[str, _Installed], environment: Mapping[str, str]) -> set[tuple[str, str]]:
    """What needs what: an extra of a package counts once something asks for it, until nothing is added."""
    extras = {name: {normalized(extra) for extra in item.requested_extras} for name, item in items.items()}
    needs: set[tuple[str, str]] = set()
    todo = sorted(items)
    while todo:
        name = todo.pop()
        for target, wanted in _required(items[name].metadata.requires_dist, extras[name], environment):
            if target not in items:
                continue
            needs.add((name, target))
            if not wanted <= extras[target]:
                extras[target] |= wanted
                todo.append(target)
    return needs


def _required(lines: list[str], extras: set[str], environment: Mapping[str, str]) -> list[tuple[str, frozenset[str]]]:
    """The names that these Requires-Dist lines ask for, with the extras of them."""
    from packaging.markers import UndefinedComparison, UndefinedEnvironmentName
    from packaging.requirements import InvalidRequirement, Requirement

    found = []
    for line in lines:
        try:
            requirement = Requirement(line)
            marker = requirement.marker
            counts = marker is None or any(
                marker.evaluate({**environment, "extra": extra}) for extra in ("", *sorted(extras))
            )
        except (InvalidRequirement, UndefinedComparison, UndefinedEnvironmentName):
            continue
        if counts:
            wanted = frozenset(normalized(extra) for extra in requirement.extras)
            found.append((normalized(requirement.name), wanted))
    return found
