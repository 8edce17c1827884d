"""pylock.toml, version 1.0 (PEP 751, https://packaging.python.org/en/latest/specifications/pylock-toml/).

packaging has a reader of this format; it gives up on the whole file at the first fault and knows no lines. A test
compares the two on files without a fault.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from licscan.documents.toml_tables import read_toml_tables
from licscan.documents.toml_text import read_toml
from licscan.documents.values import Table, as_list, as_table, as_text, texts
from licscan.model.finding import Gap
from licscan.model.scope import RUNTIME, group_scope
from licscan.scanners.dependencies.graph.markers import NEVER, choices, choose, parse_marker, without_extras
from licscan.scanners.dependencies.sources.interface import Dependency, Edge, Manifest, Origin
from licscan.scanners.dependencies.sources.locks.lock_file import (
    NO_NAME,
    NO_VERSION,
    Locked,
    LockFile,
    condition,
    is_own,
    name_in,
    open_lock,
    proper_version,
    sha256,
    tables,
    unsupported,
)
from licscan.scanners.dependencies.sources.requirements.local_path import Local

HOW = "pylock"
_VERSION = re.compile(r"1\.0")


class PylockSource:
    """Reads pylock.toml; markers say for which extras and dependency groups a package is."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read all packages with version, hashes and line, and what they need where the file says so."""
        lock = open_lock(root, path, HOW, read_toml_tables)
        if isinstance(lock, Gap):
            return Manifest(path, gaps=(lock,))
        version = lock.data.get("lock-version")
        if not isinstance(version, str) or not _VERSION.fullmatch(version):
            return unsupported(lock, read_toml, version, "version 1.0", "lock-version")
        locked = Locked()
        for number, package in tables(lock, "packages", locked.gaps):
            name, release, origin = name_in(package), proper_version(package.get("version")), _origin(package)
            if name is None or (release is None and origin is Origin.INDEX):
                locked.gaps.append(lock.gap(NO_VERSION if name else NO_NAME, "packages", number))
                continue
            if is_own(as_table(package.get("directory")).get("path")):
                locked.members.add(name)
                continue
            locked.dependencies.append(_dependency(lock, name, package, origin, number))
            locked.edges.extend(_edges(name, release, package))
        return locked.manifest(path, as_text(lock.data.get("requires-python")))


def _origin(package: Table) -> Origin:
    if "vcs" in package:
        return Origin.GIT if as_table(package["vcs"]).get("type", "git") == "git" else Origin.URL
    if "directory" in package:
        return Origin.PATH
    if "archive" in package:
        return Origin.PATH if as_table(package["archive"]).get("path") else Origin.URL
    return Origin.INDEX


def _files(package: Table) -> Iterator[Table]:
    """The tables of files that a package may be installed from."""
    for entry in [*as_list(package.get("wheels")), package.get("sdist"), package.get("archive")]:
        if isinstance(entry, dict):
            yield entry


def _dependency(lock: LockFile, name: str, package: Table, origin: Origin, number: int) -> Dependency:
    digests = {sha256(as_table(entry.get("hashes")).get("sha256")) for entry in _files(package)}
    local = _local(lock, package)
    return Dependency(
        name,
        proper_version(package.get("version")),
        lock.reference("packages", number),
        sha256s=tuple(sorted(digest for digest in digests if digest)),
        origin=origin,
        marker=condition(package.get("marker"), without=without_extras),
        scopes=_scopes(lock, as_text(package.get("marker"))),
        archive=local.archive,
        folder=local.folder,
    )


def _local(lock: LockFile, package: Table) -> Local:
    """What lies below the root: the folder, or the first file that is there."""
    places = [as_table(package.get("directory")).get("path"), *(entry.get("path") for entry in _files(package))]
    found = (lock.local(place) for place in places if place is not None)
    return next((local for local in found if local != Local()), Local())


def _scopes(lock: LockFile, marker: str | None) -> tuple[str, ...]:
    """What a package is for, in a file that is for several purposes; what is installed by default is to run."""
    if not (lock.data.get("extras") or lock.data.get("dependency-groups")):
        return ()
    tree = parse_marker(marker) if marker else None
    if tree is None:
        return (RUNTIME,) if marker is None else ()
    defaults = {group_scope(group) for group in texts(lock.data.get("default-groups"))}
    plain = choose(tree, frozenset())
    found = set() if plain == NEVER else {RUNTIME}
    for scope in choices(tree):
        if choose(tree, frozenset({scope})) not in (NEVER, plain):
            found.add(RUNTIME if scope in defaults else scope)
    return tuple(sorted(found))


def _edges(source: str, version: str | None, package: Table) -> Iterator[Edge]:
    for entry in as_list(package.get("dependencies")):
        stated = as_table(entry)
        if target := name_in(stated):
            yield Edge(source, target, version=proper_version(stated.get("version")), source_version=version)
