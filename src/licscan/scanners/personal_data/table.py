"""One data file: its columns, sampled while it is read once from front to back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from licscan.inputs.readers.interface import Batch, ColumnKind
from licscan.scanners.personal_data.chunks import MAX_CELL_CHARS
from licscan.scanners.personal_data.columns import Judgement, judge
from licscan.scanners.personal_data.detect import Detector
from licscan.scanners.personal_data.faults import Faults
from licscan.scanners.personal_data.headers import Headers
from licscan.scanners.personal_data.pairs import complete
from licscan.scanners.personal_data.profile import Profile, Profiler
from licscan.scanners.personal_data.rules import RecognizerRules, Strength
from licscan.scanners.personal_data.sampling import Cell, Reservoir, stream

if TYPE_CHECKING:
    from licscan.scanners.personal_data.detection import Detection

_NUMBERS = frozenset({ColumnKind.INTEGER, ColumnKind.DECIMAL, ColumnKind.BOOLEAN})
# With every cell asked for, this much is kept before it is looked at and forgotten.
_FLUSH_CELLS = 50_000
_FLUSH_CHARS = 20_000_000
# Beyond this a table is a matrix of features, or hostile; the rest is a Gap.
MAX_COLUMNS = 5_000


@dataclass(frozen=True, slots=True)
class Judges:
    """Everything that looks at values, built once a run."""

    rules: RecognizerRules
    detector: Detector
    headers: Headers
    profiler: Profiler


@dataclass(slots=True)
class _Column:
    reservoir: Reservoir
    profile: Profile
    kinds: set[ColumnKind] = field(default_factory=set)


class Table:
    """The columns of one file. Columns are told apart by name and, where a name repeats, by order."""

    def __init__(self, path: str, judges: Judges, faults: Faults, *, sample: int | None, seed: int) -> None:
        self._path = path
        self._judges = judges
        self._faults = faults
        self._sample = sample
        self._seed = seed
        self._columns: dict[tuple[str | None, int], _Column] = {}
        self._sampled_rows: set[int] = set()
        self.rows = 0
        self.has_more_columns = False
        self.first_truncated_row: int | None = None

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
        for each in complete(profiles, judged):
            yield profiles[each.column], columns[each.column].reservoir.total, each

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
