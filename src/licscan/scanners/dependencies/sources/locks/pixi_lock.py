"""pixi.lock, versions 4 to 6 (https://pixi.sh/latest/workspace/lockfile/)."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from licscan.documents.values import Table, as_list, as_table, as_text, texts
from licscan.model.finding import Gap
from licscan.model.scope import RUNTIME, group_scope
from licscan.scanners.dependencies.graph.requires_dist import requirement_edges
from licscan.scanners.dependencies.sources.interface import Dependency, Edge, Manifest, Origin, StatedLicense
from licscan.scanners.dependencies.sources.locks.conda_platform import conda_name, depends_name, platform_marker
from licscan.scanners.dependencies.sources.locks.lock_file import (
    NO_NAME,
    NO_VERSION,
    Locked,
    LockFile,
    is_own,
    name_in,
    open_lock,
    proper_version,
    read_long_yaml,
    sha256,
    tables,
    unsupported,
)
from licscan.scanners.dependencies.sources.requirements.local_path import Local
from licscan.scanners.dependencies.sources.requirements.text import origin_of_url

HOW = "pixi.lock"
_VERSIONS = (4, 5, 6)
_DEFAULT = "default"
_CONDA_FILE = re.compile(r"([^/]+)-([^-/]+)-[^-/]+\.(?:conda|tar\.bz2)")
_MAX_LICENSE = 4000
_KINDS = ("conda", "pypi")

# For each package, by kind and place, the environments and platforms that have it.
_Uses = dict[tuple[str, str], set[tuple[str, str]]]


class PixiLockSource:
    """Reads pixi.lock: the default environment is what the project needs to run, each other one a group."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read all packages with version, hashes, line, environments and platforms, and what they need."""
        lock = open_lock(root, path, HOW, read_long_yaml)
        if isinstance(lock, Gap):
            return Manifest(path, gaps=(lock,))
        version = lock.data.get("version")
        if version not in _VERSIONS or isinstance(version, bool):
            return unsupported(lock, read_long_yaml, version, "versions 4 to 6", "version")
        uses = _uses(as_table(lock.data.get("environments")))
        every = {platform for used in uses.values() for _, platform in used}
        locked = Locked()
        for number, package in tables(lock, "packages", locked.gaps):
            _package(lock, locked, number, package, (uses, every))
        return locked.manifest(path)


def _uses(environments: Table) -> _Uses:
    found: _Uses = defaultdict(set)
    for name, environment in environments.items():
        for platform, packages in as_table(as_table(environment).get("packages")).items():
            for entry in as_list(packages):
                for kind in _KINDS:
                    if place := as_text(as_table(entry).get(kind)):
                        found[kind, place].add((name, platform))
    return found


def _package(lock: LockFile, locked: Locked, number: int, package: Table, where: tuple[_Uses, set[str]]) -> None:
    """Read one record: up to version 5 it names its kind, from 6 on the kind is the key of its place."""
    kind = next((kind for kind in _KINDS if kind in package), as_text(package.get("kind")))
    place = as_text(package.get(kind or "")) or as_text(package.get("url")) or as_text(package.get("path"))
    if kind not in _KINDS or place is None:
        locked.gaps.append(lock.gap("a package that is neither of conda nor of PyPI", "packages", number))
        return
    name, version = _conda_identity(package, place) if kind == "conda" else (name_in(package), package.get("version"))
    release, origin = proper_version(version), _origin(place)
    if name is None or (release is None and origin is Origin.INDEX):
        locked.gaps.append(lock.gap(NO_VERSION if name else NO_NAME, "packages", number))
        return
    if is_own(place):
        locked.members.add(name)
        return
    uses, every = where
    used = uses.get((kind, place), set())
    digest, local = sha256(package.get("sha256")), lock.local(place) if origin is Origin.PATH else Local()
    locked.dependencies.append(
        Dependency(
            name,
            release,
            lock.reference("packages", number),
            sha256s=(digest,) if digest else (),
            origin=origin,
            marker=platform_marker({platform for _, platform in used}, every),
            scopes=tuple(sorted({_scope(environment) for environment, _ in used})),
            type=kind,
            archive=local.archive,
            folder=local.folder,
            stated=tuple(_stated(lock, package, number)) if kind == "conda" else (),
        )
    )
    locked.edges.extend(_edges(name, release, kind, package))


def _conda_identity(package: Table, place: str) -> tuple[str | None, object]:
    """Name and version of a conda package, by the name of its file where the record does not say them."""
    match = _CONDA_FILE.search(place)
    name, version = package.get("name"), package.get("version")
    return conda_name(name or (match and match[1])), version or (match and match[2])


def _origin(place: str) -> Origin:
    """A file of an index and one from elsewhere look alike; only a repository or a path surely is no index."""
    origin = origin_of_url(place)
    return Origin.INDEX if origin is Origin.URL else origin


def _scope(environment: str) -> str:
    return RUNTIME if environment == _DEFAULT else group_scope(environment)


def _stated(lock: LockFile, package: Table, number: int) -> Iterator[StatedLicense]:
    text = as_text(package.get("license"))
    if text and len(text) <= _MAX_LICENSE:
        yield StatedLicense(text, "conda license", lock.reference("packages", number, "license"))


def _edges(source: str, version: str | None, kind: str, package: Table) -> Iterator[Edge]:
    if kind == "pypi":
        yield from requirement_edges(source, texts(package.get("requires_dist")), version)
        return
    for target in filter(None, map(depends_name, texts(package.get("depends")))):
        yield Edge(source, target, source_version=version)
