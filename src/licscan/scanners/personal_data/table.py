"""One data file: its columns, sampled while it is read once from front to back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from licscan.inputs.readers.interface import Batch, ColumnKind
from licscan.model.license import Confidence
from licscan.scanners.personal_data.budget import LEAST_CHARS, Budget, budget_for, level
from licscan.scanners.personal_data.chunks import MAX_CELL_CHARS
from licscan.scanners.personal_data.columns import Judgement, judge
from licscan.scanners.personal_data.detect import Detector
from licscan.scanners.personal_data.faults import Faults
from licscan.scanners.personal_data.field_names import FieldNames, parts, shown
from licscan.scanners.personal_data.headers import Headers
from licscan.scanners.personal_data.pairs import complete
from licscan.scanners.personal_data.profile import Profile, Profiler
from licscan.scanners.personal_data.rules import RecognizerRules, Strength
from licscan.scanners.personal_data.sampling import Cell, Reservoir, stream

if TYPE_CHECKING:
    from licscan.scanners.personal_data.detection import Detection

_NUMBERS = frozenset({ColumnKind.INTEGER, ColumnKind.DECIMAL, ColumnKind.BOOLEAN})
# With every cell asked for, this much of a column and of the table is kept before it is looked at and forgotten.
_FLUSH_CELLS = 50_000
_FLUSH_CHARS = 20_000_000
_TABLE_CELLS = 1_000_000
_TABLE_CHARS = 100_000_000
# Beyond this a table is a matrix of features, or hostile; the rest is a Gap.
MAX_COLUMNS = 5_000
# From this share of persons on, the names of columns are data themselves.
_PERSONAL_NAMES = 0.3
NAMES = "names of columns"


@dataclass(frozen=True, slots=True)
class Judges:
    """Everything that looks at values, built once a run."""

    rules: RecognizerRules
    detector: Detector
    headers: Headers
    profiler: Profiler
    field_names: FieldNames


@dataclass(slots=True)
class _Column:
    reservoir: Reservoir
    profile: Profile
    kinds: set[ColumnKind] = field(default_factory=set)


class Table:
    """The columns of one file. Columns are told apart by name and, where a name repeats, by order."""

    def __init__(
        self,
        path: str,
        judges: Judges,
        faults: Faults,
        *,
        sample: int | None,
        seed: int,
        budget: Budget | None = None,
    ) -> None:
        self._path = path
        self._judges = judges
        self._faults = faults
        self._sample = sample
        self._seed = seed
        self._spent = 0
        self.budget = budget or budget_for(sample)
        self._columns: dict[tuple[str | None, int], _Column] = {}
        self._sampled_rows: set[int] = set()
        self.rows = 0
        self.has_more_columns = False
        self.first_truncated_row: int | None = None
        self.first_cut_row: int | None = None
        self.columns_left_out = 0

    def absorb(self, batch: Batch) -> None:
        """Take a batch in; with every cell asked for, memory stays bounded all the same."""
        times: dict[str | None, int] = defaultdict(int)
        for given in batch.columns:
            key = (given.name, times[given.name])
            times[given.name] += 1
            column = self._columns.get(key)
            if column is None:
                if len(self._columns) >= MAX_COLUMNS:
                    self.has_more_columns = True
                    continue
                column = self._begin(key)
            if any(cell is not None for cell in given.cells):
                column.kinds.add(given.kind)
            column.reservoir.offer(batch.first_row, given.cells)
            self.rows = max(self.rows, batch.first_row + len(given.cells) - 1)
            if self._sample is None and column.reservoir.is_full(_FLUSH_CELLS, _FLUSH_CHARS):
                self._look(column)
        self._relieve()

    def _relieve(self) -> None:
        """Keep what the columns hold together within bounds, however many and long they are."""
        reservoirs = [column.reservoir for column in self._columns.values()]
        chars = sum(one.kept_chars for one in reservoirs)
        if self.budget is None:
            if chars >= _TABLE_CHARS or sum(one.kept_cells for one in reservoirs) >= _TABLE_CELLS:
                for column in self._columns.values():
                    self._look(column)
        elif chars > self.budget.kept:
            limit = level((length for one in reservoirs for length in one.lengths()), self.budget.kept // 2)
            for one in reservoirs:
                self._cut(one.clip(limit))

    def _cut(self, row: int | None) -> None:
        if row is not None:
            self.first_cut_row = min(row, self.first_cut_row or row)

    def _begin(self, key: tuple[str | None, int]) -> _Column:
        name, time = key
        label = f"{'' if name is None else name}\0{time}\0{name is None}"
        headers = self._judges.headers
        profile = Profile(self._path, name, headers.hints(name), headers.contrary(name))
        column = _Column(Reservoir(self._sample, stream(self._seed, self._path, label), MAX_CELL_CHARS + 1), profile)
        self._columns[key] = column
        return column

    def finish(self) -> Iterator[tuple[Profile, int, Judgement]]:
        """Judge every column: its profile, its number of values in all, and what it holds."""
        columns = [self._columns[key] for key in self._columns]
        for column in columns:
            self._look(column)
        profiles = [column.profile for column in columns]
        judged = [
            each for number, profile in enumerate(profiles) for each in judge(profile, number, self._judges.rules)
        ]
        personal = self._judges.field_names.personal(self._names(), self._faults)
        for each in complete(profiles, judged):
            profile = profiles[each.column]
            label = shown(profile.field, each.column + 1, personal)
            yield replace(profile, field=label), columns[each.column].reservoir.total, each
        yield from self._in_names(personal)

    def _names(self) -> list[str]:
        return [name for name, _ in self._columns if name is not None]

    def _in_names(self, personal: frozenset[str]) -> Iterator[tuple[Profile, int, Judgement]]:
        """Keys or headers that are mostly persons are values as much as those that stand below them."""
        every = {part for name in self._names() for part in parts(name)}
        if personal and len(personal) >= _PERSONAL_NAMES * len(every):
            profile = Profile(self._path, NAMES, {}, frozenset(), sampled=len(every))
            yield profile, len(every), Judgement(-1, "PERSON", len(personal), Confidence.LOW, ())

    @property
    def columns(self) -> int:
        """How many columns were seen."""
        return len(self._columns)

    @property
    def cells_sampled(self) -> int:
        """How many cells were looked at."""
        return sum(column.profile.sampled for column in self._columns.values())

    @property
    def rows_sampled(self) -> int:
        """How many records had a cell that was looked at."""
        return self.rows if self._sample is None else len(self._sampled_rows)

    def _look(self, column: _Column) -> None:
        cells = column.reservoir.take()
        if not cells:
            return
        profile = column.profile
        profile.is_number = bool(column.kinds) and column.kinds <= _NUMBERS
        profile.is_prose = profile.field is None or ColumnKind.PROSE in column.kinds
        rows = self._by_text(cells)
        texts = sorted(rows)
        wanted = self._wanted(profile, texts)
        if wanted != frozenset():
            rows = self._within_budget(rows)
            texts = sorted(rows)
        nothing: list[tuple[Detection, ...]] = [()] * len(texts)
        found = nothing if wanted == frozenset() else self._judges.detector.detect(texts, self._faults, wanted=wanted)
        for text, detections in zip(texts, found, strict=True):
            self._judges.profiler.add(profile, text, rows[text], detections)

    def _by_text(self, cells: Sequence[Cell]) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = defaultdict(list)
        for cell in cells:
            if len(cell.text) > MAX_CELL_CHARS:
                self.first_truncated_row = min(cell.row, self.first_truncated_row or cell.row)
            rows[cell.text[:MAX_CELL_CHARS]].append(cell.row)
            if self._sample is not None:
                self._sampled_rows.add(cell.row)
        return rows

    def _within_budget(self, rows: dict[str, list[int]]) -> dict[str, list[int]]:
        """The values cut so far that the column fits the budget; none where too little of each would be left."""
        if self.budget is None:
            return rows
        limit = level(map(len, rows), min(self.budget.column, self.budget.file - self._spent))
        cut: dict[str, list[int]] = defaultdict(list)
        for text, places in rows.items():
            if len(text) > limit:
                if limit < LEAST_CHARS:
                    self.columns_left_out += 1
                    return {}
                self._cut(min(places))
            cut[text[:limit]] += places
        self._spent += sum(map(len, cut))
        return cut

    def _wanted(self, profile: Profile, texts: Sequence[str]) -> frozenset[str] | None:
        """The entity types that can be reported of a column, so that the others need not be looked for."""
        if profile.is_prose or any(Profiler.is_prose(text) for text in texts):
            return None
        return frozenset(
            entity
            for entity, rule in self._judges.rules.entities.items()
            if self._judges.profiler.is_allowed(profile, entity)
            and not (profile.is_number and rule.strength in {Strength.NAME, Strength.PLACE})
        )
