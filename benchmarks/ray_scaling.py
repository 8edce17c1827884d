"""The Ray engine beside the local one: the same bytes, a machine killed midway, and two workers against one.

    python benchmarks/ray_scaling.py [--files N] [--rows N] [--rounds N]

needs `pip install "licscan[pii,ray]"` and two processor cores with nothing else to do. A cluster of three machines, as
far as Ray can tell, is started on this one: a head without processors and two workers of one processor each. Persons
and tables are made up by the program.

A rate counts the units between the first answer of the last worker to begin and the last answer, so that starting
workers and loading models do not count; the wall time, in which they do, is printed beside it. On a busy machine
workers wait for processors: units a second of processor time tell whether the work itself costs more with two.
"""

import argparse
import csv
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from licscan.formats import find_format
from licscan.inputs.sources import LocalFile
from licscan.pipeline.check import check
from licscan.pipeline.options import Options
from licscan.scanners.interface import Silent
from licscan.scanners.personal_data.columns.counts import Counts
from licscan.scanners.personal_data.engine.presidio import EngineOptions
from licscan.scanners.personal_data.work.executors.ray import RayExecutor
from licscan.scanners.personal_data.work.units import Unit
from licscan.scanners.personal_data.work.work import LookForPersonalData

_RULES = Path(__file__).resolve().parent.parent / "rules"
_FIRST = ("Marit", "Oskar", "Linnea", "Tobias", "Henrike", "Amara", "Priya", "Kofi")
_LAST = ("Falkenrath", "Oduya", "Lindqvist", "Brandsma", "Okafor", "Tannhauser", "Virtanen")
# fmt: off
_WORDS = [
    "the", "meeting", "was", "moved", "because", "our", "customer", "asked", "for", "another", "offer", "and",
    "delivery", "in", "spring", "while", "the", "invoice", "is", "still", "open",
]
# fmt: on


def _write(folder: Path, files: int, rows: int) -> None:
    made_up = random.Random(5)  # noqa: S311 - made-up persons
    for number in range(files):
        with (folder / f"part{number:03}.csv").open("w", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["name", "email", "amount", "note"])
            for _ in range(rows):
                writer.writerow(_record(made_up))


def _record(made_up: random.Random) -> list[object]:
    first, last = made_up.choice(_FIRST), made_up.choice(_LAST)
    before, after = (" ".join(made_up.choices(_WORDS, k=30)) for _ in range(2))
    mail = f"{first}.{last}{made_up.randrange(999)}@example.org".lower()
    return [f"{first} {last}", mail, made_up.randrange(10**5), f"{before} {first} {last} {after}"]


@contextmanager
def _cluster(machines: int) -> Iterator[tuple[Any, list[Any]]]:
    head = {"num_cpus": 0, "include_dashboard": False}
    cluster = import_module("ray.cluster_utils").Cluster(initialize_head=True, head_node_args=head)
    try:
        yield cluster, [cluster.add_node(num_cpus=1) for _ in range(machines)]
    finally:
        cluster.shutdown()


class _Killer(Silent):
    """Progress that kills a machine when a run is halfway."""

    def __init__(self, cluster: Any, doomed: Any) -> None:
        self._cluster = cluster
        self._doomed = doomed
        self._left = 0
        self.killed_at = ""

    def start(self, what: str, total: int | None) -> None:
        """Half of what a stage counts is to be done first."""
        del what
        self._left = (total or 0) // 2
        self._total = total

    def advance(self, steps: int = 1) -> None:
        """Count, and strike once."""
        self._left -= steps
        if self._left <= 0 and not self.killed_at and (self._total or 0) >= 1_000:
            self.killed_at = f"{(self._total or 0) - (self._total or 0) // 2 - self._left} of {self._total} thousandths"
            self._cluster.remove_node(self._doomed, allow_graceful=False)


def _audit(folder: Path, **chosen: Any) -> bytes:
    options = Options(paths=(folder,), scanners=("personal_data",), folders_are_data=True, sample=None, **chosen)
    return find_format("json").render(check(options))


def _bytes(folder: Path) -> bool:
    began = time.perf_counter()
    local = _audit(folder)
    print(f"local: {time.perf_counter() - began:.1f} s, {len(local):,} bytes")
    with _cluster(2) as (cluster, workers):
        killer = _Killer(cluster, workers[1])
        began = time.perf_counter()
        far = _audit(folder, engine="ray", address=cluster.address, progress=killer)
        print(f"ray, 2 machines: {time.perf_counter() - began:.1f} s, {len(far):,} bytes")
        print(f"one of them killed (SIGKILL) after {killer.killed_at or 'NOTHING'}")
    print("the audits are", "identical" if local == far else "DIFFERENT", "byte by byte")
    return local == far and bool(killer.killed_at)


@dataclass(frozen=True, slots=True)
class _Measured:
    """Units a second of wall time, units a second of the workers' processor time, and wall seconds in all."""

    rate: float
    processor_rate: float
    wall_s: float

    def line(self, machines: int) -> str:
        return (
            f"{machines} worker(s): {self.rate:.2f} files a second, {self.processor_rate:.2f} a processor second, "
            f"{self.wall_s:.1f} s in all, load {os.getloadavg()[0]:.1f}"
        )


def _processor_s() -> float:
    """Processor time of all workers so far (Linux)."""
    ticks = 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cmdline").read_bytes().startswith(b"ray::MapWorker"):
                ticks += sum(map(int, (process / "stat").read_text().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _measured(folder: Path, machines: int) -> _Measured:
    paths = sorted(folder.glob("*.csv"))
    units = [Unit(i, LocalFile(path, path.name), f"file:{path.name}", sample=None) for i, path in enumerate(paths)]
    work = LookForPersonalData(_RULES, (EngineOptions(),), seed=0, salt=b"of this run")
    walls, processors = [], []
    with _cluster(machines) as (cluster, _):
        began = time.perf_counter()
        for _unit, outcome in RayExecutor(cluster.address).run(units, work, lambda _: None):
            if not isinstance(outcome, Counts):
                sys.exit(f"a unit was not worked on: {outcome}")
            walls.append(time.perf_counter() - began)
            processors.append(_processor_s())
    # Up to where the first worker may have run out of units.
    first, last = machines - 1, len(walls) - 1 - machines
    done = last - first
    return _Measured(done / (walls[last] - walls[first]), done / (processors[last] - processors[first]), walls[-1])


def main() -> int:
    """Print both comparisons; 1 where the bytes differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder, given.files, given.rows)
        same = _bytes(folder)
        seen: dict[int, list[_Measured]] = {1: [], 2: []}
        for _ in range(given.rounds):
            for machines, those in seen.items():
                those.append(_measured(folder, machines))
                print(those[-1].line(machines), flush=True)
    ratios = [two.rate / one.rate for one, two in zip(seen[1], seen[2], strict=True)]
    print(f"2 workers against 1, round by round: {', '.join(f'{ratio:.2f}' for ratio in ratios)}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
