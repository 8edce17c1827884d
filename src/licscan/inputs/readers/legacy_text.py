"""Text in the encodings from before Unicode: which one it is in, and its lines as UTF-8.

A file may mix them: each line that is UTF-8 is read as that, whatever the others are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from licscan.inputs.streams import produced

SAMPLE = 65_536  # bytes of lines that are not UTF-8 by which an encoding is told
_LINE = 4 << 20  # bytes of a line that are held; a longer one is cut
_BLOCK = 1 << 20
_FEW = 4  # bytes beyond ASCII that tell nothing of an encoding yet
_SURE = 3  # characters of more than a byte that chance does not make in an encoding of two bytes a character
_MOST = 0.8  # share of the lines that an encoding has to explain
_CLOSE = 0.05  # of the detector's measure of disorder: what is no further apart is undecided
_HANGUL = ("\uac00", "\ud7a3")

# What a reader of outputs knows them by. The wider one of a family stands for it: what it adds is in no other place.
NAMES = {
    "cp932": "Shift_JIS (Windows-31J)",
    "euc_jp": "EUC-JP",
    "gb18030": "GB18030",
    "big5hkscs": "Big5",
    "cp949": "EUC-KR (CP949)",
    "cp1251": "Windows-1251",
    "koi8_u": "KOI8",
    "cp1250": "Windows-1250",
    "iso8859_2": "ISO-8859-2",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "cp874": "Windows-874",
    "cp1252": "Windows-1252",
}
_TWO_BYTES = frozenset({"cp932", "euc_jp", "gb18030", "big5hkscs", "cp949"})
# Which letters beyond ASCII the languages of the Latin encodings write: two encodings give letters for the same bytes,
# and only one of them gives those of one language.
_LATIN = {
    "cp1252": ("äöüß", "àâçéèêëîïôùûüœæ", "áéíóúüñ", "áâãàçéêíóôõúü", "àèéìíòóù", "åäöæøé", "áéíóúýþæöð", "äëéèïöü"),
    "cp1254": ("\u0131\u0307çğöşüâîû",),
    "cp1250": ("áčďéěíňóřšťúůýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţșț", "čćđšž", "áäčďéíĺľňóôŕšťúýž", "ëç"),
}
_LATIN["iso8859_2"] = _LATIN["cp1250"]
_MARKS = frozenset("\xa0‘’“”„–—…€£°§«»·")  # noqa: RUF001 - typographic marks


@dataclass(frozen=True, slots=True)
class Guess:
    """The codec that a text is read by, and what else it may be where its bytes do not decide."""

    codec: str
    others: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the encoding is called."""
        return NAMES[self.codec]


def guess_legacy(sample: bytes) -> Guess | None:
    """The encoding of lines that are not UTF-8; None where too little or nothing tells.

    The detector is charset-normalizer, which measures disorder and the letters of languages; it looks at pieces of a
    bounded sample, and among Latin encodings the letters of their languages decide.
    """
    sample = _whole(sample[:SAMPLE])
    if sum(byte > 0x7F for byte in sample) < _FEW:
        return None
    from charset_normalizer import from_bytes

    lines = lines_of(sample)
    codecs = [codec for codec in NAMES if sum(_decodes(line, codec) for line in lines) >= _MOST * len(lines)]
    sample = b"".join(line for line in lines if all(_decodes(line, codec) for codec in codecs))
    if not codecs:
        return None
    matches = from_bytes(sample, cp_isolation=codecs, preemptive_behaviour=False, enable_fallback=False)
    ranked = [(codec, match.chaos, match.coherence) for match in matches if (codec := _ours(match.encoding))]
    ranked = [each for each in ranked if _is_likely(sample, each[0])]
    if not ranked:
        return None
    least = min(chaos for _, chaos, _ in ranked)
    near = sorted((-letters, chaos, codec) for codec, chaos, letters in ranked if chaos <= least + _CLOSE)
    (letters, _, best), *others = near
    if best in _LATIN:
        return Guess(_latin(sample))
    return Guess(best, tuple(codec for less, _, codec in others if less <= letters + _CLOSE))


def _whole(sample: bytes) -> bytes:
    """The sample up to its last line end, where it has one: a cut character would speak against its encoding."""
    end = sample.rfind(b"\n")
    return sample[: end + 1] if end > 0 else sample


def _decodes(sample: bytes, codec: str) -> bool:
    try:
        sample.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _ours(codec: str) -> str | None:
    """The detector's name of a codec as the table has it."""
    name = {"big5": "big5hkscs", "koi8_r": "koi8_u"}.get(codec, codec)
    return name if name in NAMES else None


def _is_likely(sample: bytes, codec: str) -> bool:
    """Whether what a codec of Korean makes of a text is mostly Hangul, as Korean is written today."""
    if codec != "cp949":
        return True
    beyond = [character for character in sample.decode(codec, "replace") if character.isalpha() and character > "\x7f"]
    return 2 * sum(_HANGUL[0] <= character <= _HANGUL[1] for character in beyond) >= len(beyond)


def _latin(sample: bytes) -> str:
    """The Latin encoding whose letters are most nearly those of one language; Windows-1252 where several are."""
    return max(_LATIN, key=lambda codec: (_fits(sample, codec), -list(_LATIN).index(codec)))


def _fits(sample: bytes, codec: str) -> float:
    text = sample.decode(codec, "replace").lower()
    # A sign stands where another encoding has a letter; those that ordinary texts hold say nothing.
    beyond = [each for each in text if each > "\x7f" and each not in _MARKS]
    if not beyond:
        return 0.0
    return max(sum(each in letters for each in beyond) for letters in _LATIN[codec]) / len(beyond)


def is_utf8_with_strays(line: bytes) -> bool:
    """Whether a line is UTF-8 but for few bytes: cut off, or put together of two."""
    text = line.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) - bad >= 2 * bad


def whole_lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of a stream in pieces that end with a line; a line of over 4 MB is cut between two characters."""
    held = b""
    for block in blocks:
        held += block
        end = held.rfind(b"\n") + 1
        if not end and len(held) > _LINE:
            end = _cut(held)
        if end:
            yield held[:end]
            held = held[end:]
    if held:
        yield held


def _cut(line: bytes) -> int:
    """A place behind a sign of ASCII that is in no encoding a part of a character, near the end."""
    for at in range(len(line), max(0, len(line) - SAMPLE), -1):
        if line[at - 1] < 0x30:
            return at
    at = len(line)
    while at > len(line) - 4 and line[at - 1] & 0xC0 == 0x80:
        at -= 1
    return max(1, at - 1)


def blocks_of(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a stream in blocks of bounded size."""
    while block := stream.read(_BLOCK):
        yield block


@dataclass(slots=True)
class Decoder:
    """Reads lines by a codec, those that are UTF-8 as that; `lost` counts lines with bytes that neither knows."""

    codec: str
    errors: str
    lost: int = 0
    first_lost: int | None = None
    _line: int = 0

    def text(self, piece: bytes) -> str:
        """The text of a piece of whole lines."""
        if piece.isascii():
            self._line += piece.count(b"\n")
            return piece.decode("ascii")
        return "".join(map(self._of_line, lines_of(piece)))

    def _of_line(self, line: bytes) -> str:
        self._line += 1
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            return line.decode("utf-8", self.errors) if is_utf8_with_strays(line) else self._legacy(line)
        if self.codec in _TWO_BYTES and 0 < sum(character > "\x7f" for character in text) < _SURE:
            return self._legacy(line)
        return text

    def _legacy(self, line: bytes) -> str:
        try:
            return line.decode(self.codec)
        except UnicodeDecodeError:
            self.lost += 1
            self.first_lost = self._line if self.first_lost is None else self.first_lost
            return line.decode(self.codec, "replace")


def lines_of(piece: bytes) -> list[bytes]:
    """Lines with their ends, by \\n alone, as editors count them."""
    *whole, rest = piece.split(b"\n")
    return [line + b"\n" for line in whole] + ([rest] if rest else [])


class _AsUtf8:
    """Makes the lines of a stream as UTF-8."""

    def __init__(self, stream: IO[bytes], decoder: Decoder) -> None:
        self._stream = stream
        self._pieces = whole_lines(blocks_of(stream))
        self._decoder = decoder

    def produce(self) -> bytes:
        """The next lines. Raises OSError."""
        piece = next(self._pieces, b"")
        return self._decoder.text(piece).encode("utf-8", "replace")

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


def as_utf8(stream: IO[bytes], codec: str, errors: str) -> IO[bytes]:
    """A stream of UTF-8 over one in another encoding; `errors` is the handler for lines that are UTF-8 but for a few
    bytes.
    """
    return produced(_AsUtf8(stream, Decoder(codec, errors)))
