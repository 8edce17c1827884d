"""A pool of workers that Ray Data keeps: rows of units in, rows of outcomes out, as they come."""

import queue
import threading
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from licscan.scanners.personal_data.work.executors import ray_station
from licscan.scanners.personal_data.work.executors.ray_session import Ray
from licscan.scanners.personal_data.work.executors.ray_station import LedgerHandle, Looker, OutcomeRow, Sealed, UnitRow

# A block is what Ray Data hands to an actor at a time. So many blocks an actor level the load out, and so many in all
# cost the asking process a second.
_BLOCKS_AN_ACTOR = 64
_BLOCKS = 1_000
# Answers that wait for whoever asked.
_WAITING = 256
_TICK_S = 0.5
_GOODBYE_S = 5.0
_NEWS_S = 5.0


class _Context(Protocol):
    enable_progress_bars: bool
    print_on_execution_start: bool


class _Dataset(Protocol):
    context: _Context

    def map(self, fn: object, **options: object) -> "_Dataset": ...

    def iter_rows(self) -> Iterator[object]: ...

    def _synchronize_progress_bar(self) -> None: ...


class _RayData(Protocol):
    def from_items(self, items: Sequence[object], *, override_num_blocks: int) -> _Dataset: ...

    def ActorPoolStrategy(self, **sizes: int) -> object: ...  # noqa: N802 - Ray's name


@dataclass(frozen=True, slots=True)
class Ended:
    """A round is over; `fault` names the exception that ended it early."""

    fault: str = ""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing has come for a moment."""


Answers = Generator[OutcomeRow | Ended | Quiet, None, None]


def machines(ray: Ray, *, without: Collection[str]) -> dict[str, int]:
    """The machines that live and have a processor to give, with how many."""
    found = {}
    for node in ray.nodes():
        cpus = int(float(str(cast("Mapping[str, object]", node["Resources"]).get("CPU", 0))))
        if node["Alive"] and cpus and node["NodeID"] not in without:
            found[str(node["NodeID"])] = cpus
    return found


@dataclass(frozen=True, slots=True)
class Pool:
    """What every round of a run has in common: `work` is pickled, `most` bounds the workers."""

    ray: Ray
    ledger: LedgerHandle
    work: bytes
    digest: str
    most: int

    def answers(self, rows: Sequence[UnitRow], *, without: Collection[str]) -> Answers:
        """One round: every row is worked on, on any machine but some. May be left at any time."""
        actors = min(self.most, sum(machines(self.ray, without=without).values()), len(rows))
        dataset = self._dataset(rows, max(1, actors), without)
        with _flow(dataset) as flow:
            while True:
                try:
                    answer = flow.get(timeout=_TICK_S)
                except queue.Empty:
                    yield Quiet()
                    continue
                yield answer
                if isinstance(answer, Ended):
                    return

    def _dataset(self, rows: Sequence[UnitRow], actors: int, without: Collection[str]) -> _Dataset:
        data = cast("_RayData", import_module("ray.data"))
        blocks = min(len(rows), max(_BLOCKS, actors * _BLOCKS_AN_ACTOR))
        # One block in hand and one that waits, as Ray Data looks around every tenth of a second only. What waits at an
        # actor that died waits until that one is back: no more than that.
        pool = data.ActorPoolStrategy(min_size=1, max_size=actors, initial_size=actors, max_tasks_in_flight_per_actor=2)
        where = {"label_selector": {"ray.io/node-id": f"!in({','.join(sorted(without))})"}} if without else {}
        given = (self.work, self.digest, self.ledger)
        dataset = data.from_items(rows, override_num_blocks=blocks).map(
            Looker, fn_constructor_args=given, compute=pool, num_cpus=1, **where
        )
        dataset.context.enable_progress_bars = False
        dataset.context.print_on_execution_start = False
        return dataset

    def news(self) -> int:
        """Thousandths of units that were done since this was asked last; 0 while Ray has no time to tell."""
        told: object = 0
        with Sealed():
            told = self.ray.get(self.ledger.news.remote(), timeout=_NEWS_S)
        return int(str(told))


def begin(ray: Ray, work: bytes, digest: str, most: int) -> Pool:
    """A pool with its ledger, which stands on the machine that asks and so lives as long as the run."""
    strategies = import_module("ray.util.scheduling_strategies")
    import_module("ray.cloudpickle").register_pickle_by_value(ray_station)
    here = strategies.NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
    actor = ray.remote(num_cpus=0, max_restarts=-1, max_task_retries=-1, scheduling_strategy=here)
    return Pool(ray, cast("LedgerHandle", actor(ray_station.Ledger).remote()), work, digest, most)


@contextmanager
def _flow(dataset: _Dataset) -> Iterator["queue.Queue[OutcomeRow | Ended]"]:
    """The rows of a data set by a thread of its own: Ray Data waits for ever where no machine is left."""
    flow: queue.Queue[OutcomeRow | Ended] = queue.Queue(_WAITING)
    is_over = threading.Event()
    thread = threading.Thread(target=_draw, args=(dataset, flow, is_over), daemon=True, name="licscan-ray")
    thread.start()
    try:
        yield flow
    finally:
        is_over.set()
        thread.join(_TICK_S)
        if thread.is_alive():
            # Left alone, the threads of Ray Data would meet a connection that is closed, which ends this process.
            with Sealed():
                dataset._synchronize_progress_bar()  # the way to end an execution that is under way
            thread.join(_GOODBYE_S)


def _draw(dataset: _Dataset, flow: "queue.Queue[OutcomeRow | Ended]", is_over: threading.Event) -> None:
    with Sealed() as sealed:
        for row in dataset.iter_rows():
            _put(flow, cast("OutcomeRow", row), is_over)
            if is_over.is_set():
                break
    _put(flow, Ended(sealed.fault), is_over)


def _put(flow: "queue.Queue[OutcomeRow | Ended]", answer: OutcomeRow | Ended, is_over: threading.Event) -> None:
    while not is_over.is_set():
        try:
            flow.put(answer, timeout=_TICK_S)
        except queue.Full:
            continue
        return
