"""The bytes of a card as text, whatever editor wrote them."""

import codecs
from dataclasses import dataclass

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_LOOK = 400
# Text of any language has spaces and line ends, whose second byte is zero in UTF-16.
_LEAST_ZEROS = 8


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, and the line of the first byte that is no UTF-8 where the text is a guess."""

    text: str
    doubtful_line: int | None = None


def decoded(content: bytes) -> Decoded:
    """The text of a card: UTF-8, UTF-16 or UTF-32 with or without a mark, else what old editors of Windows wrote.

    Never raises; a text that had to be guessed says on which line.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None) or _without_mark(content)
    try:
        return Decoded(content.decode(encoding))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        guess = "cp1252" if encoding == "utf-8" else encoding
        return Decoded(content.decode(guess, "replace"), line)


def _without_mark(content: bytes) -> str:
    """UTF-16 has zero bytes between the signs of every keyword; UTF-8 has none at all."""
    head = content[:_LOOK]
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if max(odd, even) * _LEAST_ZEROS < len(head) // 2 or not (odd or even):
        return "utf-8"
    return "utf-16-le" if odd > even else "utf-16-be"
