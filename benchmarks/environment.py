"""Reading one installed environment: licscan beside pip-licenses, whole cold processes in one run.

    python benchmarks/environment.py --python PYTHON [--repeats 5]
    python benchmarks/environment.py --path SITE_PACKAGES [--repeats 5]

licscan runs as users run it: `licscan deps`, with policy, verdicts and the audit as JSON; once with an empty cache for
every run, in one process and in as many as there are cores, and once with the cache of an earlier run. pip-licenses
prints its table as JSON. Prints the median of the wall time, processor time of all processes, peak memory of the
largest one, and the ratios.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.processes import Side, in_turns, ratio

# pip-licenses takes an interpreter alone; a folder is read by its own functions in the same way.
_PIP_LICENSES_PATH = """
import sys, piplicenses
piplicenses.importlib_metadata.distributions = (
    lambda original: lambda **_: original(path=[sys.argv[1]])
)(piplicenses.importlib_metadata.distributions)
arguments = piplicenses.create_parser().parse_args(["--with-system", "--format=json"])
print(piplicenses.create_output_string(arguments))
"""
_PIP_LICENSES = "import sys, piplicenses; sys.argv[0] = 'pip-licenses'; sys.exit(piplicenses.main())"


def sides(arguments: argparse.Namespace, folder: Path) -> tuple[Side, Side, Side, Side]:
    """The commands for the environment that was asked for, with caches below a folder."""
    asked = ("--environment", arguments.python) if arguments.python else ("--path", arguments.path)
    ours = (sys.executable, "-m", "licscan", "deps", asked[0], str(asked[1]), "--offline", "--quiet", "-o")
    if arguments.python:
        program: tuple[str, ...] = (_PIP_LICENSES, "--python", str(arguments.python), "--with-system", "--format=json")
    else:
        program = (_PIP_LICENSES_PATH, str(arguments.path))
    empty = folder / "empty"
    return (
        Side(
            "licscan, empty cache, 1 job",
            (*ours, f"json={folder / 'audit.json'}", "--jobs", "1"),
            {"XDG_CACHE_HOME": str(empty)},
            before=lambda: shutil.rmtree(empty, ignore_errors=True),
        ),
        Side(
            "licscan, empty cache",
            (*ours, f"json={folder / 'audit.json'}"),
            {"XDG_CACHE_HOME": str(empty)},
            before=lambda: shutil.rmtree(empty, ignore_errors=True),
        ),
        Side(
            "licscan, warm cache",
            (*ours, f"json={folder / 'audit.json'}"),
            {"XDG_CACHE_HOME": str(folder / "warm")},
        ),
        Side("pip-licenses", (sys.executable, "-c", *program)),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--python", type=Path)
    chosen.add_argument("--path", type=Path)
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        *ours, theirs = sides(arguments, Path(folder))
        in_turns((*ours, theirs), arguments.repeats)
    for side in ours:
        print(ratio(side, theirs))


if __name__ == "__main__":
    main()
