"""The headers of a tar archive (POSIX ustar and pax, GNU), read in bounded memory from any bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from licscan.inputs.sources import SourceError
from licscan.inputs.streams import read_fully, skip
from licscan.model.finding import GapReason

BLOCK = 512
_MAX_EXTENDED = 1 << 20  # bytes of one pax header or long name
_MAX_EXTENDED_IN_A_ROW = 64
_DAMAGED = "is no whole tar archive; the members before the damage were read"

REGULAR = frozenset({b"0", b"\0", b"7"})
LINKS = frozenset({b"1", b"2"})
FOLDER = b"5"
DEVICES = frozenset({b"3", b"4", b"6"})
SPARSE = b"S"


@dataclass(frozen=True, slots=True)
class TarHeader:
    """One member: `start` is the offset of its bytes in the archive."""

    name: str
    kind: bytes
    start: int
    size: int
    sparse: bool = False


class TarHeaders:
    """The members of a tar stream in their order; seeks over their bytes where the stream can and ends at `end`.

    `wanted` says how many bytes of a member to keep as `content` while it is the current one.
    """

    def __init__(self, stream: IO[bytes], end: int | None, *, wanted: Callable[[TarHeader], int] | None = None) -> None:
        self._stream = stream
        self._end = end
        self._wanted = wanted
        self._at = 0
        self._is_cut = False
        self.content: bytes | None = None

    def __iter__(self) -> "TarHeaders":
        return self

    def __next__(self) -> TarHeader:
        """The next member. Raises SourceError where the archive is damaged or ended in the middle of the last one."""
        if self._is_cut:
            raise SourceError(GapReason.UNPARSABLE, "is a tar archive that ends in the middle of a member")
        named: dict[str, str] = {}
        for _ in range(_MAX_EXTENDED_IN_A_ROW):
            block = self._block()
            kind, size = block[156:157], _number(block[124:136])
            if kind in {b"x", b"g", b"L", b"K"}:
                _take_extended(kind, self._extended(size), named)
            else:
                return self._member(block, kind, size, named)
        raise SourceError(GapReason.UNPARSABLE, _DAMAGED)

    def _block(self) -> bytes:
        block = self._read(BLOCK)
        if not block:
            raise SourceError(GapReason.UNPARSABLE, "is a tar archive without its end; members may be missing")
        if not block.strip(b"\0"):
            raise StopIteration
        if len(block) < BLOCK or not _has_checksum(block):
            raise SourceError(GapReason.UNPARSABLE, _DAMAGED)
        return block

    def _extended(self, size: int) -> bytes:
        if size > _MAX_EXTENDED:
            raise SourceError(GapReason.TOO_LARGE, "is a tar archive with a header of over 1 MB")
        data = self._read(size + -size % BLOCK)
        if len(data) < size:
            raise SourceError(GapReason.UNPARSABLE, _DAMAGED)
        return data[:size]

    def _member(self, block: bytes, kind: bytes, size: int, named: dict[str, str]) -> TarHeader:
        if "size" in named:
            size = _decimal(named["size"])
        if kind in LINKS or kind == FOLDER or kind in DEVICES:
            size = 0
        if kind == SPARSE:
            self._skip_sparse_headers(block)
        sparse = kind == SPARSE or any(key.startswith("GNU.sparse.") for key in named)
        header = TarHeader(named.get("path") or _name(block), kind, self._at, size, sparse)
        self._take_content(header)
        self._skip(header.start + size + -size % BLOCK - self._at)
        return header

    def _take_content(self, header: TarHeader) -> None:
        self.content = None
        if self._wanted is not None and (count := self._wanted(header)):
            self.content = self._read(min(count, header.size))

    def _skip_sparse_headers(self, block: bytes) -> None:
        more = block[482:483] not in {b"", b"\0"}
        while more:
            block = self._read(BLOCK)
            if len(block) < BLOCK:
                raise SourceError(GapReason.UNPARSABLE, _DAMAGED)
            more = block[504:505] != b"\0"

    def _read(self, size: int) -> bytes:
        data = read_fully(self._stream, size)
        self._at += len(data)
        return data

    def _skip(self, count: int) -> None:
        if self._end is None:
            skipped = skip(self._stream, count)
            self._at += skipped
            self._is_cut = skipped < count
        else:
            # Some writers leave out the padding after the last member.
            self._is_cut = self._at + count >= self._end + BLOCK
            self._at = min(self._at + count, self._end)
            self._stream.seek(self._at)


def end_of(stream: IO[bytes]) -> int | None:
    """Where a stream ends, which stands at its beginning again; None where it cannot seek."""
    if not stream.seekable():
        return None
    end = stream.seek(0, 2)
    stream.seek(0)
    return end


def _take_extended(kind: bytes, data: bytes, named: dict[str, str]) -> None:
    """Remember what an extended header says of the member that follows it; global ones say nothing that counts."""
    if kind == b"L":
        named["path"] = _text(data.rstrip(b"\0"))
    elif kind == b"x":
        named.update(_pax(data))


def _pax(data: bytes) -> dict[str, str]:
    """The records `LENGTH KEY=VALUE\\n` of a pax header (POSIX.1-2001); what is no record ends them."""
    found: dict[str, str] = {}
    at = 0
    while at < len(data):
        digits, _, _ = data[at : at + 20].partition(b" ")
        length = int(digits) if digits.isdigit() else 0
        if length < len(digits) + 3 or at + length > len(data):
            raise SourceError(GapReason.UNPARSABLE, _DAMAGED)
        key, _, value = data[at + len(digits) + 1 : at + length - 1].partition(b"=")
        if key in {b"path", b"size"} or key.startswith(b"GNU.sparse."):
            found[_text(key)] = _text(value)
        at += length
    return found


def _name(block: bytes) -> str:
    name = block[:100].partition(b"\0")[0]
    prefix = block[345:500].partition(b"\0")[0] if block[257:263] == b"ustar\0" else b""
    return _text(prefix + b"/" + name if prefix else name)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _number(octets: bytes) -> int:
    """A size: octal digits, or a binary number where the first bit is set (GNU)."""
    if octets[:1] == b"\x80":
        return int.from_bytes(octets[1:], "big")
    digits = octets.strip(b"\0 ")
    if not digits:
        return 0
    try:
        return int(digits, 8)
    except ValueError:
        raise SourceError(GapReason.UNPARSABLE, _DAMAGED) from None


def _decimal(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise SourceError(GapReason.UNPARSABLE, _DAMAGED)
    return int(text)


def _has_checksum(block: bytes) -> bool:
    """Whether the sum of a header is what it says, its own field counted as blanks."""
    try:
        stated = int(block[148:156].strip(b"\0 ") or b"0", 8)
    except ValueError:
        return False
    return stated == sum(block[:148]) + 8 * 32 + sum(block[156:])
