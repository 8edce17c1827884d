"""What was seen and what was not: the frame in which an audit is to be read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class ColumnProfile:
    """What the values of one column look like, to be compared with a later audit; no value can be told from it.

    Shares are thousandths of the values that were looked at, in steps of 20: those with a letter, with a digit, that
    are running text, that are distinct (None: not counted). `lengths_permille[n]` is the share of values of 2**n to
    2**(n+1)-1 characters. `filled_permille` is the share of records that have a value.
    """

    field: str | None
    is_number: bool
    sampled: int
    filled_permille: int
    letters_permille: int
    digits_permille: int
    prose_permille: int
    distinct_permille: int | None
    lengths_permille: tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class FileCoverage:
    """How much of one data file was looked at; `rows_total` is None where counting would mean reading it all.

    For running text a row is a paragraph or line, and there is one unnamed column. `rows_read` is less than
    `rows_total` where a sample was taken from some row groups only; None counts as all. `unseen_permille` bounds what
    the sample can have missed: with 95 % confidence at most so many thousandths of the values of any one column hold
    a kind of personal data that no value looked at showed; 0 where all were looked at. `profiles` describe the
    columns of which at least 30 values were looked at, the first 500 of them.
    """

    path: str
    media: str
    rows_total: int | None
    rows_sampled: int
    columns: int
    cells_sampled: int
    rows_read: int | None = None
    unseen_permille: int | None = None
    profiles: tuple[ColumnProfile, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class NotSeen:
    """Files of one kind that nobody looked at: `examples` are at most three paths."""

    reason: str
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class LookedWith:
    """A language model, or a file of recognizers, that values were shown to.

    `kind` is `model` or `recognizers`; `digest` is `sha256:<hex>` over its content, None where that cannot be read.
    `language` is that of the texts that a model read, None for recognizers, which look at all.
    """

    kind: str
    name: str
    version: str | None
    digest: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole of it; `sample` is values a column, None for all."""

    files: tuple[FileCoverage, ...] = ()
    not_seen: tuple[NotSeen, ...] = ()
    recognizers: tuple[str, ...] = ()
    looked_with: tuple[LookedWith, ...] = ()
    packages: int = 0
    datasets: int = 0
    models: int = 0
    sample: int | None = None
    seed: int = 0
