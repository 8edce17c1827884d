"""From the kept cells of columns to counts: each distinct value once, all columns in as few batches as possible."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from licscan.inputs.readers.interface import ColumnKind
from licscan.scanners.languages import ENGLISH, Languages
from licscan.scanners.personal_data.columns.counts import Left
from licscan.scanners.personal_data.columns.field_names import FieldNames
from licscan.scanners.personal_data.columns.headers import Headers
from licscan.scanners.personal_data.columns.profile import Profile, Profiler
from licscan.scanners.personal_data.columns.shape import Shape, shape_of
from licscan.scanners.personal_data.engine.chunks import MAX_CELL_CHARS
from licscan.scanners.personal_data.engine.detect import Detector
from licscan.scanners.personal_data.engine.faults import Faults
from licscan.scanners.personal_data.rules import RecognizerRules, Strength
from licscan.scanners.personal_data.tables.budget import LEAST_CHARS, Budget, level
from licscan.scanners.personal_data.tables.known import Known, Wanted
from licscan.scanners.personal_data.tables.sampling import Cell, Kept

_NUMBERS = frozenset({ColumnKind.INTEGER, ColumnKind.DECIMAL, ColumnKind.BOOLEAN})
_NOTHING: frozenset[str] = frozenset()
_Rows = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Judges:
    """Everything that looks at values, built once a run.

    `detector` reads the main language of `languages`, `others` the further ones by their codes.
    """

    rules: RecognizerRules
    detector: Detector
    headers: Headers
    profiler: Profiler
    field_names: FieldNames
    languages: Languages = field(default_factory=Languages)
    others: Mapping[str, Detector] = field(default_factory=dict)

    def detector_of(self, language: str) -> Detector:
        """Who reads a language."""
        return self.detector if language == self.languages.main else self.others[language]


@dataclass(frozen=True, slots=True)
class Share:
    """The distinct values that this process looks at: those whose checksum leaves `number` when divided by `of`."""

    number: int = 0
    of: int = 1

    def takes(self, text: str) -> bool:
        """Whether a value is in the share; equal values always are in the same."""
        return self.of == 1 or zlib.crc32(text.encode("utf-8", "surrogatepass")) % self.of == self.number


@dataclass(slots=True)
class ColumnState:
    """One column while it is read; `key` tells it apart without its name."""

    key: bytes
    kept: Kept
    profile: Profile
    language: str = ENGLISH
    shape: Shape = field(default_factory=Shape)
    kinds: set[ColumnKind] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Open:
    """The distinct values of a column that are still to be looked at, and the rows they stand in."""

    column: ColumnState
    rows: _Rows
    wanted: Wanted


class Looker:
    """Looks at what columns kept and counts what it sees; the budget, where there is one, is that of one file."""

    def __init__(self, judges: Judges, faults: Faults, budget: Budget | None, share: Share) -> None:
        self._judges = judges
        self._faults = faults
        self._budget = budget
        self._share = share
        self._known: dict[str, Known] = {}
        self._wanted: dict[tuple[bool, frozenset[str]], frozenset[str]] = {}
        self._spent = 0
        self.left = Left()
        self.sampled_rows: set[int] = set()

    def look(self, columns: Iterable[ColumnState]) -> None:
        """Count what the columns kept; they keep nothing afterwards."""
        groups: dict[tuple[str, Wanted], list[_Open]] = defaultdict(list)
        for column in columns:
            cells = column.kept.take()
            if cells:
                one = self._open(column, cells)
                groups[column.language, one.wanted].append(one)
        for (language, wanted), group in groups.items():
            texts = (text for one in group for text in one.rows)
            found = {} if wanted == _NOTHING else self._known_in(language).detect(texts, self._faults, wanted)
            for one in group:
                for text in sorted(one.rows):
                    self._judges.profiler.add(one.column.profile, text, one.rows[text], found.get(text, ()))

    def _known_in(self, language: str) -> Known:
        if language not in self._known:
            self._known[language] = Known(self._judges.detector_of(language))
        return self._known[language]

    def _open(self, column: ColumnState, cells: Sequence[Cell]) -> _Open:
        profile = column.profile
        profile.is_number = bool(column.kinds) and column.kinds <= _NUMBERS
        profile.is_prose = profile.field is None or ColumnKind.PROSE in column.kinds
        rows = self._by_text(cells)
        wanted = self._wanted_of(profile, rows)
        if wanted != _NOTHING:
            rows = self._within_budget(rows)
        mine = {text: places for text, places in rows.items() if self._share.takes(text)}
        column.shape += shape_of(
            ((text, len(places)) for text, places in mine.items()), is_distinct=self._budget is not None
        )
        return _Open(column, mine, wanted)

    def _by_text(self, cells: Sequence[Cell]) -> _Rows:
        rows: _Rows = defaultdict(list)
        for cell in cells:
            text = cell.text
            if len(text) > MAX_CELL_CHARS:
                self.left += Left(first_truncated_row=cell.row)
                text = text[:MAX_CELL_CHARS]
            rows[text].append(cell.row)
        if self._budget is not None:
            self.sampled_rows.update(cell.row for cell in cells)
        return rows

    def _within_budget(self, rows: _Rows) -> _Rows:
        """The values cut so far that the column fits the budget; none where too little of each would be left."""
        if self._budget is None:
            return rows
        limit = level(map(len, rows), min(self._budget.column, self._budget.file - self._spent))
        cut: _Rows = defaultdict(list)
        for text, places in rows.items():
            if len(text) > limit:
                if limit < LEAST_CHARS:
                    self.left += Left(columns_left_out=1)
                    return {}
                self.left += Left(first_cut_row=min(places))
            cut[text[:limit]] += places
        self._spent += sum(map(len, cut))
        return cut

    def _wanted_of(self, profile: Profile, texts: Iterable[str]) -> Wanted:
        """The entity types that can be reported of a column, so that the others need not be looked for."""
        if profile.is_prose or any(map(Profiler.is_prose, texts)):
            return None
        key = profile.is_number, frozenset(profile.hints)
        if key not in self._wanted:
            self._wanted[key] = frozenset(
                entity
                for entity, rule in self._judges.rules.entities.items()
                if self._judges.profiler.is_allowed(profile, entity)
                and not (profile.is_number and rule.strength in {Strength.NAME, Strength.PLACE})
            )
        return self._wanted[key]
