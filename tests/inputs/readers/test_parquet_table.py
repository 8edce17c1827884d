"""Parquet, whole and broken; the files are written by pyarrow itself."""

import datetime
import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from licscan.inputs.readers import reader_for
from licscan.inputs.readers.interface import Batch, ColumnKind
from licscan.inputs.sources import LocalFile
from licscan.model.finding import GapReason
from support.data_files import read

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def written(folder: Path, table: object, *, row_group_size: int = 1_000_000) -> Path:
    path = folder / "table.parquet"
    pq.write_table(table, path, row_group_size=row_group_size)
    return path


def people(count: int) -> object:
    return pa.table(
        {
            "name": [f"Name{number}" for number in range(count)],
            "email": [f"user{number}@example.com" for number in range(count)],
            "visits": list(range(count)),
        }
    )


def test_columns_have_stored_kinds_and_values_as_text(tmp_path: Path) -> None:
    found = read(
        written(
            tmp_path,
            pa.table(
                {
                    "name": ["Ann", None],
                    "visits": pa.array([12, None], pa.int16()),
                    "score": [0.5, 2.0],
                    "joined": [datetime.date(2021, 3, 4), None],
                    "seen": pa.array([0, 1 << 50], pa.timestamp("us", "Asia/Singapore")),
                    "active": [True, None],
                    "mark": pa.array(["a", "b"]).dictionary_encode(),
                    "phone": ["91234567", "81234567"],
                }
            ),
        )
    )
    assert found.column("name") == ["Ann"]
    assert found.column("visits") == ["12"]
    assert found.column("joined") == ["2021-03-04"]
    assert found.column("mark") == ["a", "b"]
    assert len(found.column("seen")) == 2
    assert {name: next(iter(kinds)) for name, kinds in found.kinds.items()} == {
        "name": ColumnKind.TEXT,
        "visits": ColumnKind.INTEGER,
        "score": ColumnKind.DECIMAL,
        "joined": ColumnKind.TEMPORAL,
        "seen": ColumnKind.TEMPORAL,
        "active": ColumnKind.BOOLEAN,
        "mark": ColumnKind.TEXT,
        "phone": ColumnKind.TEXT,
    }
    assert found.gaps == []


def test_nested_values_go_by_pointers(tmp_path: Path) -> None:
    found = read(
        written(
            tmp_path,
            pa.table(
                {
                    "user": [{"email": "ann@example.com", "tags": ["x", "y"]}, None],
                    "turns": [[{"from": "user", "text": "I am Ann"}, {"from": "bot", "text": "Hi"}], None],
                    "extra": pa.array([[("bo@example.com", "1")], None], pa.map_(pa.string(), pa.string())),
                    "pair": pa.array([[1, 2], None], pa.list_(pa.int8(), 2)),
                }
            ),
        )
    )
    assert found.column("/user/email") == ["ann@example.com"]
    assert found.column("/user/tags/*") == ["x\ny"]
    assert found.column("/turns/*/text") == ["I am Ann\nHi"]
    assert found.column("/extra/*#") == ["bo@example.com"]
    assert found.column("/pair/*") == ["1\n2"]
    assert found.kinds["/pair/*"] == {ColumnKind.INTEGER}


def test_rows_count_on_through_row_groups(tmp_path: Path) -> None:
    path = written(tmp_path, people(2_500), row_group_size=1_000)
    found = read(path)
    assert found.cells["email"][2_500] == ["user2499@example.com"]
    assert len(found.cells["name"]) == 2_500


def test_a_small_file_is_read_in_one_go(tmp_path: Path) -> None:
    path = written(tmp_path, people(123))
    reader = reader_for(path)
    assert reader is not None
    batches = list(reader.read(LocalFile(path, "x"), "file:x"))
    assert [len(batch.columns[0].cells) for batch in batches if isinstance(batch, Batch)] == [123]
    assert reader.parts(LocalFile(path, "x")) == ()  # too small to be worth parts


def test_names_that_may_be_personal_are_replaced(tmp_path: Path) -> None:
    found = read(written(tmp_path, pa.table({"ann@example.com": ["x"], "plain": ["y"], "a.b": ["z"]})))
    assert found.columns == ["column 1", "plain", "a.b"]


def test_binary_values_that_are_no_text_are_a_gap(tmp_path: Path) -> None:
    found = read(written(tmp_path, pa.table({"blob": [b"\x89PNG\x00\xff", b"plain"], "name": ["Ann", "Bo"]})))
    assert found.column("blob") == ["plain"]
    assert found.reasons == [GapReason.UNSUPPORTED_FORMAT]


def test_a_wide_table_is_read_whole(tmp_path: Path) -> None:
    found = read(written(tmp_path, pa.table({f"c{number}": [number] for number in range(1_203)})))
    assert len(found.columns) == 1_203
    assert found.column("c1202") == ["1202"]


def test_a_file_that_is_cut_anywhere_is_a_gap(tmp_path: Path) -> None:
    path = written(tmp_path, people(200), row_group_size=50)
    whole = path.read_bytes()
    for cut in range(0, len(whole), len(whole) // 12):
        path.write_bytes(whole[:cut])
        found = read(path)
        assert found.reasons == [GapReason.UNPARSABLE]
        assert found.batches == []


def test_a_page_that_is_damaged_costs_only_what_follows(tmp_path: Path) -> None:
    path = written(tmp_path, people(3_000), row_group_size=1_000)
    footer = pq.read_metadata(path)
    chunk = footer.row_group(1).column(0)
    content = bytearray(path.read_bytes())
    start = chunk.dictionary_page_offset or chunk.data_page_offset
    content[start : start + 64] = b"\xff" * 64
    path.write_bytes(bytes(content))
    found = read(path)
    assert found.cells["email"][1_000] == ["user999@example.com"]
    assert found.reasons == [GapReason.UNPARSABLE]
    assert "user" not in found.gaps[0].detail


def test_a_file_that_aborts_the_library_leaves_the_scan_alive(tmp_path: Path) -> None:
    # pyarrow 26 ends the process where the histograms of a column contradict its levels; flipping every byte of a
    # small footer in turn meets that and everything like it.
    path = written(tmp_path, pa.table({"name": ["Ann", "Bo"], "tags": [["x"], ["y", "z"]]}))
    whole = path.read_bytes()
    for at in range(len(whole) - 400, len(whole), 33):
        damaged = bytearray(whole)
        damaged[at] ^= 0x15
        path.write_bytes(bytes(damaged))
        found = read(path)
        assert found.batches or found.gaps


def test_a_dictionary_bomb_takes_little_memory(tmp_path: Path) -> None:
    big = "a" * 1_000_000
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000, pa.int32()), pa.array([big]))
    path = tmp_path / "bomb.parquet"
    pq.write_table(pa.table({"x": column}), path, compression="zstd", store_schema=False)
    assert path.stat().st_size < 2_000, "20 GB in 2 kB"
    measure = (
        "import resource, sys; from pathlib import Path; from licscan.inputs.readers import reader_for\n"
        "from licscan.inputs.sources import LocalFile\n"
        "rows = 0\n"
        "for batch in reader_for('x.parquet').read(LocalFile(Path(sys.argv[1]), 'x'), 'file:x'):\n"
        "    rows += len(batch.columns[0].cells)\n"
        "used = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]\n"
        "print(rows, max(used) // 1024)"
    )
    # The peak of a process starts with that of the one which started it: a small shell stands between.
    small = ["/bin/sh", "-c", '"$@"; exit $?', "sh"]
    done = subprocess.run([*small, sys.executable, "-c", measure, path], check=True, capture_output=True, text=True)
    rows, megabytes = map(int, done.stdout.split())
    assert rows == 20_000
    assert megabytes < 400


@pytest.mark.parametrize("columns", [1, 9], ids=["one column", "a row group"])
def test_values_that_unpack_to_far_more_are_refused(tmp_path: Path, columns: int) -> None:
    path = tmp_path / "bomb.parquet"
    value = "a" * (80_000_000 if columns == 1 else 30_000_000)
    table = pa.table({f"c{number}": [value] for number in range(columns)})
    pq.write_table(table, path, compression="zstd", use_dictionary=False)
    del table
    assert path.stat().st_size < 1_000_000
    found = read(path)
    assert found.reasons == [GapReason.TOO_LARGE]
    assert found.batches == []


def test_rows_by_the_million_in_a_few_bytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.parquet"
    nulls = pa.table({"x": pa.nulls(5_000_000, pa.int8())})
    pq.write_table(nulls, path, row_group_size=5_000_000, max_rows_per_page=1 << 31)
    found = read(path)
    assert found.reasons == [GapReason.TOO_LARGE]
    assert found.batches == []


@pytest.mark.parametrize(
    "content", [b"", b"PAR1", b"PAR1PAR1", b"not parquet at all", b"PAR1" + b"\xff" * 64 + b"PAR1"]
)
def test_other_content_is_a_gap(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.parquet"
    path.write_bytes(content)
    assert read(path).reasons == [GapReason.UNPARSABLE]


def test_a_missing_file_is_a_gap(tmp_path: Path) -> None:
    assert read(tmp_path / "none.parquet").reasons == [GapReason.UNREADABLE]


def test_without_pyarrow_the_install_line_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, people(2))
    script = (
        "import sys\n"
        "class Without:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] == 'pyarrow': raise ModuleNotFoundError(name=name)\n"
        "import importlib.util\n"
        "from licscan.inputs.readers import reader_for\n"
        "from licscan.inputs.sources import LocalFile\n"
        "from pathlib import Path\n"
        "sys.path[:] = [entry for entry in sys.path if 'site-packages' not in entry]\n"
        "sys.meta_path[:] = [finder for finder in sys.meta_path if 'editable' not in repr(finder).lower()]\n"
        "(gap,) = reader_for('x.parquet').read(LocalFile(Path(sys.argv[1]), 'x'), 'file:x')\n"
        "print(gap.reason, gap.hint)"
    )
    done = subprocess.run([sys.executable, "-c", script, path], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == 'missing-extra pip install "licscan[pii]"'


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_reader_that_is_left_early_leaves_no_process_behind(tmp_path: Path) -> None:
    path = written(tmp_path, people(50_000), row_group_size=5_000)
    reader = reader_for(path)
    assert reader is not None
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = children.read_text().split()
    batches = reader.read(LocalFile(path, "x"), "file:x")
    next(batches)
    assert len(children.read_text().split()) == len(before) + 1
    del batches
    gc.collect()
    assert children.read_text().split() == before


def test_the_row_groups_of_a_large_file_can_be_read_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licscan.inputs.readers.bounded_reader._WORTH_PARTS", 0)
    source = LocalFile(written(tmp_path, people(2_500), row_group_size=1_000), "x")
    reader = reader_for("x.parquet")
    assert reader is not None
    parts = reader.parts(source)
    assert [(part.first_row, part.rows) for part in parts] == [(1, 1_000), (1_001, 1_000), (2_001, 500)]
    whole = [item for item in reader.read(source, "file:x") if isinstance(item, Batch)]
    apart = [item for part in parts for item in reader.read(source, "file:x", part) if isinstance(item, Batch)]
    assert apart == whole
