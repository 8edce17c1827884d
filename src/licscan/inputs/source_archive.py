"""Whether a `.tar.gz` is a Python source distribution and not an archive of something else."""

import re
from pathlib import Path
from typing import BinaryIO, cast

_STEM = re.compile(r"([A-Za-z0-9][A-Za-z0-9._+-]*-\d[A-Za-z0-9._+!]*)\.tar\.gz", re.IGNORECASE)
_BLOCK = 512
_TYPE = 156
_MAX_EXTENDED = 8
_CHUNK = 1 << 20
_MAX_UNPACKED = 64 * 1024 * 1024
_SEPARATORS = re.compile(rb"[-_.]+")


def is_source_archive(path: Path) -> bool:
    """Whether the archive is named `name-version`, holds one folder of that name, and a PKG-INFO in it (PEP 625).

    Of an archive of another shape only the first block is unpacked, of others at most 64 MB. Raises OSError.
    """
    stem = _STEM.fullmatch(path.name)
    if stem is None:
        return False
    import gzip
    import zlib

    try:
        with gzip.open(path, "rb") as stream:
            return _is_of(stem[1], cast("BinaryIO", stream))
    except (gzip.BadGzipFile, zlib.error, EOFError, ValueError):
        return False


def _is_of(stem: str, stream: BinaryIO) -> bool:
    block = stream.read(_BLOCK)
    for _ in range(_MAX_EXTENDED):
        if block[_TYPE : _TYPE + 1] not in (b"x", b"g", b"L"):
            break
        # An extended header (POSIX pax, GNU long name): its content, then the header of the member itself.
        size = int(block[124:136].rstrip(b"\0 ") or b"0", 8)
        stream.read(min(size + -size % _BLOCK, _CHUNK))
        block = stream.read(_BLOCK)
    top = block.partition(b"\0")[0].removeprefix(b"./").partition(b"/")[0]
    named = _SEPARATORS.sub(b"-", top.lower()) == _SEPARATORS.sub(b"-", stem.lower().encode())
    return named and _holds(block, stream, top + b"/PKG-INFO\0")


def _holds(kept: bytes, stream: BinaryIO, wanted: bytes) -> bool:
    """Whether what was read of a stream, or its rest up to a bound, holds some bytes."""
    left = _MAX_UNPACKED
    if wanted in kept:
        return True
    while left > 0 and (chunk := stream.read(_CHUNK)):
        left -= len(chunk)
        if wanted in kept + chunk:
            return True
        kept = chunk[-len(wanted) :]
    return False
