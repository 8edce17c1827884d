"""Parquet tables, read in a process of their own: a damaged file can abort the library that opens it."""

from licscan.inputs.readers.bounded_reader import BoundedReader


class ParquetReader(BoundedReader):
    """Reads Parquet; a flat column has its own name, a nested value the JSON pointer to it.

    The parts of nested columns, and every 500 columns of a wide table, come as batches of their own over the same rows.
    """

    media = "application/vnd.apache.parquet"
    worker = "licscan.inputs.readers.parquet_rows:parquet_rows"
    library = "pyarrow"
    has_parts = True
