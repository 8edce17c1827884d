"""uv.lock, version 1 (https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile)."""

import re
from collections.abc import Iterator
from pathlib import Path

from licscan.documents.document import Document
from licscan.model.finding import Gap, GapReason
from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.interface import Dependency, Manifest, Origin, file_gap
from licscan.scanners.dependencies.sources.pyproject import direct_origin, read_document, table

HOW = "uv.lock"
_VERSION = 1
_SHA256 = re.compile(r"sha256:([0-9a-fA-F]{64})")
_OWN = ("virtual", "editable", "directory")


class UvLockSource:
    """Reads uv.lock. The registries that it names are not used: the user's own index is asked, by hash."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read all packages with version, hashes and line; the project's own package is no dependency."""
        document = read_document(root, path)
        if isinstance(document, Gap):
            return Manifest(path, gaps=(document,))
        data = document.data if isinstance(document.data, dict) else {}
        if data.get("version") != _VERSION:
            position = document.position("version")
            detail = f"a uv.lock of version {_shown(data.get('version'))} is not understood, only version {_VERSION}"
            gap = file_gap(
                path,
                GapReason.UNSUPPORTED_VERSION,
                detail,
                line=position.line if position and "version" in data else 1,
                hint="lock again with a uv that writes version 1, or scan the project's environment",
            )
            return Manifest(path, gaps=(gap,))
        own = _own_names(data)
        found = list(_packages(document, data.get("package", []), path))
        dependencies = tuple(entry for entry in found if isinstance(entry, Dependency) and entry.name not in own)
        gaps = tuple(entry for entry in found if isinstance(entry, Gap))
        return Manifest(path, dependencies, gaps, complete=True, members=tuple(sorted(own)))


def _own_names(data: dict[str, object]) -> frozenset[str]:
    """The normalized names of the project's own packages: the locked project and members of its workspace.

    A member that the lock file takes from elsewhere than a local path is a dependency under a member's name.
    """
    from packaging.utils import canonicalize_name

    members = table(data, "manifest").get("members")
    names = [name for name in members if isinstance(name, str)] if isinstance(members, list) else []
    packages = data.get("package")
    foreign = set()
    for package in packages if isinstance(packages, list) else []:
        source, name = table(package, "source"), table(package).get("name")
        if not isinstance(name, str):
            continue
        if any(source.get(kind) == "." for kind in _OWN):
            names.append(name)
        elif direct_origin(source) is not Origin.PATH:
            foreign.add(str(canonicalize_name(name)))
    return frozenset(str(canonicalize_name(name)) for name in names) - foreign


def _shown(version: object) -> str:
    return str(version) if isinstance(version, int) else "without a number" if version is None else "of another kind"


def _packages(document: Document, packages: object, path: str) -> Iterator[Dependency | Gap]:
    if not isinstance(packages, list):
        yield file_gap(path, GapReason.UNPARSABLE, "package is no list of tables")
        return
    for number, package in enumerate(packages):
        position = document.position("package", number)
        line = position.line if position else None
        dependency = _dependency(package, Reference(path, line, HOW)) if isinstance(package, dict) else None
        if dependency is None:
            yield file_gap(path, GapReason.UNPARSABLE, "a package without a proper name", line=line)
        else:
            yield dependency


def _dependency(package: dict[str, object], reference: Reference) -> Dependency | None:
    from packaging.utils import InvalidName, canonicalize_name

    name, source, version = package.get("name"), package.get("source"), package.get("version")
    try:
        normalized = str(canonicalize_name(name, validate=True)) if isinstance(name, str) else None
    except InvalidName:
        normalized = None
    if normalized is None:
        return None
    return Dependency(
        name=normalized,
        version=version if isinstance(version, str) else None,
        reference=reference,
        sha256s=tuple(sorted(set(_hashes(package)))),
        origin=direct_origin(source) if isinstance(source, dict) else Origin.INDEX if source is None else Origin.URL,
    )


def _hashes(package: dict[str, object]) -> Iterator[str]:
    wheels = package.get("wheels")
    for entry in [*(wheels if isinstance(wheels, list) else []), package.get("sdist")]:
        stated = entry.get("hash") if isinstance(entry, dict) else None
        if isinstance(stated, str) and (match := _SHA256.fullmatch(stated)):
            yield match[1].lower()
