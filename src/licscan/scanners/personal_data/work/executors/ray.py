"""Units worked on by the machines of a Ray cluster, or of one that lives as long as the run.

Ray Data hands the units out: it keeps a pool of actors, each with the engine loaded, starts a dead actor anew
wherever there is room and does again what it had in hand. What Ray Data does not do, is done here and beside:

* A machine with another version, without the model or without the files takes no part: its workers say so instead of
  answering, it is left out and the units go to the others (here).
* A unit of which two workers died is given up instead of tried for ever (`ray_station.Ledger`).
* No exception leaves a worker, no value of a data file enters Ray (`ray_station.Sealed`).
* With no machine left Ray Data would wait for ever; a run ends (here).
"""

import logging
import os
import pickle
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from importlib.util import find_spec

from licscan.model.finding import GapReason
from licscan.scanners.personal_data.engine.presidio import Missing
from licscan.scanners.personal_data.work.executors.interface import Lost, Outcome, Tell, Work
from licscan.scanners.personal_data.work.executors.ray_pool import Ended, Pool, Quiet, begin, machines
from licscan.scanners.personal_data.work.executors.ray_session import Ray, session
from licscan.scanners.personal_data.work.executors.ray_station import OutcomeRow, UnitRow, digest_of, size_of
from licscan.scanners.personal_data.work.units import Unit

_log = logging.getLogger(__name__)

MISSING = Missing(
    GapReason.MISSING_EXTRA,
    "personal data was not looked for: ray is not installed",
    'pip install "licscan[pii,ray]"',
)
# Moments of half a second without an answer and without a machine; a cluster that replaces one takes a minute.
_PATIENCE = 240
# Rounds that may fail to bring anything.
_FRUITLESS = 2
_NEWS_EVERY = 16
_NO_MACHINE = "no machine of the cluster could look at it"


@dataclass(slots=True)
class _State:
    """What is still to do, and which machines take no part and why."""

    pending: dict[int, Unit]
    unfit: dict[str, str] = field(default_factory=dict)
    fault: str = ""

    def mark(self) -> tuple[int, int]:
        """Changes with everything that a round brings."""
        return len(self.pending), len(self.unfit)

    def because(self) -> str:
        """Why units are left."""
        reasons = sorted({*self.unfit.values(), *([f"Ray failed with {self.fault}"] if self.fault else [])})
        return f"{_NO_MACHINE}: {'; '.join(reasons)}" if reasons else _NO_MACHINE


@dataclass(slots=True)
class RayExecutor:
    """An executor on Ray. `address` is `auto` or HOST:PORT, None for a cluster on this machine that the run starts and
    ends. `jobs` bounds the workers; 0: one a processor.

    Connecting raises UsageError where there is no cluster at the address.
    """

    address: str | None = None
    jobs: int = 0
    _undo: ExitStack = field(default_factory=ExitStack)
    _ray: Ray | None = None

    @property
    def slots(self) -> int:
        """How many units can be worked on at the same time; connects where a cluster was named."""
        if self.address is None or find_spec("ray") is None:
            return self.jobs or _cores()
        return max(1, min(self._most, sum(machines(self._connected(), without=()).values())))

    @property
    def _most(self) -> int:
        return self.jobs or 1_000_000

    def close(self) -> None:
        """Disconnect; `run` does so in the end."""
        self._ray = None
        self._undo.close()

    def run(self, units: Sequence[Unit], work: Work, tell: Tell) -> Iterator[tuple[Unit, Outcome]]:
        """Work on all units; `tell` is called in the caller's thread only."""
        if find_spec("ray") is None:
            yield from ((unit, MISSING) for unit in units)
            return
        state = _State({unit.index: unit for unit in units})
        try:
            pool = begin(self._connected(), pickle.dumps(work), digest_of(work), self._most)
            yield from _rounds(pool, state, tell)
        finally:
            self.close()
        for unit in state.pending.values():
            yield unit, Lost(state.because())

    def _connected(self) -> Ray:
        if self._ray is None:
            self._ray = self._undo.enter_context(session(self.address, self.jobs or _cores()))
        return self._ray


def _rounds(pool: Pool, state: _State, tell: Tell) -> Iterator[tuple[Unit, Outcome]]:
    """Rounds over what is left, until nothing is or no machine is."""
    fruitless = 0
    while state.pending and fruitless < _FRUITLESS and machines(pool.ray, without=state.unfit):
        before = state.mark()
        yield from _round(pool, state, tell)
        fruitless += state.mark() == before
    tell(pool.news())


def _round(pool: Pool, state: _State, tell: Tell) -> Iterator[tuple[Unit, Outcome]]:
    rows = [_row(unit) for unit in state.pending.values()]
    patience = _PATIENCE
    count = 0
    with closing(pool.answers(rows, without=tuple(state.unfit))) as answers:
        for answer in answers:
            count += 1
            if isinstance(answer, Ended):
                state.fault = answer.fault
            elif isinstance(answer, Quiet):
                tell(pool.news())
                patience = _PATIENCE if machines(pool.ray, without=state.unfit) else patience - 1
                if not patience:
                    return
            else:
                if count % _NEWS_EVERY == 0:
                    tell(pool.news())
                yield from _taken(pool.ray, state, answer)


def _taken(ray: Ray, state: _State, answer: OutcomeRow) -> Iterator[tuple[Unit, Outcome]]:
    """An answer's unit with its outcome, or nothing where the machine takes no part: its units stay."""
    if answer["unfit"]:
        if answer["node"] not in state.unfit:
            state.unfit[answer["node"]] = answer["unfit"]
            _log.warning("machine %s takes no part in the run: %s", _shown(ray, answer["node"]), answer["unfit"])
        return
    unit = state.pending.pop(answer["index"], None)
    if unit is not None:
        yield unit, pickle.loads(answer["outcome"])  # noqa: S301 - from a worker that this process started


def _shown(ray: Ray, node: str) -> object:
    found: Iterator[Mapping[str, object]] = (each for each in ray.nodes() if each["NodeID"] == node)
    return next(found, {}).get("NodeManagerAddress", node)


def _row(unit: Unit) -> UnitRow:
    return UnitRow(index=unit.index, unit=pickle.dumps(unit), size=size_of(unit.source))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
