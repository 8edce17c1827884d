"""Chosen members of a zip archive, with the tricks that a zip can play refused."""

import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from licscan.model.finding import Gap, GapReason
from licscan.net.core_metadata import MAX_METADATA
from licscan.scanners.dependencies.sources.interface import file_gap

MAX_MEMBER = MAX_METADATA + 1
MAX_TEXT = 256 * 1024
_MAX_CHOSEN = 400
_MAX_ENTRIES = 100_000
_MAX_DIRECTORY = 32 * 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def read_zip(root: Path, path: str, choose: Callable[[str], bool]) -> dict[str, bytes] | Gap:
    """The members whose names are chosen, `METADATA` whole, others up to 256 KB; or the Gap that says why not."""
    try:
        with (root / path).open("rb") as stream:
            if not _is_small(stream):
                return file_gap(path, GapReason.TOO_LARGE, "a zip archive with too large a directory, or none")
            with zipfile.ZipFile(stream) as archive:
                return _members(archive, path, choose)
    except OSError as error:
        return file_gap(path, GapReason.UNREADABLE, f"cannot be read: {error.strerror or type(error).__name__}")
    except (*_ZIP_ERRORS, RecursionError):
        return file_gap(path, GapReason.UNPARSABLE, "not a readable zip archive")


def _is_small(stream: BinaryIO) -> bool:
    """Whether the end record promises a directory that can be held in memory; ZIP64 is for larger files."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - 65_557 - 20))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        return True  # zipfile says what is wrong
    if tail[max(0, at - 20) : at].startswith(b"PK\x06\x07") or len(tail) - at < _END.size:
        return False
    entries, directory = (int(number) for number in _END.unpack_from(tail, at)[4:6])
    return entries <= _MAX_ENTRIES and directory <= _MAX_DIRECTORY


def _members(archive: zipfile.ZipFile, path: str, choose: Callable[[str], bool]) -> dict[str, bytes] | Gap:
    found: dict[str, bytes] = {}
    chosen: list[zipfile.ZipInfo] = []
    seen: set[str] = set()
    for member in archive.infolist():
        name = member.filename
        if leads_out(name):
            return file_gap(path, GapReason.INVALID, "holds a member whose path leads out of it")
        if not choose(name):
            continue
        if name in seen or member.flag_bits & 1:
            detail = "holds a member twice" if name in seen else "is encrypted"
            return file_gap(path, GapReason.INVALID, detail)
        seen.add(name)
        chosen.append(member)
    for member in sorted(chosen, key=lambda member: (member.filename.count("/"), member.filename))[:_MAX_CHOSEN]:
        whole = member.filename.endswith("/METADATA")
        with archive.open(member) as content:
            found[member.filename] = content.read(MAX_MEMBER if whole else MAX_TEXT)
    return found


def leads_out(name: str) -> bool:
    """Whether the path of a member is absolute, goes up, or is written for another system."""
    return name.startswith("/") or "\\" in name or "\0" in name or ".." in name.split("/") or name[1:2] == ":"
