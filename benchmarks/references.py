"""References to datasets and models in a large project: `python benchmarks/references.py [--files N] [--share N]`.

Makes a tree of Python files of about 8 kB, some of which load data sets and models, and looks for references in it in a
cold process: discovery, reading, parsing. The other side does the same where every file has to be parsed.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.processes import Side, in_turns

_LOOK = """
import sys
from pathlib import Path
from licscan.inputs.discover import discover
from licscan.scanners.datasets.references import references
from licscan.scanners.interface import Silent
found = sum(len(result.named) for _, result in references(discover(Path(sys.argv[1])), Silent()))
sys.exit(0 if found == int(sys.argv[2]) else 9)
"""
_LOADING = """from datasets import load_dataset
from transformers import AutoModel
NAME = "owner/data-{number}"
rows = load_dataset(NAME, split="train")
model = AutoModel.from_pretrained("owner/model-{number}")
"""
_PLAIN = """

def step_{number}(batch, *, scale=1.0, names=("a", "b")):
    \"\"\"Scale what is in a batch.\"\"\"
    total = 0
    for key, value in batch.items():
        if key in names and value is not None:
            total += sum(element * scale for element in value) / max(len(value), 1)
        else:
            batch[key] = [element for element in value or [] if element > {number}]
    return {{"total": total, "batch": batch, "name": f"step {{scale}} of {number}"}}
"""


def write_tree(root: Path, files: int, share: int) -> int:
    """Write the files, `share` percent of them with two references; how many references there are."""
    body = "".join(_PLAIN.format(number=number) for number in range(17))
    loading = 0
    for number in range(files):
        folder = root / f"package_{number // 100:03}"
        folder.mkdir(exist_ok=True)
        loads = number % 100 < share
        loading += loads
        head = _LOADING.format(number=number) if loads else "import math\n"
        (folder / f"module_{number}.py").write_text(head + body, encoding="utf-8")
    return 2 * loading


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--share", type=int, default=20)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as some, tempfile.TemporaryDirectory() as every:
        sides = []
        for folder, share in ((some, options.share), (every, 100)):
            named = write_tree(Path(folder), options.files, share)
            command = (sys.executable, "-c", _LOOK, folder, str(named))
            sides.append(Side(f"{options.files} files, {share} % load", command))
        in_turns(sides, options.runs)
        size = next(Path(every).rglob("*.py")).stat().st_size
    print(f"files of {size} bytes; cold processes, {options.runs} runs in turns")


if __name__ == "__main__":
    main()
