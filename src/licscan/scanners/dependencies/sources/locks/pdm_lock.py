"""pdm.lock, versions 4.x (https://pdm-project.org/latest/usage/lockfile/)."""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from licscan.documents.toml_tables import read_toml_tables
from licscan.documents.toml_text import read_toml
from licscan.documents.values import Table, as_list, as_table, as_text, texts
from licscan.model.finding import Gap
from licscan.model.package_name import normalized
from licscan.model.scope import RUNTIME, extra_scope, group_scope
from licscan.scanners.dependencies.graph.markers import without_extras
from licscan.scanners.dependencies.graph.requires_dist import requirement_edges
from licscan.scanners.dependencies.sources.document import read_document
from licscan.scanners.dependencies.sources.interface import Dependency, Edge, Manifest, Origin
from licscan.scanners.dependencies.sources.locks.lock_file import (
    NO_NAME,
    NO_VERSION,
    Locked,
    LockFile,
    condition,
    direct,
    hashes,
    is_own,
    name_in,
    open_lock,
    proper_version,
    tables,
    unsupported,
)
from licscan.scanners.dependencies.sources.requirements.local_path import Local

HOW = "pdm.lock"
_VERSION = re.compile(r"4(?:\.\d+){0,2}")
_KINDS = {"git": Origin.GIT, "hg": Origin.URL, "svn": Origin.URL, "bzr": Origin.URL, "url": Origin.URL}
_DEFAULT = "default"


class PdmLockSource:
    """Reads pdm.lock; of its groups the pyproject.toml beside it says which are extras."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read all packages with version, hashes, line and groups, and what they need."""
        lock = open_lock(root, path, HOW, read_toml_tables)
        if isinstance(lock, Gap):
            return Manifest(path, gaps=(lock,))
        metadata = as_table(lock.data.get("metadata"))
        version = metadata.get("lock_version")
        if not isinstance(version, str) or not _VERSION.fullmatch(version):
            return unsupported(lock, read_toml, version, "version 4", "metadata", "lock_version")
        extras = _extras(root, path)
        files = as_table(metadata.get("files"))
        locked = Locked()
        for number, package in tables(lock, "package", locked.gaps):
            name, release = name_in(package), proper_version(package.get("version"))
            origin = _origin(package)
            if name is None or (release is None and origin is Origin.INDEX):
                locked.gaps.append(lock.gap(NO_VERSION if name else NO_NAME, "package", number))
                continue
            if is_own(package.get("path")):
                locked.members.add(name)
                continue
            listed = package.get("files", files.get(f"{package.get('name')} {release}"))
            locked.dependencies.append(_dependency(lock, name, package, listed, (origin, extras, number)))
            locked.edges.extend(_edges(name, release, package))
        return locked.manifest(path, _python(metadata))


def _extras(root: Path, path: str) -> frozenset[str]:
    """The names of the project's own extras, which the lock file does not tell from dependency groups."""
    beside = posixpath.join(posixpath.dirname(path), "pyproject.toml")
    if not (root / beside).is_file():
        return frozenset()
    document = read_document(root, beside, read_toml)
    if isinstance(document, Gap):
        return frozenset()
    return frozenset(normalized(extra) for extra in as_table(document.data, "project", "optional-dependencies"))


def _origin(package: Table) -> Origin:
    if package.get("path"):
        return Origin.PATH
    return direct(package, _KINDS) or Origin.INDEX


def _dependency(
    lock: LockFile, name: str, package: Table, files: object, rest: tuple[Origin, frozenset[str], int]
) -> Dependency:
    origin, extras, number = rest
    local = lock.local(package.get("path")) if origin is Origin.PATH else Local()
    return Dependency(
        name,
        proper_version(package.get("version")),
        lock.reference("package", number),
        sha256s=tuple(sorted(hashes(files, "hash"))),
        origin=origin,
        marker=condition(package.get("marker"), without=without_extras),
        scopes=tuple(sorted({_scope(normalized(group), extras) for group in texts(package.get("groups"))})),
        archive=local.archive,
        folder=local.folder,
    )


def _scope(group: str, extras: frozenset[str]) -> str:
    if group == _DEFAULT:
        return RUNTIME
    return extra_scope(group) if group in extras else group_scope(group)


def _edges(name: str, version: str | None, package: Table) -> Iterator[Edge]:
    """What a package needs; one that is locked with extras is an entry of its own, which names itself without them."""
    extras: list[str | None] = [*sorted({normalized(extra) for extra in texts(package.get("extras"))})]
    for edge in requirement_edges(name, texts(package.get("dependencies")), version):
        if edge.target == name and not edge.extras:
            continue
        for extra in extras or [edge.extra]:
            yield Edge(name, edge.target, source_version=version, extra=extra, extras=edge.extras, marker=edge.marker)


def _python(metadata: Table) -> str | None:
    """The Pythons that the file is for, where it names one range."""
    stated = {as_text(as_table(target).get("requires_python")) for target in as_list(metadata.get("targets"))}
    return next(iter(stated)) if len(stated) == 1 else None
