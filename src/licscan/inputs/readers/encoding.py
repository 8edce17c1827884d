"""Which encoding a text file is in, found by reading it; then a stream that cannot fail on a byte."""

import codecs
import io
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import IO
from unicodedata import category

from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.legacy_text import (
    NAMES,
    SAMPLE,
    Decoder,
    Guess,
    as_utf8,
    blocks_of,
    guess_legacy,
    is_utf8_with_strays,
    lines_of,
    whole_lines,
)
from licscan.inputs.sources import Source
from licscan.model.finding import GapReason

_HEAD = 4096
_ASCII_SHARE = 0.02  # NUL bytes or signs of ASCII that text in any script has beside its letters
_WRITING = 0.98
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

    `guessed` says that the codec follows from a pattern of NUL bytes, not from a byte order mark. `legacy` is the
    encoding of the lines that are not UTF-8, `bad_lines` of them, while `good_lines` hold characters of UTF-8;
    `lost_lines`, the first of them `lost_line`, hold bytes that are nothing in it either.
    """

    codec: str
    errors: str
    bad_line: int | None = None
    nul_line: int | None = None
    guessed: bool = False
    legacy: Guess | None = None
    bad_lines: int = 0
    good_lines: int = 0
    lost_lines: int = 0
    lost_line: int | None = None


def detect_encoding(source: Source) -> TextEncoding:
    """The encoding of a file: by its byte order mark, else UTF-8, else what the lines that are not UTF-8 look like.

    Lines of which nothing can be told are read as Windows-1252. Reads the file in bounded memory, a second time only
    where there is a legacy encoding. Raises OSError.
    """
    with source.open() as stream:
        head = _head(stream)
        codec, guessed = _codec(head)
        if not codec.startswith("utf-8"):
            bad_line, nul_line = _check(chain([head], blocks_of(stream), [b""]), codec)
            return TextEncoding(codec, "replace", bad_line, nul_line, guessed)
        seen = _Bytes()
        for piece in whole_lines(chain([head], blocks_of(stream))):
            seen.take(piece)
    legacy = guess_legacy(bytes(seen.sample)) if codec == "utf-8" else None
    found = TextEncoding(codec, WINDOWS_1252, seen.bad_line, seen.nul_line, False, legacy, seen.bad, seen.good)
    return found if legacy is None or legacy.codec == "cp1252" else _with_lost(found, legacy, source)


def _with_lost(encoding: TextEncoding, legacy: Guess, source: Source) -> TextEncoding:
    decoder = Decoder(legacy.codec, WINDOWS_1252)
    with source.open() as stream:
        for piece in whole_lines(blocks_of(stream)):
            decoder.text(piece)
    return replace(encoding, lost_lines=decoder.lost, lost_line=decoder.first_lost)


@dataclass(slots=True)
class _Bytes:
    """What the lines of a file of bytes show: which are UTF-8, and a sample of those that are not."""

    sample: bytearray = field(default_factory=bytearray)
    bad_line: int | None = None
    nul_line: int | None = None
    bad: int = 0
    good: int = 0
    _lines: int = 1

    def take(self, piece: bytes) -> None:
        """Look at whole lines."""
        if self.nul_line is None and (nul := piece.find(b"\0")) >= 0:
            self.nul_line = self._lines + piece.count(b"\n", 0, nul)
        if not piece.isascii() and not _is_utf8(piece):
            for number, line in enumerate(lines_of(piece), self._lines):
                if not line.isascii():
                    self._line(line, number)
        self._lines += piece.count(b"\n")

    def _line(self, line: bytes, number: int) -> None:
        if _is_utf8(line):
            self.good += 1
            return
        self.bad += 1
        self.bad_line = number if self.bad_line is None else self.bad_line
        if len(self.sample) < SAMPLE and not is_utf8_with_strays(line):
            self.sample += line[: SAMPLE - len(self.sample)]


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _head(stream: IO[bytes]) -> bytes:
    head = b""
    while len(head) < _HEAD and (more := stream.read(_HEAD - len(head))):  # a stream may give less than it has
        head += more
    return head


def _codec(head: bytes) -> tuple[str, bool]:
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return codec, False
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) >= 8 and max(even, odd) > len(head) * 0.35 and min(even, odd) < len(head) * 0.05:
        return ("utf-16-le" if odd > even else "utf-16-be"), True
    if max(even, odd) >= _ASCII_SHARE * len(head) and _is_no_text_of_bytes(head):
        wide = [codec for codec in ("utf-16-le", "utf-16-be") if _is_writing(head[: len(head) // 2 * 2], codec)]
        if len(wide) == 1:
            return wide[0], True
    return "utf-8", False


def _is_no_text_of_bytes(head: bytes) -> bool:
    """Whether bytes are neither ASCII nor UTF-8: text in another script has high bytes that no text of bytes has."""
    controls = sum(0 < byte < 9 or 13 < byte < 32 for byte in head)
    return controls >= _ASCII_SHARE * len(head) or not _is_utf8(head)


def _is_writing(head: bytes, codec: str) -> bool:
    """Whether what a codec of UTF-16 makes of a head is letters, digits and marks, some of them of ASCII."""
    text = head.decode(codec, "replace")
    known = sum(character.isalnum() or character.isspace() or category(character)[0] in "MP" for character in text)
    ascii_marks = sum(character < "\x7f" for character in text)
    return len(text) >= 8 and known >= _WRITING * len(text) and ascii_marks >= _ASCII_SHARE * len(text)


def _check(blocks: Iterable[bytes], codec: str) -> tuple[int | None, int | None]:
    # Lines are counted as editors count them, by \n; a file of \r alone is one line here.
    strict = codecs.getincrementaldecoder(codec)("strict")
    text_of = codecs.getincrementaldecoder(codec)("replace").decode
    lines, bad_line, nul_line = 1, None, None
    for block in blocks:
        text = text_of(block)
        if bad_line is None and not _takes(strict, block):
            bad_line = lines + text.count("\n", 0, max(0, text.find("\ufffd")))
        if nul_line is None and (nul := text.find("\0")) >= 0:
            nul_line = lines + text.count("\n", 0, nul)
        lines += text.count("\n")
    return bad_line, nul_line


def _takes(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    try:
        decoder.decode(block, final=not block)
    except UnicodeDecodeError:
        return False
    return True


def report_encoding(encoding: TextEncoding, defects: Defects) -> None:
    """Note what is odd about an encoding as counted defects."""
    if encoding.guessed:
        defects.note(GapReason.ENCODING, "has no byte order mark; read as UTF-16", 1)
    if encoding.bad_line is not None:
        defects.note(GapReason.ENCODING, _read_as(encoding), encoding.bad_line)
    if encoding.lost_lines:
        detail = f"lines that are in no encoding that could be told: {encoding.lost_lines:,}; parts of them were lost"
        defects.note(GapReason.ENCODING, detail, encoding.lost_line)
    if encoding.nul_line is not None:
        defects.note(GapReason.ENCODING, "holds NUL bytes; read without them", encoding.nul_line)


def _read_as(encoding: TextEncoding) -> str:
    if encoding.errors != WINDOWS_1252:
        name = "UTF-16" if encoding.codec.startswith("utf-16") else "UTF-32"
        return f"is not {name}; the bytes that do not fit were read as replacement characters"
    guess = encoding.legacy
    if guess is None or guess.codec == "cp1252":
        return "is not UTF-8; the bytes that do not fit were read as Windows-1252"
    start = "is not UTF-8"
    if encoding.good_lines:
        start = f"is UTF-8 in {encoding.good_lines:,} lines and not in {encoding.bad_lines:,}"
    doubt = f", which may as well be {' or '.join(NAMES[each] for each in guess.others)}" if guess.others else ""
    return f"{start}; its other lines were read as {guess.name}{doubt}, as their bytes suggest"


def open_text(source: Source, encoding: TextEncoding, *, newline: str | None = None) -> io.TextIOWrapper:
    """Open a file for reading text; decoding never fails. `newline` is that of `open`."""
    stream = source.open()
    if encoding.legacy is not None and encoding.legacy.codec != "cp1252":
        stream = as_utf8(stream, encoding.legacy.codec, encoding.errors)
    return io.TextIOWrapper(stream, encoding=encoding.codec, errors=encoding.errors, newline=newline)
