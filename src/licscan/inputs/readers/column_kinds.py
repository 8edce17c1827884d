"""What the cells of a column are, judged by their text."""

import re
from collections.abc import Iterable
from itertools import islice

from licscan.inputs.readers.interface import ColumnKind

# A leading zero or plus makes an identifier or a phone number, not a number.
_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,18})\Z")
_DECIMAL = re.compile(r"-?(?:\d+[.,]\d*|[.,]\d+|\d+(?=[eE]))(?:[eE][-+]?\d+)?\Z")
_BOOLEAN = frozenset({"true", "false", "yes", "no"})
_DATE = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))"
_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
_TEMPORAL = re.compile(rf"(?:{_DATE}(?:[T ]{_TIME} ?(?:Z|UTC|[-+]\d{{2}}:?\d{{2}})?)?|{_TIME})\Z")
_PATTERNS = {ColumnKind.INTEGER: _INTEGER, ColumnKind.DECIMAL: _DECIMAL, ColumnKind.TEMPORAL: _TEMPORAL}
_PROSE_WORDS = 12
_PROSE_LOOK = 200
_LONGEST = 40


def kind_of_cell(cell: str) -> ColumnKind:
    """The kind of one cell that is not missing."""
    if len(cell) > _LONGEST:
        return ColumnKind.TEXT
    text = cell.strip()
    if _INTEGER.match(text):
        return ColumnKind.INTEGER
    if _DECIMAL.match(text):
        return ColumnKind.DECIMAL
    if _TEMPORAL.match(text):
        return ColumnKind.TEMPORAL
    return ColumnKind.BOOLEAN if text.lower() in _BOOLEAN else ColumnKind.TEXT


def kind_of(cells: Iterable[str | None]) -> ColumnKind:
    """The kind that all cells share; whole numbers and decimals make decimals, any other mixture is text.

    Text is prose where half of the first cells run to a dozen words. A column without a value is text.
    """
    present = [cell for cell in cells if cell]
    if not present:
        return ColumnKind.TEXT
    found: ColumnKind | None = kind_of_cell(present[0])
    if found in _PATTERNS and all(map(_PATTERNS[found].match, present)):
        return found
    for cell in present:
        found = _joined(found, kind_of_cell(cell))
        if found is ColumnKind.TEXT:
            return text_or_prose(present)
    return found or ColumnKind.TEXT


def kind_of_strings(cells: Iterable[str | None]) -> ColumnKind:
    """The kind of cells that a typed format stores as strings: temporal, prose or text, never a number."""
    kind = kind_of(cells)
    if kind in {ColumnKind.INTEGER, ColumnKind.DECIMAL, ColumnKind.BOOLEAN}:
        return ColumnKind.TEXT
    return kind


def text_or_prose(cells: Iterable[str | None]) -> ColumnKind:
    """Prose where half of the first cells run to a dozen words, else text."""
    looked_at = list(islice((cell for cell in cells if cell), _PROSE_LOOK))
    running = sum(1 for cell in looked_at if cell.count(" ") + 1 >= _PROSE_WORDS)
    return ColumnKind.PROSE if running * 2 > len(looked_at) else ColumnKind.TEXT


def _joined(one: ColumnKind | None, other: ColumnKind) -> ColumnKind:
    if one is None or one is other:
        return other
    if {one, other} == {ColumnKind.INTEGER, ColumnKind.DECIMAL}:
        return ColumnKind.DECIMAL
    return ColumnKind.TEXT
