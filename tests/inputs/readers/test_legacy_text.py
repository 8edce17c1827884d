"""Text in the encodings from before Unicode: read as what it is, told, and never lost in silence."""

import codecs
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licscan.inputs.readers.legacy_text import guess_legacy
from licscan.model.finding import GapReason
from support.archives import expanded, read_source
from support.data_files import read

JAPANESE = (("氏名", "住所"), ("山本はるか", "京都市左京区吉田町3"), ("中村たけし", "札幌市中央区北一条西2"))
CYRILLIC = (("имя", "адрес"), ("Ольга Климова", "Казань, улица Мира 4"), ("Пётр Громов", "Омск, проспект Ленина 9"))
CZECH = (("jméno", "ulice"), ("Zdeněk Tomášek", "Růžová 8"), ("Růžena Křížková", "Na Příkopě 11"))
PEOPLE = [
    ("cp932", "Shift_JIS", JAPANESE),
    ("euc_jp", "EUC-JP", JAPANESE),
    (
        "gb18030",
        "GB18030",
        (("姓名", "住址"), ("周晓燕", "杭州市西湖区文三路6号"), ("吴建国", "成都市锦江区春熙路9号")),
    ),
    ("big5", "Big5", (("姓名", "住址"), ("黃淑芬", "台中市西區公益路5號"), ("張志明", "台南市東區大學路1號"))),
    (
        "cp949",
        "EUC-KR",
        (("이름", "주소"), ("박지훈", "대전광역시 유성구 대학로 7"), ("최은영", "광주광역시 북구 용봉로 3")),
    ),
    ("cp1251", "Windows-1251", CYRILLIC),
    ("koi8_r", "KOI8", CYRILLIC),
    ("cp1250", "Windows-1250", CZECH),
    ("iso8859_2", "ISO-8859-2", CZECH),
    ("cp1253", "Windows-1253", (("όνομα", "οδός"), ("Ελένη Γεωργίου", "Σταδίου 14"), ("Νίκος Αλεξίου", "Ερμού 3"))),
    ("cp1254", "Windows-1254", (("ad", "semt"), ("Ayşegül Öztürk", "Beşiktaş"), ("Oğuz Şimşek", "Üsküdar"))),
    ("cp1255", "Windows-1255", (("שם", "רחוב"), ("יעל אברהם", "דיזנגוף 44 חיפה"), ("משה פרץ", "בן יהודה 3 אילת"))),
    ("cp1256", "Windows-1256", (("الاسم", "الشارع"), ("ليلى حسن", "شارع النيل 5"), ("عمر يوسف", "شارع السلام 12"))),
    ("cp874", "Windows-874", (("ชื่อ", "ถนน"), ("อรุณี ศรีสุข", "ถนนพหลโยธิน"), ("ประยุทธ์ แก้วใส", "ถนนสีลม"))),
]


def table(rows: tuple[tuple[str, ...], ...], delimiter: str = ";") -> str:
    return "".join(delimiter.join((*row, str(number) if number else "no")) + "\n" for number, row in enumerate(rows))


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("codec", "name", "rows"), PEOPLE)
def test_a_table_in_a_national_encoding_is_read_and_told(
    tmp_path: Path, codec: str, name: str, rows: tuple[tuple[str, ...], ...]
) -> None:
    for suffix, delimiter in ((".csv", ";"), (".tsv", "\t")):
        found = read(written(tmp_path / f"people{suffix}", table(rows, delimiter).encode(codec)))
        assert rows[1][0] in found.text
        assert rows[2][1] in found.text
        (gap,) = found.gaps
        assert gap.reason is GapReason.ENCODING
        assert f"read as {name}" in gap.detail


@pytest.mark.parametrize(("codec", "name", "rows"), PEOPLE)
def test_json_and_text_in_a_national_encoding_are_read_and_told(
    tmp_path: Path, codec: str, name: str, rows: tuple[tuple[str, ...], ...]
) -> None:
    text = " ".join(map(" ".join, rows))
    records = json.dumps([{"who": row[0], "where": row[1]} for row in rows], ensure_ascii=False)
    lines = "".join(json.dumps({"who": row[0], "where": row[1]}, ensure_ascii=False) + "\n" for row in rows)
    for file, content in (("a.txt", text), ("a.json", records), ("a.jsonl", lines)):
        found = read(written(tmp_path / file, content.encode(codec)))
        assert rows[1][0] in found.text
        assert [name in gap.detail for gap in found.gaps] == [True]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("rows", [JAPANESE, CYRILLIC, CZECH])
def test_utf_16_is_read_with_and_without_its_mark(
    tmp_path: Path, codec: str, rows: tuple[tuple[str, ...], ...]
) -> None:
    mark = codecs.BOM_UTF16_LE if codec == "utf-16-le" else codecs.BOM_UTF16_BE
    for start, reasons in ((mark, []), (b"", [GapReason.ENCODING])):
        found = read(written(tmp_path / "a.csv", start + table(rows).encode(codec)))
        assert found.column(rows[0][0]) == [rows[1][0], rows[2][0]]
        assert found.reasons == reasons


def test_rows_of_two_encodings_in_one_file_are_each_read(tmp_path: Path) -> None:
    head, *rows = table(CYRILLIC).splitlines(keepends=True)
    mixed = head.encode("cp1251") + rows[0].encode("utf-8") + rows[1].encode("cp1251")
    found = read(written(tmp_path / "a.csv", mixed))
    assert found.column("имя") == ["Ольга Климова", "Пётр Громов"]
    (gap,) = found.gaps
    assert gap.detail.startswith("is UTF-8 in 1 lines and not in 2")
    assert gap.location is not None
    assert gap.location.line == 1


def test_rows_that_are_in_no_encoding_are_counted(tmp_path: Path) -> None:
    rows = table((JAPANESE[0], *JAPANESE[1:] * 6)).encode("cp932") + b"x;\x81\xff\x81;1\n" + b"y;\x82\x39\x82;2\n"
    found = read(written(tmp_path / "a.csv", rows))
    assert "山本はるか" in found.text
    lost = [gap for gap in found.gaps if "no encoding that could be told: 2" in gap.detail]
    assert [gap.location.line for gap in lost if gap.location] == [14]


def test_utf_8_that_is_cut_in_a_character_stays_utf_8(tmp_path: Path) -> None:
    whole = table((JAPANESE[0], *JAPANESE[1:] * 30)).encode("utf-8")
    cut = written(tmp_path / "a.csv", whole[: whole.rindex("西".encode()) + 2])
    found = read(cut)
    assert found.column("氏名")[-1] == "中村たけし"
    assert found.reasons[0] is GapReason.ENCODING
    assert "Shift" not in found.gaps[0].detail


def test_western_text_stays_windows_1252(tmp_path: Path) -> None:
    for text in ("Hélène Lefèvre, Besançon", "Søren Kjær, Ålborg", "João Conceição, Évora", "Günther Größe, Köln"):
        found = read(written(tmp_path / "a.txt", f"{text}\n".encode("cp1252")))
        assert found.column(None) == [text]
        assert ["Windows-1252" in gap.detail for gap in found.gaps] == [True]


def test_the_encoding_behind_a_compression_and_behind_much_ascii_is_found(tmp_path: Path) -> None:
    plain = "id;note;x\n" + "1;nothing here;2\n" * 200_000
    content = plain.encode() + table(CYRILLIC[1:]).encode("cp1251")
    written(tmp_path / "a.csv.gz", gzip.compress(content))
    (source,) = expanded(tmp_path, "a.csv.gz").sources
    cells, gaps = read_source(source)
    assert "Ольга Климова" in cells["id"]
    assert [gap.location.line for gap in gaps if gap.location and "Windows-1251" in gap.detail] == [200_002]


def test_random_bytes_are_decided_in_no_time_and_always_alike() -> None:
    noise = bytes((index * 7919 + index // 251) % 255 + 1 for index in range(1_000_000))
    assert guess_legacy(noise) == guess_legacy(bytes(noise))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400))
def test_no_bytes_stop_the_reader_and_odd_ones_are_told(tmp_path: Path, content: bytes) -> None:
    found = read(written(tmp_path / "a.txt", content))
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            assert GapReason.ENCODING in found.reasons
