"""What runs on the machines of a Ray cluster. Ray is sent these classes themselves, not their place in licscan:

a machine without licscan, or with another version, can so say that it takes no part. For that reason nothing of
licscan is imported at the top of this file.

Into Ray's object store, which spills to disk, and into its logs go units, counts and names of exception classes: no
value out of a data file.
"""

import pickle
from collections import defaultdict
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TypedDict, cast

if TYPE_CHECKING:
    from licscan.inputs.sources import Source
    from licscan.scanners.personal_data.work.executors.interface import Outcome, Tell, Work, Worker
    from licscan.scanners.personal_data.work.executors.ray_session import Ray
    from licscan.scanners.personal_data.work.units import Unit

# A unit in the middle of which so many workers died is not tried again.
DEATHS = 2
# Thousandths of a unit that are worth a message.
_WORTH_TELLING = 50
# Libraries of another version may find something else.
_STANDS_ON = ("presidio-analyzer", "spacy", "thinc", "google-re2", "phonenumbers", "tldextract", "pyarrow")
_OTHER = "licscan, its rules, its model or its libraries are missing or differ there"


class UnitRow(TypedDict):
    """A unit as a row of a Ray Data set: `unit` is pickled, `size` what the file had on the machine that asks."""

    index: int
    unit: bytes
    size: int


class OutcomeRow(TypedDict):
    """What became of a unit: the pickled outcome, or `unfit`, why the machine `node` takes no part in the run."""

    index: int
    node: str
    outcome: bytes
    unfit: str


class Ledger:
    """Who has begun what, on the machine that asks: outlives every worker, so that a deadly unit is noticed."""

    def __init__(self) -> None:
        self._open: dict[int, int] = defaultdict(int)
        self._now: dict[int, int] = {}
        self._most: dict[int, int] = defaultdict(int)
        self._untold = 0

    def begin(self, index: int) -> int:
        """Note that a worker starts with a unit; how many died of it so far."""
        self._now[index] = 0
        self._open[index] += 1
        return self._open[index] - 1

    def end(self, index: int) -> None:
        """Note that a worker has survived a unit."""
        self._open[index] -= 1

    def advance(self, index: int, thousandths: int) -> None:
        """Note how far a unit is; what is done again counts once."""
        self._now[index] = min(1_000, self._now.get(index, 0) + thousandths)
        self._untold += max(0, self._now[index] - self._most[index])
        self._most[index] = max(self._now[index], self._most[index])

    def news(self) -> int:
        """The thousandths of units that were done since this was asked last."""
        untold, self._untold = self._untold, 0
        return untold


class Bookkeeper(Protocol):
    """The ledger, from where the worker is."""

    def begin(self, index: int) -> int:
        """See Ledger.begin."""
        ...

    def end(self, index: int) -> None:
        """See Ledger.end."""
        ...

    def advance(self, index: int, thousandths: int) -> None:
        """See Ledger.advance; does not wait."""
        ...


class Sealed:
    """A context that no exception leaves: its message may quote a cell, and Ray would log and store it.

    Of the exception stays the name of its class, which becomes the outcome of the unit. An interrupt passes.
    """

    def __init__(self) -> None:
        self.fault = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> bool:
        if kind is None or not issubclass(kind, Exception):
            return False
        self.fault = kind.__name__
        return True


class Station:
    """One worker of the cluster: keeps the engine loaded and answers for one unit after the other.

    `work` is pickled, `digest` its digest on the machine that asks, `node` the machine that this one is.
    """

    def __init__(self, work: bytes, digest: str, node: str, ledger: Bookkeeper) -> None:
        self._node = node
        self._ledger = ledger
        self._worker: Worker | None = None
        self._unfit = _OTHER
        with Sealed():
            self._begin(pickle.loads(work), digest)  # noqa: S301 - from the process that started this one

    def _begin(self, work: "Work", digest: str) -> None:
        from licscan.scanners.personal_data.engine.presidio import Missing

        if digest_of(work) != digest:
            return
        worker = work.begin()
        if isinstance(worker, Missing):
            self._unfit = worker.detail
        else:
            self._worker = worker

    def answer(self, row: UnitRow) -> OutcomeRow:
        """What becomes of a unit here."""
        index = row["index"]
        if self._worker is None:
            return OutcomeRow(index=index, node=self._node, outcome=b"", unfit=self._unfit)
        unit: Unit = pickle.loads(row["unit"])  # noqa: S301 - from the process that started this one
        if size_of(unit.source) != row["size"]:
            return OutcomeRow(index=index, node=self._node, outcome=b"", unfit="the data files are not there")
        outcome = self._outcome(unit, self._worker)
        return OutcomeRow(index=index, node=self._node, outcome=pickle.dumps(outcome), unfit="")

    def _outcome(self, unit: "Unit", worker: "Worker") -> "Outcome":
        from licscan.scanners.personal_data.work.executors.interface import Lost

        deaths = self._ledger.begin(unit.index)
        if deaths >= DEATHS:
            return Lost(f"{deaths} workers of the cluster died while they looked at it")
        outcome: Outcome
        with Sealed() as sealed:
            outcome = worker.look(unit, self._teller(unit.index))
        if sealed.fault:
            outcome = Lost(f"a worker of the cluster failed with {sealed.fault}")
        self._ledger.end(unit.index)
        return outcome

    def _teller(self, index: int) -> "Tell":
        """Passes progress on in few messages."""
        kept = 0

        def tell(thousandths: int) -> None:
            nonlocal kept
            kept += thousandths
            if kept >= _WORTH_TELLING:
                self._ledger.advance(index, kept)
                kept = 0

        return tell


def digest_of(work: "Work") -> str:
    """The work's digest with the versions of what it stands on, as they are on this machine."""
    from importlib.metadata import PackageNotFoundError, version

    versions = []
    for name in _STANDS_ON:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            versions.append(f"{name} missing")
    return f"{work.digest()}, {', '.join(versions)}"


def size_of(source: "Source") -> int:
    """The bytes of the file on disk that a source comes from, archives included; -1 where there is none."""
    try:
        while source.path is None:
            around = getattr(source, "inner", None)
            if around is None:
                return -1
            source = around
        return source.path.stat().st_size
    except OSError:
        return -1


class _RemoteMethod(Protocol):
    def remote(self, *given: object) -> object: ...


class LedgerHandle(Protocol):
    """The ledger as an actor."""

    begin: _RemoteMethod
    end: _RemoteMethod
    advance: _RemoteMethod
    news: _RemoteMethod


def _ray() -> "Ray":
    from importlib import import_module

    return cast("Ray", import_module("ray"))


class _FarLedger:
    """Calls the ledger on the machine that asks."""

    def __init__(self, ledger: LedgerHandle) -> None:
        self._get = _ray().get
        self._ledger = ledger

    def begin(self, index: int) -> int:
        return int(str(self._get(self._ledger.begin.remote(index))))

    def end(self, index: int) -> None:
        self._get(self._ledger.end.remote(index))

    def advance(self, index: int, thousandths: int) -> None:
        self._ledger.advance.remote(index, thousandths)


class Looker:
    """A station as Ray Data calls it: made once in every actor, then called row by row."""

    def __init__(self, work: bytes, digest: str, ledger: LedgerHandle) -> None:
        self._station = Station(work, digest, _ray().get_runtime_context().get_node_id(), _FarLedger(ledger))

    def __call__(self, row: UnitRow) -> OutcomeRow:
        """What becomes of the unit in a row."""
        return self._station.answer(row)
