"""What comes out of a unit: counts that can be added up in any order, and no value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import reduce

from licscan.model.finding import Gap
from licscan.scanners.personal_data.columns.profile import EVIDENCE_ROWS, Profile, Tally
from licscan.scanners.personal_data.columns.shape import Shape


@dataclass(frozen=True, slots=True)
class ColumnCounts:
    """One column of a unit.

    `key` tells columns of one file apart and says nothing of their names; the name in `profile` is what may be shown,
    `is_hidden` where that is not the name itself. `total` counts the values that are there, looked at or not.
    """

    key: bytes
    total: int
    profile: Profile
    shape: Shape
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """What a unit holds and was not looked at: rows count from 1 through the whole file."""

    first_truncated_row: int | None = None
    first_cut_row: int | None = None
    columns_left_out: int = 0
    has_more_columns: bool = False

    def __add__(self, other: "Left") -> "Left":
        return Left(
            _first(self.first_truncated_row, other.first_truncated_row),
            _first(self.first_cut_row, other.first_cut_row),
            self.columns_left_out + other.columns_left_out,
            self.has_more_columns or other.has_more_columns,
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """All of a unit. `names` are the parts of column names that are persons' data, and how many parts there are.

    `places` are packed hits (places.py) on their way to the first process, and of one unit alone.
    """

    columns: tuple[ColumnCounts, ...] = ()
    rows: int = 0
    rows_sampled: int = 0
    gaps: tuple[Gap, ...] = ()
    names: tuple[int, int] = (0, 0)
    left: Left = Left()
    timeouts: int = 0
    failures: tuple[tuple[str, int], ...] = ()
    places: bytes = field(default=b"", repr=False)

    def __add__(self, other: "Counts") -> "Counts":
        columns = {column.key: column for column in self.columns}
        for column in other.columns:
            known = columns.get(column.key)
            columns[column.key] = column if known is None else _added(known, column)
        failures = dict(self.failures)
        for name, count in other.failures:
            failures[name] = failures.get(name, 0) + count
        return Counts(
            tuple(columns.values()),
            self.rows + other.rows,
            self.rows_sampled + other.rows_sampled,
            self.gaps + tuple(gap for gap in other.gaps if gap not in self.gaps),
            max(self.names, other.names),
            self.left + other.left,
            self.timeouts + other.timeouts,
            tuple(sorted(failures.items())),
        )


def total_of(counts: Iterable[Counts]) -> Counts:
    """The counts of a file from those of its units, which stand in the order of `Unit.index`."""
    return reduce(Counts.__add__, counts, Counts())


def _added(one: ColumnCounts, other: ColumnCounts) -> ColumnCounts:
    named = other if other.is_hidden and not one.is_hidden else one
    profile = replace(merged(one.profile, other.profile), field=named.profile.field)
    return ColumnCounts(one.key, one.total + other.total, profile, one.shape + other.shape, named.is_hidden)


def merged(one: Profile, other: Profile) -> Profile:
    """The profile of both halves of a column: counts add up, whatever counts there are."""
    both = replace(one, tallies=_tallies(one.tallies, other.tallies), forms=_tallies(one.forms, other.forms))
    for name in counters(one):
        setattr(both, name, _count(one, name) + _count(other, name))
    seen = [each for each in (one, other) if each.sampled] or [one]
    both.is_prose = any(each.is_prose for each in seen)
    both.is_number = all(each.is_number for each in seen)
    return both


def _tallies(one: Mapping[str, Tally], other: Mapping[str, Tally]) -> dict[str, Tally]:
    return {name: added(one.get(name, Tally()), other.get(name, Tally())) for name in sorted({*one, *other})}


def added(one: Tally, other: Tally) -> Tally:
    """Both tallies in one; of the evidence the smallest places stay."""
    both = Tally(evidence=sorted({*one.evidence, *other.evidence})[:EVIDENCE_ROWS])
    for name in counters(one):
        setattr(both, name, _count(one, name) + _count(other, name))
    return both


def counters(counted: Profile | Tally) -> tuple[str, ...]:
    """The names of the fields that are numbers, which is what a profile or tally is made of."""
    return tuple(field.name for field in fields(counted) if type(getattr(counted, field.name)) is int)


def _count(counted: Profile | Tally, name: str) -> int:
    value = getattr(counted, name)
    return value if type(value) is int else 0


def _first(one: int | None, other: int | None) -> int | None:
    return min((row for row in (one, other) if row is not None), default=None)
