"""A wheel where it lies on a server: parts of it by range requests (RFC 9110, section 14), each fetched once."""

import io
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable

from licscan.net.answers import Answer
from licscan.net.errors import AnswerError
from licscan.net.gateway import Gateway

_TAIL = 32 * 1024
_BLOCK = 32 * 1024
_NEAR = 32 * 1024
_MAX_REQUESTS = 40
_MAX_WHOLE = 20 * 1024 * 1024
_RANGE = re.compile(r"bytes (\d{1,19})-(\d{1,19})/(\d{1,19})")
_WRONG_RANGE = "the server sent another range than it was asked for"


class RangeFile(io.RawIOBase):
    """A remote file that fetches the parts that are read.

    The end of the file, where a zip has its directory, comes with the first request. A server that ignores ranges
    and sends the whole file is fine up to 20 MB. Raises NetError.
    """

    def __init__(self, gateway: Gateway, url: str, named_by: str) -> None:
        super().__init__()
        self._get: Callable[[str], Answer] = lambda wanted: gateway.get(
            url,
            max_bytes=_MAX_WHOLE,
            headers={"Range": f"bytes={wanted}", "Accept-Encoding": "identity"},
            named_by=named_by,
        )
        self._starts: list[int] = []
        self._parts: list[bytes] = []
        self._requests = 0
        self._fetched = 0
        self._at = 0
        self.size = self._open()

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
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes from here."""
        end = self.size if size < 0 else min(self.size, self._at + size)
        found: list[bytes] = []
        while self._at < end:
            part = self._known(self._at, end)
            if not part:
                self._fetch(self._at, max(end, min(self._at + _BLOCK, self.size)))
                continue
            found.append(part)
            self._at += len(part)
        return b"".join(found)

    def prefetch(self, spans: Iterable[tuple[int, int]]) -> None:
        """Fetch all these spans (first byte, byte after the last), those that lie near each other with one request."""
        merged: list[tuple[int, int]] = []
        for start, end in sorted((max(0, start), min(end, self.size)) for start, end in spans):
            if merged and start - merged[-1][1] <= _NEAR:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        for start, end in merged:
            missing = self._first_missing(start, end)
            if missing < end:
                self._fetch(missing, end)

    def _open(self) -> int:
        answer = self._ask(f"-{_TAIL}")
        if answer.status == 200:
            self._keep(0, answer.body)
            return len(answer.body)
        first, total = _placed(answer)
        if first + len(answer.body) != total:
            raise AnswerError(_WRONG_RANGE)
        self._keep(first, answer.body)
        return total

    def _fetch(self, start: int, end: int) -> None:
        """Fetch from `start` up to `end` or up to what is there already."""
        at = bisect_right(self._starts, start)
        stop = min(end, self._starts[at]) if at < len(self._starts) else end
        answer = self._ask(f"{start}-{stop - 1}")
        if answer.status != 206 or _placed(answer) != (start, self.size) or len(answer.body) != stop - start:
            raise AnswerError(_WRONG_RANGE)
        self._keep(start, answer.body)

    def _known(self, start: int, end: int) -> bytes:
        """The bytes from `start` that are there already; empty where none is."""
        at = bisect_right(self._starts, start) - 1
        return self._parts[at][start - self._starts[at] : end - self._starts[at]] if at >= 0 else b""

    def _first_missing(self, start: int, end: int) -> int:
        while start < end and (part := self._known(start, end)):
            start += len(part)
        return start

    def _keep(self, start: int, content: bytes) -> None:
        at = bisect_right(self._starts, start)
        self._starts.insert(at, start)
        self._parts.insert(at, content)

    def _ask(self, wanted: str) -> Answer:
        self._requests += 1
        if self._requests > _MAX_REQUESTS or self._fetched > _MAX_WHOLE:
            raise AnswerError("reading the wheel takes too many requests")
        answer = self._get(wanted)
        self._fetched += len(answer.body)
        return answer


def _placed(answer: Answer) -> tuple[int, int]:
    """First byte and total size of a partial answer."""
    match = _RANGE.fullmatch(answer.headers.get("content-range", "").strip())
    if answer.status != 206 or match is None:
        raise AnswerError("the server does not answer range requests")
    return int(match[1]), int(match[3])
