"""What was seen and what was not: the frame in which an audit is to be read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class FileCoverage:
    """How much of one data file was looked at; `rows_total` is None where counting would mean reading it all.

    For running text a row is a paragraph or line, and there is one unnamed column.
    """

    path: str
    media: str
    rows_total: int | None
    rows_sampled: int
    columns: int
    cells_sampled: int


@dataclass(frozen=True, slots=True, order=True)
class NotSeen:
    """Files of one kind that nobody looked at: `examples` are at most three paths."""

    reason: str
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole of it; `sample` is values a column, None for all."""

    files: tuple[FileCoverage, ...] = ()
    not_seen: tuple[NotSeen, ...] = ()
    recognizers: tuple[str, ...] = ()
    packages: int = 0
    datasets: int = 0
    models: int = 0
    sample: int | None = None
    seed: int = 0
