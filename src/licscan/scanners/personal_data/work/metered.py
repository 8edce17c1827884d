"""A source that tells how far it was read."""

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from licscan.inputs.sources import Source

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from licscan.scanners.personal_data.work.executors.interface import Tell

_WHOLE = 1_000


class Meter:
    """Tells each thousandth of a unit once."""

    def __init__(self, tell: "Tell") -> None:
        self._tell = tell
        self._told = 0

    def reach(self, permille: int = _WHOLE) -> None:
        """So much of the unit is done."""
        permille = min(permille, _WHOLE)
        if permille > self._told:
            self._tell(permille - self._told)
            self._told = permille


@dataclass(frozen=True, slots=True)
class Metered:
    """A plain file whose reading is metered, however often it is opened."""

    source: Source
    meter: Meter = field(repr=False)

    @property
    def shown(self) -> str:
        """As of the source."""
        return self.source.shown

    @property
    def name(self) -> str:
        """As of the source."""
        return self.source.name

    @property
    def size(self) -> int | None:
        """As of the source."""
        return self.source.size

    @property
    def path(self) -> Path | None:
        """As of the source."""
        return self.source.path

    def open(self) -> IO[bytes]:
        """As of the source."""
        stream = self.source.open()
        size = self.size
        return cast("IO[bytes]", io.BufferedReader(_Stream(stream, size, self.meter))) if size else stream


def metered(source: Source, meter: Meter) -> Source:
    """The source, metered where it is a plain file: other streams have rules of their own for errors midway."""
    return source if source.path is None else Metered(source, meter)


class _Stream(io.RawIOBase):
    """Passes bytes on and counts them."""

    def __init__(self, stream: IO[bytes], size: int, meter: Meter) -> None:
        self._stream = stream
        self._size = size
        self._meter = meter
        self._read = 0

    def readable(self) -> bool:
        """Whether it can be read: it can."""
        return True

    def seekable(self) -> bool:
        """As of the stream."""
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """As of the stream."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """As of the stream."""
        return self._stream.tell()

    def fileno(self) -> int:
        """As of the stream."""
        return self._stream.fileno()

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Read and tell; the last thousandths are told when the unit is done."""
        view = memoryview(buffer).cast("B")
        content = self._stream.read(len(view))
        view[: len(content)] = content
        self._read += len(content)
        self._meter.reach(min(_WHOLE * 9 // 10, self._read * _WHOLE // self._size))
        return len(content)

    def close(self) -> None:
        """Close the stream, too."""
        self._stream.close()
        super().close()
