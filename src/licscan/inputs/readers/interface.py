"""What a reader of data files gives."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from licscan.inputs.sources import Source
from licscan.model.finding import Gap


class ColumnKind(StrEnum):
    """The stored type of a column: text needs the recognizers, a number or a float mostly does not."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    TEMPORAL = "temporal"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Column:
    """Cells of one column as text; None is a missing value.

    `name` is what outputs may show: a header or JSON pointer that holds no personal value (`column 3` where the
    file has no header), None for running text.
    """

    name: str | None
    kind: ColumnKind
    cells: Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive records; `first_row` counts from 1 and every column has the same number of cells."""

    first_row: int
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A piece of a file that can be read apart: `rows` records, the first of them is `first_row` (from 1)."""

    index: int
    first_row: int
    rows: int


class Reader(Protocol):
    """Reads one format. A defect inside the file is yielded as a Gap and what can be read goes on."""

    media: str

    def read(self, source: Source, ref: str, part: Part | None = None) -> Iterator[Batch | Gap]:
        """Yield batches of bounded size; `ref` is the subject's ref, `part` a piece that `parts` told."""
        ...

    def parts(self, source: Source) -> tuple[Part, ...]:
        """The pieces (row groups) that can be read apart, in order; none where a file is read in one go."""
        ...


Formats = Mapping[str, str]
