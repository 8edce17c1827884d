"""Where a table begins under the lines that people write above it, and its rows as batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from licscan.inputs.readers.column_names import numbered, showable_names
from licscan.inputs.readers.csv_dialect import has_header
from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.interface import Batch, Column, ColumnKind
from licscan.inputs.readers.typed_columns import cell_text, typed_column

HEAD_RECORDS = 20
_PREAMBLE = 10  # rows above a header: a title, a date, who made it
_ROWS = 10_000
_CELLS = 400_000
_CHARACTERS = 8_000_000


@dataclass(frozen=True, slots=True)
class Head:
    """The first rows of a table: how many stand above it, and whether the next one names the columns."""

    preamble: int
    header: bool


def head_of(rows: Sequence[Sequence[str]]) -> Head:
    """What the first rows of a table are.

    Rows above a header are those that fill less than half of the columns of the widest row, in a table of three
    columns or more; without a header below them all rows are data.
    """
    if not rows:
        return Head(0, header=False)
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    if (widest := max(filled)) >= 3:
        above = 0
        while above < min(_PREAMBLE, len(rows) - 1) and filled[above] * 2 < widest:
            above += 1
        if above and has_header(rows[above], rows[above + 1 :]):
            return Head(above, header=True)
    return Head(0, header=has_header(rows[0], rows[1:]))


def preamble_batch(rows: Sequence[Sequence[str]]) -> Batch:
    """The rows above a table as running text."""
    return Batch(1, (Column(None, ColumnKind.PROSE, [" ".join(filter(str.strip, row)) or None for row in rows]),))


def grid_batches(rows: Iterator[Sequence[object]], defects: Defects, prefix: str = "") -> Iterator[Batch]:
    """A grid of typed values as a table: names from its header behind `prefix`; empty rows are left out."""
    filled = (row for row in rows if any(value is not None and value != "" for value in row))
    first = list(islice(filled, HEAD_RECORDS))
    texts = [[cell_text(value, defects) or "" for value in row] for row in first]
    # Spreadsheets give every row the width of the widest: what is empty in all of them is no column.
    width = max((at for row in texts for at, cell in enumerate(row, start=1) if cell), default=0)
    texts = [row[:width] for row in texts]
    head = head_of(texts)
    if head.preamble:
        yield preamble_batch(texts[: head.preamble])
    header = texts[head.preamble] if head.header else []
    data = chain(first[head.preamble + head.header :], filled)
    yield from _Grid(header, prefix, defects).batches(data)


class _Grid:
    """Gathers rows until they make a batch."""

    def __init__(self, header: Sequence[str], prefix: str, defects: Defects) -> None:
        self._names = showable_names(header)
        self._prefix = prefix
        self._defects = defects
        self._first_row = 1

    def batches(self, data: Iterator[Sequence[object]]) -> Iterator[Batch]:
        """All batches."""
        rows: list[Sequence[object]] = []
        cells = characters = 0
        for row in data:
            rows.append(row)
            cells += max(len(row), len(self._names))
            characters += sum(len(value) for value in row if isinstance(value, str))
            if len(rows) >= _ROWS or cells >= _CELLS or characters >= _CHARACTERS:
                yield self._batch(rows)
                rows, cells, characters = [], 0, 0
        if rows:
            yield self._batch(rows)

    def _batch(self, rows: list[Sequence[object]]) -> Batch:
        width = max(len(self._names), *map(len, rows))
        while len(self._names) < width:
            self._names.append(numbered(len(self._names) + 1))
        columns = tuple(
            typed_column(
                self._prefix + name,
                [row[position] if position < len(row) else None for row in rows],
                self._defects,
            )
            for position, name in enumerate(self._names)
        )
        batch = Batch(self._first_row, columns)
        self._first_row += len(rows)
        return batch
