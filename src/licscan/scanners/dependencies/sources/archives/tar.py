"""Chosen members of a gzipped tar archive, read as a stream with a bound on what it unpacks to."""

import gzip
import io
import os
import stat
import struct
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, cast

from licscan.documents.unpacked import Unpacked
from licscan.errors import DocumentError
from licscan.model.finding import Gap, GapReason
from licscan.scanners.dependencies.sources.archives.zip import MAX_MEMBER, MAX_TEXT, leads_out
from licscan.scanners.dependencies.sources.interface import file_gap

_MAX_UNPACKED = 200 * 1024 * 1024
_MAX_CHOSEN = 400


def read_tar(root: Path, path: str, choose: Callable[[str], bool]) -> dict[str, bytes] | Gap:
    """The regular members whose names are chosen, `PKG-INFO` whole, others up to 256 KB; or why there are none."""
    try:
        handle = os.open(root / path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return file_gap(path, GapReason.UNREADABLE, "not a regular file")
            with gzip.GzipFile(fileobj=stream) as unpacked:
                return _members(Unpacked(cast("IO[bytes]", unpacked), max_bytes=_MAX_UNPACKED), path, choose)
    except DocumentError as error:
        return file_gap(path, GapReason.TOO_LARGE, error.message)
    except (tarfile.TarError, zlib.error, struct.error, EOFError, ValueError, RecursionError, gzip.BadGzipFile):
        return file_gap(path, GapReason.UNPARSABLE, "not a readable tar archive")
    except OSError as error:
        return file_gap(path, GapReason.UNREADABLE, f"cannot be read: {error.strerror or type(error).__name__}")


def _members(stream: io.RawIOBase, path: str, choose: Callable[[str], bool]) -> dict[str, bytes] | Gap:
    found: dict[str, bytes] = {}
    with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|") as archive:
        for member in archive:
            name = member.name.removeprefix("./")
            if leads_out(name):
                return file_gap(path, GapReason.INVALID, "holds a member whose path leads out of it")
            if not member.isfile() or not choose(name) or len(found) >= _MAX_CHOSEN:
                continue
            if name in found:
                return file_gap(path, GapReason.INVALID, "holds a member twice")
            content = archive.extractfile(member)
            if content is not None:
                found[name] = content.read(MAX_MEMBER if name.endswith("/PKG-INFO") else MAX_TEXT)
    return found
