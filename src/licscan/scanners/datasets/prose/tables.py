"""Rows of tables that have a column of licenses (https://github.github.com/gfm/#tables-extension-)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from licscan.catalog.prose import Language
from licscan.catalog.prose_words import Words, lowered

MAX_ROWS = 200
_LINE = re.compile(r"^[^\n|]{0,300}\|[^\n]{0,2000}$", re.MULTILINE)
_RULED = re.compile(r"[\s|:-]+")
_MARKUP = " \t*_`"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the place of its line, the cell that says what it is about, and the cell below `License`."""

    start: int
    subject: str
    license: str


def licensed_rows(text: str, languages: Sequence[Language]) -> Iterator[Row]:
    """The rows below a header with a cell like `License`, in order; at most 200 of a text."""
    if "|" not in text:
        return
    yield from islice(_rows(text, frozenset(word for one in languages for word in one.lead.words)), MAX_ROWS)


def _rows(text: str, leads: frozenset[str]) -> Iterator[Row]:
    end, column = -2, None
    for line in _LINE.finditer(text):
        if line.start() != end + 1:
            column = _column(line[0], leads)
        elif column is not None and not _RULED.fullmatch(line[0]):
            cells = _cells(line[0])
            others = [cell for at, cell in enumerate(cells) if at != column]
            if column < len(cells):
                yield Row(line.start(), others[0] if others else "", cells[column])
        end = line.end()


def _column(header: str, leads: frozenset[str]) -> int | None:
    low = (" ".join(lowered(cell.strip(_MARKUP)).split()) for cell in _cells(header))
    return next((at for at, cell in enumerate(low) if cell in leads), None)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip(" \t>").removeprefix("|").removesuffix("|").split("|")]


def is_of_the_work(subject: str, languages: Sequence[Language], called: Words) -> bool:
    """Whether the words of a cell are nothing but the work or a part of it, and not another work."""
    low = lowered(subject.strip(_MARKUP))
    if not any(sign.isalpha() for sign in low):
        return True
    left = list(low)
    for words in (called, *(words for one in languages for words in (one.own, *(part for _, part in one.parts)))):
        for start, end in words.spans(low):
            left[start:end] = " " * (end - start)
    return not any(sign.isalnum() for sign in left)
