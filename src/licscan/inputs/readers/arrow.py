"""The few parts of pyarrow that the Parquet reader uses, typed, and loaded when they are first needed."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast


class ArrowType(Protocol):
    """A data type; `id` is one of pyarrow's type ids."""

    @property
    def num_fields(self) -> int:
        """How many children the type has."""
        ...


class ArrowArray(Protocol):
    """A column of a batch, or a part of one."""

    @property
    def type(self) -> ArrowType:
        """The type of its values."""
        ...

    def __len__(self) -> int: ...

    def to_pylist(self) -> list[object]:
        """The values as Python objects."""
        ...

    def cast(self, target: ArrowType) -> "ArrowArray":
        """The values in another type."""
        ...


class ArrowDictionary(ArrowArray, Protocol):
    """An array that holds each value once."""

    @property
    def indices(self) -> ArrowArray:
        """The position of each value in the dictionary."""
        ...

    @property
    def dictionary(self) -> ArrowArray:
        """The distinct values."""
        ...


class ArrowList(ArrowArray, Protocol):
    """An array of lists."""

    def flatten(self) -> ArrowArray:
        """The values of all lists that are not null, one after the other."""
        ...

    def value_lengths(self) -> ArrowArray:
        """The length of each list, null for a null."""
        ...


class ArrowMap(ArrowArray, Protocol):
    """An array of maps; `keys` and `items` are of all maps, `offsets` say where each begins."""

    keys: ArrowArray
    items: ArrowArray
    offsets: ArrowArray


class ArrowStruct(ArrowArray, Protocol):
    """An array of records."""

    def flatten(self) -> list[ArrowArray]:
        """The fields, null where the record is."""
        ...

    def is_valid(self) -> ArrowArray:
        """Whether each record is there."""
        ...


class ArrowField(Protocol):
    """A named field of a schema."""

    name: str
    type: ArrowType


class ArrowSchema(Protocol):
    """The columns of a file."""

    def __len__(self) -> int: ...

    def field(self, index: int) -> ArrowField:
        """One column."""
        ...


class RecordBatch(Protocol):
    """Rows of a file."""

    num_rows: int
    columns: list[ArrowArray]
    schema: ArrowSchema


class ColumnChunk(Protocol):
    """What the footer says of one column in one row group; sizes in bytes."""

    path_in_schema: str
    physical_type: str
    num_values: int
    total_compressed_size: int
    total_uncompressed_size: int


class RowGroup(Protocol):
    """What the footer says of one row group."""

    num_rows: int
    num_columns: int

    def column(self, index: int) -> ColumnChunk:
        """One column."""
        ...


class FileMetaData(Protocol):
    """What the footer says of the file."""

    num_rows: int
    num_row_groups: int
    num_columns: int

    def row_group(self, index: int) -> RowGroup:
        """One row group."""
        ...


class ParquetFile(Protocol):
    """An open file."""

    metadata: FileMetaData
    schema_arrow: ArrowSchema

    def iter_batches(
        self, batch_size: int, row_groups: Sequence[int], columns: Sequence[str] | None, *, use_threads: bool
    ) -> Iterator[RecordBatch]:
        """The rows of some row groups, a few at a time."""
        ...

    def close(self) -> None:
        """Release the file."""
        ...


class ArrowTypes(Protocol):
    """pyarrow.types: questions about a type."""

    def is_dictionary(self, asked: ArrowType) -> bool:
        """Whether values are held once."""
        ...

    def is_struct(self, asked: ArrowType) -> bool:
        """Whether it is a record."""
        ...

    def is_map(self, asked: ArrowType) -> bool:
        """Whether it is a map."""
        ...

    def is_list(self, asked: ArrowType) -> bool:
        """Whether it is a list with 32-bit offsets."""
        ...

    def is_large_list(self, asked: ArrowType) -> bool:
        """Whether it is a list with 64-bit offsets."""
        ...

    def is_fixed_size_list(self, asked: ArrowType) -> bool:
        """Whether it is a list of one length."""
        ...

    def is_boolean(self, asked: ArrowType) -> bool:
        """Whether it is true or false."""
        ...

    def is_integer(self, asked: ArrowType) -> bool:
        """Whether it is a whole number."""
        ...

    def is_floating(self, asked: ArrowType) -> bool:
        """Whether it is a binary fraction."""
        ...

    def is_decimal(self, asked: ArrowType) -> bool:
        """Whether it is a decimal fraction."""
        ...

    def is_temporal(self, asked: ArrowType) -> bool:
        """Whether it is a date, time or duration."""
        ...


class _PyArrow(Protocol):
    def string(self) -> ArrowType: ...
    def int64(self) -> ArrowType: ...
    def BufferReader(self, content: bytes) -> object: ...  # noqa: N802 - pyarrow's name


class _Parquet(Protocol):
    def ParquetFile(  # noqa: N802 - pyarrow's name
        self, source: object, *, read_dictionary: Sequence[str], buffer_size: int, pre_buffer: bool
    ) -> ParquetFile: ...


def is_installed() -> bool:
    """Whether pyarrow can be imported, found out without importing it."""
    return find_spec("pyarrow") is not None


def open_parquet(content: Path | bytes, text_columns: Sequence[str] = ()) -> ParquetFile:
    """Open a Parquet file or its bytes; values of `text_columns` (paths in the schema) are held once each."""
    parquet = cast("_Parquet", import_module("pyarrow.parquet"))
    source = _pyarrow().BufferReader(content) if isinstance(content, bytes) else str(content)
    return parquet.ParquetFile(source, read_dictionary=text_columns, buffer_size=1 << 16, pre_buffer=False)


def _pyarrow() -> _PyArrow:
    return cast("_PyArrow", import_module("pyarrow"))


def arrow_types() -> ArrowTypes:
    """The questions about types."""
    return cast("ArrowTypes", import_module("pyarrow.types"))


def text_of(array: ArrowArray) -> list[object]:
    """Simple values as text, by pyarrow's own cast; what it cannot cast is cast by way of whole numbers."""
    pyarrow = cast("_PyArrow", import_module("pyarrow"))
    try:
        return array.cast(pyarrow.string()).to_pylist()
    except (ValueError, NotImplementedError):
        return array.cast(pyarrow.int64()).cast(pyarrow.string()).to_pylist()
