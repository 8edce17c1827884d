"""Whole cold processes, measured: wall time, processor time and peak memory, the sides in turns.

A busy machine slows all sides alike when they take turns, so ratios hold where seconds do not. Memory is measured by a
launcher that is small itself: a process counts what its parent held when it was started.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
_LAUNCH = """
import json, os, sys, time
began = time.perf_counter()
silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent)
_, status, used = os.wait4(child, 0)
seconds = time.perf_counter() - began
print(json.dumps([seconds, used.ru_utime + used.ru_stime, used.ru_maxrss, os.waitstatus_to_exitcode(status)]))
"""
# 0 to 3 are answers: nothing found, problems, and problems with something left unread; see docs/exit-codes.md.
_ANSWERS = frozenset({0, 1, 3})


@dataclass
class Side:
    """One of those compared: its command, its own environment variables, and what was measured of it.

    `before` is called ahead of each run, and its time does not count.
    """

    name: str
    command: Sequence[str]
    variables: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], object] = field(default=lambda: None)
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    peak_kib: int = 0

    def run(self, shared: Mapping[str, str]) -> tuple[float, float, int]:
        """Run it once as a whole process: wall seconds, processor seconds, peak KiB."""
        self.before()
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _LAUNCH, *self.command],
            env={**shared, **self.variables},
            stdout=subprocess.PIPE,
            check=True,
        )
        seconds, processor, peak_kib, code = json.loads(done.stdout)
        if code not in _ANSWERS:
            sys.exit(f"{self.name} ended with {code}")
        return seconds, processor, peak_kib

    def line(self) -> str:
        """What was measured, in words."""
        return (
            f"{self.name:28} {statistics.median(self.seconds):6.2f} s median, {min(self.seconds):6.2f} s least, "
            f"{statistics.median(self.processor):6.2f} s of processor, {self.peak_kib / 1024:6.1f} MiB peak"
        )


def in_turns(sides: Sequence[Side], repeats: int) -> None:
    """Run each side once unmeasured, then all of them so many times, each time another one first.

    All sides run from compiled files in a folder of their own, as installed packages do.
    """
    with tempfile.TemporaryDirectory() as compiled:
        shared = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONPYCACHEPREFIX": compiled}
        shared.pop("PYTHONDONTWRITEBYTECODE", None)
        for side in sides:
            side.run(shared)
        for repeat in range(repeats):
            for side in (*sides[repeat % len(sides) :], *sides[: repeat % len(sides)]):
                seconds, processor, peak_kib = side.run(shared)
                side.seconds.append(seconds)
                side.processor.append(processor)
                side.peak_kib = max(side.peak_kib, peak_kib)
    for side in sides if repeats else ():
        print(side.line())


def ratio(one: Side, other: Side) -> str:
    """How long one takes in terms of the other."""
    by_wall = statistics.median(one.seconds) / statistics.median(other.seconds)
    by_processor = statistics.median(one.processor) / statistics.median(other.processor)
    return f"{one.name} takes {by_wall:.2f} times as long as {other.name} ({by_processor:.2f} by processor time)"
