"""Styled lines as the bytes of a terminal or a pipe, wrapped at a width; the standard library alone draws them.

Every text passes `terminal.clean`, so that no foreign string can bring an escape sequence of its own.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from licscan.formats.lines import Line, Span
from licscan.formats.terminal import clean

# Select Graphic Rendition (ECMA-48, 8.3.117).
_CODES = {
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "magenta": "35",
    "cyan": "36",
}
_WORDS = re.compile(r" +|[^ ]+")
_MAX_TEXT = 4_000
_LEAST = 20


def paint(lines: Iterable[Line], *, width: int, color: bool) -> bytes:
    """The lines as UTF-8, wrapped at `width` columns, with ANSI styles where `color` is set."""
    rows = (row for entry in lines for row in _rows(entry, width))
    return ("\n".join(_drawn(row, color=color) for row in rows) + "\n").encode("utf-8", "replace")


def columns(text: str) -> int:
    """How many columns a printable text takes: wide characters two, combining ones none (UAX 11)."""
    if text.isascii():
        return len(text)
    return sum(_width(sign) for sign in text)


def cut(text: str, width: int) -> str:
    """The text in at most `width` columns, ended by an ellipsis where it was longer."""
    if columns(text) <= width:
        return text
    shown, room = "", width - 1
    for sign in text:
        room -= _width(sign)
        if room < 0:
            break
        shown += sign
    return shown + "…"


def wrapped(spans: Sequence[Span], width: int, *, first: int | None = None) -> list[tuple[Span, ...]]:
    """The spans on as many rows as they need: broken at spaces, a word longer than a row is broken anywhere.

    `first` is the width of the first row where that is another one.
    """
    rows: list[list[Span]] = [[]]
    room = first or width
    for word in _words(_pieces(spans, width), width):
        size = sum(columns(span.text) for span in word)
        blank = not word[0].text.strip()
        if size > room and not blank:
            rows.append([])
            room = width
        # A row does not begin with the space that separated it from the last one; a first row may be indented.
        if blank and (size > room or (not rows[-1] and len(rows) > 1)):
            continue
        rows[-1].extend(word)
        room -= size
    return [tuple(row) for row in rows]


def _words(pieces: Iterable[Span], width: int) -> Iterator[list[Span]]:
    """Pieces that no space parts stay together, whatever their styles, as far as they fit into a row."""
    word: list[Span] = []
    size = 0
    for span in pieces:
        blank, needed = not span.text.strip(), columns(span.text)
        if word and (blank or not word[-1].text.strip() or size + needed > width):
            yield word
            word, size = [], 0
        word.append(span)
        size += needed
    if word:
        yield word


def _rows(entry: Line, width: int) -> Iterator[tuple[Span, ...]]:
    spans = [Span(clean(span.text, max_length=_MAX_TEXT), span.style) for span in entry.spans]
    margin = (Span(" " * entry.indent),) if entry.indent else ()
    room = max(_LEAST, width - entry.indent - entry.hang)
    if entry.verbatim:
        yield (*margin, *_clipped(spans, width - entry.indent))
        return
    for number, row in enumerate(wrapped(spans, room, first=room + entry.hang)):
        yield (*margin, *((Span(" " * entry.hang),) if number else ()), *row)


def _clipped(spans: Sequence[Span], width: int) -> Iterator[Span]:
    for span in spans:
        if width <= 0 or not span.text.strip():
            # Blank filling needs no mark that it was cut.
            yield Span(span.text[: max(0, width)], span.style)
        else:
            yield Span(cut(span.text, width), span.style)
        width -= columns(span.text)


def _pieces(spans: Sequence[Span], width: int) -> Iterator[Span]:
    """Words and the spaces between them."""
    for span in spans:
        for word in _WORDS.findall(span.text):
            yield from (Span(part, span.style) for part in _broken(word, width))


def _broken(word: str, width: int) -> Iterator[str]:
    """The parts of a word that is longer than a row: broken behind a hyphen or slash, else anywhere."""
    while columns(word) > width:
        fits = _fitting(word, width)
        behind = max(word.rfind(sign, 0, fits) for sign in "-/") + 1
        cut_at = behind if behind > fits // 3 else fits
        yield word[:cut_at]
        word = word[cut_at:]
    if word:
        yield word


def _fitting(word: str, width: int) -> int:
    """How many signs of a word fit, at least one."""
    room = width
    for number, sign in enumerate(word):
        room -= _width(sign)
        if room < 0:
            return max(1, number)
    return len(word)


def _drawn(row: Sequence[Span], *, color: bool) -> str:
    if not color:
        return "".join(span.text for span in row).rstrip()
    drawn = ""
    for style, spans in groupby(row, key=lambda span: span.style):
        text = "".join(span.text for span in spans)
        codes = ";".join(_CODES[word] for word in style.split())
        drawn += f"\x1b[{codes}m{text}\x1b[0m" if codes and text.strip() else text
    return drawn.rstrip()


def _width(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
