"""SQLite databases, whole, hostile and broken; made by SQLite itself."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from licscan.inputs.readers import reader_for
from licscan.inputs.readers.interface import Batch, ColumnKind
from licscan.model.finding import GapReason
from support.data_files import read
from support.member import Member

ENDLESS = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT x FROM t"


def database(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


PEOPLE = (
    "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, phone TEXT, photo BLOB, note BLOB)",
    "INSERT INTO people VALUES (1, 'Ann Bo', '091234567', x'FFD8FF00', x'63616C6C20416E6E')",
    "INSERT INTO people VALUES (2, NULL, '081234567', NULL, '')",
    "CREATE TABLE orders (amount REAL, day TEXT) ",
    "INSERT INTO orders VALUES (12.5, '2024-01-02'), (3.0, '2024-01-03')",
)


def test_every_table_is_read_under_its_own_name(tmp_path: Path) -> None:
    found = read(database(tmp_path / "shop.sqlite", *PEOPLE))
    assert found.column("people.name") == ["Ann Bo"]
    assert found.column("people.phone") == ["091234567", "081234567"]
    assert found.kinds["people.phone"] == {ColumnKind.TEXT}
    assert found.column("people.note") == ["call Ann"]
    assert found.column("orders.amount") == ["12.5", "3"]
    assert found.kinds["orders.day"] == {ColumnKind.TEMPORAL}
    assert found.reasons == [GapReason.UNSUPPORTED_FORMAT]  # the photo
    assert "1 cells" in found.gaps[0].detail


def test_the_same_database_inside_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE a (email TEXT)")
        connection.execute("INSERT INTO a VALUES ('ann@example.com')")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    reader = reader_for("shop.db")
    assert reader is not None
    (batch,) = reader.read(Member(path.read_bytes(), "shop.db"), "file:x")
    assert isinstance(batch, Batch)
    assert (batch.columns[0].name, batch.columns[0].cells) == ("a.email", ["ann@example.com"])


def test_nothing_that_a_schema_computes_is_run(tmp_path: Path) -> None:
    path = database(
        tmp_path / "a.db",
        "CREATE TABLE real (v TEXT, big TEXT GENERATED ALWAYS AS (hex(zeroblob(100000000))) VIRTUAL)",
        "INSERT INTO real (v) VALUES ('kept')",
        f"CREATE VIEW endless AS {ENDLESS}",
        "CREATE TRIGGER boom AFTER INSERT ON real BEGIN SELECT load_extension('x'); END",
    )
    found = read(path)
    assert found.text == "kept"
    assert found.gaps == []


def test_a_view_that_poses_as_a_table_is_not_run(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db", "CREATE TABLE t (v)", f"CREATE VIEW v AS {ENDLESS}")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET type = 'table', rootpage = 2 WHERE name = 'v'")
        connection.commit()
    assert set(read(path).reasons) <= {GapReason.UNPARSABLE}


def test_a_journal_beside_it_is_a_gap_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE a (v)")
        connection.execute("INSERT INTO a VALUES ('late')")
        connection.commit()
        before = sorted((file.name, file.read_bytes()) for file in tmp_path.iterdir())
        found = read(path)
        assert sorted((file.name, file.read_bytes()) for file in tmp_path.iterdir()) == before
    assert GapReason.TRUNCATED in found.reasons


@pytest.mark.parametrize("tenth", range(1, 10, 2))
def test_a_cut_database_is_a_gap(tmp_path: Path, tenth: int) -> None:
    path = database(tmp_path / "a.db", *PEOPLE[:1])
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany(
            "INSERT INTO people (name) VALUES (?)", [(f"Name{number}" * 20,) for number in range(500)]
        )
        connection.commit()
    whole = path.read_bytes()
    cut = tmp_path / "cut.db"
    cut.write_bytes(whole[: len(whole) * tenth // 10])
    assert GapReason.UNPARSABLE in read(cut).reasons


def test_another_file_under_the_suffix(tmp_path: Path) -> None:
    path = tmp_path / "Thumbs.db"
    path.write_bytes(b"\xd0\xcf\x11\xe0" * 100)
    assert read(path).reasons == [GapReason.UNSUPPORTED_FORMAT]


def test_names_of_persons_are_no_column_names(tmp_path: Path) -> None:
    path = database(
        tmp_path / "a.db", 'CREATE TABLE "ann@example.com" (v)', "INSERT INTO \"ann@example.com\" VALUES ('x')"
    )
    assert read(path).columns == ["table 1.v"]
