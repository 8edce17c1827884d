"""conda-lock.yml, version 1 (https://conda.github.io/conda-lock/)."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from licscan.documents.values import Table, as_table, as_text, texts
from licscan.model.finding import Gap
from licscan.model.package_name import proper_name
from licscan.model.scope import RUNTIME, group_scope
from licscan.scanners.dependencies.sources.interface import Dependency, Edge, Manifest, Origin
from licscan.scanners.dependencies.sources.locks.conda_platform import conda_name, platform_marker
from licscan.scanners.dependencies.sources.locks.lock_file import (
    NO_NAME,
    NO_VERSION,
    Locked,
    LockFile,
    name_in,
    open_lock,
    proper_version,
    read_long_yaml,
    sha256,
    tables,
    unsupported,
)
from licscan.scanners.dependencies.sources.requirements.text import origin_of_url

HOW = "conda-lock"
_VERSION = 1
_MAIN = "main"
_MANAGERS = {"conda": "conda", "pip": "pypi"}


@dataclass(slots=True)
class _Package:
    """A package as it is locked for one platform or more."""

    dependency: Dependency
    platforms: set[str] = field(default_factory=set)
    scopes: set[str] = field(default_factory=set)
    sha256s: set[str] = field(default_factory=set)


class CondaLockSource:
    """Reads conda-lock.yml: one package for all platforms, whatever its build; those of pip are of PyPI's kind."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read all packages with version, hashes, line, category and platforms, and what they need."""
        lock = open_lock(root, path, HOW, read_long_yaml)
        if isinstance(lock, Gap):
            return Manifest(path, gaps=(lock,))
        version = lock.data.get("version")
        if version != _VERSION or isinstance(version, bool):
            return unsupported(lock, read_long_yaml, version, f"version {_VERSION}", "version")
        locked = Locked()
        found: dict[tuple[str, str, str | None], _Package] = {}
        for number, package in tables(lock, "package", locked.gaps):
            dependency = _dependency(lock, package, number)
            if isinstance(dependency, Gap):
                locked.gaps.append(dependency)
                continue
            key = (dependency.type, dependency.name, dependency.version)
            _note(found.setdefault(key, _Package(dependency)), package)
            locked.edges.extend(_edges(dependency, package))
        every = set(texts(as_table(lock.data.get("metadata")).get("platforms")))
        every |= {platform for package in found.values() for platform in package.platforms}
        locked.dependencies = [_merged(package, every) for package in found.values()]
        return locked.manifest(path)


def _dependency(lock: LockFile, package: Table, number: int) -> Dependency | Gap:
    kind = _MANAGERS.get(as_text(package.get("manager")) or "")
    if kind is None:
        return lock.gap("a package of another manager than conda and pip", "package", number)
    name = conda_name(package.get("name")) if kind == "conda" else name_in(package)
    version = proper_version(package.get("version"))
    origin = _origin(as_text(package.get("url")) or "") if kind == "pypi" else Origin.INDEX
    if name is None or (version is None and origin is Origin.INDEX):
        return lock.gap(NO_VERSION if name else NO_NAME, "package", number)
    return Dependency(name, version, lock.reference("package", number), origin=origin, type=kind)


def _origin(url: str) -> Origin:
    """A file of an index and one from elsewhere look alike; only a repository or a path surely is no index."""
    origin = origin_of_url(url) if url else Origin.INDEX
    return Origin.INDEX if origin is Origin.URL else origin


def _note(found: _Package, package: Table) -> None:
    if platform := as_text(package.get("platform")):
        found.platforms.add(platform)
    if digest := sha256(as_table(package.get("hash")).get("sha256")):
        found.sha256s.add(digest)
    category = as_text(package.get("category"))
    for name in {*texts(package.get("categories")), *([category] if category else [])}:
        found.scopes.add(RUNTIME if name == _MAIN else group_scope(name))


def _merged(found: _Package, every: set[str]) -> Dependency:
    return replace(
        found.dependency,
        marker=platform_marker(found.platforms, every),
        scopes=tuple(sorted(found.scopes)),
        sha256s=tuple(sorted(found.sha256s)),
    )


def _edges(source: Dependency, package: Table) -> list[Edge]:
    proper = conda_name if source.type == "conda" else proper_name
    targets = filter(None, map(proper, as_table(package.get("dependencies"))))
    return [Edge(source.name, target, source_version=source.version) for target in targets]
