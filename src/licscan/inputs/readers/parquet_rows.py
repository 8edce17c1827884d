"""The rows of a Parquet file, row group by row group."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from licscan.inputs.readers.arrow import FileMetaData, ParquetFile, open_parquet
from licscan.inputs.readers.arrow_rows import ArrowRows
from licscan.inputs.readers.column_names import showable_names
from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.interface import Batch
from licscan.inputs.readers.parquet_guard import batch_rows, check_file, check_row_group
from licscan.inputs.readers.pointers import Pointers
from licscan.model.finding import Gap, GapReason

_COLUMNS_AT_A_TIME = 500
_DAMAGED = "is not a whole Parquet file; what stands before the damage was read"


def parquet_rows(content: Path | bytes, defects: Defects, what: str) -> Iterator[list[int] | Batch | Gap]:
    """The rows of each row group as the footer states them, then the table; what is broken is a gap at the end.

    `what` is `all`, `rows` for the row groups alone, or the index of the one to read.

    Raises OSError for what the system refuses. A hostile file can abort the whole process: run in one of its own.
    """
    try:
        yield from _table(content, defects, what)
    except MemoryError:
        yield defects.gap(GapReason.TOO_LARGE, "asks for more memory than one data file may take")
    except (OSError, ValueError, OverflowError, LookupError, NotImplementedError, TypeError) as error:
        # pyarrow reports a broken file as one of these, a text of the file in its message; OSError without a
        # number is its own, not the system's.
        if isinstance(error, OSError) and error.errno:
            raise
        yield defects.gap(GapReason.UNPARSABLE, _DAMAGED)


def _table(content: Path | bytes, defects: Defects, what: str) -> Iterator[list[int] | Batch | Gap]:
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    metadata = open_parquet(content).metadata
    if refusal := check_file(metadata, size):
        yield defects.gap(GapReason.TOO_LARGE, refusal.detail)
        return
    yield [metadata.row_group(index).num_rows for index in range(metadata.num_row_groups)]
    if what == "rows":
        return
    file = open_parquet(content, _text_columns(metadata))
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
                    yield from ArrowRows(batch, at, shown, pointers, defects).batches()
                    at += batch.num_rows
        first_row += file.metadata.row_group(index).num_rows


def _groups(names: Sequence[str]) -> list[Sequence[str] | None]:
    if len(names) <= _COLUMNS_AT_A_TIME:
        return [None]
    return [names[start : start + _COLUMNS_AT_A_TIME] for start in range(0, len(names), _COLUMNS_AT_A_TIME)]
