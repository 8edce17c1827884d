"""A wheel read where it lies: the zip directory and single members by range requests (RFC 9110, section 14)."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

from licscan.net.errors import AnswerError
from licscan.net.gateway import Answer, Gateway

_BLOCK = 64 * 1024
_MAX_REQUESTS = 48
_MAX_WHOLE = 20 * 1024 * 1024
_MAX_MEMBERS = 40
_RANGE = re.compile(r"bytes (\d{1,19})-(\d{1,19})/(\d{1,19})")
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class RangeFile(io.RawIOBase):
    """A remote file that fetches the blocks that are read, each once.

    A server that ignores ranges and sends the whole file is fine up to 20 MB. Raises NetError.
    """

    def __init__(self, gateway: Gateway, url: str, named_by: str) -> None:
        super().__init__()
        self._get: Callable[[str], Answer] = lambda wanted: gateway.get(
            url,
            max_bytes=_MAX_WHOLE,
            headers={"Range": f"bytes={wanted}", "Accept-Encoding": "identity"},
            named_by=named_by,
        )
        self._blocks: dict[int, bytes] = {}
        self._requests = 0
        self._at = 0
        self._size = self._open()

    def seekable(self) -> bool:
        """Yes: that is what it is for."""
        return True

    def readable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """The offset of the next read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move without a request."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes from here."""
        end = self._size if size < 0 else min(self._size, self._at + size)
        parts: list[bytes] = []
        while self._at < end:
            start = self._at - self._at % _BLOCK
            part = self._block(start)[self._at - start : end - start]
            parts.append(part)
            self._at += len(part)
        return b"".join(parts)

    def _open(self) -> int:
        """Fetch the end of the file, where a zip has its directory; returns the size of the whole."""
        answer = self._ask(f"-{_BLOCK}")
        if answer.status == 200:
            self._keep(0, answer.body)
            return len(answer.body)
        first, total = _placed(answer)
        if first + len(answer.body) != total:
            raise AnswerError("the server sent another range than it was asked for")
        aligned = 0 if first == 0 else first + (-first % _BLOCK)
        self._keep(aligned, answer.body[aligned - first :])
        return total

    def _block(self, start: int) -> bytes:
        if start not in self._blocks:
            answer = self._ask(f"{start}-{min(start + _BLOCK, self._size) - 1}")
            if answer.status != 206 or _placed(answer) != (start, self._size) or not answer.body:
                raise AnswerError("the server sent another range than it was asked for")
            if len(answer.body) != min(_BLOCK, self._size - start):
                raise AnswerError("the server sent another range than it was asked for")
            self._keep(start, answer.body)
        return self._blocks[start]

    def _keep(self, start: int, content: bytes) -> None:
        for offset in range(0, len(content), _BLOCK):
            self._blocks[start + offset] = content[offset : offset + _BLOCK]

    def _ask(self, wanted: str) -> Answer:
        self._requests += 1
        if self._requests > _MAX_REQUESTS:
            raise AnswerError("reading the wheel takes too many requests")
        return self._get(wanted)


def _placed(answer: Answer) -> tuple[int, int]:
    """First byte and total size of a partial answer."""
    match = _RANGE.fullmatch(answer.headers.get("content-range", "").strip())
    if answer.status != 206 or match is None:
        raise AnswerError("the server does not answer range requests")
    return int(match[1]), int(match[3])


def _depth(name: str) -> tuple[int, str]:
    return name.count("/"), name


def read_members(file: io.RawIOBase, choose: Callable[[str], bool], *, max_bytes: int) -> dict[str, bytes]:
    """The members of a zip whose names are chosen, the least nested first; one larger than `max_bytes` is cut there.

    At most 40 are read.

    Raises AnswerError where the file is no readable zip.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            names = sorted({name for name in archive.namelist() if choose(name)}, key=_depth)
            found = {}
            for name in names[:_MAX_MEMBERS]:
                with archive.open(name) as member:
                    found[name] = member.read(max_bytes)
            return found
    except ZIP_ERRORS:
        raise AnswerError("the file on the package index is not a readable zip archive") from None
