"""SQLite databases, read in a process of their own: only the stored tables, never what a schema would compute."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from licscan.inputs.readers.bounded_reader import BoundedReader
from licscan.inputs.readers.column_names import is_showable, showable_names
from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.interface import Batch
from licscan.inputs.readers.typed_columns import typed_column
from licscan.model.finding import Gap, GapReason

_MAGIC = b"SQLite format 3\0"
_VALUE_LIMIT = 64_000_000  # bytes of one value or row
_ROWS = 10_000
_CELLS = 400_000
_BYTES = 8_000_000
_TABLES = 10_000
_DAMAGED = "is not a whole SQLite database; what stands before the damage was read"
_JOURNAL = "has a journal beside it ({suffix}) whose changes were not read"
_JOURNAL_HINT = "close the program that writes the database, or run `PRAGMA wal_checkpoint(TRUNCATE)` on it"
_LEGACY = 1  # the version byte of a database without write-ahead log, https://sqlite.org/fileformat.html 1.3


class SqliteReader(BoundedReader):
    """Reads every table of an SQLite database in the order of its rows; a column is called `table.column`.

    Views, virtual tables and computed columns are not evaluated; what they show stands in the tables that are read.
    """

    media = "application/vnd.sqlite3"
    worker = "licscan.inputs.readers.sqlite_table:sqlite_records"


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    shown: str
    columns: tuple[str, ...]


def sqlite_records(content: Path | bytes, defects: Defects, what: str) -> Iterator[list[int] | Batch | Gap]:  # noqa: ARG001 - the shape of a worker
    """The tables of a database, each with rows that count from 1; what is broken is a gap."""
    head = _head(content)
    if not head:  # a database without a table has no byte
        return
    if not head.startswith(_MAGIC):
        yield defects.gap(GapReason.UNSUPPORTED_FORMAT, "is no SQLite database, whatever its name says")
        return
    if isinstance(content, Path):
        yield from _journals(content, defects)
    try:
        connection = _opened(content)
        try:
            yield from _Database(connection, _size(content), defects).items()
        finally:
            connection.close()
    except MemoryError:
        yield defects.gap(GapReason.TOO_LARGE, "asks for more memory than one data file may take")
    except (sqlite3.Error, OverflowError, ValueError):  # the messages may quote the schema
        yield defects.gap(GapReason.UNPARSABLE, _DAMAGED)


def _head(content: Path | bytes) -> bytes:
    if isinstance(content, bytes):
        return content[: len(_MAGIC)]
    with content.open("rb") as stream:
        return stream.read(len(_MAGIC))


def _size(content: Path | bytes) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _journals(path: Path, defects: Defects) -> Iterator[Gap]:
    for suffix in ("-wal", "-journal"):
        beside = path.with_name(path.name + suffix)
        if beside.is_file() and beside.stat().st_size:
            yield defects.gap(GapReason.TRUNCATED, _JOURNAL.format(suffix=suffix), hint=_JOURNAL_HINT)


def _opened(content: Path | bytes) -> sqlite3.Connection:
    """The database, never to be written: nothing is created beside it and no journal of it is played back."""
    if isinstance(content, Path):
        address = f"file:{quote(str(content.absolute()))}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, isolation_level=None)
    else:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.deserialize(content[:18] + bytes((_LEGACY, _LEGACY)) + content[20:])
    connection.text_factory = _text
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _VALUE_LIMIT)
    for setting in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON", "cache_size = -8000"):
        connection.execute(f"PRAGMA {setting}")
    connection.set_authorizer(_permitted)
    return connection


def _text(stored: bytes) -> str:
    return stored.decode("utf-8", "replace")


def _permitted(action: int, first: str | None, *_: str | None) -> int:
    """Plain reading alone: no function, no recursion, no setting, whatever a schema would call for."""
    if action in {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first == "table_xinfo":
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class _Database:
    """One database under way."""

    def __init__(self, connection: sqlite3.Connection, size: int, defects: Defects) -> None:
        self._connection = connection
        self._size = size
        self._defects = defects

    def items(self) -> Iterator[Batch | Gap]:
        """Every table in the order in which they were made; one that is damaged does not stop the others."""
        names = self._names()
        if len(names) > _TABLES:
            detail = f"holds over {_TABLES:,} tables; the rest was not read"
            yield self._defects.gap(GapReason.TRUNCATED, detail)
        for position, name in enumerate(names[:_TABLES], start=1):
            try:
                yield from self._rows(self._table(name, position))
            except (sqlite3.Error, OverflowError):
                self._defects.note(GapReason.UNPARSABLE, "tables that are damaged: {count}; their rest was not read")

    def _names(self) -> list[str]:
        # A virtual table has no page of its own; sqlite_ tables are SQLite's (statistics, counters).
        found = self._connection.execute("SELECT type, name, rootpage FROM sqlite_master NOT INDEXED")
        return [
            name
            for kind, name, page in found
            if kind == "table" and isinstance(name, str) and page and not name.lower().startswith("sqlite_")
        ]

    def _table(self, name: str, position: int) -> _Table:
        described = self._connection.execute(f"PRAGMA table_xinfo({_quoted(name)})").fetchall()
        stored = [str(column[1]) for column in described if not column[6]]  # the others are computed or hidden
        return _Table(name, name if is_showable(name) else f"table {position}", tuple(stored))

    def _rows(self, table: _Table) -> Iterator[Batch | Gap]:
        wanted = ", ".join(map(_quoted, table.columns))
        if not wanted:
            return
        names = [f"{table.shown}.{column}" for column in showable_names(table.columns)]
        cursor = self._connection.execute(f"SELECT {wanted} FROM main.{_quoted(table.name)} NOT INDEXED")  # noqa: S608 - quoted
        first_row, most = 1, max(1, min(_ROWS, _CELLS // len(names)))
        while rows := _some(cursor, most):
            columns = zip(names, zip(*rows, strict=True), strict=True)
            yield Batch(first_row, tuple(typed_column(name, values, self._defects) for name, values in columns))
            first_row += len(rows)
            if first_row > self._size:  # a row takes two bytes and more: pages that lead back to each other
                self._defects.note(GapReason.UNPARSABLE, "tables whose pages go round in circles: {count}")
                return


def _some(cursor: sqlite3.Cursor, most: int) -> list[Sequence[object]]:
    """The next rows: at most `most`, and no more than a few megabytes of text."""
    rows: list[Sequence[object]] = []
    held = 0
    for row in cursor:
        rows.append(row)
        held += sum(len(value) for value in row if isinstance(value, (str, bytes)))
        if len(rows) >= most or held >= _BYTES:
            break
    return rows
