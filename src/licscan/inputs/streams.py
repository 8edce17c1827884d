"""Streams that readers get from what is no plain file: a source that makes its bytes while it is read."""

import io
from typing import IO, TYPE_CHECKING, Protocol, cast

from licscan.inputs.sources import Source, SourceError
from licscan.model.finding import GapReason

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BLOCK = 1 << 16


class Producer(Protocol):
    """Makes the bytes of a stream; `b""` is its end. Raises OSError, SourceError where they cannot be had."""

    def produce(self) -> bytes:
        """The next bytes, as many as come easily; `b""` at the end."""
        ...

    def close(self) -> None:
        """Let go of what stands behind."""
        ...


class ProducedStream(io.BufferedIOBase):
    """A stream over a producer, read forward only.

    An error of the producer never takes back what came before it: a read gives all that was made, the next one raises.
    """

    def __init__(self, producer: Producer) -> None:
        super().__init__()
        self._producer = producer
        self._held = b""
        self._at = 0
        self._error: OSError | None = None
        self._done = False

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """`size` bytes, fewer at the end or before an error; the error itself is raised by the next call."""
        wanted = -1 if size is None else size
        parts: list[bytes] = []
        got = 0
        while (wanted < 0 or got < wanted) and self._fill():
            piece = self._take(wanted - got if wanted >= 0 else len(self._held))
            parts.append(piece)
            got += len(piece)
        if not parts and wanted != 0:
            self._raise()
        return b"".join(parts)

    def read1(self, size: int = -1, /) -> bytes:
        """What one look at the producer gives."""
        if not self._fill():
            self._raise()
        return self._take(size if size >= 0 else len(self._held))

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """As `read`."""
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close what stands behind, too."""
        if not self.closed:
            self._held = b""
            self._producer.close()
        super().close()

    def _fill(self) -> bool:
        """Whether there are bytes to give."""
        while self._at >= len(self._held) and not self._done:
            try:
                self._held, self._at = self._producer.produce(), 0
            except OSError as error:
                self._error, self._held, self._at = error, b"", 0
            self._done = not self._held
        return self._at < len(self._held)

    def _take(self, size: int) -> bytes:
        piece = self._held[self._at : self._at + size]
        self._at += len(piece)
        return piece

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error


def produced(producer: Producer) -> IO[bytes]:
    """A stream over a producer, as readers want it."""
    return cast("IO[bytes]", ProducedStream(producer))


class UntilDamage:
    """A source whose damage ends it: readers give what stands before, then `told` raises what was wrong.

    A decoder or parser that met the error itself would drop what it had gathered. For one reading, never pickled.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._damage: SourceError | None = None
        self.shown = source.shown
        self.name = source.name
        self.path = source.path

    @property
    def size(self) -> int | None:
        """As the source. Raises OSError."""
        return self._source.size

    def open(self) -> IO[bytes]:
        """A stream that ends at the damage. Raises OSError."""
        stream = self._source.open()
        return stream if self.path is not None else produced(_Calm(stream, self))

    def met(self, damage: SourceError) -> None:
        """Remember what ended a stream."""
        self._damage = damage

    def refuse_bomb(self) -> None:
        """Raise SourceError if a stream was ended because it unpacks to far more than its size."""
        if self._damage is not None and self._damage.reason is GapReason.TOO_LARGE:
            raise self._damage

    def told(self) -> None:
        """Raise SourceError if a stream was ended by damage."""
        if self._damage is not None:
            raise self._damage


class _Calm:
    """The bytes of a stream up to its damage."""

    def __init__(self, stream: IO[bytes], owner: UntilDamage) -> None:
        self._stream = stream
        self._owner = owner

    def produce(self) -> bytes:
        """The next bytes."""
        try:
            return self._stream.read(_BLOCK)
        except SourceError as error:
            self._owner.met(error)
            return b""

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()


class Window(io.RawIOBase):
    """A part of a stream that can seek: `size` bytes from `start`; closes the stream with itself."""

    def __init__(self, stream: IO[bytes], start: int, size: int) -> None:
        super().__init__()
        self._stream = stream
        self._start = start
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move inside the part. Raises ValueError before its beginning."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("a place before the beginning")
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._at

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill from the part. Raises SourceError where the stream ends before the part does."""
        view = memoryview(buffer).cast("B")
        wanted = min(len(view), self._size - self._at)
        if wanted <= 0:
            return 0
        self._stream.seek(self._start + self._at)
        data = self._stream.read(wanted)
        if not data:
            raise SourceError(GapReason.UNPARSABLE, "ends before its archive says it does")
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        """Close the stream behind, too."""
        if not self.closed:
            self._stream.close()
        super().close()


def window(stream: IO[bytes], start: int, size: int) -> IO[bytes]:
    """A buffered part of a stream that can seek."""
    return cast("IO[bytes]", io.BufferedReader(Window(stream, start, size), _BLOCK))


def skip(stream: IO[bytes], count: int) -> int:
    """Move forward by reading; how many bytes there were."""
    left = count
    while left > 0 and (block := stream.read(min(left, 1 << 20))):
        left -= len(block)
    return count - left


def read_fully(stream: IO[bytes], size: int) -> bytes:
    """`size` bytes, fewer only at the end: a stream may give less than it has."""
    data = stream.read(size)
    while len(data) < size and (more := stream.read(size - len(data))):
        data += more
    return data
