"""Batches out of records of which each brings its own columns."""

from licscan.inputs.readers.column_kinds import kind_of_strings
from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.interface import Batch, Column, ColumnKind
from licscan.inputs.readers.json_values import Decimal, Integer
from licscan.inputs.readers.lines import without_surrogates
from licscan.model.finding import GapReason

_BATCH_ROWS = 10_000
_BATCH_CELLS = 400_000
_BATCH_CHARACTERS = 8_000_000
_CELL_LIMIT = 1_000_000
_CLIPPED = "values of over 1 MB, lists taken together: {count}; the ends were not read"


class _Cells:
    """One column under way: the row indices that have values, and these."""

    __slots__ = ("held", "kind", "last", "rows", "texts")

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.texts: list[str | list[str]] = []
        self.kind: ColumnKind | None = None
        self.last = -1
        self.held = 0  # characters in the last row

    def put(self, row: int, text: str, kind: ColumnKind) -> None:
        if self.last == row:
            first = self.texts[-1]
            if isinstance(first, list):
                first.append(text)
            else:
                self.texts[-1] = [first, text]
            self.held += len(text)
        else:
            self.rows.append(row)
            self.texts.append(text)
            self.last = row
            self.held = len(text)
        if self.kind is not kind:
            self.kind = kind if self.kind is None else _mixed(self.kind, kind)

    def column(self, name: str, count: int) -> Column:
        cells: list[str | None] = [None] * count
        for row, texts in zip(self.rows, self.texts, strict=True):
            cells[row] = texts if isinstance(texts, str) else "\n".join(texts)
        kind = self.kind or ColumnKind.TEXT
        return Column(name, kind_of_strings(cells) if kind is ColumnKind.TEXT else kind, cells)


def _mixed(one: ColumnKind | None, other: ColumnKind) -> ColumnKind:
    numbers = {ColumnKind.INTEGER, ColumnKind.DECIMAL}
    return ColumnKind.DECIMAL if one in numbers and other in numbers else ColumnKind.TEXT


class SparseBatches:
    """Gathers records until they make a batch.

    Values that share a pointer and a record (the elements of a list, a repeated key) stand in one cell, one a line.
    """

    def __init__(self, defects: Defects, first_row: int = 1) -> None:
        self._defects = defects
        self._first_row = first_row
        self._columns: dict[str, _Cells] = {}
        self._rows = 0
        self._characters = 0
        self._line: int | None = None

    def begin(self, line: int | None = None) -> None:
        """A new record begins; `line` is where it stands, if that is known."""
        self._rows += 1
        self._line = line

    def put(self, pointer: str, value: object) -> None:
        """Take one scalar of the current record in; null and the empty string are missing values."""
        text, kind = _text(value)
        if not text:
            return
        cells = self._columns.get(pointer)
        if cells is None:
            cells = self._columns[pointer] = _Cells()
        row = self._rows - 1
        held = cells.held if cells.last == row else 0
        if held + len(text) > _CELL_LIMIT:
            self._defects.note(GapReason.TRUNCATED, _CLIPPED, self._line)
            text = text[: _CELL_LIMIT - held]
            if not text:
                return
        self._characters += len(text)
        cells.put(row, text, kind)

    @property
    def full(self) -> bool:
        """Whether the batch has reached a bound."""
        return (
            self._rows >= _BATCH_ROWS
            or self._rows * len(self._columns) >= _BATCH_CELLS
            or self._characters >= _BATCH_CHARACTERS
        )

    def batch(self) -> Batch | None:
        """What was gathered, columns in the order in which they were met first; None where there are no rows."""
        if not self._rows:
            return None
        columns = tuple(cells.column(name, self._rows) for name, cells in self._columns.items())
        batch = Batch(self._first_row, columns)
        self._first_row += self._rows
        self._columns, self._rows, self._characters = {}, 0, 0
        return batch


_KINDS: dict[type, ColumnKind] = {
    str: ColumnKind.TEXT,
    Integer: ColumnKind.INTEGER,
    int: ColumnKind.INTEGER,
    Decimal: ColumnKind.DECIMAL,
    float: ColumnKind.DECIMAL,
    bool: ColumnKind.BOOLEAN,
}


def _text(value: object) -> tuple[str, ColumnKind]:
    if value is None:
        return "", ColumnKind.TEXT
    if type(value) is Integer:  # digits alone: nothing to look for
        return str(value), ColumnKind.INTEGER
    kind = _KINDS.get(type(value), ColumnKind.TEXT)
    if kind is ColumnKind.BOOLEAN:
        return ("true" if value else "false"), kind
    text = str(value)
    if text.isascii() and "\0" not in text:
        return text, kind
    return without_surrogates(text).replace("\0", ""), kind
