"""A decompressed stream with a bound on what it unpacks to."""

import io
from typing import IO

from licscan.errors import DocumentError

_CHUNK = 1 << 20


class Unpacked(io.RawIOBase):
    """Reads on from a decompressor; where a bomb would go on, `read` raises DocumentError."""

    def __init__(self, stream: IO[bytes], *, max_bytes: int) -> None:
        super().__init__()
        self._stream = stream
        self._max_bytes = max_bytes
        self._left = max_bytes

    def readable(self) -> bool:
        """Always; it cannot be written to or sought in."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, 1 MiB of them at most."""
        content = self._stream.read(min(size, _CHUNK) if size >= 0 else _CHUNK)
        self._left -= len(content)
        if self._left < 0:
            raise DocumentError(f"unpacks to more than {self._max_bytes} bytes")
        return content
