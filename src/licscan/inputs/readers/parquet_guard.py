"""Whether a Parquet file is as large as it looks, judged by its footer before a value is read."""

from dataclasses import dataclass

from licscan.inputs.readers.arrow import ColumnChunk, FileMetaData

_MANY = 1_000_000  # rows or values that any file may have
_PER_BYTE = 1_000  # values a byte beyond that: a million equal values take some thirty bytes in an honest file
_LARGE = 64_000_000  # bytes that one column of a row group may unpack to in any file
_LARGE_GROUP = 256_000_000  # bytes that a whole row group may unpack to in any file
_UNPACKED_PER_BYTE = 200
_BATCH_ROWS = 10_000
_BATCH_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file or a row group is not read: a sentence of our own."""

    detail: str


def check_file(metadata: FileMetaData, file_bytes: int) -> Refusal | None:
    """Refuse a file that claims far more rows than its bytes can hold."""
    if metadata.num_rows < 0 or metadata.num_columns < 0:
        return Refusal("has a footer that claims fewer than no rows")
    if metadata.num_rows > _MANY and metadata.num_rows > _PER_BYTE * file_bytes:
        return Refusal(f"claims {metadata.num_rows:,} rows in {file_bytes:,} bytes")
    return None


def check_row_group(metadata: FileMetaData, index: int) -> Refusal | None:
    """Refuse a row group that would unpack to far more than its bytes, as a whole or in one column."""
    group = metadata.row_group(index)
    packed = unpacked = 0
    for position in range(group.num_columns):
        chunk = group.column(position)
        if refusal := _check_chunk(chunk):
            return refusal
        packed += chunk.total_compressed_size
        unpacked += chunk.total_uncompressed_size
    return _check_size(packed, unpacked, _LARGE_GROUP, "a row group")


def _check_chunk(chunk: ColumnChunk) -> Refusal | None:
    packed, unpacked, values = chunk.total_compressed_size, chunk.total_uncompressed_size, chunk.num_values
    if min(packed, unpacked, values) < 0:
        return Refusal("has a footer with sizes below zero")
    if values > _MANY and values > _PER_BYTE * 100 * packed:
        return Refusal(f"claims {values:,} values in {packed:,} bytes of one column")
    return _check_size(packed, unpacked, _LARGE, "one column")


def _check_size(packed: int, unpacked: int, allowed: int, what: str) -> Refusal | None:
    if unpacked > allowed and unpacked > _UNPACKED_PER_BYTE * packed:
        return Refusal(f"would unpack {packed:,} bytes of {what} to {unpacked:,}")
    return None


def batch_rows(metadata: FileMetaData, index: int) -> int:
    """How many rows of a row group make a batch of some 8 MB."""
    group = metadata.row_group(index)
    size = sum(group.column(position).total_uncompressed_size for position in range(group.num_columns))
    per_row = max(1, size // max(1, group.num_rows), group.num_columns * 20)
    return max(1, min(_BATCH_ROWS, _BATCH_BYTES // per_row))
