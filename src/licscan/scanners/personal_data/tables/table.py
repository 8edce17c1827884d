"""One data file, or a part of one: its columns, sampled while it is read once from front to back."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from licscan.inputs.readers.interface import Batch, Column
from licscan.scanners.personal_data.columns.column import Judgement
from licscan.scanners.personal_data.columns.counts import ColumnCounts, Counts, Left
from licscan.scanners.personal_data.columns.field_names import parts, shown
from licscan.scanners.personal_data.columns.places import Places
from licscan.scanners.personal_data.columns.profile import Profile
from licscan.scanners.personal_data.columns.verdict import judged
from licscan.scanners.personal_data.engine.chunks import MAX_CELL_CHARS
from licscan.scanners.personal_data.engine.faults import Faults
from licscan.scanners.personal_data.tables.budget import Budget, budget_for, level
from licscan.scanners.personal_data.tables.looking import ColumnState, Judges, Looker, Share
from licscan.scanners.personal_data.tables.sampling import Everything, Kept, Sample, key_of
from licscan.scanners.personal_data.tables.segments import SEGMENT_CELLS, SEGMENT_CHARS, segments
from licscan.scanners.personal_data.tables.state import StaleError, State

__all__ = ["MAX_COLUMNS", "Judges", "Table"]

# Beyond this a table is a matrix of features, or hostile; the rest is a Gap.
MAX_COLUMNS = 5_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Which rows and values a table is about; `salt` is what names are hashed with before they leave the process.

    `places` gathers every hit, where they are asked for.
    """

    share: Share = field(default_factory=Share)
    first_row: int = 1
    salt: bytes = b""
    places: Places | None = None


_WHOLE = Piece()


class Table:
    """The columns of one file. Columns are told apart by name and, where a name repeats, by order.

    With every value asked for, the table is read in segments; after some of them `counted` is called: nothing is kept
    then, and `state` holds all that was counted. A table that gets such a state goes on where it stood, provided that
    it absorbs the same batches again, from the first one on.
    """

    def __init__(
        self,
        path: str,
        judges: Judges,
        faults: Faults,
        *,
        sample: int | None,
        seed: int,
        budget: Budget | None = None,
        piece: Piece = _WHOLE,
    ) -> None:
        self._path = path
        self._judges = judges
        self._faults = faults
        self._sample = sample
        self._seed = seed
        self._piece = piece
        self._languages = judges.languages.of_file(path)
        self.counted: Callable[[State], None] | None = None
        self.budget = budget or budget_for(sample)
        self._looker = Looker(judges, faults, self.budget, piece.share)
        self._columns: dict[tuple[str | None, int], ColumnState] = {}
        self._segments = 0
        self._stood: State | None = None
        self._left = Left()
        self.rows = 0

    def resume(self, state: State) -> None:
        """Go on from a state, before the first batch; `absorb` raises StaleError where it does not fit the batches."""
        self._stood = state

    def absorb(self, batch: Batch) -> None:
        """Take a batch in; with every cell asked for, memory stays bounded all the same."""
        if self._sample is not None:
            self._offer(batch)
            self._relieve()
            return
        for segment in segments(batch):
            self._segments += 1
            if self._stood is not None:
                self._pass_over(segment, self._stood)
                continue
            self._offer(segment)
            if self._is_full():
                self._looker.look(self._columns.values())
                if self.counted is not None:
                    self.counted(self.state())

    def _is_full(self) -> bool:
        kept = [column.kept for column in self._columns.values()]
        # Half of one: a batch is cut into segments that are all about as large, and smaller than a full one.
        if sum(one.kept_cells for one in kept) >= SEGMENT_CELLS // 2:
            return True
        return sum(one.kept_chars for one in kept) >= SEGMENT_CHARS // 2

    def _pass_over(self, segment: Batch, stood: State) -> None:
        """Meet the columns of a segment that was counted before."""
        for _ in self._met(segment):
            pass
        if self._segments < stood.segments:
            return
        stood.restore(list(self._columns.values()), self._faults)
        self._left, self.rows = stood.left, stood.rows
        self._stood = None

    def state(self) -> State:
        """What was counted so far; complete only when `counted` is called."""
        return State.of(self._segments, self.rows, self.left, list(self._columns.values()), self._faults)

    def _offer(self, batch: Batch) -> None:
        for column, given in self._met(batch):
            if any(cell is not None for cell in given.cells):
                column.kinds.add(given.kind)
            column.kept.offer(batch.first_row, given.cells)
            self.rows = max(self.rows, batch.first_row + len(given.cells) - 1)

    def _met(self, batch: Batch) -> Iterator[tuple[ColumnState, Column]]:
        """The columns of a batch that count; those beyond the cap are told of."""
        times: dict[str | None, int] = defaultdict(int)
        for given in batch.columns:
            key = (given.name, times[given.name])
            times[given.name] += 1
            column = self._columns.get(key)
            if column is None:
                if len(self._columns) >= MAX_COLUMNS:
                    self._left += Left(has_more_columns=True)
                    continue
                column = self._begin(key)
            yield column, given

    def _relieve(self) -> None:
        """Keep what the columns hold together within bounds, however many and long they are."""
        kept = [column.kept for column in self._columns.values()]
        if self.budget is not None and sum(one.kept_chars for one in kept) > self.budget.kept:
            limit = level((length for one in kept for length in one.lengths()), self.budget.kept // 2)
            for one in kept:
                self._left += Left(first_cut_row=one.clip(limit))

    def _begin(self, key: tuple[str | None, int]) -> ColumnState:
        name, time = key
        label = f"{'' if name is None else name}\0{time}\0{name is None}"
        chance = key_of(self._seed, self._path, label)
        longest = MAX_CELL_CHARS + 1
        kept: Kept = Everything(longest) if self._sample is None else Sample(self._sample, chance, longest)
        headers = self._judges.headers
        profile = Profile(self._path, name, headers.hints(name), headers.contrary(name))
        digest = hashlib.blake2b(label.encode("utf-8", "surrogatepass"), key=self._piece.salt, digest_size=16).digest()
        if self._piece.places is not None:
            profile.witness = self._piece.places.witness(len(self._columns))
        column = ColumnState(digest, kept, profile, self._languages.of(name))
        self._columns[key] = column
        return column

    def counts(self) -> Counts:
        """Look at what is left and give all counts; the names of columns are those that may be shown."""
        if self._stood is not None:
            raise StaleError
        columns = list(self._columns.values())
        self._looker.look(columns)
        names = [name for name, _ in self._columns if name is not None]
        every = {part for name in names for part in parts(name)}
        personal = self._judges.field_names.personal(names, self._faults)
        is_first = self._piece.share.number == 0
        return Counts(
            columns=tuple(
                _counted(column, place, personal, is_first=is_first) for place, column in enumerate(columns, 1)
            ),
            rows=self.rows_seen if is_first else 0,
            rows_sampled=self.rows_sampled if is_first else 0,
            names=(len(personal), len(every)),
            left=self.left if is_first else Left(),
            timeouts=self._faults.timeouts,
            failures=tuple(sorted(self._faults.failures.items())),
        )

    def finish(self) -> Iterator[tuple[Profile, int, Judgement]]:
        """Judge every column: its profile, its number of values in all, and what it holds."""
        return judged(self.counts(), self._path, self._judges.rules)

    @property
    def left(self) -> Left:
        """What was not looked at."""
        return self._left + self._looker.left

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
        return self.rows_seen if self._sample is None else len(self._looker.sampled_rows)

    @property
    def rows_seen(self) -> int:
        """How many records were read."""
        return max(0, self.rows - self._piece.first_row + 1)


def _counted(column: ColumnState, place: int, personal: frozenset[str], *, is_first: bool) -> ColumnCounts:
    name = column.profile.field
    label = shown(name, place, personal)
    profile = replace(column.profile, field=label, witness=None)
    return ColumnCounts(column.key, column.kept.total if is_first else 0, profile, column.shape, label != name)
