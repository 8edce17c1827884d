"""Spreadsheets: .xlsx, .xlsm, .xlsb, .xls and .ods, read by calamine in a process of its own."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from licscan.inputs.readers.bounded_reader import BoundedReader
from licscan.inputs.readers.column_names import is_showable
from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.header_rows import grid_batches
from licscan.inputs.readers.interface import Batch
from licscan.inputs.readers.markup import tokens
from licscan.inputs.readers.office_text import people
from licscan.inputs.readers.page import Dialect, Page
from licscan.inputs.readers.zip_members import BROKEN, Members
from licscan.model.finding import Gap, GapReason

_ZIP = b"PK\x03\x04"
_DAMAGED = "is not a whole spreadsheet; what stands before the damage was read"
_LOCKED = "is locked with a password and was not read"
_SHEET_DAMAGED = "sheets that are damaged: {count}; they were not read"
_REMARKS = Dialect(inline=frozenset({"r", "t", "rpr", "text"}), attributes=False)


class ExcelReader(BoundedReader):
    """Reads all sheets of a spreadsheet, hidden ones too; of several sheets a column is called `sheet.column`.

    Comments are running text, the authors of the file the columns `document author` and `document editor`. Formulas
    are not computed: the values that were stored last count. Names of ranges are not read.
    """

    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    worker = "licscan.inputs.readers.excel_table:sheet_rows"
    library = "python_calamine"


class _Sheet(Protocol):
    def iter_rows(self) -> Iterator[Sequence[object]]: ...


class _Workbook(Protocol):
    sheet_names: list[str]

    def get_sheet_by_index(self, index: int) -> _Sheet: ...


class _Calamine(Protocol):
    CalamineError: type[Exception]
    PasswordError: type[Exception]
    TableNotFound: type[Exception]

    def load_workbook(self, source: object) -> _Workbook: ...


def sheet_rows(content: Path | bytes, defects: Defects, what: str) -> Iterator[list[int] | Batch | Gap]:  # noqa: ARG001 - the shape of a worker
    """The rows of every sheet, then comments and authors; what is broken is a gap."""
    data = content if isinstance(content, bytes) else content.read_bytes()
    members: Members | None = None
    if data.startswith(_ZIP):
        try:
            members = Members(data, defects)
            refusal = members.refusal
        except BROKEN:
            yield defects.gap(GapReason.UNPARSABLE, _DAMAGED)
            return
        if refusal:
            yield defects.gap(GapReason.TOO_LARGE, refusal)
            return
    yield from _workbook(data, defects)
    if members is not None:
        yield from _beside(members, defects)


def _workbook(data: bytes, defects: Defects) -> Iterator[Batch | Gap]:
    from io import BytesIO

    calamine = cast("_Calamine", import_module("python_calamine"))
    try:
        book = calamine.load_workbook(BytesIO(data))
        names = book.sheet_names
    except calamine.PasswordError:
        yield defects.gap(GapReason.UNSUPPORTED_FORMAT, _LOCKED)
        return
    except (calamine.CalamineError, OSError, ValueError, LookupError):  # the messages may quote the file
        yield defects.gap(GapReason.UNPARSABLE, _DAMAGED)
        return
    for index, name in enumerate(names):
        try:
            rows = book.get_sheet_by_index(index).iter_rows()
            yield from grid_batches(rows, defects, _prefix(name, index, len(names)))
        except (calamine.CalamineError, OSError, ValueError, LookupError):
            defects.note(GapReason.UNPARSABLE, _SHEET_DAMAGED)


def _prefix(name: str, index: int, sheets: int) -> str:
    if sheets < 2:
        return ""
    return f"{name if is_showable(name) else f'sheet {index + 1}'}."


def _beside(members: Members, defects: Defects) -> Iterator[Batch | Gap]:
    """Comments, the people who made them, and the authors of the file."""
    try:
        for _, text in members.texts("xl/comments", "xl/threadedComments"):
            yield from Page(_REMARKS).take(tokens(text, raw=False)).batches(defects)
        yield from people(members)
    except BROKEN:
        defects.note(GapReason.UNPARSABLE, "comments or properties that are damaged: {count}; they were not read")
