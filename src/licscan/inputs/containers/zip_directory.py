"""The directory of a zip archive (PKWARE APPNOTE 6.3, sections 4.3 and 4.5), read in bounded memory."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from licscan.inputs.sources import SourceError
from licscan.inputs.streams import read_fully
from licscan.model.finding import GapReason

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_ENTRY = struct.Struct("<4s6H3L5H2L")
LOCAL = struct.Struct("<4s5H3L2H")
LOCAL_MARK = b"PK\x03\x04"
_COMMENT = 0xFFFF
_ALL_ONES = 0xFFFFFFFF
_MAX_DIRECTORY = 64_000_000
_UTF_8 = 0x800
_ENCRYPTED = 0x1
_NO_ZIP = "is no whole zip archive: its directory cannot be read"


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """One member as the directory tells it; `start` is the offset of its local header in the file."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int
    is_encrypted: bool
    is_link: bool


def zip_entries(stream: IO[bytes]) -> Iterator[ZipEntry]:
    """The entries of a directory in its order. Raises SourceError where there is none, or none that is whole."""
    end = stream.seek(0, 2)
    offset, size, shift = _directory(stream, end)
    if size > _MAX_DIRECTORY:
        raise SourceError(GapReason.TOO_LARGE, f"is a zip archive with a directory of {size:,} bytes")
    stream.seek(offset)
    left = size
    while left >= _ENTRY.size:
        head = read_fully(stream, _ENTRY.size)
        if len(head) < _ENTRY.size or head[:4] != b"PK\x01\x02":
            raise SourceError(GapReason.UNPARSABLE, _NO_ZIP)
        fields = _ENTRY.unpack(head)
        rest = read_fully(stream, sum(fields[10:13]))
        left -= len(head) + sum(fields[10:13])
        yield _entry(fields, rest, shift)


def _directory(stream: IO[bytes], end: int) -> tuple[int, int, int]:
    """Where the directory begins, its bytes, and how far all offsets are off because of bytes before the archive."""
    tail_start = max(0, end - _END.size - _COMMENT)
    stream.seek(tail_start)
    tail = read_fully(stream, end - tail_start)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise SourceError(GapReason.UNPARSABLE, _NO_ZIP)
    _, _, _, _, entries, size, offset, _ = _END.unpack_from(tail, at)
    stop = tail_start + at
    if entries == _COMMENT or _ALL_ONES in {size, offset}:
        size, offset, stop = _directory_64(stream, stop) or (size, offset, stop)
    start = stop - size
    if start < 0 or start < offset:
        raise SourceError(GapReason.UNPARSABLE, _NO_ZIP)
    return start, size, start - offset


def _directory_64(stream: IO[bytes], stop: int) -> tuple[int, int, int] | None:
    if stop < _LOCATOR_64.size + _END_64.size:
        return None
    stream.seek(stop - _LOCATOR_64.size)
    mark, _, _, _ = _LOCATOR_64.unpack(read_fully(stream, _LOCATOR_64.size))
    if mark != b"PK\x06\x07":
        return None
    # Its offset does not count bytes before the archive; the record stands right before the locator.
    start = stop - _LOCATOR_64.size - _END_64.size
    stream.seek(start)
    fields = _END_64.unpack(read_fully(stream, _END_64.size))
    if fields[0] != b"PK\x06\x06":
        raise SourceError(GapReason.UNPARSABLE, _NO_ZIP)
    return fields[8], fields[9], start


def _entry(fields: tuple[int, ...], rest: bytes, shift: int) -> ZipEntry:
    flags, method, crc, packed, size = fields[3], fields[4], fields[7], fields[8], fields[9]
    made_by, attributes, start = fields[1] >> 8, fields[15], fields[16]
    name, extra = rest[: fields[10]], rest[fields[10] : fields[10] + fields[11]]
    if _ALL_ONES in {packed, size, start}:
        size, packed, start = _wide(extra, size, packed, start)
    is_link = made_by == 3 and (attributes >> 16) & 0o170000 == 0o120000
    text = name.decode("utf-8", "replace") if flags & _UTF_8 else _decoded(name)
    return ZipEntry(text, method, crc, packed, size, start + shift, bool(flags & _ENCRYPTED), is_link)


def _decoded(name: bytes) -> str:
    """Names without the UTF-8 flag are code page 437 by the standard, and UTF-8 by many writers."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("cp437")


def _wide(extra: bytes, size: int, packed: int, start: int) -> tuple[int, int, int]:
    """The 64-bit sizes of the extra field 1 (section 4.5.3): those alone that stand as all ones in the entry."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            numbers = iter(struct.unpack_from(f"<{min(length, len(extra) - at - 4) // 8}Q", extra, at + 4))
            wide = [next(numbers, value) if value == _ALL_ONES else value for value in (size, packed, start)]
            return wide[0], wide[1], wide[2]
        at += 4 + length
    return size, packed, start
