"""Readers: one file each, from a data file to batches of named columns."""

from importlib import import_module
from pathlib import Path
from typing import cast

from licscan.inputs.readers.interface import Formats, Reader

# Suffix -> "module:class". Strings, so that a format costs nothing until a file of it is met.
READERS: Formats = {
    ".csv": "licscan.inputs.readers.csv_table:CsvReader",
    ".json": "licscan.inputs.readers.json_document:JsonReader",
    ".jsonl": "licscan.inputs.readers.json_lines:JsonLinesReader",
    ".md": "licscan.inputs.readers.text:MarkdownReader",
    ".ndjson": "licscan.inputs.readers.json_lines:JsonLinesReader",
    ".parquet": "licscan.inputs.readers.parquet_table:ParquetReader",
    ".tsv": "licscan.inputs.readers.csv_table:TsvReader",
    ".txt": "licscan.inputs.readers.text:TextReader",
}


def reader_for(path: Path | str) -> Reader | None:
    """The reader of a file by its suffix, whatever the case of its letters; None where there is none."""
    entry = READERS.get(Path(path).suffix.lower())
    if entry is None:
        return None
    module, _, name = entry.partition(":")
    return cast("Reader", getattr(import_module(module), name)())


__all__ = ["READERS", "reader_for"]
