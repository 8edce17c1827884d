"""Data behind a compression: gzip, bzip2, xz, Zstandard and LZ4 frames, unpacked while they are read."""

import bz2
import lzma
import zlib
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import IO, Protocol, cast

from licscan.inputs.sources import Source, SourceError
from licscan.inputs.streams import Producer, produced, read_fully
from licscan.model.finding import GapReason

_BLOCK = 1 << 16
_OUT = 1 << 20
_LARGE = 16_000_000  # bytes that any file may unpack to, however small it is
_PER_BYTE = 200  # bytes a byte beyond that: real tables rarely pack better, bombs by 1,000 and more
_STREAMS = 10_000  # packed streams in a row that any file may have; beyond that of at least so many bytes each
_STREAM_BYTES = 256
_LZMA_MEMORY = 256_000_000
_INSTALL = 'pip install "licscan[pii]"'
_DAMAGED = "is damaged inside its {codec} compression; what stands before the damage was read"
_CUT = "ends in the middle of its {codec} compression; what stands before was read"


class Codec(StrEnum):
    """A compression around a single file."""

    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    ZSTANDARD = "zstd"
    LZ4 = "lz4"
    DEFLATE = "deflate"  # without a frame, as in zip archives


CODECS = {
    ".bz2": Codec.BZIP2,
    ".gz": Codec.GZIP,
    ".lz4": Codec.LZ4,
    ".xz": Codec.XZ,
    ".zst": Codec.ZSTANDARD,
}
# The first bytes: RFC 1952, the bzip2 and xz formats, RFC 8878, the LZ4 frame format.
_MAGIC = (
    (b"\x1f\x8b\x08", Codec.GZIP),
    (b"BZh", Codec.BZIP2),
    (b"\xfd7zXZ\0", Codec.XZ),
    (b"\x28\xb5\x2f\xfd", Codec.ZSTANDARD),
    (b"\x04\x22\x4d\x18", Codec.LZ4),
)
_BZIP2_BLOCKS = (b"1AY&SY", b"\x17rE8P\x90")  # a block, or the end of an empty stream
MAGIC_BYTES = 10


def codec_of(head: bytes) -> Codec | None:
    """The compression whose mark the first ten bytes of a file bear."""
    for mark, codec in _MAGIC:
        if head.startswith(mark) and (codec is not Codec.BZIP2 or head[4:10] in _BZIP2_BLOCKS):
            return codec
    return None


@dataclass(frozen=True, slots=True)
class Compressed:
    """A source behind a compression; it has the name of what is inside and shows as the file that is there."""

    inner: Source
    codec: Codec

    @property
    def shown(self) -> str:
        """As the compressed file."""
        return self.inner.shown

    @property
    def name(self) -> str:
        """The last part of its path without the suffix of the compression."""
        name = PurePosixPath(self.inner.name)
        return name.stem if name.suffix.lower() in CODECS else name.name

    @property
    def size(self) -> int | None:
        """Not known: only reading tells."""
        return None

    @property
    def path(self) -> Path | None:
        """None: the plain bytes are in no file."""
        return None

    def open(self) -> IO[bytes]:
        """A stream of the unpacked bytes, in bounded memory. Raises OSError.

        Reading raises SourceError for what is damaged and for what unpacks to far more than its size, each after all
        bytes before it. A file that bears the name of a compression and not its mark is read as it is.
        """
        packed = self.inner.open()
        try:
            head = read_fully(packed, MAGIC_BYTES)
            codec = codec_of(head)
            if codec is None:
                return produced(Counted(packed, head))
            return produced(unpacking(Counted(packed, head), codec))
        except OSError:
            packed.close()
            raise


def unpacking(packed: "Counted", codec: Codec) -> Producer:
    """What makes the unpacked bytes of a stream. Raises SourceError where a library is missing."""
    return _ByArrow(packed, codec) if codec in {Codec.ZSTANDARD, Codec.LZ4} else _Unpacking(packed, codec)


class Counted:
    """The packed bytes, counted, so that a bomb shows by what comes out."""

    closed = False  # pyarrow asks every file for it

    def __init__(self, stream: IO[bytes], head: bytes = b"") -> None:
        self._stream = stream
        self._head = head
        self._packed = 0
        self._unpacked = 0

    def read(self, size: int = _BLOCK) -> bytes:
        """The next packed bytes."""
        data = self._head[:size]
        self._head = self._head[size:]
        if not data:
            data = self._stream.read(min(size, _BLOCK))
        self._packed += len(data)
        return data

    def produce(self) -> bytes:
        """The next bytes as they are."""
        return self.read()

    @property
    def count(self) -> int:
        """Packed bytes so far."""
        return self._packed

    def passed(self, unpacked: bytes) -> bytes:
        """Count what came out. Raises SourceError for a bomb."""
        self._unpacked += len(unpacked)
        if is_bomb(self._packed, self._unpacked):
            raise bomb(self._packed, self._unpacked)
        return unpacked

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


def is_bomb(packed: int, unpacked: int) -> bool:
    """Whether bytes unpack to so many more that no real table does."""
    return unpacked > _LARGE and unpacked > _PER_BYTE * packed


def bomb(packed: int, unpacked: int) -> SourceError:
    """The refusal of what unpacks so large."""
    return SourceError(GapReason.TOO_LARGE, f"unpacks {packed:,} bytes to {unpacked // 1_000_000:,} MB or more")


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Zlib:
    """zlib's object in the shape that those of bz2 and lzma have."""

    def __init__(self, wbits: int) -> None:
        self._inner = zlib.decompressobj(wbits=wbits)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


def _decompressor(codec: Codec) -> _Decompressor:
    if codec in {Codec.GZIP, Codec.DEFLATE}:
        return _Zlib(31 if codec is Codec.GZIP else -zlib.MAX_WBITS)
    if codec is Codec.BZIP2:
        return bz2.BZ2Decompressor()
    return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_LZMA_MEMORY)


class _Unpacking:
    """One or more packed streams one after the other, as gzip, bzip2 and xz all allow."""

    def __init__(self, packed: Counted, codec: Codec) -> None:
        self._packed = packed
        self._codec = codec
        self._current = _decompressor(codec)
        self._pending = b""
        self._streams = 1

    def produce(self) -> bytes:
        """The next bytes that come out. Raises SourceError for damage and bombs."""
        try:
            return self._packed.passed(self._next())
        except (zlib.error, lzma.LZMAError, EOFError, ValueError, MemoryError) as error:
            raise self._damaged() from error
        except OSError as error:
            if isinstance(error, SourceError) or error.errno:
                raise
            raise self._damaged() from error  # bz2 speaks by OSError

    def close(self) -> None:
        """Close the file."""
        self._packed.close()

    def _next(self) -> bytes:
        while not self._current.eof or self._begin_next():
            hungry = self._current.needs_input
            packed = self._pending or (self._packed.read() if hungry else b"")
            self._pending = b""
            if hungry and not packed:
                raise SourceError(GapReason.UNPARSABLE, _CUT.format(codec=self._codec))
            if data := self._current.decompress(packed, _OUT):
                return data
        return b""

    def _begin_next(self) -> bool:
        """Whether another stream follows; zeros between streams are padding."""
        if self._codec is Codec.DEFLATE:
            return False
        rest = self._current.unused_data.lstrip(b"\0")
        while not rest:
            block = self._packed.read()
            if not block:
                return False
            rest = block.lstrip(b"\0")
        self._streams += 1
        if self._streams > _STREAMS and self._packed.count < self._streams * _STREAM_BYTES:
            raise SourceError(GapReason.TOO_LARGE, "is packed in very many very small pieces; the rest was not read")
        self._current, self._pending = _decompressor(self._codec), rest
        return True

    def _damaged(self) -> SourceError:
        return SourceError(GapReason.UNPARSABLE, _DAMAGED.format(codec=self._codec))


class _ArrowStream(Protocol):
    def read(self, nbytes: int) -> bytes: ...
    def close(self) -> None: ...


class _PyArrow(Protocol):
    def PythonFile(self, handle: Counted, mode: str) -> object: ...  # noqa: N802 - pyarrow's name
    def CompressedInputStream(self, stream: object, compression: str) -> _ArrowStream: ...  # noqa: N802


class _ByArrow:
    """Zstandard and LZ4 frames by the codecs that pyarrow brings along."""

    def __init__(self, packed: Counted, codec: Codec) -> None:
        if find_spec("pyarrow") is None:
            raise SourceError(GapReason.MISSING_EXTRA, f"{codec} compression needs pyarrow", _INSTALL)
        pyarrow = cast("_PyArrow", import_module("pyarrow"))
        self._packed = packed
        self._codec = codec
        self._stream = pyarrow.CompressedInputStream(pyarrow.PythonFile(packed, mode="r"), str(codec))

    def produce(self) -> bytes:
        """The next bytes that come out. Raises SourceError for damage and bombs."""
        try:
            return self._packed.passed(self._stream.read(_BLOCK))
        except (OSError, ValueError, MemoryError) as error:
            if isinstance(error, SourceError) or (isinstance(error, OSError) and error.errno):
                raise
            raise SourceError(GapReason.UNPARSABLE, _DAMAGED.format(codec=self._codec)) from error

    def close(self) -> None:
        """Close the file."""
        self._stream.close()
        self._packed.close()
