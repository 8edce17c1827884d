"""What was counted so far, so that a run that was stopped can go on: numbers and positions, no value and no name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from licscan.inputs.readers.interface import ColumnKind
from licscan.model.finding import Hit
from licscan.scanners.personal_data.columns.counts import Left, counters
from licscan.scanners.personal_data.columns.profile import Profile, Tally
from licscan.scanners.personal_data.columns.shape import Shape
from licscan.scanners.personal_data.engine.faults import Faults
from licscan.scanners.personal_data.tables.looking import ColumnState

_FLAGS = ("is_prose", "is_number")
Json = dict[str, object]


class StaleError(ValueError):
    """A state that does not belong to this file: it is dropped and the file read from the start."""


@dataclass(frozen=True, slots=True)
class State:
    """The counts of a table after some segments; `columns` stand in the order in which the file tells them."""

    segments: int
    rows: int
    left: Left
    columns: tuple[Json, ...]
    timeouts: int
    failures: Mapping[str, int]

    @classmethod
    def of(cls, segments: int, rows: int, left: Left, columns: Sequence[ColumnState], faults: Faults) -> "State":
        """The state of a table that keeps nothing."""
        return cls(segments, rows, left, tuple(map(_column, columns)), faults.timeouts, dict(faults.failures))

    def restore(self, columns: Sequence[ColumnState], faults: Faults) -> None:
        """Put the counts back into columns that hold none; raises StaleError where they do not fit."""
        if len(columns) != len(self.columns):
            raise StaleError
        for column, told in zip(columns, self.columns, strict=True):
            _restore(column, told)
        faults.timeouts = self.timeouts
        faults.failures.update(self.failures)

    def as_json(self) -> Json:
        """What JSON can hold."""
        left = self.left
        return {
            "segments": self.segments,
            "rows": self.rows,
            "left": [left.first_truncated_row, left.first_cut_row, left.columns_left_out, int(left.has_more_columns)],
            "columns": list(self.columns),
            "timeouts": self.timeouts,
            "failures": dict(self.failures),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, object]) -> "State":
        """The state that was kept; raises StaleError for anything else."""
        truncated, cut, left_out, more = _list(told.get("left"), 4)
        left = Left(_row(truncated), _row(cut), _number(left_out), bool(_number(more)))
        failures = {_text(name): _number(count) for name, count in _object(told.get("failures")).items()}
        columns = tuple(_object(each) for each in _list(told.get("columns")))
        segments, rows, timeouts = (_number(told.get(name)) for name in ("segments", "rows", "timeouts"))
        return cls(segments, rows, left, columns, timeouts, failures)


def _column(column: ColumnState) -> Json:
    shape = column.shape
    return {
        "total": column.kept.total,
        "kinds": sorted(column.kinds),
        "flags": [int(column.profile.is_prose), int(column.profile.is_number)],
        "counts": {name: getattr(column.profile, name) for name in counters(column.profile)},
        "tallies": {name: _tally(tally) for name, tally in column.profile.tallies.items()},
        "forms": {name: _tally(tally) for name, tally in column.profile.forms.items()},
        "shape": [shape.values, shape.letters, shape.digits, list(shape.lengths)],
    }


def _tally(tally: Tally) -> Json:
    hits = [[hit.row, hit.start, hit.end, hit.recognizer, hit.score_permille] for hit in tally.evidence]
    return {"counts": {name: getattr(tally, name) for name in counters(tally)}, "evidence": hits}


def _restore(column: ColumnState, told: Json) -> None:
    try:
        column.kinds = {ColumnKind(_text(kind)) for kind in _list(told.get("kinds"))}
    except ValueError as error:
        raise StaleError from error
    column.kept.total = _number(told.get("total"))
    values, letters, digits, lengths = _list(told.get("shape"), 4)
    counts = tuple(map(_number, _list(lengths)))
    column.shape = Shape(_number(values), _number(letters), _number(digits), None, counts)
    for name, flag in zip(_FLAGS, _list(told.get("flags"), len(_FLAGS)), strict=True):
        setattr(column.profile, name, bool(_number(flag)))
    _set_counts(column.profile, told)
    column.profile.tallies = _tallies(told.get("tallies"))
    column.profile.forms = _tallies(told.get("forms"))


def _set_counts(counted: Profile | Tally, told: Json) -> None:
    counts = _object(told.get("counts"))
    if set(counts) != set(counters(counted)):
        raise StaleError
    for name, count in counts.items():
        setattr(counted, name, _number(count))


def _tallies(told: object) -> dict[str, Tally]:
    found = {}
    for name, each in _object(told).items():
        one = _object(each)
        tally = Tally(evidence=[_hit(hit) for hit in _list(one.get("evidence"))])
        _set_counts(tally, one)
        found[name] = tally
    return found


def _hit(told: object) -> Hit:
    row, start, end, recognizer, score = _list(told, 5)
    return Hit(_number(row), _number(start), _number(end), _text(recognizer), _number(score))


def _number(told: object) -> int:
    if type(told) is not int or told < 0:
        raise StaleError
    return told


def _row(told: object) -> int | None:
    return None if told is None else _number(told)


def _text(told: object) -> str:
    if not isinstance(told, str):
        raise StaleError
    return told


def _list(told: object, size: int | None = None) -> list[object]:
    if not isinstance(told, list) or (size is not None and len(told) != size):
        raise StaleError
    return told


def _object(told: object) -> Json:
    if not isinstance(told, dict):
        raise StaleError
    return told
