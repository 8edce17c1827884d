"""Which manifests belong together: a lock file and what it locks, or a manifest that stands for itself."""

import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from licscan.scanners.dependencies.sources.interface import Dependency, Manifest

# How a lock file is named, and the files whose dependencies it locks when they stand beside it.
_LOCKED = (
    (re.compile(r"(?:uv|poetry|pdm|pixi)\.lock|pylock(?:\.[^.]+)?\.toml"), re.compile(r"pyproject\.toml")),
    (re.compile(r"Pipfile\.lock"), re.compile(r"Pipfile")),
    (re.compile(r"(?:.+[-_.])?conda-lock\.ya?ml"), re.compile(r"(?:.+[-_.])?environment(?:[-_.].+)?\.ya?ml")),
)


@dataclass(frozen=True, slots=True)
class Project:
    """What is resolved together: `named` are the files that people write, `lock` what a tool made of them."""

    named: tuple[Manifest, ...]
    lock: Manifest | None = None

    @property
    def requires_python(self) -> str | None:
        """The versions of Python that the project is for, as far as one file says so alone."""
        stated = {each.requires_python for each in (self.lock, *self.named) if each and each.requires_python}
        return stated.pop() if len(stated) == 1 else None

    @property
    def members(self) -> frozenset[str]:
        """The project's own names."""
        own = {each.project for each in self.named if each.project}
        return frozenset(own.union(self.lock.members if self.lock else ()))


def projects(manifests: Iterable[Manifest]) -> tuple[Project, ...]:
    """Each manifest in at least one project, in path order; a lock file that could not be read locks nothing."""
    listed = tuple(manifests)
    locks = [each for each in listed if each.complete and _locks(each.path) is not None]
    locked: dict[str, list[Manifest]] = {lock.path: [] for lock in locks}
    alone: list[Manifest] = []
    for manifest in listed:
        if manifest.path in locked:
            continue
        governing = [lock for lock in locks if _governs(lock, manifest)]
        for lock in governing:
            locked[lock.path].append(manifest)
        if not governing:
            alone.append(manifest)
    found = [Project(tuple(locked[lock.path]), lock) for lock in locks]
    found.extend(Project((manifest,)) for manifest in alone)
    return tuple(sorted(found, key=lambda each: (each.lock or each.named[0]).path))


def _locks(path: str) -> re.Pattern[str] | None:
    """The names of the files that a lock file locks; None for a file that is none."""
    name = posixpath.basename(path)
    return next((named for lock, named in _LOCKED if lock.fullmatch(name)), None)


def _governs(lock: Manifest, manifest: Manifest) -> bool:
    """Whether a lock file was made of a manifest: beside it, or above it where it names the project."""
    above, folder = posixpath.dirname(lock.path), posixpath.dirname(manifest.path)
    named = _locks(lock.path)
    if named is not None and named.fullmatch(posixpath.basename(manifest.path)):
        if above == folder:
            return True
        inside = not above or folder.startswith(f"{above}/")
        return inside and manifest.project is not None and manifest.project in lock.members
    return above == folder and not manifest.complete and _all_locked(manifest.dependencies, lock)


def _all_locked(dependencies: Sequence[Dependency], lock: Manifest) -> bool:
    """Whether a lock file holds a fitting version of everything that another file beside it names.

    So a requirements.txt is no project of its own where it repeats what pyproject.toml and the lock file say.
    """
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion

    versions: dict[str, list[str]] = {}
    for each in lock.dependencies:
        if each.type == "pypi" and each.version:
            versions.setdefault(each.name, []).append(each.version)
    try:
        return bool(dependencies) and all(
            any(
                SpecifierSet(each.specifier).contains(version, prereleases=True)
                for version in versions.get(each.name, ())
            )
            for each in dependencies
        )
    except (InvalidSpecifier, InvalidVersion):
        return False
