"""Paths in manifests: what lies below the scanned root, and what project or archive stands there."""

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

PROJECT_FILES = ("pyproject.toml", "setup.cfg", "setup.py")
_DRIVE = re.compile(r"/?[A-Za-z]:[\\/]")
_ARCHIVES = (".whl", ".tar.gz", ".zip")


@dataclass(frozen=True, slots=True)
class Local:
    """Something below the root: a project's `folder` (empty: the root itself), or an `archive` of a package."""

    folder: str | None = None
    archive: str | None = None


def inside(root: Path, path: str) -> bool:
    """Whether a relative path, links followed, stays below the root."""
    if posixpath.isabs(path) or path == ".." or path.startswith("../") or "\0" in path or _DRIVE.match(path):
        return False
    try:
        return (root / path).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a loop of links, a name that is too long
        return False


def is_file(path: Path) -> bool:
    """Whether a regular file is there; a name that the system does not take is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def joined(folder: str, target: str) -> str:
    """A path as written in a file of `folder`, relative to the root; backslashes separate too."""
    return posixpath.normpath(posixpath.join(folder, target.replace("\\", "/")))


def local_target(root: Path, folder: str, target: str) -> Local | None:
    """What a path or `file:` URL in a file of `folder` points to; None for what is not below the root.

    A folder counts where a file for building a project is in it, an archive where its name is one of a package.
    """
    relative = _relative(root, folder, target)
    if relative is None or not inside(root, relative):
        return None
    place = root / relative
    if relative.endswith(_ARCHIVES):
        return Local(archive=relative) if is_file(place) else None
    if any(is_file(place / name) for name in PROJECT_FILES):
        return Local(folder="" if relative == "." else relative)
    return None


def _relative(root: Path, folder: str, target: str) -> str | None:
    bare = re.split(r"[?#]", target)[0]
    if bare.lower().startswith("file:"):
        bare = unquote(bare[5:].removeprefix("//localhost").removeprefix("//"))
    elif "://" in bare:
        return None
    bare = bare.replace("${PROJECT_ROOT}", ".").removeprefix("/./") if "${PROJECT_ROOT}" in bare else bare
    if posixpath.isabs(bare):
        for base in (root.absolute(), root.resolve()):
            if Path(bare).is_relative_to(base):
                return posixpath.normpath(Path(bare).relative_to(base).as_posix())
        return None
    return None if _DRIVE.match(bare) else joined(folder, bare)


def archive_identity(path: str) -> tuple[str, str] | None:
    """Normalized name and version in the file name of a wheel or source distribution (PEP 427, PEP 625)."""
    from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename

    file = path.rpartition("/")[2]
    try:
        if file.endswith(".whl"):
            name, version, _, _ = parse_wheel_filename(file)
        else:
            name, version = parse_sdist_filename(file)
    except (InvalidWheelFilename, InvalidSdistFilename):
        return None
    return str(name), str(version)
