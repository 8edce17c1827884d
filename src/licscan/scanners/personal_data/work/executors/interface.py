"""What an executor is: units in, counts out, in any order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from licscan.scanners.personal_data.columns.counts import Counts
from licscan.scanners.personal_data.engine.presidio import Missing
from licscan.scanners.personal_data.work.units import Unit


@dataclass(frozen=True, slots=True)
class Lost:
    """A unit that could not be worked on, however often it was tried; `because` is our own sentence for the gap."""

    because: str


# What becomes of a unit. Missing: there is no engine where the unit was to be worked on.
Outcome = Counts | Missing | Lost

# Hears how far the work is, in thousandths of a unit. The thousandths of one unit add up to at most 1,000.
Tell = Callable[[int], None]


class Worker(Protocol):
    """Has loaded what looking at values takes (an engine, the rules) and works on one unit after the other."""

    def look(self, unit: Unit, tell: Tell) -> Counts:
        """Everything that counts of a unit. Depends on the unit and the work alone; raises nothing for bad input."""
        ...


class Work(Protocol):
    """What is to be done with every unit of a run. It can be pickled and is small; it holds no value out of a file."""

    def begin(self) -> Worker | Missing:
        """Load the engine, which takes two seconds and 200 MB: once in every process."""
        ...

    def digest(self) -> str:
        """Tells version, rules, model and options apart: where it differs, so may the counts."""
        ...


class Executor(Protocol):
    """Does the work on units somewhere.

    Every unit comes out once, in any order; the caller merges by `Unit.index`, so that neither order nor number of
    workers shows in the result. A value of a data file stays inside the worker: out come counts, rows and offsets.
    A worker that dies in the middle of a unit is replaced and the unit done again; if it dies of the same unit twice,
    the unit is Lost and the others go on. However `run` ends (an exception in the caller included: the iterator is
    closed), it leaves no process behind.
    """

    @property
    def slots(self) -> int:
        """How many units can be worked on at the same time."""
        ...

    def run(self, units: Sequence[Unit], work: Work, tell: Tell) -> Iterator[tuple[Unit, Outcome]]:
        """Work on all units; `tell` is called in the caller's thread only."""
        ...
