"""Pipfile.lock, specification 6 (https://pipenv.pypa.io/en/latest/pipfile.html)."""

from itertools import islice
from pathlib import Path

from licscan.documents.json_text import read_json
from licscan.documents.values import Table, as_table, as_text, texts
from licscan.model.finding import Gap
from licscan.model.package_name import normalized, proper_name
from licscan.model.scope import RUNTIME, group_scope
from licscan.scanners.dependencies.graph.markers import without_extras
from licscan.scanners.dependencies.sources.bounds import MAX_PACKAGES, too_many
from licscan.scanners.dependencies.sources.interface import Dependency, Manifest, Origin
from licscan.scanners.dependencies.sources.locks.lock_file import (
    NO_NAME,
    Locked,
    LockFile,
    condition,
    direct,
    is_own,
    open_lock,
    proper_version,
    sha256,
    unsupported,
)
from licscan.scanners.dependencies.sources.requirements.local_path import Local

HOW = "Pipfile.lock"
DIRECT_KINDS = {"git": Origin.GIT, "hg": Origin.URL, "svn": Origin.URL, "path": Origin.PATH, "file": Origin.URL}
_SPECIFICATION = 6


class PipfileLockSource:
    """Reads Pipfile.lock: `default` is what the project needs to run, each other section a group."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read all packages with version, hashes and line; the file does not say what needs what."""
        lock = open_lock(root, path, HOW, read_json)
        if isinstance(lock, Gap):
            return Manifest(path, gaps=(lock,))
        meta = as_table(lock.data.get("_meta"))
        version = meta.get("pipfile-spec")
        if version != _SPECIFICATION or isinstance(version, bool):
            return unsupported(lock, read_json, version, f"version {_SPECIFICATION}", "_meta", "pipfile-spec")
        locked = Locked()
        for section, packages in lock.data.items():
            if section != "_meta":
                _section(lock, locked, section, packages)
        for key in (duplicate.key for duplicate in lock.document.duplicates if len(duplicate.key) < 3):
            locked.gaps.append(lock.gap("a name that stands twice; only the first is read", *key))
        return locked.manifest(path, python_of(meta.get("requires")))


def python_of(requires: object) -> str | None:
    """The Pythons that `[requires]` of a Pipfile allows."""
    stated = as_table(requires)
    full, minor = as_text(stated.get("python_full_version")), as_text(stated.get("python_version"))
    if proper_version(full):
        return f"=={full}"
    return f"=={minor}.*" if proper_version(minor) else None


def scope_of(section: str) -> str:
    """What the packages of a section are for."""
    return RUNTIME if section in ("default", "packages") else group_scope(section)


def _section(lock: LockFile, locked: Locked, section: str, packages: object) -> None:
    if not isinstance(packages, dict):
        locked.gaps.append(lock.gap("a section that is no table of packages", section))
        return
    if len(packages) > MAX_PACKAGES:
        locked.gaps.append(too_many(lock.path, lock.line(section)))
    for written, stated in islice(packages.items(), MAX_PACKAGES):
        name = proper_name(written)
        if name is None or not isinstance(stated, dict):
            locked.gaps.append(lock.gap(NO_NAME if name is None else "a package that is no table", section, written))
            continue
        if is_own(stated.get("path")):
            locked.members.add(name)
            continue
        dependency = _dependency(lock, name, stated, (section, written))
        if dependency is None:
            locked.gaps.append(lock.gap(f"{name} has a version that is none", section, written))
            continue
        locked.dependencies.append(dependency)


def _dependency(lock: LockFile, name: str, stated: Table, key: tuple[str, str]) -> Dependency | None:
    origin = direct(stated, DIRECT_KINDS) or Origin.INDEX
    version = as_text(stated.get("version"))
    pinned = proper_version(version[2:].strip()) if version is not None and version.startswith("==") else None
    # `*` is what was locked on a platform that does not need it: any version.
    if origin is Origin.INDEX and pinned is None and version != "*":
        return None
    local = lock.local(stated.get("path", stated.get("file"))) if origin is not Origin.INDEX else Local()
    return Dependency(
        name,
        pinned,
        lock.reference(*key),
        sha256s=tuple(sorted({found for each in texts(stated.get("hashes")) if (found := sha256(each))})),
        origin=Origin.PATH if local.archive or local.folder is not None else origin,
        extras=tuple(sorted({normalized(extra) for extra in texts(stated.get("extras"))})),
        marker=condition(stated.get("markers"), without=without_extras),
        scopes=(scope_of(key[0]),),
        archive=local.archive,
        folder=local.folder,
    )
