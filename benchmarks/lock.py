"""A uv.lock of some hundred packages, resolved without installing them: empty cache, then warm cache and offline.

    python benchmarks/lock.py --path SITE_PACKAGES [--cache FOLDER] [--repeats 5]
    python benchmarks/lock.py --lock UV_LOCK [--cache FOLDER] [--repeats 5]

The lock file is the one named, or one written from the packages of a folder, with a placeholder for the index: which
index is asked is what pip or uv is set up for. The first run fills the cache and is limited by that index; the measured
ones are whole cold processes with `--offline`. A `--cache` that is kept makes the first run short the next time.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.processes import SOURCE, Side, in_turns

sys.path.insert(0, str(SOURCE))
_HEAD = """version = 1
requires-python = ">=3.11"

[[package]]
name = "project"
version = "0"
source = { virtual = "." }
"""
_PACKAGE = (
    '\n[[package]]\nname = "{name}"\nversion = "{version}"\nsource = {{ registry = "https://index.example/simple" }}\n'
)


def lock_of(site: Path) -> str:
    """A lock file of the packages that are installed in a folder."""
    from licscan.scanners.dependencies.sources.installed.environment import Installed, installed_in

    found = {each.name: each.version for each in installed_in([str(site)]) if isinstance(each, Installed)}
    needs = "".join(f'    {{ name = "{name}" }},\n' for name in found)
    packages = "".join(_PACKAGE.format(name=name, version=version) for name, version in found.items())
    return f"{_HEAD}dependencies = [\n{needs}]\n{packages}"


def tell(audit: Path) -> None:
    """Print how many packages got an answer."""
    findings = json.loads(audit.read_bytes())["findings"]
    licenses = [found for found in findings if found["kind"] == "license"]
    known = [found for found in licenses if found["concluded"]]
    print(f"{len(licenses)} packages, {len(known)} with a license, {len(findings) - len(licenses)} gaps")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--path", type=Path)
    chosen.add_argument("--lock", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "project")
        project.mkdir()
        if arguments.lock:
            shutil.copyfile(arguments.lock, project / "uv.lock")
        else:
            (project / "uv.lock").write_text(lock_of(arguments.path), encoding="utf-8")
        audit = Path(folder, "audit.json")
        cache = {"XDG_CACHE_HOME": str(arguments.cache.resolve() if arguments.cache else Path(folder, "cache"))}
        command = (sys.executable, "-m", "licscan", "deps", str(project), "--quiet", "-o", f"json={audit}")
        began = time.perf_counter()
        in_turns((Side("first run", command, cache),), 0)
        print(f"first run: {time.perf_counter() - began:.1f} s, limited by the index where the cache was empty")
        tell(audit)
        in_turns((Side("warm cache, offline", (*command, "--offline"), cache),), arguments.repeats)
        tell(audit)


if __name__ == "__main__":
    main()
