"""The rows of a Parquet file, row group by row group."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from licscan.inputs.readers.arrow import (
    ArrowArray,
    FileMetaData,
    ParquetFile,
    RecordBatch,
    open_parquet,
)
from licscan.inputs.readers.column_kinds import kind_of_strings
from licscan.inputs.readers.column_names import showable_names
from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.interface import Batch, Column, ColumnKind
from licscan.inputs.readers.parquet_guard import batch_rows, check_file, check_row_group
from licscan.inputs.readers.parquet_values import OPAQUE, is_nested, stored_kind, values_of
from licscan.inputs.readers.pointers import Pointers
from licscan.inputs.readers.sparse_batches import SparseBatches
from licscan.model.finding import Gap, GapReason

_COLUMNS_AT_A_TIME = 500
_DAMAGED = "is not a whole Parquet file; what stands before the damage was read"
_BINARY = "binary values that are no text: {count} cells were not read"


def parquet_rows(path: Path, defects: Defects, what: str) -> Iterator[list[int] | Batch | Gap]:
    """The rows of each row group as the footer states them, then the table; what is broken is a gap at the end.

    `what` is `all`, `rows` for the row groups alone, or the index of the one to read.

    Raises OSError for what the system refuses. A hostile file can abort the whole process: run in one of its own.
    """
    try:
        yield from _table(path, defects, what)
    except MemoryError:
        yield defects.gap(GapReason.TOO_LARGE, "asks for more memory than one data file may take")
    except (OSError, ValueError, OverflowError, LookupError, NotImplementedError, TypeError) as error:
        # pyarrow reports a broken file as one of these, a text of the file in its message; OSError without a
        # number is its own, not the system's.
        if isinstance(error, OSError) and error.errno:
            raise
        yield defects.gap(GapReason.UNPARSABLE, _DAMAGED)


def _table(path: Path, defects: Defects, what: str) -> Iterator[list[int] | Batch | Gap]:
    size = path.stat().st_size
    metadata = open_parquet(path).metadata
    if refusal := check_file(metadata, size):
        yield defects.gap(GapReason.TOO_LARGE, refusal.detail)
        return
    yield [metadata.row_group(index).num_rows for index in range(metadata.num_row_groups)]
    if what == "rows":
        return
    file = open_parquet(path, _text_columns(metadata))
    try:
        yield from _row_groups(file, defects, None if what == "all" else int(what))
    finally:
        file.close()


def _text_columns(metadata: FileMetaData) -> list[str]:
    if not metadata.num_row_groups:
        return []
    group = metadata.row_group(0)
    columns = [group.column(position) for position in range(group.num_columns)]
    return [column.path_in_schema for column in columns if column.physical_type == "BYTE_ARRAY"]


def _row_groups(file: ParquetFile, defects: Defects, only: int | None) -> Iterator[Batch | Gap]:
    schema = file.schema_arrow
    fields = [schema.field(index) for index in range(len(schema))]
    names = [field.name for field in fields]
    shown = dict(zip(names, showable_names(names), strict=True))
    groups = _groups(names)
    pointers = Pointers()
    first_row = 1
    for index in range(file.metadata.num_row_groups):
        if only is not None and index != only:
            pass
        elif refusal := check_row_group(file.metadata, index):
            yield defects.gap(GapReason.TOO_LARGE, refusal.detail)
        else:
            rows = batch_rows(file.metadata, index)
            for group in groups:
                at = first_row
                for batch in file.iter_batches(rows, [index], group, use_threads=False):
                    yield from _Rows(batch, at, shown, pointers, defects).batches()
                    at += batch.num_rows
        first_row += file.metadata.row_group(index).num_rows


def _groups(names: Sequence[str]) -> list[Sequence[str] | None]:
    if len(names) <= _COLUMNS_AT_A_TIME:
        return [None]
    return [names[start : start + _COLUMNS_AT_A_TIME] for start in range(0, len(names), _COLUMNS_AT_A_TIME)]


class _Rows:
    """One batch of pyarrow under way."""

    def __init__(
        self, batch: RecordBatch, first_row: int, shown: dict[str, str], pointers: Pointers, defects: Defects
    ) -> None:
        self._batch = batch
        self._first_row = first_row
        self._shown = shown
        self._pointers = pointers
        self._defects = defects

    def batches(self) -> Iterator[Batch]:
        """The flat columns as one batch, then every nested column."""
        flat: list[Column] = []
        nested: list[tuple[str, ArrowArray]] = []
        for position, array in enumerate(self._batch.columns):
            name = self._shown.get(self._batch.schema.field(position).name, f"column {position + 1}")
            if is_nested(array.type):
                nested.append((name, array))
            else:
                flat.append(self._flat(name, array))
        if flat:
            yield Batch(self._first_row, tuple(flat))
        for name, array in nested:
            yield from self._nested(name, array)

    def _flat(self, name: str, array: ArrowArray) -> Column:
        kind = stored_kind(array.type)
        cells = [self._cell(value) for value in values_of(array)]
        return Column(name, kind_of_strings(cells) if kind is ColumnKind.TEXT else kind, cells)

    def _cell(self, value: object) -> str | None:
        if value is OPAQUE:
            self._defects.note(GapReason.UNSUPPORTED_FORMAT, _BINARY)
            return None
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value) if value is not None and value != "" else None

    def _nested(self, name: str, array: ArrowArray) -> Iterator[Batch]:
        batches = SparseBatches(self._defects, self._first_row)
        root = self._pointers.child("", name) or "/*"

        def put(pointer: str, value: object) -> None:
            batches.put(pointer, self._cell(value) if value is OPAQUE else value)

        for value in values_of(array):
            batches.begin()
            self._pointers.walk(value, root, put)
            if batches.full and (batch := batches.batch()):
                yield batch
        if batch := batches.batch():
            yield batch
