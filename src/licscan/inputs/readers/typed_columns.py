"""Columns out of values that a format stores with their types."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from math import isfinite

from licscan.inputs.readers.column_kinds import kind_of_strings
from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.interface import Column, ColumnKind
from licscan.inputs.readers.lines import without_surrogates
from licscan.model.finding import GapReason

CELL_LIMIT = 1_000_000  # characters of one cell
_BINARY = "binary values that are no text: {count} cells were not read"
_CLIPPED = "values of over 1 MB: {count}; the ends were not read"
_KINDS: dict[type, ColumnKind] = {
    bool: ColumnKind.BOOLEAN,
    int: ColumnKind.INTEGER,
    float: ColumnKind.DECIMAL,
    date: ColumnKind.TEMPORAL,
    datetime: ColumnKind.TEMPORAL,
    time: ColumnKind.TEMPORAL,
    timedelta: ColumnKind.TEMPORAL,
}
_NUMBERS = {ColumnKind.INTEGER, ColumnKind.DECIMAL}


def typed_column(name: str, values: Sequence[object], defects: Defects) -> Column:
    """A column whose kind follows from the types of its values; text that looks like a number stays text."""
    kinds = {_kind(value) for value in values if value is not None and value != ""}
    cells = [cell_text(value, defects) for value in values]
    return Column(name, _joined(kinds, cells), cells)


def _kind(value: object) -> ColumnKind:
    if isinstance(value, float) and _is_whole(value):
        return ColumnKind.INTEGER
    return _KINDS.get(type(value), ColumnKind.TEXT)


def _is_whole(value: float) -> bool:
    # Spreadsheets hold every number as a float; up to 2^53 a whole one is exact.
    return isfinite(value) and value.is_integer() and abs(value) < 1e15


def _joined(kinds: set[ColumnKind], cells: Sequence[str | None]) -> ColumnKind:
    if len(kinds) == 1 and ColumnKind.TEXT not in kinds:
        return next(iter(kinds))
    if kinds and kinds <= _NUMBERS:
        return ColumnKind.DECIMAL
    if kinds <= {ColumnKind.TEXT}:
        return kind_of_strings(cells)
    return ColumnKind.TEXT


def cell_text(value: object, defects: Defects) -> str | None:
    """A value as text, at most a million characters of it; None for a missing one and for bytes that are no text."""
    match value:
        case None | "":
            return None
        case str():
            text = value
        case bool():
            return "true" if value else "false"
        case float() if _is_whole(value):
            return str(int(value))
        case bytes():
            return _decoded(value, defects)
        case _:
            text = str(value)
    return _clean(text, defects)


def _decoded(value: bytes, defects: Defects) -> str | None:
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        defects.note(GapReason.UNSUPPORTED_FORMAT, _BINARY)
        return None
    return _clean(text, defects)


def _clean(text: str, defects: Defects) -> str | None:
    if len(text) > CELL_LIMIT:
        defects.note(GapReason.TRUNCATED, _CLIPPED)
        text = text[:CELL_LIMIT]
    text = without_surrogates(text).replace("\0", "")
    return text or None
