"""All packages that a project names or has installed, each once, with every place that names it."""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from licscan.inputs.inventory import Inventory
from licscan.model.evidence import Location
from licscan.model.finding import Gap, GapReason
from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources import SOURCES
from licscan.scanners.dependencies.sources.environment import HOW as ENVIRONMENT
from licscan.scanners.dependencies.sources.environment import Installed, installed_in, search_path
from licscan.scanners.dependencies.sources.interface import Dependency, Manifest, Origin, file_gap
from licscan.scanners.dependencies.sources.pyproject import HOW as PYPROJECT
from licscan.scanners.dependencies.sources.uv_lock import HOW as LOCK


@dataclass(slots=True)
class Wanted:
    """A package to judge: `version` None where no file pins one and `specifier` says what fits."""

    name: str
    version: str | None
    specifier: str = ""
    origin: Origin = Origin.INDEX
    sha256s: set[str] = field(default_factory=set)
    references: set[Reference] = field(default_factory=set)
    installed: Installed | None = None
    also_installed: list[Installed] = field(default_factory=list)


@dataclass(slots=True)
class Gathered:
    """Everything named, by (name, version or specifier, origin), and what could not be read."""

    wanted: dict[tuple[str, str, str], Wanted] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)

    def sorted(self) -> tuple[Wanted, ...]:
        """The packages by name and version."""
        return tuple(self.wanted[key] for key in sorted(self.wanted))

    def add(self, dependency: Dependency) -> None:
        """Note one place that names a package."""
        key = (dependency.name, dependency.version or f"~{dependency.specifier}", dependency.origin.value)
        entry = self.wanted.setdefault(
            key, Wanted(dependency.name, dependency.version, dependency.specifier, dependency.origin)
        )
        entry.references.add(dependency.reference)
        entry.sha256s.update(dependency.sha256s)

    def add_installed(self, found: Installed) -> None:
        """Note an installed package."""
        key = (found.name, found.version, Origin.INDEX.value)
        entry = self.wanted.setdefault(key, Wanted(found.name, found.version))
        entry.references.add(Reference(found.shown, None, ENVIRONMENT))
        if entry.installed is None:
            entry.installed = found
        elif found.digest not in {each.digest for each in (entry.installed, *entry.also_installed)}:
            # The same release with other metadata in another place: what it states is not dropped.
            entry.also_installed.append(found)


def place_of(reference: Reference) -> tuple[str, int, str]:
    """The order of references: by file, line and construct."""
    return reference.path, reference.line or 0, reference.how


def best_place(references: Iterable[Reference]) -> Location | None:
    """The place to show for a package: the line of a lock file, which says the version, before all others."""
    listed = sorted(references, key=lambda reference: (reference.how != LOCK, *place_of(reference)))
    return Location(listed[0].path, listed[0].line) if listed else None


def read_manifests(inventory: Inventory) -> tuple[Manifest, ...]:
    """All manifests and lock files of an inventory, in path order."""
    return tuple(SOURCES[file.kind].read(inventory.root, file.path) for file in inventory.of(*SOURCES))


def gather(manifests: Iterable[Manifest], *, has_environment: bool) -> Gathered:
    """Bring the manifests together; a lock file governs the pyproject.toml that it is of."""
    gathered = Gathered()
    listed = tuple(manifests)
    locks = [manifest for manifest in listed if posixpath.basename(manifest.path) == "uv.lock" and manifest.complete]
    for manifest in listed:
        gathered.gaps.extend(manifest.gaps)
        lock = _governing(manifest, locks)
        if lock is not None:
            gathered.gaps.extend(_refer(gathered, manifest, lock))
            continue
        for dependency in manifest.dependencies:
            gathered.add(dependency)
        if manifest.dependencies and not manifest.complete and not has_environment:
            gathered.gaps.append(_incomplete(manifest))
    return gathered


def gather_installed(gathered: Gathered, pythons: Iterable[Path], folders: Iterable[Path]) -> None:
    """Add the packages of interpreters and site-packages folders."""
    paths: list[tuple[str, tuple[str, ...]]] = []
    for python in pythons:
        asked = search_path(python)
        if isinstance(asked, Gap):
            gathered.gaps.append(asked)
        else:
            paths.append((python.name, asked))
    paths.extend((folder.name, (str(folder),)) for folder in folders)
    for shown, path in paths:
        empty = True
        for found in installed_in(path):
            empty = False
            if isinstance(found, Gap):
                gathered.gaps.append(found)
            else:
                gathered.add_installed(found)
        if empty:
            gathered.gaps.append(file_gap(shown, GapReason.NOT_FOUND, "no packages are installed there"))


def _governing(manifest: Manifest, locks: Iterable[Manifest]) -> Manifest | None:
    """The lock file that a pyproject.toml is resolved in: beside it, or above it where it names the project."""
    if posixpath.basename(manifest.path) != "pyproject.toml":
        return None
    folder = posixpath.dirname(manifest.path)
    for lock in locks:
        above = posixpath.dirname(lock.path)
        if above == folder:
            return lock
        inside = not above or folder.startswith(f"{above}/")
        if inside and manifest.project is not None and manifest.project in lock.members:
            return lock
    return None


def _refer(gathered: Gathered, manifest: Manifest, lock: Manifest) -> Iterator[Gap]:
    """Note the lines of a governed pyproject.toml as references of the locked packages."""
    locked: dict[str, list[Dependency]] = {}
    for dependency in lock.dependencies:
        locked.setdefault(dependency.name, []).append(dependency)
    for dependency in manifest.dependencies:
        if dependency.name in lock.members:
            continue
        known = locked.get(dependency.name, [])
        for each in known:
            gathered.add(each)
            key = (each.name, each.version or f"~{each.specifier}", each.origin.value)
            gathered.wanted[key].references.add(dependency.reference)
        if not known:
            detail = f"{dependency.name} is not in {lock.path}: the lock file is out of date"
            yield file_gap(
                manifest.path, GapReason.UNRESOLVED, detail, line=dependency.reference.line, hint="lock again: uv lock"
            )


def _incomplete(manifest: Manifest) -> Gap:
    first = min((entry.reference for entry in manifest.dependencies), key=lambda reference: reference.line or 0)
    line = first.line if first.path == manifest.path else None
    how = "uv lock" if first.how == PYPROJECT else "uv pip compile --generate-hashes, or uv lock"
    return file_gap(
        manifest.path,
        GapReason.UNRESOLVED,
        f"transitive dependencies are not listed in {posixpath.basename(manifest.path)}",
        line=line,
        hint=f"lock the project ({how}) or scan its environment (licscan deps --environment PYTHON)",
    )
