"""Arrow IPC and Feather, whole and broken; the files are written by pyarrow itself."""

import subprocess
import sys
import warnings
from pathlib import Path
from typing import Protocol, cast

import pytest

from licscan.inputs.readers import reader_for
from licscan.inputs.readers.interface import Batch, ColumnKind
from licscan.inputs.sources import LocalFile
from licscan.model.finding import Gap, GapReason
from support.data_files import read
from support.member import Member

pa = pytest.importorskip("pyarrow")
ipc = pytest.importorskip("pyarrow.ipc")
feather = pytest.importorskip("pyarrow.feather")


class Table(Protocol):
    schema: object

    def select(self, names: list[str]) -> "Table": ...


def people(count: int) -> Table:
    columns = {
        "name": [f"Name{number}" for number in range(count)],
        "visits": list(range(count)),
        "contact": [{"email": f"user{number}@example.com"} for number in range(count)],
    }
    return cast("Table", pa.table(columns))


def written(path: Path, table: Table, *, stream: bool = False, rows: int = 1_000) -> Path:
    make = ipc.new_stream if stream else ipc.new_file
    with path.open("wb") as out, make(out, table.schema) as writer:
        writer.write_table(table, max_chunksize=rows)
    return path


@pytest.mark.parametrize("stream", [True, False])
def test_files_and_streams_are_read_whole(tmp_path: Path, stream: bool) -> None:
    found = read(written(tmp_path / "data-00000-of-00001.arrow", people(2_500), stream=stream))
    assert found.column("name") == [f"Name{number}" for number in range(2_500)]
    assert found.column("/contact/email")[2_499] == "user2499@example.com"
    assert found.kinds["visits"] == {ColumnKind.INTEGER}
    assert found.gaps == []


@pytest.mark.parametrize("version", [1, 2])
def test_feather_of_both_versions(tmp_path: Path, version: int) -> None:
    path = tmp_path / "table.feather"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        feather.write_feather(people(20).select(["name", "visits"]), str(path), version=version)
    assert read(path).column("name")[:2] == ["Name0", "Name1"]


def test_a_member_of_an_archive_is_read_from_memory(tmp_path: Path) -> None:
    content = written(tmp_path / "a.arrow", people(10)).read_bytes()
    reader = reader_for("a.arrow")
    assert reader is not None
    batches = [item for item in reader.read(Member(content), "file:x") if isinstance(item, Batch)]
    assert batches[0].columns[0].cells[0] == "Name0"


def test_record_batches_are_parts_that_together_give_the_whole(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.arrow", pa.table({"text": [f"{number:0100d}" for number in range(90_000)]}), rows=30_000
    )
    reader = reader_for(path)
    assert reader is not None
    source = LocalFile(path, "x")
    parts = reader.parts(source)
    assert [(part.first_row, part.rows) for part in parts] == [(1, 30_000), (30_001, 30_000), (60_001, 30_000)]
    second = [item for item in reader.read(source, "file:x", parts[1]) if isinstance(item, Batch)]
    assert second[0].first_row == 30_001
    assert second[0].columns[0].cells[0] == f"{30_000:0100d}"


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("tenth", [0, 3, 6, 9])
def test_a_cut_file_is_a_gap_after_what_stands_before(tmp_path: Path, stream: bool, tenth: int) -> None:
    whole = written(tmp_path / "a.arrow", people(3_000), stream=stream, rows=100).read_bytes()
    cut = tmp_path / "cut.arrow"
    cut.write_bytes(whole[: len(whole) * tenth // 10 + 5])
    found = read(cut)
    assert found.reasons == [GapReason.UNPARSABLE]
    if tenth >= 3:
        assert found.column("name")[:2] == ["Name0", "Name1"]


def test_rows_out_of_nothing_are_refused(tmp_path: Path) -> None:
    table = pa.table({"a": pa.nulls(2_000_000_000)})
    found = read(written(tmp_path / "a.arrow", table, rows=2_000_000_000))
    assert found.reasons == [GapReason.TOO_LARGE]
    assert found.batches == []


def test_damage_anywhere_never_stops_the_scan(tmp_path: Path) -> None:
    whole = bytearray(written(tmp_path / "a.arrow", people(50), stream=True).read_bytes())
    for position in range(0, len(whole), max(1, len(whole) // 6)):
        broken = bytearray(whole)
        broken[position] ^= 0xFF
        path = tmp_path / "broken.arrow"
        path.write_bytes(broken)
        found = read(path)  # `read` would raise; a value may differ, the end is told
        assert found.batches or found.gaps


def test_without_pyarrow_the_gap_says_what_to_install(tmp_path: Path) -> None:
    path = written(tmp_path / "a.arrow", people(3))
    script = (
        "import importlib.util as u, sys; real = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'pyarrow' else real(name)\n"
        "from pathlib import Path; from licscan.inputs.readers import reader_for\n"
        "from licscan.inputs.sources import LocalFile\n"
        "gap = next(iter(reader_for('a.arrow').read(LocalFile(Path(sys.argv[1]), 'x'), 'file:x')))\n"
        "print(gap.reason, gap.hint)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == 'missing-extra pip install "licscan[pii]"'


def test_gaps_are_of_personal_data(tmp_path: Path) -> None:
    path = tmp_path / "a.arrow"
    path.write_bytes(b"no arrow at all, but text of some length")
    (gap,) = read(path).gaps
    assert isinstance(gap, Gap)
    assert "text of some length" not in gap.detail
