"""poetry.lock, versions 1.x and 2.x (https://python-poetry.org/docs/basic-usage/#installing-with-poetrylock)."""

import re
from collections.abc import Iterator
from pathlib import Path

from licscan.documents.toml_tables import read_toml_tables
from licscan.documents.toml_text import read_toml
from licscan.documents.values import Table, as_table, as_text, texts
from licscan.model.finding import Gap
from licscan.model.package_name import normalized, proper_name
from licscan.model.scope import RUNTIME, group_scope
from licscan.scanners.dependencies.graph.markers import by_extra, choices, parse_marker, without_extras
from licscan.scanners.dependencies.graph.requires_dist import required_name
from licscan.scanners.dependencies.sources.interface import Dependency, Edge, Manifest, Origin
from licscan.scanners.dependencies.sources.locks.lock_file import (
    NO_NAME,
    NO_VERSION,
    Locked,
    LockFile,
    any_marker,
    condition,
    hashes,
    name_in,
    open_lock,
    proper_version,
    tables,
    unsupported,
)
from licscan.scanners.dependencies.sources.pyproject.poetry_constraint import alternatives
from licscan.scanners.dependencies.sources.requirements.local_path import Local

HOW = "poetry.lock"
_VERSION = re.compile(r"[12]\.\d+")
_KINDS = {
    "legacy": Origin.INDEX,
    "git": Origin.GIT,
    "url": Origin.URL,
    "directory": Origin.PATH,
    "file": Origin.PATH,
}
_MAIN = "main"


class PoetryLockSource:
    """Reads poetry.lock; what the project itself needs stands in its pyproject.toml."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read all packages with version, hashes, line and groups, and what they need."""
        lock = open_lock(root, path, HOW, read_toml_tables)
        if isinstance(lock, Gap):
            return Manifest(path, gaps=(lock,))
        metadata = as_table(lock.data.get("metadata"))
        version = metadata.get("lock-version")
        if not isinstance(version, str) or not _VERSION.fullmatch(version):
            return unsupported(lock, read_toml, version, "versions 1 and 2", "metadata", "lock-version")
        files = {normalized(name): listed for name, listed in as_table(metadata.get("files")).items()}
        locked = Locked()
        for number, package in tables(lock, "package", locked.gaps):
            name, release = name_in(package), proper_version(package.get("version"))
            if name is None or release is None:
                locked.gaps.append(lock.gap(NO_VERSION if name else NO_NAME, "package", number))
                continue
            listed = package.get("files", files.get(name))
            locked.dependencies.append(_dependency(lock, (name, release), package, listed, number))
            locked.edges.extend(_edges(name, release, package))
        python = as_text(metadata.get("python-versions"))
        stated = alternatives(python) if python else None
        return locked.manifest(path, stated[0] or None if stated and len(stated) == 1 else None)


def _dependency(lock: LockFile, named: tuple[str, str], package: Table, files: object, number: int) -> Dependency:
    source = as_table(package.get("source"))
    kind = as_text(source.get("type"))
    origin = _KINDS.get(kind or "", Origin.URL) if "source" in package else Origin.INDEX
    local = lock.local(source.get("url")) if origin is Origin.PATH else Local()
    return Dependency(
        *named,
        lock.reference("package", number),
        sha256s=tuple(sorted(hashes(files, "hash"))),
        origin=origin,
        marker=_marker(package.get("markers"), texts(package.get("groups"))),
        scopes=tuple(sorted(set(_scopes(package)))),
        archive=local.archive,
        folder=local.folder,
    )


def _marker(stated: object, groups: list[str]) -> str | None:
    """The marker of a package: one for all groups, or one for each that has one."""
    if isinstance(stated, dict):
        return any_marker([condition(stated.get(group), without=without_extras) for group in groups])
    return condition(stated, without=without_extras)


def _scopes(package: Table) -> Iterator[str]:
    """What the lock file says the package is for; an optional one is for the extras that its marker names."""
    category = as_text(package.get("category"))
    for group in texts(package.get("groups")) or ([category] if category else []):
        if group != _MAIN:
            yield group_scope(group)
        elif package.get("optional") is not True:
            yield RUNTIME
        else:
            stated = package.get("markers")
            marker = as_text(stated.get(_MAIN) if isinstance(stated, dict) else stated)
            tree = parse_marker(marker) if marker else None
            yield from choices(tree) if tree else ()


def _edges(source: str, version: str, package: Table) -> Iterator[Edge]:
    brings: dict[str, set[str]] = {}
    for extra, entries in as_table(package.get("extras")).items():
        for optional in filter(None, map(required_name, texts(entries))):
            brings.setdefault(optional, set()).add(normalized(extra))
    for written, stated in as_table(package.get("dependencies")).items():
        target = proper_name(written)
        for entry in stated if isinstance(stated, list) else [stated]:
            if target is not None:
                yield from _one(source, version, target, as_table(entry), sorted(brings.get(target, ())))


def _one(source: str, version: str, target: str, entry: Table, brought_by: list[str]) -> Iterator[Edge]:
    marker = as_text(entry.get("markers"))
    extras = tuple(sorted({normalized(extra) for extra in texts(entry.get("extras"))}))
    pairs: list[tuple[str | None, str | None]] = [*by_extra(marker)]
    if entry.get("optional") is True and brought_by:
        pairs = [(extra, without_extras(marker)) for extra in brought_by]
    for brought, where in pairs:
        yield Edge(source, target, source_version=version, extra=brought, extras=extras, marker=where)
