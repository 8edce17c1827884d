"""Members of zip archives."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from licscan.inputs.compression import Codec, Counted, bomb, is_bomb, unpacking
from licscan.inputs.containers.interface import Member, Oddity, is_outside, last_part
from licscan.inputs.containers.shelf import HELD, open_held
from licscan.inputs.containers.zip_directory import LOCAL, LOCAL_MARK, ZipEntry, zip_entries
from licscan.inputs.sources import Source, SourceError
from licscan.inputs.streams import Producer, produced, read_fully, window
from licscan.model.finding import GapReason

_STORED = 0
_CODECS = {8: Codec.DEFLATE, 12: Codec.BZIP2, 93: Codec.ZSTANDARD, 95: Codec.XZ}
_DAMAGED = "is damaged: its bytes are not those that its archive promises"


@dataclass(frozen=True, slots=True)
class ZipMember:
    """One member of a zip archive; the archive is opened anew for each open, its directory is not read again."""

    archive: Source
    shown: str
    name: str
    entry: ZipEntry

    @property
    def size(self) -> int | None:
        """Bytes as the archive claims them."""
        return self.entry.size

    @property
    def path(self) -> Path | None:
        """None: no file of its own."""
        return None

    def open(self) -> IO[bytes]:
        """A stream of the member, unpacked while it is read.

        Raises OSError; reading raises SourceError where its size or checksum is not as promised, after all bytes.
        """
        if is_bomb(self.entry.packed, self.entry.size):
            raise bomb(self.entry.packed, self.entry.size)
        stream = open_seekable(self.archive)
        try:
            stream.seek(self.entry.start)
            head = read_fully(stream, LOCAL.size)
            if len(head) < LOCAL.size or head[:4] != LOCAL_MARK:
                raise SourceError(GapReason.UNPARSABLE, _DAMAGED)
            fields = LOCAL.unpack(head)
            packed = window(stream, self.entry.start + LOCAL.size + fields[9] + fields[10], self.entry.packed)
            return produced(_Checked(_unpacked(packed, self.entry.method), self.entry))
        except OSError:
            stream.close()
            raise


def _unpacked(packed: IO[bytes], method: int) -> Producer:
    counted = Counted(packed)
    return counted if method == _STORED else unpacking(counted, _CODECS[method])


class _Checked:
    """The bytes of a member, compared with what the directory says of them."""

    def __init__(self, source: Producer, entry: ZipEntry) -> None:
        self._source = source
        self._entry = entry
        self._size = 0
        self._crc = 0

    def produce(self) -> bytes:
        """The next bytes."""
        data = self._source.produce()
        self._size += len(data)
        self._crc = zlib.crc32(data, self._crc)
        if self._size > self._entry.size or (not data and self._is_wrong()):
            raise SourceError(GapReason.UNPARSABLE, _DAMAGED)
        return data

    def _is_wrong(self) -> bool:
        return (self._size, self._crc) != (self._entry.size, self._entry.crc)

    def close(self) -> None:
        """Close the archive."""
        self._source.close()


def open_seekable(archive: Source) -> IO[bytes]:
    """An archive as a stream that can seek: one inside another is held in memory, up to 64 MB. Raises OSError."""
    stream = archive.open()
    if stream.seekable():
        return stream
    stream.close()
    size = archive.size
    if size is None or size > HELD:
        raise SourceError(GapReason.TOO_LARGE, "is a zip archive of over 64 MB inside another archive")
    return open_held(archive, 0, size)


def zip_members(archive: Source) -> Iterator[Member]:
    """The members of a zip archive in the order of their bytes, folders left out.

    Members whose bytes overlap, as in a bomb that packs the same bytes many times over, are odd.
    Raises OSError, SourceError with what is wrong with the archive.
    """
    with open_seekable(archive) as stream:
        entries = [entry for entry in zip_entries(stream) if not entry.name.endswith("/")]
    entries.sort(key=lambda entry: (entry.start, entry.name))
    end = -1
    for index, entry in enumerate(entries):
        following = entries[index + 1].start if index + 1 < len(entries) else None
        stop = entry.start + LOCAL.size + len(entry.name) + entry.packed
        overlaps = entry.start < end or (following is not None and stop > following)
        end = max(end, stop)
        yield Member(entry.name, entry.size, Oddity.OVERLAP if overlaps else _source(entry, archive))


def _source(entry: ZipEntry, archive: Source) -> Callable[[str], Source] | Oddity:
    if entry.is_encrypted:
        return Oddity.ENCRYPTED
    if entry.is_link:
        return Oddity.LINK
    if is_outside(entry.name):
        return Oddity.OUTSIDE
    if entry.method != _STORED and entry.method not in _CODECS:
        return Oddity.UNSUPPORTED
    return lambda shown: ZipMember(archive, shown, last_part(entry.name), entry)
