"""Every hit of every value that was looked at, a line of JSON each: places, never values (`pii --locations`)."""

import heapq
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import IO, Self

from licscan.scanners.personal_data.columns.column import Judgement
from licscan.scanners.personal_data.columns.counts import Counts
from licscan.scanners.personal_data.columns.places import FORM, Place, Spool, remove, sequences
from licscan.scanners.personal_data.columns.profile import Tally
from licscan.scanners.personal_data.columns.verdict import judged
from licscan.scanners.personal_data.rules import RecognizerRules, Strength
from licscan.scanners.personal_data.work.units import Unit

Write = Callable[[bytes], object]
_Named = Mapping[tuple[int, str], str]


class Locations:
    """The hits of a run, from its workers to the lines; a context, since it keeps them in a folder meanwhile.

    `is_shared` says that the workers see the same folder; others send their hits with their counts.
    """

    def __init__(self, write: Write, rules: RecognizerRules, *, is_shared: bool) -> None:
        self._write = write
        self._rules = rules
        self._folder = tempfile.TemporaryDirectory(prefix="licscan-")
        self._kept = Spool(Path(self._folder.name))
        self.spool = self._kept if is_shared else Spool()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._folder.cleanup()

    def keep(self, unit: Unit, counts: Counts) -> Counts:
        """The counts without the hits that came with them, which go to the folder."""
        if not counts.places:
            return counts
        with self._kept.open(unit.index) as stream:
            stream.write(counts.places)
        return replace(counts, places=b"")

    def tell(self, path: str, units: Mapping[int, Counts], whole: Counts) -> None:
        """Write the lines of one file, by row and column; `units` are the counts by `Unit.index`, `whole` their sum."""
        named = _named(whole, path, self._rules)
        told = {entity for entity, rule in self._rules.entities.items() if rule.strength is not Strength.NEVER}
        with ExitStack() as streams:
            for (row, column), places in groupby(
                self._merged(units, whole, streams), lambda each: (each.row, each.column)
            ):
                where = _Where(path, row, whole.columns[column].profile.field)
                for line in sorted(set(_lines(where, places, named, told))):
                    self._write(line.as_json())
        for index in units:
            remove(self._kept.path(index))

    def _merged(self, units: Mapping[int, Counts], whole: Counts, streams: ExitStack) -> Iterator[Place]:
        """The hits of all units in order, with columns as the whole file counts them."""
        number = {column.key: place for place, column in enumerate(whole.columns)}
        chains: list[Iterator[Place]] = []
        for index, counts in sorted(units.items()):
            path = self._kept.path(index)
            if path is None or not path.is_file():
                continue
            stream: IO[bytes] = streams.enter_context(path.open("rb"))
            columns = [number[column.key] for column in counts.columns]
            chains += [_renumbered(chain, columns) for chain in sequences(stream)]
        return heapq.merge(*chains)


def _renumbered(chain: Iterator[Place], columns: Sequence[int]) -> Iterator[Place]:
    return (each._replace(column=columns[each.column]) for each in chain)


@dataclass(frozen=True, slots=True)
class _Where:
    path: str
    row: int
    column: str | None


@dataclass(frozen=True, slots=True, order=True)
class _Line:
    start: int
    end: int
    entity: str
    recognizer: str
    score_permille: int
    is_reported: bool
    path: str
    row: int
    column: str | None

    def as_json(self) -> bytes:
        """The line; keys in a fixed order, characters beyond ASCII escaped, since a name of a column can hold any."""
        told = {
            "path": self.path,
            "row": self.row,
            "column": self.column,
            "start": self.start,
            "end": self.end,
            "entity": self.entity,
            "score": self.score_permille / 1000,
            "recognizer": self.recognizer,
            "reported": self.is_reported,
        }
        return json.dumps(told).encode("ascii") + b"\n"


def _lines(where: _Where, places: Iterator[Place], named: _Named, told: set[str]) -> Iterator[_Line]:
    """The lines of one cell; a form that became nothing, and a type that is never reported, give none."""
    for each in places:
        entity = named.get((each.column, each.entity))
        if entity is None and each.entity not in told:
            continue
        yield _Line(
            each.start,
            each.end,
            entity or each.entity,
            each.recognizer,
            each.score_permille,
            entity is not None,
            where.path,
            where.row,
            where.column,
        )


def _named(counts: Counts, path: str, rules: RecognizerRules) -> dict[tuple[int, str], str]:
    """What each column was reported to hold, by what was counted in it: an entity type, or a form (pairs.py)."""
    found = [(profile, judgement) for profile, _, judgement in judged(counts, path, rules)]
    named = {
        (judgement.column, judgement.entity): judgement.entity
        for profile, judgement in found
        if _is_of(judgement, profile.tallies.get(judgement.entity))
    }
    for profile, judgement in found:
        forms = ((FORM + form, tally) for form, tally in profile.forms.items())
        for kind, tally in (*forms, *profile.tallies.items()):
            if (judgement.column, judgement.entity) not in named and _is_of(judgement, tally):
                named.setdefault((judgement.column, kind), judgement.entity)
    return named


def _is_of(judgement: Judgement, tally: Tally | None) -> bool:
    """Whether a judgement took over these counts: its own, or those of a form or of another type."""
    return tally is not None and (judgement.hits, judgement.evidence) == (tally.cells, tuple(tally.evidence))
