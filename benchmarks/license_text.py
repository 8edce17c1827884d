"""Time for one license text, over all texts of an environment: licscan beside the matcher that it asks.

    python benchmarks/license_text.py SITE_PACKAGES

Each side is a process of its own that starts cold, so loading the matcher counts. Every text is read once; licscan does
not match a text again that it has met, which the last column leaves out: it counts distinct texts alone.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.processes import SOURCE

sys.path.insert(0, str(SOURCE))


def texts_of(site: Path) -> list[str]:
    """All license texts of the packages in a folder, as the resolver gets them."""
    from licscan.scanners.dependencies.sources.installed.environment import Installed, installed_in

    found = (each for each in installed_in([str(site)]) if isinstance(each, Installed))
    return [text.text for each in found for text in each.package().texts or ()]


def by_licscan() -> Callable[[str], object]:
    """licscan's reader, without a cache of earlier runs."""
    from licscan.license_text.reading import TextReader

    return TextReader().identify


def by_matcher() -> Callable[[str], object]:
    """The matcher's own function, over as much of a text as licscan has it match."""
    from licenseclassifier import identify_license

    from licscan.license_text.reading import MAX_CHARACTERS

    return lambda text: identify_license(text[:MAX_CHARACTERS], coverage_threshold=0.0)


SIDES = {"licscan": by_licscan, "licenseclassifier": by_matcher}


def measure(name: str, site: Path) -> None:
    """Read every text once and print."""
    texts = texts_of(site)
    taken: list[float] = []
    began = time.process_time()
    read = SIDES[name]()
    for text in texts:
        start = time.process_time()
        read(text)
        taken.append(time.process_time() - start)
    whole = time.process_time() - began
    print(
        f"{name:18} {len(texts)} texts, {sum(map(len, texts)) / 1e6:.1f} MB: {whole:.2f} s, "
        f"mean {whole / len(texts) * 1000:.2f} ms, most {max(taken) * 1000:.0f} ms; "
        f"by distinct text {whole / len(set(texts)) * 1000:.2f} ms"
    )


def main() -> None:
    """Measure each side in its own process."""
    if len(sys.argv) == 3:
        measure(sys.argv[2], Path(sys.argv[1]))
        return
    for name in SIDES:
        subprocess.run([sys.executable, __file__, sys.argv[1], name], check=True)


if __name__ == "__main__":
    main()
