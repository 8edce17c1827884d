"""Which encoding a text file is in, found by reading it once; then a stream that cannot fail on a byte."""

import codecs
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import IO

from licscan.inputs.readers.defects import Defects
from licscan.inputs.sources import Source
from licscan.model.finding import GapReason

_BLOCK = 1 << 20
_HEAD = 4096
_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WINDOWS_1252 = "licscan.windows-1252"  # an error handler: bytes that are not UTF-8 are read as that


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    # Five bytes have no meaning in Windows-1252; Latin-1 gives every byte one.
    return "".join(_windows_1252(byte) for byte in bad), error.end


def _windows_1252(byte: int) -> str:
    return bytes((byte,)).decode("cp1252" if byte not in b"\x81\x8d\x8f\x90\x9d" else "latin-1")


codecs.register_error(WINDOWS_1252, _as_windows_1252)


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """How to decode a file; `bad_line` is the line of the first byte that does not fit, `nul_line` of the first NUL.

    `guessed` says that the codec follows from a pattern of NUL bytes, not from a byte order mark.
    """

    codec: str
    errors: str
    bad_line: int | None = None
    nul_line: int | None = None
    guessed: bool = False


def detect_encoding(source: Source) -> TextEncoding:
    """The encoding of a file: by its byte order mark, else UTF-8, else UTF-8 with Windows-1252 for the other bytes.

    Reads the whole file once in bounded memory. Raises OSError.
    """
    with source.open() as stream:
        head = _head(stream)
        codec, guessed = _codec(head)
        bad_line, nul_line = _check(chain([head], _blocks(stream)), codec)
    errors = WINDOWS_1252 if codec.startswith("utf-8") else "replace"
    return TextEncoding(codec, errors, bad_line, nul_line, guessed)


def _head(stream: IO[bytes]) -> bytes:
    head = b""
    while len(head) < _HEAD and (more := stream.read(_HEAD - len(head))):  # a stream may give less than it has
        head += more
    return head


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(_BLOCK):
        yield block
    yield b""


def _codec(head: bytes) -> tuple[str, bool]:
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return codec, False
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) >= 8 and max(even, odd) > len(head) * 0.35 and min(even, odd) < len(head) * 0.05:
        return ("utf-16-le" if odd > even else "utf-16-be"), True
    return "utf-8", False


def _check(blocks: Iterable[bytes], codec: str) -> tuple[int | None, int | None]:
    # Lines are counted as editors count them, by \n; a file of \r alone is one line here.
    strict = codecs.getincrementaldecoder(codec)("strict")
    lines, bad_line, nul_line = 1, None, None
    text_of = _bytes_as_text if codec.startswith("utf-8") else codecs.getincrementaldecoder(codec)("replace").decode
    for block in blocks:
        text = text_of(block)
        if bad_line is None:
            bad = _first_bad(strict, block, text)
            bad_line = None if bad is None else lines + text.count("\n", 0, bad)
        if nul_line is None and (nul := text.find("\0")) >= 0:
            nul_line = lines + text.count("\n", 0, nul)
        lines += text.count("\n")
    return bad_line, nul_line


def _bytes_as_text(block: bytes) -> str:
    # In UTF-8 the bytes of \n and NUL stand for nothing else, and Latin-1 is the fastest way to count bytes.
    return block.decode("latin-1")


def _first_bad(decoder: codecs.IncrementalDecoder, block: bytes, text: str) -> int | None:
    """The offset in `text` of what the strict decoder refuses in a block, or None."""
    try:
        decoder.decode(block, final=not block)
    except UnicodeDecodeError as error:
        held_back = len(error.object) - len(block)  # bytes of a character that began in the block before
        return max(0, error.start - held_back) if _from_utf8(error) else max(0, text.find("\ufffd"))
    return None


def _from_utf8(error: UnicodeDecodeError) -> bool:
    return error.encoding.lower().startswith("utf-8")


def report_encoding(encoding: TextEncoding, defects: Defects) -> None:
    """Note what is odd about an encoding as counted defects."""
    if encoding.guessed:
        defects.note(GapReason.ENCODING, "has no byte order mark; read as UTF-16", 1)
    if encoding.bad_line is not None:
        other = "Windows-1252" if encoding.errors == WINDOWS_1252 else "replacement characters"
        name = "UTF-16" if encoding.codec.startswith("utf-16") else "UTF-32"
        what = "UTF-8" if encoding.errors == WINDOWS_1252 else name
        defects.note(
            GapReason.ENCODING, f"is not {what}; the bytes that do not fit were read as {other}", encoding.bad_line
        )
    if encoding.nul_line is not None:
        defects.note(GapReason.ENCODING, "holds NUL bytes; read without them", encoding.nul_line)


def open_text(source: Source, encoding: TextEncoding, *, newline: str | None = None) -> io.TextIOWrapper:
    """Open a file for reading text; decoding never fails. `newline` is that of `open`."""
    return io.TextIOWrapper(source.open(), encoding=encoding.codec, errors=encoding.errors, newline=newline)
