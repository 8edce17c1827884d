"""Records of a delimited table, whatever is wrong with its quotes."""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.lines import Line
from licscan.model.finding import GapReason

CELL_LIMIT = 1_000_000  # characters of one cell
RECORD_LIMIT = 4_000_000  # characters of one record or line
COLUMN_LIMIT = 200_000
_RECOVERIES = 20

_UNCLOSED = "quotes that are never closed: {count}; their lines were read without quotes"
_GIVEN_UP = "too many quotes are never closed; from here on every line was read without quotes"


class _Unclosed(Exception):  # noqa: N818 - a signal between two parts of this file, never an error that leaves it
    """A quoted cell has run past the limit or the end of the file."""


@dataclass(slots=True)  # not frozen: one is made for every line, and freezing trebles that
class Record:
    """The cells of one record; `line` is where it begins, `size` its length in characters."""

    line: int
    size: int
    cells: list[str]


class _Feed:
    """Hands lines to the csv module one by one and can take those of one record back."""

    def __init__(self, source: Iterator[Line]) -> None:
        self._source = source
        self._returned: deque[Line] = deque()
        self._record: list[Line] = []
        self.size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.take()
        if line is None:
            if self._record:
                raise _Unclosed
            raise StopIteration
        self._record.append(line)
        self.size += len(line.text)
        if len(self._record) > 1 and self.size > RECORD_LIMIT:
            raise _Unclosed
        return line.text

    def begin(self) -> None:
        """A new record begins."""
        self._record.clear()
        self.size = 0

    def first(self) -> Line:
        """The line in which the record begins."""
        return self._record[0]

    def give_back(self) -> None:
        """All lines of the record will be handed out again."""
        self._returned.extendleft(reversed(self._record))
        self.begin()

    def take(self) -> Line | None:
        """The next line, or None at the end."""
        return self._returned.popleft() if self._returned else next(self._source, None)

    def note_truncated(self, defects: Defects) -> None:
        """Note each line of the record that was cut."""
        for line in self._record:
            if not line.complete:
                defects.note(GapReason.TRUNCATED, "lines of over 4 MB: {count}; their ends were not read", line.number)


def records(source: Iterator[Line], delimiter: str, defects: Defects) -> Iterator[Record]:
    """The records of a table, blank lines left out; a quote that is never closed costs its line the quotes only."""
    csv.field_size_limit(max(csv.field_size_limit(), 4 * RECORD_LIMIT))
    feed = _Feed(source)
    reader = csv.reader(feed, delimiter=delimiter)
    recoveries = 0
    while recoveries < _RECOVERIES:
        feed.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (_Unclosed, csv.Error):
            recoveries += 1
            defects.note(GapReason.UNPARSABLE, _UNCLOSED, feed.first().number)
            feed.give_back()
            yield from _plain(feed.take(), delimiter, defects)
            continue
        if cells:
            feed.note_truncated(defects)
            yield _bounded(Record(feed.first().number, feed.size, cells), defects)
    while (line := feed.take()) is not None:
        defects.note(GapReason.UNPARSABLE, _GIVEN_UP, line.number)
        yield from _plain(line, delimiter, defects)


def _plain(line: Line | None, delimiter: str, defects: Defects) -> Iterator[Record]:
    if line is None or not (text := line.text.rstrip("\r\n")):
        return
    yield _bounded(Record(line.number, len(text), text.split(delimiter)), defects)


def _bounded(record: Record, defects: Defects) -> Record:
    cells = record.cells
    if len(cells) > COLUMN_LIMIT:
        defects.note(
            GapReason.TRUNCATED, f"rows of over {COLUMN_LIMIT:,} cells: {{count}}; the rest was not read", record.line
        )
        cells = cells[:COLUMN_LIMIT]
    if record.size > CELL_LIMIT and any(len(cell) > CELL_LIMIT for cell in cells):
        defects.note(
            GapReason.TRUNCATED, "rows with cells of over 1 MB: {count}; the ends of these were not read", record.line
        )
        cells = [cell[:CELL_LIMIT] for cell in cells]
    return record if cells is record.cells else Record(record.line, record.size, cells)
