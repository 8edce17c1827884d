"""What a reader of data files gives."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

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


class Reader(Protocol):
    """Reads one format. A defect inside the file is yielded as a Gap and what can be read goes on."""

    media: str

    def read(self, path: Path, ref: str, shown: str) -> Iterator[Batch | Gap]:
        """Yield batches of bounded size; `ref` is the subject's ref, `shown` the relative path for locations."""
        ...

    def total_rows(self, path: Path) -> int | None:
        """The number of records where the format states it without reading all, else None."""
        ...


Formats = Mapping[str, str]
