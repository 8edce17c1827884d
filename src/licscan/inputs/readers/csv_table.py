"""Delimited tables: CSV (RFC 4180, and what passes for it) and TSV."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from licscan.inputs.readers.column_kinds import kind_of
from licscan.inputs.readers.column_names import numbered, showable_names
from licscan.inputs.readers.csv_dialect import separator_line, sniff_delimiter
from licscan.inputs.readers.csv_records import RECORD_LIMIT, Record, records
from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.encoding import TextEncoding, open_text
from licscan.inputs.readers.header_rows import HEAD_RECORDS, head_of, preamble_batch
from licscan.inputs.readers.interface import Batch, Column
from licscan.inputs.readers.lines import Line, lines
from licscan.inputs.readers.text_file import TextFileReader
from licscan.inputs.sources import Source
from licscan.model.finding import GapReason

_BATCH_ROWS = 10_000
_BATCH_CELLS = 400_000
_BATCH_CHARACTERS = 8_000_000
_SAMPLE_CHARACTERS = 65_536
_RAGGED = "rows with more or fewer cells than the first: {count}; extra cells were read as extra columns"

# What spreadsheets and data frames write for a missing value.
MISSING = frozenset({"", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "None", "<NA>", "#N/A", "\\N"})


@dataclass(slots=True)
class _Table:
    """Gathers records until they make a batch; `names` grow when a row has extra cells."""

    names: list[str]
    next_row: int = 1
    rows: list[list[str]] = field(default_factory=list)
    cells: int = 0
    characters: int = 0

    def add(self, record: Record) -> None:
        """Take one record in."""
        while len(self.names) < len(record.cells):
            self.names.append(numbered(len(self.names) + 1))
        self.rows.append(record.cells)
        self.cells += max(len(self.names), len(record.cells))
        self.characters += record.size

    @property
    def full(self) -> bool:
        """Whether the batch has reached a bound."""
        return len(self.rows) >= _BATCH_ROWS or self.cells >= _BATCH_CELLS or self.characters >= _BATCH_CHARACTERS

    def batch(self) -> Batch:
        """What was gathered; the table is empty again."""
        columns = tuple(_column(name, self.rows, position) for position, name in enumerate(self.names))
        batch = Batch(self.next_row, columns)
        self.next_row += len(self.rows)
        self.rows, self.cells, self.characters = [], 0, 0
        return batch


def _column(name: str, rows: list[list[str]], position: int) -> Column:
    cells = [_value(row[position]) if position < len(row) else None for row in rows]
    return Column(name, kind_of(cells), cells)


def _value(cell: str) -> str | None:
    return None if cell in MISSING or cell.isspace() else cell


class CsvReader(TextFileReader):
    """Reads comma, semicolon, tab or bar separated tables; a row is a record, the header not counted."""

    media = "text/csv"
    delimiter = ","

    def batches(self, source: Source, encoding: TextEncoding, defects: Defects) -> Iterator[Batch]:
        """Yield the table; a column without a name is `column N`."""
        with open_text(source, encoding, newline="") as stream:
            sample = _sample(stream)
        with open_text(source, encoding, newline="") as stream:
            found = lines(stream, limit=RECORD_LIMIT)
            stated = separator_line(sample[0]) if sample else None
            if stated:
                next(found, None)
            delimiter = stated or sniff_delimiter(sample, self.delimiter)
            yield from _table(found, delimiter, defects)


class TsvReader(CsvReader):
    """Reads tables that are tab separated by their suffix."""

    media = "text/tab-separated-values"
    delimiter = "\t"


def _sample(stream: io.TextIOWrapper) -> list[str]:
    text = stream.read(_SAMPLE_CHARACTERS).replace("\0", "")
    found = list(io.StringIO(text, newline=""))
    return found[:-1] if len(text) == _SAMPLE_CHARACTERS and len(found) > 1 else found


def _table(source: Iterator[Line], delimiter: str, defects: Defects) -> Iterator[Batch]:
    found = records(source, delimiter, defects)
    head = list(islice(found, HEAD_RECORDS))
    if not head:
        return
    begins = head_of([record.cells for record in head])
    if begins.preamble:
        yield preamble_batch([record.cells for record in head[: begins.preamble]])
        head = head[begins.preamble :]
    first = head[0].cells
    if begins.header:
        table = _Table(showable_names(first))
        head = head[1:]
    else:
        table = _Table([numbered(position) for position in range(1, len(first) + 1)])
    for record in chain(head, found):
        if len(record.cells) != len(first) and not _only_empty_extra(record.cells, len(first)):
            defects.note(GapReason.UNPARSABLE, _RAGGED, record.line)
        table.add(record)
        if table.full:
            yield table.batch()
    if table.rows:
        yield table.batch()


def _only_empty_extra(cells: list[str], width: int) -> bool:
    return len(cells) > width and not any(cells[width:])
