"""Delimited tables as people and programs write them."""

import codecs
import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licscan.inputs.readers import reader_for
from licscan.inputs.readers.csv_table import MISSING
from licscan.inputs.readers.interface import ColumnKind
from licscan.inputs.sources import LocalFile
from licscan.model.finding import Concern, GapReason
from support.data_files import read


def written(folder: Path, content: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_columns_carry_the_names_of_the_header_and_kinds_of_the_cells(tmp_path: Path) -> None:
    table = read(
        written(
            tmp_path,
            "id,full name,joined,score,active,phone\n"
            "1,Mei Ling Tan,2021-03-04,0.50,true,+65 9123 4567\n"
            '2,"Roe, Jane",2021-04-05,1e3,false,091234567\n',
        )
    )
    assert table.columns == ["id", "full name", "joined", "score", "active", "phone"]
    assert {name: next(iter(kinds)) for name, kinds in table.kinds.items()} == {
        "id": ColumnKind.INTEGER,
        "full name": ColumnKind.TEXT,
        "joined": ColumnKind.TEMPORAL,
        "score": ColumnKind.DECIMAL,
        "active": ColumnKind.BOOLEAN,
        "phone": ColumnKind.TEXT,
    }
    assert table.column("full name") == ["Mei Ling Tan", "Roe, Jane"]
    assert table.column("score") == ["0.50", "1e3"]
    assert table.gaps == []


def test_a_column_of_sentences_is_prose(tmp_path: Path) -> None:
    sentence = "the customer called about the invoice of last month and asked for a copy of it"
    table = read(written(tmp_path, "id,note\n" + "".join(f"{row},{sentence} {row}\n" for row in range(5))))
    assert table.kinds["note"] == {ColumnKind.PROSE}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    rows = [["name", "city", "amount"], ["Ann", "Ulm", "1,5"], ["Bo", "Bonn", "2,5"], ["Cy", "Kiel", "3,5"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    table = read(written(tmp_path, out.getvalue()))
    assert table.columns == ["name", "city", "amount"]
    assert table.column("amount") == ["1,5", "2,5", "3,5"]


def test_a_spreadsheet_states_its_delimiter_in_a_first_line(tmp_path: Path) -> None:
    table = read(written(tmp_path, "sep=;\r\nname;remark\r\nAnn;a,b,c\r\nBo;d,e,f\r\n"))
    assert table.columns == ["name", "remark"]
    assert table.column("remark") == ["a,b,c", "d,e,f"]


def test_tabs_separate_a_tsv_even_where_commas_are_more(tmp_path: Path) -> None:
    table = read(written(tmp_path, "name\tremark\nAnn\ta,b,c,d\nBo\te,f,g,h\n", "table.tsv"))
    assert table.columns == ["name", "remark"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ann Lee,ann@example.com", "Bo Roe,bo@example.com"),
        ("Ann Lee,1980-01-02", "Bo Roe,1981-02-03"),
        ("Ann Lee,91234567", "Bo Roe,81234567"),
        ("Ann Lee,17", "Bo Roe,18"),
        ("Ann Lee,Ulm", "Bo Roe,Bonn"),
        ("yes,yes,no", "no,no,yes"),
        ("Ann Lee,,,", "Bo Roe,,,x"),
    ],
)
def test_a_first_row_that_may_be_data_is_data(tmp_path: Path, first: str, second: str) -> None:
    table = read(written(tmp_path, f"{first}\n{second}\n"))
    assert all(name is not None and name.startswith("column ") for name in table.columns)
    assert table.column("column 1") == [first.split(",", maxsplit=1)[0], second.split(",", maxsplit=1)[0]]


@pytest.mark.parametrize(
    "header",
    ["name,city", "Name,City", "FIRST_NAME,TOWN", "Species,Island", "Nombre,Correo", ",value", "firstName,lastName"],
)
def test_a_header_is_known_by_its_words(tmp_path: Path, header: str) -> None:
    table = read(written(tmp_path, f"{header}\nAnn,Ulm\nBo,Bonn\n"))
    assert table.column(table.columns[1]) == ["Ulm", "Bonn"]


def test_years_are_names_where_other_numbers_stand_below(tmp_path: Path) -> None:
    table = read(written(tmp_path, "region,2019,2020\nNorth,12.5,13.1\nSouth,9.9,10.4\n"))
    assert table.columns == ["region", "2019", "2020"]


def test_words_over_numbers_are_names(tmp_path: Path) -> None:
    table = read(written(tmp_path, "Volk,Zahl\nNord,12\nWest,13\n"))
    assert table.columns == ["Volk", "Zahl"]


def test_a_name_that_may_be_a_personal_value_is_replaced(tmp_path: Path) -> None:
    long = "x" * 90
    table = read(written(tmp_path, f"name,user_4412345,tel_91_234_567,{long},a\u202eb\nAnn,1,2,3,4\n"))
    assert table.columns == ["name", "column 2", "column 3", "column 4", "column 5"]


def test_names_are_distinct(tmp_path: Path) -> None:
    table = read(written(tmp_path, "id,name,name,column 1,size,width\n1,a,b,c,2,3\n"))
    assert table.columns == ["id", "name", "name (2)", "column 1 (2)", "size", "width"]


def test_missing_values_are_missing(tmp_path: Path) -> None:
    table = read(written(tmp_path, "name,age\nAnn,NA\nBo,\nCy,31\nDi,NULL\n"))
    assert table.column("age") == ["31"]
    assert table.kinds["age"] == {ColumnKind.INTEGER}
    assert list(table.cells["age"]) == [3]


def test_ragged_rows_lose_nothing_and_are_told_once(tmp_path: Path) -> None:
    table = read(written(tmp_path, "a,b\n1,2\n3,4,surplus@example.com\n5\n6,7,,\n\n8,9\n"))
    assert table.column("column 3") == ["surplus@example.com"]
    assert table.column("a") == ["1", "3", "5", "6", "8"]
    (gap,) = table.gaps
    assert (gap.reason, gap.concern) == (GapReason.UNPARSABLE, Concern.PERSONAL_DATA)
    assert gap.location is not None
    assert gap.location.line == 3
    assert "2;" in gap.detail
    assert "surplus" not in gap.detail


def test_latin_1_is_read_and_told_with_its_line(tmp_path: Path) -> None:
    table = read(written(tmp_path, "name,ort\nAnn,Ulm\nJürgen,Köln\nZoë,Orléans\n".encode("latin-1")))
    assert table.column("name") == ["Ann", "Jürgen", "Zoë"]
    (gap,) = table.gaps
    assert gap.reason is GapReason.ENCODING
    assert gap.location is not None
    assert gap.location.line == 3


def test_utf_8_beside_stray_bytes_stays_utf_8(tmp_path: Path) -> None:
    table = read(written(tmp_path, "name,ort\nJürgen,Köln\n".encode() + b"Jos\xe9,\x80uro\n"))
    assert table.column("name") == ["Jürgen", "José"]
    assert table.column("ort") == ["Köln", "€uro"]


@pytest.mark.parametrize(
    "encoded",
    [
        codecs.BOM_UTF8 + "name,ort\nJürgen,Köln\n".encode(),
        "name,ort\nJürgen,Köln\n".encode("utf-16"),
        codecs.BOM_UTF16_BE + "name,ort\nJürgen,Köln\n".encode("utf-16-be"),
        codecs.BOM_UTF32_LE + "name,ort\nJürgen,Köln\n".encode("utf-32-le"),
    ],
    ids=["utf-8", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_a_byte_order_mark_names_the_encoding(tmp_path: Path, encoded: bytes) -> None:
    table = read(written(tmp_path, encoded))
    assert table.columns == ["name", "ort"]
    assert table.column("name") == ["Jürgen"]
    assert table.gaps == []


def test_utf_16_without_a_mark_is_read_and_told(tmp_path: Path) -> None:
    table = read(written(tmp_path, "name,email\nAnn,ann@example.com\n".encode("utf-16-le")))
    assert table.column("email") == ["ann@example.com"]
    assert table.reasons == [GapReason.ENCODING]


def test_nul_bytes_do_not_hide_a_value(tmp_path: Path) -> None:
    table = read(written(tmp_path, b"name,email\nAnn,a\0nn@exam\0ple.com\nBo,bo@example.com\n"))
    assert table.column("email") == ["ann@example.com", "bo@example.com"]
    (gap,) = table.gaps
    assert gap.reason is GapReason.ENCODING
    assert gap.location is not None
    assert gap.location.line == 2


def test_a_stray_quote_does_not_swallow_the_rows_below(tmp_path: Path) -> None:
    rows = "".join(f"{row},user{row}@example.com\n" for row in range(2, 500))
    table = read(written(tmp_path, 'id,email\n1,"first@example.com\n' + rows))
    assert len(table.column("email")) == 499
    assert table.column("email")[-1] == "user499@example.com"
    (gap,) = table.gaps
    assert gap.reason is GapReason.UNPARSABLE
    assert gap.location is not None
    assert gap.location.line == 2


def test_quotes_that_reopen_on_every_line_end_in_bounded_time(tmp_path: Path) -> None:
    table = read(written(tmp_path, 'a"b,"c\n' * 30_000))
    assert sum(len(batch.columns[0].cells) for batch in table.batches) == 30_000
    assert set(table.reasons) == {GapReason.UNPARSABLE}


def test_line_ends_inside_quotes_belong_to_the_cell(tmp_path: Path) -> None:
    table = read(written(tmp_path, 'name,note\nAnn,"one\ntwo\r\nthree"\nBo,x\n'))
    assert table.column("note") == ["one\ntwo\r\nthree", "x"]
    assert table.gaps == []


def test_old_line_ends_are_line_ends(tmp_path: Path) -> None:
    assert read(written(tmp_path, "name,ort\rAnn,Ulm\rBo,Bonn\r")).column("ort") == ["Ulm", "Bonn"]


def test_a_long_cell_is_read(tmp_path: Path) -> None:
    table = read(written(tmp_path, "id,note\n1," + "word " * 60_000 + "end@example.com\n"))
    assert table.column("note")[0].endswith("end@example.com")
    assert table.gaps == []


def test_a_cell_of_over_a_megabyte_is_cut_and_told(tmp_path: Path) -> None:
    table = read(written(tmp_path, "id,note\n1," + "x" * 1_500_000 + "\n2,y\n"))
    assert [len(cell) for cell in table.column("note")] == [1_000_000, 1]
    (gap,) = table.gaps
    assert gap.reason is GapReason.TRUNCATED
    assert gap.location is not None
    assert gap.location.line == 2


def test_a_hundred_thousand_columns(tmp_path: Path) -> None:
    header = ",".join(f"c{number}" for number in range(100_000))
    row = ",".join(str(number) for number in range(100_000))
    table = read(written(tmp_path, f"{header}\n{row}\n{row}\n"))
    assert len(table.columns) == 100_000
    assert table.column("c99999") == ["99999", "99999"]


def test_many_equal_names_stay_distinct(tmp_path: Path) -> None:
    header = ",".join([*(f"c{number}" for number in range(900)), *["value"] * 100])
    table = read(written(tmp_path, header + "\n" + ",".join(["x"] * 1000) + "\n"))
    assert len(set(table.columns)) == 1000


def test_batches_count_rows_on(tmp_path: Path) -> None:
    table = read(written(tmp_path, "id,name\n" + "".join(f"{row},N{row}\n" for row in range(1, 25_001))))
    assert [batch.first_row for batch in table.batches] == [1, 10_001, 20_001]
    assert table.cells["id"][25_000] == ["25000"]


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    assert read(written(tmp_path, b"")).batches == []
    assert read(written(tmp_path, b"name,email\n")).gaps == []


def test_a_folder_or_a_missing_file_is_a_gap_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for name in ("folder.csv", "missing.csv", "nul\0.csv"):
        result = read(tmp_path / name, shown="data/it.csv")
        assert result.reasons == [GapReason.UNREADABLE]
        assert str(tmp_path) not in result.gaps[0].detail


def test_a_table_does_not_say_how_long_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n1,2\n")
    reader = reader_for(path)
    assert reader is not None
    assert reader.parts(LocalFile(path, "x")) == ()


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30).filter(
    lambda cell: cell not in MISSING and not cell.isspace()
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12))
def test_what_was_written_is_read(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["first_name", "last_name", "home_town"])
    writer.writerows(rows)
    table = read(written(tmp_path, out.getvalue()))
    assert [table.column(name) for name in ("first_name", "last_name", "home_town")] == [
        list(column) for column in zip(*rows, strict=True)
    ]
    assert table.gaps == []


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400))
def test_no_bytes_raise_and_no_gap_quotes_them(tmp_path: Path, content: bytes) -> None:
    for name in ("x.csv", "x.tsv"):
        for gap in read(written(tmp_path, content, name)).gaps:
            assert gap.detail.isascii()
            assert gap.detail.isprintable()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_lines_above_the_table_are_text_and_do_not_hide_its_header(tmp_path: Path, delimiter: str) -> None:
    head = "Customer export\nPrepared by Mary Poe\n\n"
    rows = ["name,email,city", "Ann Bo,ann@example.com,Ulm", "Cy Do,cy@example.com,Bonn", "Di Eh,di@example.com,Kiel"]
    table = read(written(tmp_path, head + "\n".join(rows).replace(",", delimiter)))
    assert table.column("email") == ["ann@example.com", "cy@example.com", "di@example.com"]
    assert table.column(None) == ["Customer export", "Prepared by Mary Poe"]
    assert table.gaps == []
