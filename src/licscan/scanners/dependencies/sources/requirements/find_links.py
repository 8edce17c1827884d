"""Wheels and source distributions in the folders that `--find-links` names."""

from collections.abc import Iterator
from pathlib import Path

from licscan.scanners.dependencies.sources.interface import Dependency
from licscan.scanners.dependencies.sources.requirements.local_path import archive_identity, inside

_MAX_FILES = 5_000


def find_archive(root: Path, folders: list[str], dependency: Dependency, *, newest: bool) -> tuple[str, str] | None:
    """Path and version of the archive that a dependency names; with `newest` also where it pins no version."""
    from packaging.version import InvalidVersion, Version

    if dependency.version is None and not newest:
        return None
    fitting: list[tuple[Version, str, str]] = []
    for path, version in _archives(root, folders, dependency.name):
        try:
            if _fits(dependency, version):
                fitting.append((Version(version), path, version))
        except InvalidVersion:
            continue
    if not fitting:
        return None
    _, path, version = max(fitting)
    return path, version


def _archives(root: Path, folders: list[str], name: str) -> Iterator[tuple[str, str]]:
    for folder in folders:
        try:
            listed = sorted(entry.name for entry in (root / folder).iterdir() if entry.is_file())[:_MAX_FILES]
        except OSError:
            continue
        for file in listed:
            identity = archive_identity(file)
            path = file if folder == "." else f"{folder}/{file}"
            if identity and identity[0] == name and inside(root, path):
                yield path, identity[1]


def _fits(dependency: Dependency, version: str) -> bool:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return SpecifierSet(dependency.specifier).contains(version, prereleases=True)
    except InvalidSpecifier:
        return False
