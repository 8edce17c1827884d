"""Readers: one file each, from a data file to batches of named columns."""

from importlib import import_module
from pathlib import Path
from typing import cast

from licscan.inputs.readers.interface import Formats, Reader

# Suffix -> "module:class". Strings, so that a format costs nothing until a file of it is met.
READERS: Formats = {
    ".arrow": "licscan.inputs.readers.arrow_table:ArrowReader",
    ".csv": "licscan.inputs.readers.csv_table:CsvReader",
    ".db": "licscan.inputs.readers.sqlite_table:SqliteReader",
    ".docx": "licscan.inputs.readers.office_text:OfficeTextReader",
    ".eml": "licscan.inputs.readers.mail:MailReader",
    ".feather": "licscan.inputs.readers.arrow_table:ArrowReader",
    ".geojson": "licscan.inputs.readers.json_document:JsonReader",
    ".htm": "licscan.inputs.readers.html_page:HtmlReader",
    ".html": "licscan.inputs.readers.html_page:HtmlReader",
    ".ipc": "licscan.inputs.readers.arrow_table:ArrowReader",
    ".ipynb": "licscan.inputs.readers.notebook:NotebookReader",
    ".json": "licscan.inputs.readers.json_document:JsonReader",
    ".jsonl": "licscan.inputs.readers.json_lines:JsonLinesReader",
    ".log": "licscan.inputs.readers.text:TextReader",
    ".mbox": "licscan.inputs.readers.mail:MailReader",
    ".md": "licscan.inputs.readers.text:MarkdownReader",
    ".ndjson": "licscan.inputs.readers.json_lines:JsonLinesReader",
    ".odp": "licscan.inputs.readers.office_text:OfficeTextReader",
    ".ods": "licscan.inputs.readers.excel_table:ExcelReader",
    ".odt": "licscan.inputs.readers.office_text:OfficeTextReader",
    ".parquet": "licscan.inputs.readers.parquet_table:ParquetReader",
    ".pptx": "licscan.inputs.readers.office_text:OfficeTextReader",
    ".rst": "licscan.inputs.readers.text:TextReader",
    ".sqlite": "licscan.inputs.readers.sqlite_table:SqliteReader",
    ".sqlite3": "licscan.inputs.readers.sqlite_table:SqliteReader",
    ".tab": "licscan.inputs.readers.csv_table:TsvReader",
    ".tsv": "licscan.inputs.readers.csv_table:TsvReader",
    ".txt": "licscan.inputs.readers.text:TextReader",
    ".webdataset": "licscan.inputs.readers.webdataset:WebDatasetReader",
    ".xls": "licscan.inputs.readers.excel_table:ExcelReader",
    ".xlsb": "licscan.inputs.readers.excel_table:ExcelReader",
    ".xlsm": "licscan.inputs.readers.excel_table:ExcelReader",
    ".xlsx": "licscan.inputs.readers.excel_table:ExcelReader",
    ".xml": "licscan.inputs.readers.xml_document:XmlReader",
    ".yaml": "licscan.inputs.readers.text:TextReader",
    ".yml": "licscan.inputs.readers.text:TextReader",
}

# Pictures are no data files by their suffix; one is read where its Exif block says something about people.
_PICTURE = "licscan.inputs.media.image:ImageReader"
PICTURES = frozenset({".avif", ".heic", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})


def reader_for(path: Path | str) -> Reader | None:
    """The reader of a file by its suffix, whatever the case of its letters; None where there is none."""
    suffix = Path(path).suffix.lower()
    entry = _PICTURE if suffix in PICTURES else READERS.get(suffix)
    if entry is None:
        return None
    module, _, name = entry.partition(":")
    return cast("Reader", getattr(import_module(module), name)())


__all__ = ["PICTURES", "READERS", "reader_for"]
