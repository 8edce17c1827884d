"""A look at every value that is killed at a random moment and goes on: the same bytes, and how much is done twice.

    python benchmarks/resume.py [--rows 1000000] [--kills 20] [--seed 0]

An invented table: a number that never repeats, an e-mail address that does after 50 rows, a city and a tier. One run is
not disturbed; each of the others is killed with SIGKILL at a moment drawn from a seed (2 % to 98 % of the first one's
time) and started again with the same cache. Work is counted in seconds of the processor, without what starting takes,
which is measured on a table of one row: done twice is what both halves took together beyond the undisturbed run.
"""

import argparse
import csv
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

_CITIES = ("Singapore", "London", "Berlin", "Leeds", "Austin", "Toronto", "Madrid", "Pune", "Lagos", "Osaka")
_TIERS = ("free", "team", "enterprise")
_HEADER = ("customer_id", "email", "city", "tier")


@dataclass(frozen=True, slots=True)
class Ran:
    """A finished or killed process: seconds of the processor, and its exit code."""

    cpu: float
    code: int


def _write(path: Path, rows: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(_HEADER)
        for number in range(rows):
            email = f"{chance.choice('abcdefgh')}{number // 50:05x}@example.org"
            table.writerow((number, email, chance.choice(_CITIES), chance.choice(_TIERS)))


def _run(folder: Path, table: Path, audit: Path, kill_after: float | None = None) -> Ran:
    """`licscan pii --sample all` in one process; killed after so many seconds, its children with it."""
    command = [sys.executable, "-m", "licscan", "pii", table.name, "--sample", "all", "--jobs", "1", "--exit-zero"]
    command += ["--as-of", "2026-01-01", "--no-progress", "-q", "-o", f"json={audit}"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    process = subprocess.Popen(command, cwd=table.parent, env=environment, start_new_session=True)
    try:
        process.wait(kill_after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Ran(cpu, process.returncode)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        _measure(Path(name), chosen.rows, chosen.kills, chosen.seed)


def _measure(folder: Path, rows: int, kills: int, seed: int) -> None:
    (folder / "one").mkdir()
    (folder / "data").mkdir()
    _write(folder / "one/table.csv", 1, seed)
    _write(folder / "data/table.csv", rows, seed)
    start = _run(folder, folder / "one/table.csv", folder / "one.json").cpu
    began = time.monotonic()
    whole = _run(folder, folder / "data/table.csv", folder / "whole.json")
    lasted = time.monotonic() - began
    expected = (folder / "whole.json").read_bytes()
    work = whole.cpu - start
    print(f"{rows:,} rows: {lasted:.1f} s, of the processor {work:.1f} s and {start:.1f} s for the start", flush=True)
    chance = random.Random(seed)  # noqa: S311
    shares: list[float] = []
    differing = 0
    for number in range(1, kills + 1):
        moment = lasted * chance.uniform(0.02, 0.98)
        audit = folder / "again.json"
        first = _run(folder, folder / "data/table.csv", audit, moment)
        second = _run(folder, folder / "data/table.csv", audit)
        same = audit.read_bytes() == expected
        differing += not same
        # Starting is paid twice and is no work; of a process that was killed while it started, none is.
        twice = max(0.0, max(0.0, first.cpu - start) + second.cpu - start - work) / work
        shares.append(twice)
        told = "same bytes" if same else "OTHER BYTES"
        print(f"{number:3}. killed after {moment:6.1f} s ({first.code}): {told}, done twice {twice:6.1%}", flush=True)
        audit.unlink()
        shutil.rmtree(folder / "cache", ignore_errors=True)
    worst, mean = max(shares), sum(shares) / len(shares)
    print(f"{kills} kills: {differing} with other bytes; done twice {mean:.1%} on average, {worst:.1%} at worst")


if __name__ == "__main__":
    main()
