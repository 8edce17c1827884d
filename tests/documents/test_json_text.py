"""JSON metadata keeps its lines and its double keys."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.documents.document import Position
from licscan.documents.json_text import read_json
from licscan.errors import DocumentError

METADATA = """\
{
  "title": "Harbour traffic",
  "id": "portdata/harbour-traffic",
  "licenses": [
    {"name": "CC-BY-NC-SA-4.0"}
  ],
  "isPrivate": false
}
"""


def test_each_value_knows_its_line_and_columns() -> None:
    document = read_json(METADATA, shown="dataset-metadata.json")
    assert document.data == json.loads(METADATA)
    assert document.position("licenses") == Position(4, 3)
    assert document.position("licenses", 0, "name") == Position(5, 14, 31)
    assert document.position("isPrivate") == Position(7, 16, 21)
    assert document.position("licenses", 0, "nothing") == Position(5, 5)


def test_two_equal_keys_both_stay_visible() -> None:
    text = '{"licenses": [{"name": "MIT"}],\n "licenses": [{"name": "CC-BY-NC-4.0", "name": "x"}]}'
    document = read_json(text, shown="dataset-metadata.json")
    assert document.data == {"licenses": [{"name": "MIT"}]}
    (duplicate,) = document.duplicates
    assert duplicate.key == ("licenses",)
    assert [place.line for _, place in duplicate.values] == [1, 2]
    assert duplicate.values[1][0] == [{"name": "CC-BY-NC-4.0"}]


def test_half_characters_survive() -> None:
    assert read_json('{"a": "\\ud800 \\u00e9"}', shown="m.json").data == {"a": "\ud800 é"}


def test_a_byte_order_mark_is_no_error() -> None:
    assert read_json('\ufeff{"a": 1}', shown="m.json").data == {"a": 1}


def test_a_number_of_many_digits_stays_text() -> None:
    assert read_json("9" * 5_000, shown="m.json").data == "9" * 5_000


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "m.json:1:1"),
        ('{"a": 1,}', "m.json:1:9"),
        ("{'a': 1}", "m.json:1:2"),
        ('{"a" 1}', "m.json:1:6"),
        ('{\n"a": NaN}', "m.json:2:6"),
        ('{"a": 01}', "m.json:1:8"),
        ("[1, 2", "m.json:1:6"),
        ('["open', "m.json:1:2"),
        ('["tab\there"]', "m.json:1:2"),
        ("[1] [2]", "m.json:1:5"),
        ("[1,\n\n  nul]", "m.json:3:3"),
        ("-", "m.json:1:1"),
    ],
)
def test_what_is_not_json_names_its_place(text: str, place: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_json(text, shown="m.json")
    assert str(caught.value.location) == place


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, " " * 16_000_001], ids=["lists", "objects", "large"]
)
def test_bombs_are_refused_at_once(text: str) -> None:
    started = time.monotonic()
    with pytest.raises(DocumentError):
        read_json(text, shown="m.json")
    assert time.monotonic() - started < 2


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.sampled_from([None, 0, 2]))
def test_what_the_standard_library_writes_is_read_back(value: object, indent: int | None) -> None:
    assert read_json(json.dumps(value, indent=indent), shown="m.json").data == value


@given(st.text(alphabet='{}[]",: 0123eE+-.truefalsn\\u\n', max_size=40))
def test_json_is_what_the_standard_library_takes_and_else_a_document_error(text: str) -> None:
    try:
        mine = read_json(text, shown="m.json")
    except DocumentError:
        assert _standard(text) is _REFUSED
    else:
        assert mine.duplicates or mine.data == _standard(text)


_REFUSED = object()


def _standard(text: str) -> object:
    try:
        return json.loads(text, parse_constant=_refuse)
    except ValueError:
        return _REFUSED


def _refuse(word: str) -> object:
    raise ValueError(word)


def test_more_values_than_anybody_writes_are_refused_early() -> None:
    text = "[" + "0," * 400_000 + "0]"
    with pytest.raises(DocumentError, match="more than 400000 values"):
        read_json(text, shown="bom.json")
