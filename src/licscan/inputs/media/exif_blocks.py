"""Where the Exif block of a picture is: JPEG, TIFF, PNG, WebP, HEIC and AVIF."""

import struct
from collections.abc import Iterator
from typing import IO

BLOCK = 1 << 20  # bytes of a block that are read; of a TIFF file its beginning
_SEGMENTS = 1_000
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_MARKERS_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_TIFF = (b"II*\0", b"MM\0*")
_HEAD_OF_HEIF = 4 << 20


def exif_blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """The Exif blocks of a picture, by its first bytes; none where it has none or is no picture. Raises OSError."""
    head = _exactly(stream, 12)
    if head.startswith(b"\xff\xd8"):
        yield from _jpeg(_Forward(stream, head))
    elif head.startswith(_PNG):
        yield from _png(_Forward(stream, head))
    elif head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        yield from _webp(_Forward(stream, head))
    elif head.startswith(_TIFF):
        yield head + _exactly(stream, BLOCK)
    elif head[4:8] == b"ftyp":
        yield from _heif(head + _exactly(stream, _HEAD_OF_HEIF))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    found: list[bytes] = []
    while size > 0 and (more := stream.read(min(size, BLOCK))):
        found.append(more)
        size -= len(more)
    return b"".join(found)


class _Forward:
    """A stream that is read forward only, with its first bytes given back."""

    def __init__(self, stream: IO[bytes], head: bytes) -> None:
        self._stream = stream
        self._head = head

    def read(self, size: int) -> bytes:
        """So many bytes, fewer at the end."""
        held, self._head = self._head[:size], self._head[size:]
        return held + _exactly(self._stream, size - len(held))

    def skip(self, size: int) -> bool:
        """Pass over bytes; whether they were there."""
        while size > 0:
            passed = len(self.read(min(size, BLOCK)))
            if not passed:
                return False
            size -= passed
        return True


def _jpeg(stream: _Forward) -> Iterator[bytes]:
    stream.read(2)
    for _ in range(_SEGMENTS):
        mark = stream.read(2)
        while mark == b"\xff\xff":  # fill bytes
            mark = b"\xff" + stream.read(1)
        if len(mark) < 2 or mark[0] != 0xFF or mark[1] in {0xDA, 0xD9}:  # the picture itself begins
            return
        if mark[1] in _JPEG_MARKERS_ALONE:
            continue
        size = int.from_bytes(stream.read(2), "big") - 2
        if size < 0:
            return
        body = stream.read(size)
        if mark[1] == 0xE1 and body.startswith(b"Exif\0\0"):
            yield body


def _png(stream: _Forward) -> Iterator[bytes]:
    stream.read(len(_PNG))
    for _ in range(_SEGMENTS * 10):
        head = stream.read(8)
        if len(head) < 8:
            return
        size, kind = struct.unpack(">I4s", head)
        if kind == b"IEND":
            return
        if kind == b"eXIf" and size <= BLOCK:
            yield stream.read(size)
            size = 0
        if not stream.skip(size + 4):
            return


def _webp(stream: _Forward) -> Iterator[bytes]:
    stream.read(12)
    for _ in range(_SEGMENTS):
        head = stream.read(8)
        if len(head) < 8:
            return
        kind, size = struct.unpack("<4sI", head)
        if kind == b"EXIF" and size <= BLOCK:
            yield stream.read(size)
            size %= 2
        else:
            size += size % 2
        if not stream.skip(size):
            return


def _heif(head: bytes) -> Iterator[bytes]:
    # The item stands anywhere in the media data behind four bytes that count what is before its TIFF header
    # (ISO/IEC 23008-12 A.2.1); its name is looked for rather than every box that leads to it.
    at = head.find(b"Exif\0\0")
    for _ in range(10):
        if at < 0:
            return
        if head[at + 6 : at + 10] in _TIFF:
            yield head[at : at + BLOCK]
            return
        at = head.find(b"Exif\0\0", at + 1)
