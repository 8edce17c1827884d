"""The license files of an installed package: those of its metadata folder, and those that lie among its code."""

import csv
import logging
import os
import posixpath
import stat
from collections.abc import Iterator
from pathlib import Path

from licscan.license_text.reading import MAX_TEXT, decode
from licscan.model.license_file import (
    LICENSE_FOLDERS,
    is_license_in_package,
    is_license_name,
    is_list_of_people,
    is_notice,
)
from licscan.net.cache import sha256_of
from licscan.scanners.dependencies.metadata.opinion import LicenseText

_log = logging.getLogger(__name__)
_MAX_LICENSES = 60
_MAX_IN_PACKAGE = 256 * 1024
_MAX_RECORD = 64 * 1024 * 1024
_MAX_LISTED = 10_000
_MAX_DEPTH = 20
# Enough of a name to find it by in lower case; what it is, model.license_file says.
_STEMS = (b"licen", b"copying", b"eula")


def license_texts(folder: Path) -> tuple[LicenseText, ...]:
    """The license texts of the package with this `.dist-info` or `.egg-info` folder, 60 at most, metadata first.

    In the metadata folder those are the files with the name of a license at its top, and all of `licenses/` (PEP 639).
    Among the code they are found by RECORD; what it names outside of the site-packages folder is never opened.
    """
    texts = list(_in_metadata(os.fspath(folder)))
    if len(texts) < _MAX_LICENSES:
        texts.extend(_in_package(os.fspath(folder), _MAX_LICENSES - len(texts)))
    return tuple(texts)


def read_regular(path: str, max_bytes: int, *, cut: bool = False) -> bytes | None:
    """The content of a regular file up to a size; a larger one is cut, or refused by None."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError):
        return None
    try:
        seen = os.fstat(handle)
        if not stat.S_ISREG(seen.st_mode) or (seen.st_size > max_bytes and not cut):
            return None
        content = _up_to(handle, min(seen.st_size, max_bytes) + 1)
    except OSError:
        return None
    finally:
        os.close(handle)
    return content[:max_bytes] if cut or len(content) <= max_bytes else None


def _up_to(handle: int, size: int) -> bytes:
    content = os.read(handle, size)
    # One call gives all of a file on a disk; a file system of another kind may give it in parts.
    while 0 < len(content) < size - 1 and (more := os.read(handle, size - len(content))):
        content += more
    return content


def _in_metadata(folder: str) -> Iterator[LicenseText]:
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entry.name for entry in entries)
    except OSError:
        return
    found = [name for name in listed if is_license_name(name) or is_notice(name)]
    for inside in LICENSE_FOLDERS:
        if inside in listed:
            walked = ((f"{inside}/{path}", path.rpartition("/")[2]) for path in _walked(f"{folder}/{inside}"))
            found.extend(path for path, name in walked if is_notice(name) or not is_list_of_people(name))
    for name in sorted(found, key=lambda path: (path.count("/"), path))[:_MAX_LICENSES]:
        if (content := read_regular(f"{folder}/{name}", MAX_TEXT, cut=True)) is not None:
            yield LicenseText(name, decode(content), sha256_of(content))


def _walked(top: str) -> list[str]:
    """Files below a folder as paths from there; links to folders are not followed."""
    found: list[str] = []
    for parent, folders, files in os.walk(top):
        inside = parent[len(top) + 1 :].replace(os.sep, "/")
        folders[:] = sorted(folders) if inside.count("/") < _MAX_DEPTH else ()
        found.extend(f"{inside}/{name}" if inside else name for name in sorted(files))
        if len(found) > _MAX_LISTED:
            break
    return found


def _in_package(folder: str, most: int) -> Iterator[LicenseText]:
    record = read_regular(f"{folder}/RECORD", _MAX_RECORD)
    if record is None:
        return
    named = sorted(_named_licenses(record), key=lambda path: (path.count("/"), path))[:most]
    top = os.path.realpath(f"{folder}/..") if named else ""
    for name in named:
        place = os.path.realpath(f"{top}/{name}")
        if not place.startswith(f"{top}{os.sep}"):
            _log.debug("a license file that RECORD names lies outside of site-packages and is not read")
            continue
        if (content := read_regular(place, _MAX_IN_PACKAGE, cut=True)) is not None:
            yield LicenseText(name, decode(content), sha256_of(content), in_package=True)


def _named_licenses(record: bytes) -> set[str]:
    """The files among the code that RECORD names and whose name is that of a license, at most 10,000."""
    lower = record.lower()
    found: set[str] = set()
    for stem in _STEMS:
        at = lower.find(stem)
        while at >= 0 and len(found) < _MAX_LISTED:
            start, end = record.rfind(b"\n", 0, at) + 1, record.find(b"\n", at)
            end = len(record) if end < 0 else end
            path = _path_of(record[start:end])
            if path is not None and is_license_in_package(path):
                found.add(path)
            at = lower.find(stem, end)
    return found


def _path_of(row: bytes) -> str | None:
    """The path of a row of RECORD, a CSV file; None where it leads outside, or to a metadata folder."""
    text = row.decode("utf-8", "replace").rstrip("\r")
    path = next(csv.reader([text]))[0] if text.startswith('"') else text.partition(",")[0]
    top = path.partition("/")[0]
    if path.startswith("/") or ".." in path.split("/") or "\\" in path or "\0" in path or ":" in top:
        _log.debug("RECORD names a path outside of site-packages, which is not read")
        return None
    return None if top.endswith((".dist-info", ".egg-info")) else posixpath.normpath(path)
