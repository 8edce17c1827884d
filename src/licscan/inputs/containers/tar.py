"""Members of tar archives."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from licscan.inputs.containers.interface import Member, Oddity, is_outside, last_part
from licscan.inputs.containers.shelf import HELD, open_held
from licscan.inputs.containers.tar_headers import DEVICES, FOLDER, LINKS, REGULAR, TarHeader, TarHeaders, end_of
from licscan.inputs.sources import Source, SourceError
from licscan.inputs.streams import produced, skip, window
from licscan.model.finding import GapReason

_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class TarMember:
    """The bytes from `start` of a tar archive; the archive is opened anew for each open."""

    archive: Source
    shown: str
    name: str
    start: int
    size: int

    @property
    def path(self) -> Path | None:
        """None: no file of its own."""
        return None

    def open(self) -> IO[bytes]:
        """A stream of the member. Raises OSError, SourceError where the archive ends before it does.

        Where the archive is compressed, members up to 64 MB are held while they are read, and larger ones are reached
        by unpacking what stands before them.
        """
        stream = self.archive.open()
        if stream.seekable():
            return window(stream, self.start, self.size)
        if self.size <= HELD:
            stream.close()
            return open_held(self.archive, self.start, self.size)
        try:
            if skip(stream, self.start) < self.start:
                raise SourceError(GapReason.UNPARSABLE, "ends before its archive says it does")
        except OSError:
            stream.close()
            raise
        return produced(_Bounded(stream, self.size))


class _Bounded:
    """The next so many bytes of a stream."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream = stream
        self._left = size

    def produce(self) -> bytes:
        """The next bytes. Raises SourceError where there are fewer than promised."""
        block = self._stream.read(min(self._left, _BLOCK)) if self._left else b""
        if self._left and not block:
            raise SourceError(GapReason.UNPARSABLE, "ends before its archive says it does")
        self._left -= len(block)
        return block

    def close(self) -> None:
        """Close the archive."""
        self._stream.close()


def tar_members(archive: Source) -> Iterator[Member]:
    """The members of a tar archive in their order, folders left out.

    Raises OSError, SourceError with what is wrong, after the members before the damage.
    """
    with archive.open() as stream:
        for header in TarHeaders(stream, end_of(stream)):
            if header.kind != FOLDER:
                yield Member(header.name, header.size, _source(header, archive))


def _source(header: TarHeader, archive: Source) -> Callable[[str], Source] | Oddity:
    if header.kind in LINKS:
        return Oddity.LINK
    if header.kind in DEVICES:
        return Oddity.DEVICE
    if header.kind not in REGULAR or header.sparse:
        return Oddity.UNSUPPORTED
    if is_outside(header.name):
        return Oddity.OUTSIDE
    return lambda shown: TarMember(archive, shown, last_part(header.name), header.start, header.size)
