"""Arrow IPC files and streams and Feather, read in a process of their own (https://arrow.apache.org/docs/format/)."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from licscan.inputs.readers.arrow import ArrowArray, ArrowDictionary, ArrowSchema, RecordBatch, arrow_types
from licscan.inputs.readers.arrow_rows import ArrowRows
from licscan.inputs.readers.bounded_reader import BoundedReader
from licscan.inputs.readers.column_names import showable_names
from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.interface import Batch
from licscan.inputs.readers.pointers import Pointers
from licscan.model.finding import Gap, GapReason

_FILE = b"ARROW1\0\0"
_FEATHER_1 = b"FEA1"
_CONTINUES = b"\xff\xff\xff\xff"  # before every message since format version 5
_ROWS = 10_000
_CELLS = 400_000
_BYTES = 8_000_000
_MANY = 1_000_000  # rows that any file may have
_PER_BYTE = 1_000  # rows a byte beyond that: nulls and repeated values take next to nothing in an honest file
_COLUMNS_AT_A_TIME = 500
_DAMAGED = "is not a whole Arrow file; what stands before the damage was read"


class ArrowReader(BoundedReader):
    """Reads Arrow IPC files and streams (as the datasets library writes them) and Feather 1 and 2.

    A flat column has its own name, a nested value the JSON pointer to it.
    """

    media = "application/vnd.apache.arrow.file"
    worker = "licscan.inputs.readers.arrow_table:arrow_records"
    library = "pyarrow"
    has_parts = True


class _Sliceable(RecordBatch, Protocol):
    nbytes: int

    def slice(self, offset: int, length: int) -> "_Sliceable": ...
    def select(self, columns: Sequence[int]) -> "_Sliceable": ...
    def validate(self, *, full: bool) -> None: ...


class _Dictionary(ArrowDictionary, Protocol):
    def dictionary_decode(self) -> ArrowArray: ...


class _FileReader(Protocol):
    num_record_batches: int
    schema: ArrowSchema

    def get_batch(self, index: int) -> _Sliceable: ...


class _StreamReader(Protocol):
    schema: ArrowSchema

    def __iter__(self) -> Iterator[_Sliceable]: ...


class _Table(Protocol):
    schema: ArrowSchema
    num_rows: int

    def to_batches(self) -> list[_Sliceable]: ...


class _Ipc(Protocol):
    def open_file(self, source: object, *, options: object = None) -> _FileReader: ...
    def open_stream(self, source: object) -> _StreamReader: ...
    def IpcReadOptions(self, *, included_fields: Sequence[int]) -> object: ...  # noqa: N802 - pyarrow's name


class _Feather(Protocol):
    def read_table(self, source: object, *, memory_map: bool) -> _Table: ...


class _File(Protocol):
    def read(self, size: int) -> bytes: ...
    def seek(self, position: int) -> int: ...


class _PyArrow(Protocol):
    def OSFile(self, path: str, mode: str) -> _File: ...  # noqa: N802 - pyarrow's name
    def BufferReader(self, content: bytes) -> _File: ...  # noqa: N802 - pyarrow's name


def arrow_records(content: Path | bytes, defects: Defects, what: str) -> Iterator[list[int] | Batch | Gap]:
    """The rows of each record batch if they are asked for, then the table; what is broken is a gap at the end."""
    arrow = cast("_PyArrow", import_module("pyarrow"))
    try:
        file = arrow.BufferReader(content) if isinstance(content, bytes) else arrow.OSFile(str(content), "r")
        size = len(content) if isinstance(content, bytes) else content.stat().st_size
        yield from _ArrowFile(file, size, defects).items(what)
    except MemoryError:
        yield defects.gap(GapReason.TOO_LARGE, "asks for more memory than one data file may take")
    except (OSError, ValueError, OverflowError, LookupError, NotImplementedError, TypeError) as error:
        # pyarrow's own messages may quote the file; an OSError without a number is its own, not the system's.
        if isinstance(error, OSError) and error.errno:
            raise
        yield defects.gap(GapReason.UNPARSABLE, _DAMAGED)


class _ArrowFile:
    """One file under way."""

    def __init__(self, file: _File, size: int, defects: Defects) -> None:
        self._file = file
        self._size = size
        self._defects = defects
        self._ipc = cast("_Ipc", import_module("pyarrow.ipc"))
        self._pointers = Pointers()
        self._first_row = 1

    def items(self, what: str) -> Iterator[list[int] | Batch | Gap]:
        """What was asked for, by what the first bytes say the file is."""
        head = self._file.read(len(_FILE))
        self._file.seek(0)
        if head.startswith(_FILE[:6]):
            yield from self._ipc_file(what)
        elif what == "rows":
            yield []
        elif head.startswith(_FEATHER_1):
            yield from self._feather_1()
        elif self._size:
            if head[:4] != _CONTINUES and int.from_bytes(head[:4], "little") > self._size:
                raise ValueError  # what stands where the length of the schema should be is no length
            yield from self._stream()

    def _ipc_file(self, what: str) -> Iterator[list[int] | Batch | Gap]:
        try:
            reader = self._ipc.open_file(self._file)
        except ValueError:  # without its footer a file is still a stream behind eight bytes
            if what == "rows":
                yield []
                return
            self._file.seek(len(_FILE))
            yield from self._stream()
            yield self._defects.gap(GapReason.UNPARSABLE, _DAMAGED)
            return
        if what == "all":
            yield from self._taken(reader.get_batch(index) for index in range(reader.num_record_batches))
            return
        rows = self._rows_of_batches(reader)
        yield rows
        if what != "rows":
            index = int(what)
            self._first_row += sum(rows[:index])
            yield from self._taken(iter([reader.get_batch(index)]))

    def _rows_of_batches(self, reader: _FileReader) -> list[int]:
        # One column tells how many rows a batch has; the others stay unread.
        options = self._ipc.IpcReadOptions(included_fields=[0]) if len(reader.schema) else None
        self._file.seek(0)
        narrow = self._ipc.open_file(self._file, options=options) if options else reader
        return [narrow.get_batch(index).num_rows for index in range(narrow.num_record_batches)]

    def _stream(self) -> Iterator[Batch | Gap]:
        yield from self._taken(iter(self._ipc.open_stream(self._file)))

    def _feather_1(self) -> Iterator[Batch | Gap]:
        import warnings

        feather = cast("_Feather", import_module("pyarrow.feather"))
        with warnings.catch_warnings():  # the format is deprecated, not the reading of what is there
            warnings.simplefilter("ignore")
            table = feather.read_table(self._file, memory_map=False)
        yield from self._taken(iter(table.to_batches()))

    def _taken(self, batches: Iterator[_Sliceable]) -> Iterator[Batch | Gap]:
        for batch in batches:
            rows = self._first_row + batch.num_rows - 1
            if rows > _MANY and rows > _PER_BYTE * self._size:
                detail = f"claims {rows:,} rows in {self._size:,} bytes; the rest was not read"
                yield self._defects.gap(GapReason.TOO_LARGE, detail)
                return
            batch.validate(full=True)  # offsets that lead out of a buffer would end the process
            yield from self._groups(batch)
            self._first_row += batch.num_rows

    def _groups(self, batch: _Sliceable) -> Iterator[Batch]:
        """A batch in groups of columns and slices of rows."""
        names = [batch.schema.field(index).name for index in range(len(batch.schema))]
        shown = dict(zip(names, showable_names(names), strict=True)) if len(set(names)) == len(names) else {}
        per_row = max(1, batch.nbytes // max(1, batch.num_rows))
        for start in range(0, len(names), _COLUMNS_AT_A_TIME):
            columns = range(start, min(start + _COLUMNS_AT_A_TIME, len(names)))
            group = batch.select(columns)
            rows = max(1, min(_ROWS, _CELLS // len(columns), _BYTES // per_row))
            for offset in range(0, batch.num_rows, rows):
                piece = _with_short_dictionaries(group.slice(offset, rows))
                at = self._first_row + offset
                yield from ArrowRows(piece, at, shown, self._pointers, self._defects).batches()


class _Piece:
    """A slice of a batch whose columns were exchanged."""

    def __init__(self, batch: RecordBatch, columns: list[ArrowArray]) -> None:
        self.num_rows = batch.num_rows
        self.schema = batch.schema
        self.columns = columns


def _with_short_dictionaries(batch: RecordBatch) -> RecordBatch:
    """A slice without dictionaries that are longer than itself: each slice would read them anew."""
    types = arrow_types()
    columns = [
        cast("_Dictionary", column).dictionary_decode()
        if types.is_dictionary(column.type) and len(cast("_Dictionary", column).dictionary) > batch.num_rows
        else column
        for column in batch.columns
    ]
    return _Piece(batch, columns)
