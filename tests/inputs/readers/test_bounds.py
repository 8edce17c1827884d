"""Memory stays bounded whatever a file holds; each reading runs in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

MEGABYTES = 150
LINE = 100_000_000

MEASURE = """
import resource, sys
from pathlib import Path
from licscan.inputs.readers import reader_for
from licscan.inputs.sources import LocalFile
from licscan.model.finding import Gap

path, rows, gaps = Path(sys.argv[1]), 0, set()
for item in reader_for(path).read(LocalFile(path, "x"), "file:x"):
    if isinstance(item, Gap):
        gaps.add(str(item.reason))
    else:
        rows = max(rows, item.first_row + max((len(column.cells) for column in item.columns), default=1) - 1)
print(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, *sorted(gaps))
"""
# A process starts with the peak of the one that it was made from (getrusage(2)); this one is small.
LAUNCH = "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:]).returncode)"


def measured(path: Path) -> tuple[int, int, list[str]]:
    command = [sys.executable, "-c", LAUNCH, sys.executable, "-c", MEASURE, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    rows, megabytes, *gaps = done.stdout.split()
    return int(rows), int(megabytes), gaps


@pytest.fixture(scope="module")
def one_line(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("line") / "line"
    with path.open("w", encoding="ascii") as stream:
        for _ in range(LINE // 1_000_000):
            stream.write("abc d,ef;" * 111_111 + "\t")
    return path


@pytest.mark.parametrize(
    ("suffix", "gaps"),
    [
        (".txt", []),
        (".md", []),
        (".csv", ["truncated"]),
        (".tsv", ["truncated"]),
        (".jsonl", ["too-large"]),
        (".json", ["unparsable"]),
    ],
)
def test_a_line_of_a_hundred_megabytes(one_line: Path, suffix: str, gaps: list[str]) -> None:
    path = one_line.with_suffix(suffix)
    path.hardlink_to(one_line)
    _, megabytes, told = measured(path)
    assert told == gaps
    assert megabytes < MEGABYTES


def test_a_document_of_many_small_records(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with path.open("w", encoding="ascii") as stream:
        stream.write('{"data": [')
        stream.writelines(f'{{"id": {number}, "text": "{"word " * 60}"}},\n' for number in range(60_000))
        stream.write('{"id": 0}]}')
    rows, megabytes, gaps = measured(path)
    assert rows == 60_001
    assert gaps == []
    assert megabytes < MEGABYTES


def test_records_with_ever_new_keys(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("w", encoding="ascii") as stream:
        stream.writelines(f'{{"k{number}": {{"inner{number}": {number}}}}}\n' for number in range(100_000))
    rows, megabytes, gaps = measured(path)
    assert rows == 100_000
    assert gaps == []
    assert megabytes < MEGABYTES


def test_millions_of_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" + b"\n" * 5_000_000 + b"1,2\n")
    rows, megabytes, gaps = measured(path)
    assert (rows, gaps) == (1, [])
    assert megabytes < MEGABYTES


def test_a_pickle_is_never_loaded(tmp_path: Path) -> None:
    from licscan.inputs.readers import reader_for

    for suffix in (".pkl", ".pickle", ".npy", ".npz", ".joblib", ".pt"):
        assert reader_for(tmp_path / f"a{suffix}") is None


def test_the_same_bytes_give_the_same_batches_whatever_the_hash_seed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"b": {"x": 1}, "a": ["y", {"z": 2}]}\n{"c": 3}\n' * 50)
    script = (
        "import sys; from pathlib import Path; from licscan.inputs.readers import reader_for\n"
        "from licscan.inputs.sources import LocalFile\n"
        "print(list(reader_for('a.jsonl').read(LocalFile(Path(sys.argv[1]), 'x'), 'file:x')))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script, path],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path), "LC_ALL": "C", "TZ": zone},
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Singapore"), ("77", "America/New_York"))
    }
    assert len(outputs) == 1
