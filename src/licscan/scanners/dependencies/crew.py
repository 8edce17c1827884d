"""Copies of this process that take work from one list: a fork starts in milliseconds and has read all rules already.

Where a fork is not safe (other systems than Linux, other threads), or where a copy comes to grief, this process does
the work itself, so that results and errors are those of a single process.
"""

import gc
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Self

_NUMBER = 4
# All numbers have to fit into a pipe, of which Linux grants 64 KiB.
_MAX_PIECES = 8_000
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Copy:
    process: int
    answers: int


@dataclass(frozen=True, slots=True)
class Work:
    """`count` pieces, numbered from 0, at most 8,000. `do` one and say what came out; `also` what is to be told at
    the end. Both answer with what JSON can hold.
    """

    count: int
    do: Callable[[int], object]
    also: Callable[[], object]


class Crew:
    """This process and its copies at one list of work.

    Use as a context, whose end, however it comes about, is the end of all copies.
    """

    def __init__(self, work: Work, helpers: int) -> None:
        self._work = work
        self._copies: list[_Copy] = []
        self._queue, numbers = os.pipe()
        os.write(numbers, b"".join(number.to_bytes(_NUMBER, "big") for number in range(work.count)))
        os.close(numbers)
        with ExitStack() as undo:
            undo.callback(self._end)
            self._gather(helpers)
            undo.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _gather(self, helpers: int) -> None:
        # An interrupt inside a fork is lost: what Python calls there may not fail.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            # A system that grants no further process leaves more for those that are there.
            with suppress(OSError):
                for _ in range(helpers):
                    self._copies.append(self._fork(before))
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _end(self) -> None:
        os.close(self._queue)
        for copy in self._copies:
            os.close(copy.answers)
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(copy.process, signal.SIGKILL)
                os.waitpid(copy.process, 0)
        self._copies.clear()

    def mine(self) -> Iterator[int]:
        """The pieces that fall to this process, as it comes to each; all lower numbers are taken by then."""
        while number := os.read(self._queue, _NUMBER):
            yield int.from_bytes(number, "big")

    def theirs(self) -> Iterator[tuple[dict[int, object], object]]:
        """What each copy did, by piece, and what else it has to tell; a copy that failed has done nothing."""
        while self._copies:
            copy = self._copies[0]
            told = _all_of(copy.answers)
            os.waitpid(copy.process, 0)
            self._copies.pop(0)
            os.close(copy.answers)
            # A copy tells all in one piece at its end; one that did not come so far leaves nothing or half of it.
            try:
                done, also = json.loads(told)
            except ValueError:
                continue
            yield dict(done), also

    def _fork(self, mask: Iterable[int]) -> _Copy:
        answers, telling = os.pipe()
        process = os.fork()
        if process:
            os.close(telling)
            return _Copy(process, answers)
        status = 1
        try:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            # As long as a copy could read its own answer, writing it would wait for a first process that is gone.
            for reading in (answers, *(copy.answers for copy in self._copies)):
                os.close(reading)
            self._serve(telling)
            status = 0
        finally:
            # Nothing of what this process would do at its end may be done twice.
            os._exit(status)

    def _serve(self, telling: int) -> None:
        """What a copy does: work as long as there is some, and somebody who wants it."""
        # Memory that the collector does not walk through stays shared with the first process.
        gc.freeze()
        parent = os.getppid()
        done: list[tuple[int, object]] = []
        for number in self.mine():
            if os.getppid() != parent:
                return
            done.append((number, self._work.do(number)))
        _tell(telling, json.dumps((done, self._work.also())).encode())


def helpers_for(pieces: int, *, jobs: int, least: int, most: int) -> int:
    """How many copies are worth their start, `least` pieces each; 0 where this process may not be copied."""
    wanted = min(jobs, most, pieces // least) - 1
    return wanted if wanted > 0 and pieces <= _MAX_PIECES and _is_alone() else 0


def _is_alone() -> bool:
    """Whether nothing but this thread runs in the process, so that no lock is held that a copy would wait for."""
    if sys.platform != "linux":
        return False
    try:
        return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 - names only
    except OSError:
        return False


def _tell(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]


def _all_of(handle: int) -> bytes:
    parts: list[bytes] = []
    while part := os.read(handle, _BLOCK):
        parts.append(part)
    return b"".join(parts)
