"""Start-up, the check of examples/ with a warm cache, and memory: `python benchmarks/check.py [--runs N]`.

Every figure is of a whole cold process, the sides in turns; medians are printed, and ratios where two sides are
compared. The first check fills a cache of its own, from the package index that pip or uv is set up for.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"
LICSCAN = (sys.executable, "-m", "licscan")


def run(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, int]:
    """Wall seconds and peak memory in KiB of one process."""
    probe = "import resource,subprocess,sys;subprocess.run(sys.argv[1:],stdout=-3,stderr=-3);"
    probe += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    start = time.perf_counter()
    subprocess.run(command, cwd=EXAMPLES, env=environment, stdout=subprocess.DEVNULL, check=False)
    seconds = time.perf_counter() - start
    memory = subprocess.run(
        [sys.executable, "-c", probe, *command],
        cwd=EXAMPLES,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return seconds, int(memory.stdout)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    sides = {
        "interpreter alone": (sys.executable, "-c", "pass"),
        "licscan --version": (*LICSCAN, "--version"),
        "check examples, licenses": (*LICSCAN, "check", ".", "--law", "license"),
        "check examples, everything": (*LICSCAN, "check", "."),
    }
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "XDG_CACHE_HOME": cache}
        cold, _ = run(sides["check examples, licenses"], environment)
        print(f"{'check examples, licenses, empty cache':40} {cold:7.2f} s  (limited by the index)")
        measured: dict[str, list[tuple[float, int]]] = {name: [] for name in sides}
        for _ in range(runs):
            for name, command in sides.items():
                measured[name].append(run(command, environment))
    for name, results in measured.items():
        seconds = statistics.median(taken for taken, _ in results)
        print(f"{name:40} {seconds:7.2f} s  {max(memory for _, memory in results) / 1024:6.0f} MiB")
    above = [
        version - bare
        for (version, _), (bare, _) in zip(measured["licscan --version"], measured["interpreter alone"], strict=True)
    ]
    print(f"licscan --version above the interpreter: {statistics.median(above) * 1000:.0f} ms (median of {runs})")
    print(f"{runs} runs in turns, {os.cpu_count()} cores, Python {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
