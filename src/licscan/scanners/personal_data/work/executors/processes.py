"""The work in several processes of this machine, each with an engine of its own."""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO, cast

from licscan.scanners.personal_data.work.executors.frames import receive, send
from licscan.scanners.personal_data.work.executors.interface import Lost, Outcome, Tell, Work
from licscan.scanners.personal_data.work.executors.local import LocalExecutor
from licscan.scanners.personal_data.work.units import Unit

# -P keeps the folder that the user stands in from being imported from; the first process says where modules are.
_CHILD = "licscan.scanners.personal_data.work.executors.child"
_START = f"import sys; sys.path[:] = sys.argv[1:]; from {_CHILD} import main; main()"
# A unit at which two processes died would be the end of a third one.
_TRIES = 2
_LOST = "the process that looked at it ended twice, perhaps for want of memory"
# As many threads as cores in each of as many processes as cores would be in each other's way.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")

# Thousandths of units, a unit that is done, or None: a worker gave up, because no process can be started.
_Event = int | tuple[Unit, Outcome] | None


class ProcessExecutor:
    """As many worker processes as asked for, each driven by a thread of this one.

    A process that dies is replaced. Workers end with this process, however it ends: their standard input closes.
    """

    def __init__(self, processes: int) -> None:
        self._processes = processes

    @property
    def slots(self) -> int:
        """A unit a process."""
        return self._processes

    def run(self, units: Sequence[Unit], work: Work, tell: Tell) -> Iterator[tuple[Unit, Outcome]]:
        """Work on all units, the first ones first; they come out as they are done."""
        todo: queue.SimpleQueue[Unit] = queue.SimpleQueue()
        for unit in units:
            todo.put(unit)
        events: queue.SimpleQueue[_Event] = queue.SimpleQueue()
        workers = [_Worker(work, todo, events) for _ in range(min(self._processes, len(units)))]
        try:
            for worker in workers:
                worker.thread.start()
            yield from _outcomes(len(units), len(workers), events, tell)
            # Where the system grants no process at all, this one does what is left.
            yield from LocalExecutor().run(list(_all_of(todo)), work, tell)
        finally:
            for worker in workers:
                worker.end()


def _outcomes(
    units: int, workers: int, events: "queue.SimpleQueue[_Event]", tell: Tell
) -> Iterator[tuple[Unit, Outcome]]:
    while units and workers:
        event = events.get()
        if event is None:
            workers -= 1
        elif isinstance(event, int):
            tell(event)
        else:
            units -= 1
            yield event


def _all_of(todo: "queue.SimpleQueue[Unit]") -> Iterator[Unit]:
    with suppress(queue.Empty):
        while True:
            yield todo.get_nowait()


class _Worker:
    """A thread, and the process that it gives work to."""

    def __init__(self, work: Work, todo: "queue.SimpleQueue[Unit]", events: "queue.SimpleQueue[_Event]") -> None:
        self._work = work
        self._todo = todo
        self._events = events
        self._guard = threading.Lock()
        self._is_ending = False
        self._child: subprocess.Popen[bytes] | None = None
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def end(self) -> None:
        """End the process, whatever it is doing, and the thread."""
        with self._guard:
            self._is_ending = True
            if self._child is not None:
                self._child.kill()
        if self.thread.ident is not None:
            self.thread.join()

    def _serve(self) -> None:
        try:
            for unit in _all_of(self._todo):
                outcome = self._outcome(unit)
                if outcome is None:
                    self._todo.put(unit)
                    self._events.put(None)
                    return
                self._events.put((unit, outcome))
        finally:
            self._bury()

    def _outcome(self, unit: Unit) -> Outcome | None:
        """What becomes of a unit; None where there is no process for it."""
        for _ in range(_TRIES):
            try:
                child = self._child or self._start()
            except OSError:
                return None
            with suppress(EOFError, BrokenPipeError):
                send(cast("IO[bytes]", child.stdin), unit)
                return self._answer(cast("IO[bytes]", child.stdout))
            self._bury()
        return Lost(_LOST)

    def _answer(self, pipe: IO[bytes]) -> Outcome:
        while isinstance(told := receive(pipe), int):
            self._events.put(told)
        return cast("Outcome", told)

    def _start(self) -> "subprocess.Popen[bytes]":
        with self._guard:
            if self._is_ending:
                raise ChildProcessError
            environment = {**dict.fromkeys(_ONE_THREAD, "1"), **os.environ}
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                [sys.executable, "-P", "-c", _START, *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # what a library says may quote a value
                env=environment,
            )
        with suppress(BrokenPipeError):  # it ended at once; the unit that comes next finds out
            send(cast("IO[bytes]", self._child.stdin), self._work)
        return self._child

    def _bury(self) -> None:
        """Make sure that the process is gone, and close what led to it."""
        with self._guard:
            child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):
                cast("IO[bytes]", pipe).close()
