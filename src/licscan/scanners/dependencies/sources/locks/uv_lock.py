"""uv.lock, version 1 (https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile)."""

from collections.abc import Iterator
from pathlib import Path

from licscan.documents.toml_tables import read_toml_tables
from licscan.documents.toml_text import read_toml
from licscan.documents.values import Table, as_list, as_table, as_text, texts
from licscan.model.finding import Gap
from licscan.model.package_name import normalized
from licscan.model.scope import RUNTIME, extra_scope, group_scope
from licscan.scanners.dependencies.graph.markers import without_extras
from licscan.scanners.dependencies.sources.interface import Dependency, Edge, Manifest, Origin
from licscan.scanners.dependencies.sources.locks.lock_file import (
    NO_NAME,
    NO_VERSION,
    Locked,
    LockFile,
    condition,
    hashes,
    name_in,
    open_lock,
    proper_version,
    tables,
    unsupported,
)
from licscan.scanners.dependencies.sources.requirements.local_path import Local

HOW = "uv.lock"
_VERSION = 1
_OWN = ("virtual", "editable", "directory")
_LOCAL = ("path", "directory", "editable", "virtual", "workspace")


class UvLockSource:
    """Reads uv.lock. The registries that it names are not used: the user's own index is asked, by hash."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read all packages with version, hashes and line, and what they need.

        The project's own packages are no dependencies; what these need is what the project needs.
        """
        lock = open_lock(root, path, HOW, read_toml_tables)
        if isinstance(lock, Gap):
            return Manifest(path, gaps=(lock,))
        version = lock.data.get("version")
        if version != _VERSION or isinstance(version, bool):
            return unsupported(lock, read_toml, version, f"version {_VERSION}", "version")
        locked = Locked(members=_own_names(lock.data))
        for number, package in tables(lock, "package", locked.gaps):
            name = name_in(package)
            if name is None:
                locked.gaps.append(lock.gap(NO_NAME, "package", number))
                continue
            if name in locked.members:
                locked.edges.extend(_edges(None, package))
                continue
            dependency = _dependency(lock, name, package, number)
            if dependency.version is None and dependency.origin is Origin.INDEX:
                locked.gaps.append(lock.gap(NO_VERSION, "package", number))
                continue
            locked.dependencies.append(dependency)
            locked.edges.extend(_edges(name, package))
        locked.edges.extend(_from_manifest(as_table(lock.data.get("manifest"))))
        return locked.manifest(path, as_text(lock.data.get("requires-python")))


def _own_names(data: Table) -> set[str]:
    """The normalized names of the project's own packages: the locked project and members of its workspace.

    A member that the lock file takes from elsewhere than a local path is a dependency under a member's name.
    """
    names = {normalized(name) for name in texts(as_table(data.get("manifest")).get("members"))}
    foreign = set()
    for package in as_list(data.get("package")):
        stated = as_table(package)
        source, name = as_table(stated.get("source")), as_text(stated.get("name"))
        if name is None:
            continue
        if any(source.get(kind) == "." for kind in _OWN):
            names.add(normalized(name))
        elif _origin(source) is not Origin.PATH:
            foreign.add(normalized(name))
    return names - foreign


def _dependency(lock: LockFile, name: str, package: Table, number: int) -> Dependency:
    source = package.get("source")
    local = _local(lock, as_table(source))
    return Dependency(
        name=name,
        version=proper_version(package.get("version")),
        reference=lock.reference("package", number),
        sha256s=tuple(sorted(hashes(package.get("wheels"), "hash") | hashes([package.get("sdist")], "hash"))),
        origin=_origin(source) if isinstance(source, dict) else Origin.INDEX if source is None else Origin.URL,
        archive=local.archive,
        folder=local.folder,
    )


def _origin(source: Table) -> Origin:
    """Where a source table (`{ git = ... }`, `{ path = ... }`) points to; a kind that is not known is no index."""
    if "git" in source:
        return Origin.GIT
    if "url" in source:
        return Origin.URL
    if any(kind in source for kind in _LOCAL):
        return Origin.PATH
    return Origin.INDEX if not source or source.keys() & {"registry", "index"} else Origin.URL


def _local(lock: LockFile, source: Table) -> Local:
    target = next((source[kind] for kind in _LOCAL if kind in source), None)
    return lock.local(target) if target is not None else Local()


def _edges(source: str | None, package: Table) -> Iterator[Edge]:
    """What a package needs, by itself, by extra and by development group; of the project by scope."""
    version = proper_version(package.get("version")) if source else None
    yield from _each(source, version, package.get("dependencies"), RUNTIME, None)
    for extra, entries in as_table(package.get("optional-dependencies")).items():
        name = normalized(extra)
        yield from _each(source, version, entries, RUNTIME if source else extra_scope(name), name if source else None)
    if source is None:
        yield from _groups(package.get("dev-dependencies"))


def _groups(stated: object) -> Iterator[Edge]:
    for group, entries in as_table(stated).items():
        yield from _each(None, None, entries, group_scope(group), None)


def _from_manifest(manifest: Table) -> Iterator[Edge]:
    """What a script or a workspace without a project of its own asks for."""
    yield from _each(None, None, manifest.get("requirements"), RUNTIME, None)
    yield from _groups(manifest.get("dependency-groups"))


def _each(source: str | None, version: str | None, entries: object, scope: str, extra: str | None) -> Iterator[Edge]:
    for entry in as_list(entries):
        stated = as_table(entry)
        target = name_in(stated)
        if target is None:
            continue
        extras = [*texts(stated.get("extra")), *texts(stated.get("extras"))]
        yield Edge(
            source,
            target,
            scope,
            version=proper_version(stated.get("version")),
            source_version=version,
            extra=extra,
            extras=tuple(sorted({normalized(each) for each in extras})),
            marker=condition(stated.get("marker"), without=without_extras),
        )
