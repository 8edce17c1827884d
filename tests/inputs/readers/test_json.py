"""JSON and JSON Lines as data sets come in them."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licscan.inputs.readers.interface import ColumnKind
from licscan.model.finding import GapReason
from support.data_files import read


def written(folder: Path, content: str | bytes, name: str = "records.jsonl") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def lines(*values: object) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


def test_columns_are_pointers_and_numbers_keep_their_text(tmp_path: Path) -> None:
    found = read(
        written(
            tmp_path,
            '{"name": "Ann", "contact": {"e/mail": "ann@example.com"}, "score": 1.50, "big": 12345678901234567890123}\n'
            '{"name": "Bo", "active": true, "born": "1980-02-03", "phone": "91234567"}\n',
        )
    )
    assert found.columns == ["/name", "/contact/e~1mail", "/score", "/big", "/active", "/born", "/phone"]
    assert found.column("/score") == ["1.50"]
    assert found.column("/big") == ["12345678901234567890123"]
    assert found.kinds["/score"] == {ColumnKind.DECIMAL}
    assert found.kinds["/big"] == {ColumnKind.INTEGER}
    assert found.kinds["/active"] == {ColumnKind.BOOLEAN}
    assert found.kinds["/born"] == {ColumnKind.TEMPORAL}
    assert found.kinds["/phone"] == {ColumnKind.TEXT}, "a number stored as text is an identifier"
    assert found.gaps == []


def test_rows_are_lines_and_bad_lines_are_told_once(tmp_path: Path) -> None:
    found = read(written(tmp_path, lines({"a": 1}) + "secret@example.com\n\n{'a': 2}\n" + lines({"a": 5})))
    assert found.cells["/a"] == {1: ["1"], 5: ["5"]}
    (gap,) = found.gaps
    assert gap.reason is GapReason.UNPARSABLE
    assert gap.location is not None
    assert gap.location.line == 2
    assert ": 2;" in gap.detail
    assert "secret" not in gap.detail


def test_values_of_a_list_stand_together_in_the_row_of_their_record(tmp_path: Path) -> None:
    found = read(
        written(tmp_path, lines({"turns": [{"from": "user", "text": "I am Ann"}, {"from": "bot", "text": "Hi Ann"}]}))
    )
    assert found.cells["/turns/*/text"] == {1: ["I am Ann\nHi Ann"]}


def test_both_values_of_a_repeated_key_are_read(tmp_path: Path) -> None:
    found = read(written(tmp_path, '{"email": "first@example.com", "email": "second@example.com"}\n'))
    assert found.column("/email") == ["first@example.com\nsecond@example.com"]


def test_a_personal_key_is_a_value_and_no_name(tmp_path: Path) -> None:
    found = read(
        written(tmp_path, lines({"users": {"ann@example.com": {"visits": 3}, "+65 9123 4567": {"visits": 4}}}))
    )
    assert found.columns == ["/users/*#", "/users/*/visits"]
    assert found.column("/users/*#") == ["ann@example.com\n+65 9123 4567"]


def test_keys_that_vary_from_record_to_record_become_values(tmp_path: Path) -> None:
    found = read(written(tmp_path, lines(*({"seen": {f"person-{number}": number}} for number in range(3_000)))))
    assert len(found.columns) <= 1_003
    assert "person-2999" in found.column("/seen/*#")
    assert "2999" in found.column("/seen/*")


def test_lone_surrogates_are_replaced(tmp_path: Path) -> None:
    found = read(written(tmp_path, '{"name": "Ann \\ud800", "k\\udfff": 1}\n'))
    assert found.column("/name") == ["Ann \N{REPLACEMENT CHARACTER}"]
    assert found.columns == ["/name", "/*#", "/*"]


@pytest.mark.parametrize(
    ("content", "line"), [("[" * 100_000 + '\n{"a": 1}\n', 1), ('{"a": ' * 100_000 + '\n{"a": 1}\n', 1)]
)
def test_brackets_without_end_cost_their_line_only(tmp_path: Path, content: str, line: int) -> None:
    found = read(written(tmp_path, content))
    assert found.column("/a") == ["1"]
    assert found.reasons == [GapReason.UNPARSABLE]
    assert found.gaps[0].location is not None
    assert found.gaps[0].location.line == line


def test_deep_values_are_found_under_a_pointer_of_bounded_length(tmp_path: Path) -> None:
    value: object = "deep@example.com"
    for _ in range(200):
        value = {"in": value}
    found = read(written(tmp_path, lines(value)))
    assert "deep@example.com" in found.text
    assert all(len(name or "") < 200 for name in found.columns)


def test_an_array_of_objects_has_a_row_for_each(tmp_path: Path) -> None:
    found = read(written(tmp_path, json.dumps([{"name": "Ann"}, {"name": "Bo", "age": 7}], indent=2), "a.json"))
    assert found.cells == {"/name": {1: ["Ann"], 2: ["Bo"]}, "/age": {2: ["7"]}}


def test_an_object_of_arrays_has_a_table_for_each(tmp_path: Path) -> None:
    found = read(written(tmp_path, json.dumps({"version": "1.1", "data": [{"q": "Who?"}, {"q": "Why?"}]}), "a.json"))
    assert found.cells == {"/data/*/q": {1: ["Who?"], 2: ["Why?"]}, "/version": {1: ["1.1"]}}


def test_columns_of_a_data_frame_have_a_row_for_each_index(tmp_path: Path) -> None:
    found = read(written(tmp_path, json.dumps({"email": {"0": "a@example.com", "1": "b@example.com"}}), "a.json"))
    assert found.cells["/email/*"] == {1: ["a@example.com"], 2: ["b@example.com"]}


def test_a_map_of_people_has_a_row_for_each(tmp_path: Path) -> None:
    people = {f"u{number}": {"name": f"Name{number}"} for number in range(30)}
    found = read(written(tmp_path, json.dumps(people), "a.json"))
    assert found.columns == ["/*#", "/*/name"]
    assert found.cells["/*/name"][30] == ["Name29"]


def test_a_single_object_is_one_record(tmp_path: Path) -> None:
    found = read(written(tmp_path, json.dumps({"name": "Ann", "home": {"city": "Ulm"}}), "a.json"))
    assert found.cells == {"/name": {1: ["Ann"]}, "/home/city": {1: ["Ulm"]}}


def test_values_in_a_row_are_records(tmp_path: Path) -> None:
    found = read(written(tmp_path, lines({"a": "x"}, {"a": "y"}, {"a": "z"}), "a.json"))
    assert found.cells == {"/a": {1: ["x"], 2: ["y"], 3: ["z"]}}
    assert found.gaps == []


def test_a_pretty_document_under_the_suffix_of_lines_is_read(tmp_path: Path) -> None:
    found = read(written(tmp_path, json.dumps([{"a": "x"}, {"a": "y"}], indent=1)))
    assert found.column("/a") == ["x", "y"]


def test_large_objects_and_arrays_are_read_piece_by_piece(tmp_path: Path) -> None:
    rows = [{"text": "word " * 40 + str(number)} for number in range(20_000)]
    content = json.dumps({"meta": {"rows": {"train": rows}}, "after": ["last@example.com"]})
    assert len(content) > 3_000_000
    found = read(written(tmp_path, content, "a.json"))
    assert len(found.cells["/meta/rows/train/*/text"]) == 20_000
    assert found.column("/after/*") == ["last@example.com"]
    assert found.gaps == []


def test_a_truncated_document_gives_what_stands_before(tmp_path: Path) -> None:
    content = json.dumps([{"name": f"Name{number}"} for number in range(50)])
    for cut in range(1, len(content), 37):
        found = read(written(tmp_path, content[:cut], "a.json"))
        assert found.reasons == [GapReason.UNPARSABLE]
        assert len(found.cells.get("/name", {})) == content[:cut].count("}")


def test_a_defect_is_told_with_its_line(tmp_path: Path) -> None:
    found = read(written(tmp_path, '[\n{"a": 1},\n{"a": nope}\n]', "a.json"))
    assert found.column("/a") == ["1"]
    assert found.gaps[0].location is not None
    assert found.gaps[0].location.line == 3


def test_a_value_that_is_too_large_is_a_gap(tmp_path: Path) -> None:
    found = read(written(tmp_path, '[{"a": "x"}, "' + "y" * 9_000_000 + '"]', "a.json"))
    assert found.column("/a") == ["x"]
    assert found.reasons == [GapReason.TOO_LARGE]
    found = read(written(tmp_path, '{"a": "x"}\n"' + "y" * 9_000_000 + '"\n{"a": "z"}\n'))
    assert found.column("/a") == ["x", "z"]
    assert found.reasons == [GapReason.TOO_LARGE]


def test_latin_1_lines_are_read_and_told(tmp_path: Path) -> None:
    found = read(written(tmp_path, '{"name": "Ann"}\n{"name": "Jürgen"}\n'.encode("latin-1")))
    assert found.column("/name") == ["Ann", "Jürgen"]
    assert found.reasons == [GapReason.ENCODING]
    assert found.gaps[0].location is not None
    assert found.gaps[0].location.line == 2


STRINGS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
RECORDS = st.fixed_dictionaries({"name": STRINGS, "tags": st.lists(STRINGS, max_size=3)})


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(RECORDS, min_size=1, max_size=8), ascii_only=st.booleans())
def test_lines_and_documents_give_the_same_rows(
    tmp_path: Path, records: list[dict[str, object]], ascii_only: bool
) -> None:
    as_lines = "".join(json.dumps(record, ensure_ascii=ascii_only) + "\n" for record in records)
    one = read(written(tmp_path, as_lines))
    other = read(written(tmp_path, json.dumps(records, ensure_ascii=ascii_only), "a.json"))
    assert one.cells == other.cells
    assert one.column("/name") == [record["name"] for record in records]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON)
def test_every_string_of_any_document_is_among_the_values(tmp_path: Path, value: object) -> None:
    content = json.dumps(value)
    for name in ("a.json", "a.jsonl"):
        found = read(written(tmp_path, content, name))
        assert found.gaps == []
        for text in _strings(value):
            assert text.replace("\0", "").encode("utf-8", "replace").decode() in found.text.replace("\ufffd", "?")


def _strings(value: object) -> list[str]:
    match value:
        case str():
            return [value.replace("\ufffd", "?")]
        case list():
            return [text for inner in value for text in _strings(inner)]
        case dict():
            return [text for inner in value.values() for text in _strings(inner)]
    return []


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300) | st.text('[]{}",:1e.-\\u \n', max_size=60).map(str.encode))
def test_no_bytes_raise(tmp_path: Path, content: bytes) -> None:
    for name in ("a.json", "a.jsonl", "a.ndjson"):
        read(written(tmp_path, content, name))
