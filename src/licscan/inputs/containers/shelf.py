"""Bytes of archives that can only be read from the front, kept for a moment, so that not every open begins anew."""

import atexit
import io
import threading
from typing import IO, cast

from licscan.inputs.sources import Source, SourceError
from licscan.inputs.streams import read_fully, skip
from licscan.model.finding import GapReason

HELD = 64_000_000  # bytes of one member that are held; a larger one is read again from the front at each open
_CUT = "ends before its archive says it does"


class _Shelf:
    """The place in one archive up to which it was unpacked, and the last member that was read there."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key: object = None
        self._stream: IO[bytes] | None = None
        self._at = 0
        self._last: tuple[int, int] | None = None
        self._bytes = b""

    def open(self, archive: Source, start: int, size: int) -> IO[bytes]:
        """A stream over `size` bytes from `start`. Raises OSError."""
        key = _identity(archive)
        with self._lock:
            if key != self._key or self._last != (start, size):
                self._load(key, archive, start, size)
            return cast("IO[bytes]", io.BytesIO(self._bytes))

    def _load(self, key: object, archive: Source, start: int, size: int) -> None:
        if key != self._key or self._stream is None or self._at > start:
            self._clear()
            self._stream = archive.open()
            self._key = key
        try:
            self._at += skip(self._stream, start - self._at)
            data = read_fully(self._stream, size)
        except OSError:
            self._clear()
            raise
        self._at += len(data)
        if len(data) < size:
            self._clear()
            raise SourceError(GapReason.UNPARSABLE, _CUT)
        self._bytes, self._last = data, (start, size)

    def _clear(self) -> None:
        if self._stream is not None:
            self._stream.close()
        self._key, self._stream, self._at, self._last, self._bytes = None, None, 0, None, b""

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._clear()


_shelf = _Shelf()
atexit.register(_shelf.clear)


def clear_shelf() -> None:
    """Close the archive that is open and forget what is held of it."""
    _shelf.clear()


def open_held(archive: Source, start: int, size: int) -> IO[bytes]:
    """A part of an archive that can only be read from the front, at most 64 MB, held in memory. Raises OSError.

    Members that are asked for in the order of the archive cost one pass over it in all.
    """
    return _shelf.open(archive, start, size)


def _identity(archive: Source) -> object:
    """What tells one archive from another, and from itself after a change."""
    inner: object = archive
    while (below := getattr(inner, "inner", None) or getattr(inner, "archive", None)) is not None:
        inner = below
    path = getattr(inner, "path", None)
    if path is None:
        return archive
    status = path.stat()
    return archive, status.st_mtime_ns, status.st_size, status.st_ino
