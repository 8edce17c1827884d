"""Pipfile (https://pipenv.pypa.io/en/latest/pipfile.html)."""

from collections.abc import Iterator
from pathlib import Path

from licscan.documents.toml_text import read_toml
from licscan.documents.values import Table, as_text, texts
from licscan.model.finding import Gap
from licscan.model.package_name import normalized, proper_name
from licscan.model.scope import RUNTIME, group_scope
from licscan.scanners.dependencies.graph.markers import without_extras
from licscan.scanners.dependencies.sources.interface import Dependency, Manifest, Origin
from licscan.scanners.dependencies.sources.locks.lock_file import NO_NAME, LockFile, direct, is_own, open_lock
from licscan.scanners.dependencies.sources.locks.pipfile_lock import DIRECT_KINDS, python_of
from licscan.scanners.dependencies.sources.requirements.local_path import Local
from licscan.scanners.dependencies.sources.requirements.text import pinned

HOW = "Pipfile"
_SETTINGS = frozenset({"source", "requires", "scripts", "pipenv"})
_SCOPES = {"packages": RUNTIME, "dev-packages": "group:develop"}
_MARKERS = (
    "os_name",
    "sys_platform",
    "platform_machine",
    "platform_python_implementation",
    "platform_release",
    "platform_system",
    "platform_version",
    "python_version",
    "python_full_version",
    "implementation_name",
    "implementation_version",
)


class PipfileSource:
    """Reads Pipfile: `packages`, `dev-packages` and the categories of Pipenv's own, each a group."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read all packages with what they have to fulfil, each with its line."""
        lock = open_lock(root, path, HOW, read_toml)
        if isinstance(lock, Gap):
            return Manifest(path, gaps=(lock,))
        found = list(_entries(lock))
        return Manifest(
            path,
            tuple(each for each in found if isinstance(each, Dependency)),
            tuple(each for each in found if isinstance(each, Gap)),
            requires_python=python_of(lock.data.get("requires")),
        )


def _entries(lock: LockFile) -> Iterator[Dependency | Gap]:
    for section, packages in lock.data.items():
        if section in _SETTINGS:
            continue
        if not isinstance(packages, dict):
            yield lock.gap("a section that is no table of packages", section)
            continue
        scope = _SCOPES.get(section) or group_scope(section)
        for written, stated in packages.items():
            entry = {"version": stated} if isinstance(stated, str) else stated
            if not isinstance(entry, dict) or not is_own(entry.get("path")):
                yield _dependency(lock, (section, written), entry, scope)


def _dependency(lock: LockFile, key: tuple[str, str], entry: object, scope: str) -> Dependency | Gap:
    name = proper_name(key[1])
    if name is None or not isinstance(entry, dict):
        return lock.gap(NO_NAME if name is None else "a package that is neither a version nor a table", *key)
    origin = direct(entry, DIRECT_KINDS) or Origin.INDEX
    specifier = _specifier(entry.get("version", "*"))
    if specifier is None:
        return lock.gap(f"the version of {name} is none that pip understands", *key)
    local = lock.local(entry.get("path", entry.get("file"))) if origin is not Origin.INDEX else Local()
    return Dependency(
        name,
        pinned(specifier) if origin is Origin.INDEX else None,
        lock.reference(*key),
        specifier=specifier,
        origin=Origin.PATH if local.archive or local.folder is not None else origin,
        extras=tuple(sorted({normalized(extra) for extra in texts(entry.get("extras"))})),
        marker=_marker(entry),
        scopes=(scope,),
        archive=local.archive,
        folder=local.folder,
    )


def _specifier(version: object) -> str | None:
    """What the package has to fulfil (PEP 440), empty for anything."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    if not isinstance(version, str):
        return None
    try:
        return str(SpecifierSet("" if version.strip() == "*" else version))
    except InvalidSpecifier:
        return None


def _marker(entry: Table) -> str | None:
    """`markers` and the keys named as variables of markers (`sys_platform = "== 'win32'"`) together."""
    stated = [as_text(entry.get("markers")), *(_variable(entry, name) for name in _MARKERS)]
    parts = [part for part in map(without_extras, stated) if part]
    return parts[0] if len(parts) == 1 else " and ".join(f"({part})" for part in parts) or None


def _variable(entry: Table, name: str) -> str | None:
    value = as_text(entry.get(name))
    return f"{name} {value}" if value else None
