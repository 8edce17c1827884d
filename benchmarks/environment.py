"""Reading one installed environment: licscan beside pip-licenses, whole cold processes in one run.

    python benchmarks/environment.py --python PYTHON [--repeats 5]
    python benchmarks/environment.py --path SITE_PACKAGES [--repeats 5]

Each repeat runs both, one after the other and in turns which is first, so that a busy machine slows both. Prints the
median of the wall time, the ratio of the medians, and the peak memory of each.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
_OURS = """
import sys
import tempfile
from pathlib import Path
from licscan.catalog.catalog import Catalog
from licscan.inputs.inventory import Inventory
from licscan.model.finding import LicenseFinding
from licscan.scanners.dependencies.scan import DependencyScanner
from licscan.scanners.interface import ScanContext
kind, place, empty = sys.argv[1:]
places = (Path(place),)
cache = tempfile.TemporaryDirectory()
context = ScanContext(
    catalog=Catalog(),
    offline=True,
    environments=places if kind == "python" else (),
    site_packages=places if kind == "path" else (),
    cache=Path(cache.name),  # every run starts cold
)
for found in DependencyScanner().scan(Inventory(Path(empty), ()), context):
    if isinstance(found, LicenseFinding):
        print(found.subject, found.concluded, found.confidence, sep="\\t")
"""
# pip-licenses takes an interpreter alone; a folder is read by its own functions in the same way.
_PIP_LICENSES_PATH = """
import sys, piplicenses
sys.path[:] = [*sys.path]
piplicenses.importlib_metadata.distributions = (
    lambda original: lambda **_: original(path=[sys.argv[1]])
)(piplicenses.importlib_metadata.distributions)
arguments = piplicenses.create_parser().parse_args(["--with-system", "--format=json"])
print(piplicenses.create_output_string(arguments))
"""


@dataclass
class Side:
    """One of the two: its command, and what was measured."""

    name: str
    command: Sequence[str]
    seconds: list[float] = field(default_factory=list)
    peak_kib: int = 0
    lines: int = 0

    def run(self, environ: dict[str, str]) -> None:
        """Run it once as a whole process, and note wall time and peak memory."""
        began = time.perf_counter()
        with subprocess.Popen(self.command, env=environ, stdout=subprocess.PIPE) as process:
            output = process.stdout.read() if process.stdout else b""
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        self.seconds.append(time.perf_counter() - began)
        if process.returncode:
            sys.exit(f"{self.name} ended with {process.returncode}")
        self.peak_kib = max(self.peak_kib, usage.ru_maxrss)
        self.lines = output.count(b'"Name"') or output.count(b"\n")


def sides(arguments: argparse.Namespace) -> tuple[Side, Side]:
    """The two commands for the environment that was asked for."""
    kind, place = ("python", arguments.python) if arguments.python else ("path", arguments.path)
    ours = [sys.executable, "-c", _OURS, kind, str(place), str(SOURCE.parent / "benchmarks")]
    if kind == "python":
        program = "import sys, piplicenses; sys.argv[0] = 'pip-licenses'; sys.exit(piplicenses.main())"
        theirs = [sys.executable, "-c", program, "--python", str(place), "--with-system", "--format=json"]
    else:
        theirs = [sys.executable, "-c", _PIP_LICENSES_PATH, str(place)]
    return Side("licscan", ours), Side("pip-licenses", theirs)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--python", type=Path)
    chosen.add_argument("--path", type=Path)
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    environ = {**os.environ, "PYTHONPATH": str(SOURCE)}
    ours, theirs = sides(arguments)
    for repeat in range(arguments.repeats):
        for side in (ours, theirs) if repeat % 2 else (theirs, ours):
            side.run(environ)
    for side in (ours, theirs):
        median = statistics.median(side.seconds)
        print(f"{side.name:13} {median:6.2f} s median, {side.peak_kib / 1024:6.1f} MiB peak, {side.lines} packages")
    ratio = statistics.median(ours.seconds) / statistics.median(theirs.seconds)
    print(f"licscan takes {ratio:.2f} times as long as pip-licenses ({arguments.repeats} repeats in turns)")


if __name__ == "__main__":
    main()
