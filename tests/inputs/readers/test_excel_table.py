"""Spreadsheets as openpyxl writes them, and broken ones."""

import datetime
import zipfile
from pathlib import Path

import pytest

from licscan.inputs.readers.interface import ColumnKind
from licscan.model.finding import GapReason
from support.data_files import read

pytest.importorskip("python_calamine")

SHEET = """<?xml version="1.0" encoding="UTF-8"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"""
BOOK = """<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{sheets}</sheets></workbook>"""
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "{}</Relationships>"
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
WORKSHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
AUTHOR = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Mary Poe</dc:creator>'
    "<cp:lastModifiedBy>Cy Do</cp:lastModifiedBy></cp:coreProperties>"
)


def cell(value: object) -> str:
    if isinstance(value, (int, float)):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


def rows(*found: tuple[object, ...]) -> str:
    return "".join(f"<row>{''.join(map(cell, row))}</row>" for row in found)


def workbook(path: Path, sheets: dict[str, str], **members: str) -> Path:
    """The parts that ECMA-376 asks of a workbook, with sheets of inline strings; the second sheet is hidden."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        named = enumerate(sheets.items(), start=1)
        states = {2: ' state="hidden"'}
        tags, relations = "", ""
        for number, (name, content) in named:
            tags += f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"{states.get(number, "")}/>'
            relations += f'<Relationship Id="r{number}" Type="{WORKSHEET}" Target="worksheets/sheet{number}.xml"/>'
            out.writestr(f"xl/worksheets/sheet{number}.xml", SHEET.format(rows=content))
        root = f'<Relationship Id="r1" Type="{OFFICE}" Target="xl/workbook.xml"/>'
        out.writestr("_rels/.rels", RELATIONS.format(root))
        out.writestr("xl/workbook.xml", BOOK.format(sheets=tags))
        out.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format(relations))
        for name, content in members.items():
            out.writestr(name.replace("__", "/") + ".xml", content)
    return path


STAFF = rows(("name", "phone", "salary"), ("Ann Bo", "091234567", 1000), ("Cy Do", "081234567", 1200.5))


def test_a_sheet_is_a_table_with_its_header(tmp_path: Path) -> None:
    found = read(workbook(tmp_path / "a.xlsx", {"Staff": STAFF}))
    assert found.column("name") == ["Ann Bo", "Cy Do"]
    assert found.column("phone") == ["091234567", "081234567"]
    assert found.kinds["phone"] == {ColumnKind.TEXT}
    assert found.column("salary") == ["1000", "1200.5"]
    assert found.kinds["salary"] == {ColumnKind.DECIMAL}
    assert found.gaps == []


def test_titles_above_the_header_are_text_and_not_names(tmp_path: Path) -> None:
    title = rows(("Personnel list of Mary Poe",), ("July 2024",))
    found = read(workbook(tmp_path / "a.xlsx", {"Staff": title + STAFF}))
    assert found.column(None) == ["Personnel list of Mary Poe", "July 2024"]
    assert found.column("name") == ["Ann Bo", "Cy Do"]


def test_hidden_sheets_comments_and_authors_are_read(tmp_path: Path) -> None:
    comment = "<comments><authors><author>Mary Poe</author></authors><commentList><comment><text><r><t>call </t></r>"
    comment += "<r><t>John</t></r></text></comment></commentList></comments>"
    path = workbook(
        tmp_path / "a.xlsm",
        {"Staff": STAFF, "Old": rows(("email",), ("cy@example.com",))},
        docProps__core=AUTHOR,
        xl__comments1=comment,
    )
    found = read(path)
    assert found.column("Old.email") == ["cy@example.com"]
    assert found.column("Staff.name") == ["Ann Bo", "Cy Do"]
    assert "call John" in found.column(None)
    assert (found.column("document author"), found.column("document editor")) == (["Mary Poe"], ["Cy Do"])


def test_what_openpyxl_writes(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["joined", "active", "total"])
    book.active.append([datetime.date(2021, 3, 4), True, 7])
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert found.column("joined") == ["2021-03-04"]
    assert found.kinds["joined"] == {ColumnKind.TEMPORAL}
    assert found.kinds["active"] == {ColumnKind.BOOLEAN}


@pytest.mark.parametrize("tenth", range(0, 10, 3))
def test_a_cut_workbook_is_a_gap(tmp_path: Path, tenth: int) -> None:
    whole = workbook(tmp_path / "a.xlsx", {"Staff": STAFF}).read_bytes()
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(whole[: len(whole) * tenth // 10])
    assert read(cut).reasons == [GapReason.UNPARSABLE]


def test_a_bomb_is_refused_by_what_it_claims(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Staff": STAFF}, xl__sharedStrings=" " * 80_000_000)
    assert read(path).reasons == [GapReason.TOO_LARGE]


def test_a_sheet_that_unpacks_to_billions_of_cells_is_a_gap(tmp_path: Path) -> None:
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    assert read(workbook(tmp_path / "a.xlsx", {"Wide": corners})).reasons[0] in {
        GapReason.UNPARSABLE,
        GapReason.TOO_LARGE,
        GapReason.TIMEOUT,
    }


def test_a_billion_laughs_are_not_laughed(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    path = tmp_path / "a.xlsx"
    workbook(path, {"Staff": STAFF}, docProps__core=laughs + "]><dc:creator>&i;</dc:creator>")
    found = read(path)
    assert found.column("name") == ["Ann Bo", "Cy Do"]
    assert "haha" not in found.text


def test_a_file_of_another_kind_under_the_suffix(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"name,email\nAnn,ann@example.com\n")
    assert read(path).reasons == [GapReason.UNPARSABLE]
