"""YAML front matter is read as it stands: nothing guessed, nothing dropped, nothing built, never for long."""

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.documents.document import Position
from licscan.documents.yaml_text import read_yaml
from licscan.errors import DocumentError

CARD = """\
license: cc-by-nc-4.0
pretty_name: "Sound of Birds"
language:
- no
- en
dataset_info:
  features:
  - name: id
    dtype: int64
"""


def test_each_value_knows_its_line_and_columns() -> None:
    document = read_yaml(CARD, shown="README.md", first_line=2)
    assert document.position("license") == Position(2, 10, 22)
    assert document.position("language") == Position(4, 1, 9)
    assert document.position("language", 1) == Position(6, 3, 5)
    assert document.position("dataset_info", "features", 0, "dtype") == Position(10, 12, 17)
    assert document.position("dataset_info", "features", 7) == Position(8, 3, 11)


def test_norwegian_is_not_false() -> None:
    assert read_yaml(CARD, shown="README.md").data == {
        "license": "cc-by-nc-4.0",
        "pretty_name": "Sound of Birds",
        "language": ["no", "en"],
        "dataset_info": {"features": [{"name": "id", "dtype": "int64"}]},
    }


def test_two_equal_keys_both_stay_visible() -> None:
    document = read_yaml("license: cc-by-nc-4.0\ntask: x\nlicense: mit\n", shown="README.md")
    assert document.data == {"license": "cc-by-nc-4.0", "task": "x"}
    (duplicate,) = document.duplicates
    assert duplicate.key == ("license",)
    assert duplicate.values == (("cc-by-nc-4.0", Position(1, 10, 22)), ("mit", Position(3, 10, 13)))


def test_a_second_list_under_the_same_key_is_kept_whole() -> None:
    document = read_yaml("license:\n- mit\nlicense:\n- cc-by-nc-4.0\n- odbl\n", shown="README.md")
    assert document.data == {"license": ["mit"]}
    assert document.duplicates[0].values[1] == (["cc-by-nc-4.0", "odbl"], Position(3, 1, 8))
    assert document.position("license", 0) == Position(2, 3, 6)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("Yes", "Yes"),
        ("on", "on"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2024-01-31", "2024-01-31"),
        ("4.0", 4.0),
        ("1e3", 1000.0),
        (".5", 0.5),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("'12'", "12"),
        ('"true"', "true"),
        ("!!str 12", "12"),
        ("9" * 5_000, "9" * 5_000),
        ("|\n  two\n  lines", "two\nlines\n"),
    ],
)
def test_plain_words_follow_the_core_schema(written: str, value: object) -> None:
    data = read_yaml(f"key: {written}\n", shown="README.md").data
    assert data == {"key": value}


def test_nan_is_a_number() -> None:
    data = read_yaml("key: .nan", shown="README.md").data
    assert isinstance(data, dict)
    assert math.isnan(data["key"])


def test_aliases_of_generated_cards_are_followed() -> None:
    text = "a:\n- &id001\n  name: train\nb:\n- *id001\n"
    assert read_yaml(text, shown="README.md").data == {"a": [{"name": "train"}], "b": [{"name": "train"}]}


def test_a_merge_key_is_a_plain_key() -> None:
    data = read_yaml("base: &b {license: mit}\ncard:\n  <<: *b\n  license: odbl\n", shown="README.md").data
    assert data == {"base": {"license": "mit"}, "card": {"<<": {"license": "mit"}, "license": "odbl"}}


def test_a_tag_builds_no_object() -> None:
    data = read_yaml("x: !!python/object/apply:os.system ['echo']\n", shown="README.md").data
    assert data == {"x": ["echo"]}


def test_empty_front_matter_is_nothing() -> None:
    assert read_yaml("", shown="README.md").data is None
    assert read_yaml("# only a remark\n", shown="README.md").data is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\nb: c: d\n", "README.md:4:5"),
        ("a: 1\n\tb: 2\n", "README.md:4:1"),
        ("license: {{ license }}\n", "README.md:3:11"),
        ("a: *nowhere\n", "README.md:3:4"),
        ("a: &x [*x]\n", "README.md:3:8"),
        ("a: 1\n---\nb: 2\n", "README.md:4:1"),
        ("a: 'not closed\n", "README.md:4:1"),
        ("a: \x07\n", "README.md:3"),
        ("a: 1\nb: \ud800\n", "README.md:4"),
    ],
)
def test_what_cannot_be_read_names_its_line(text: str, place: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_yaml(text, shown="README.md", first_line=3)
    assert str(caught.value.location) == place


def _bomb(levels: int, width: int) -> str:
    lines = ["l0: &l0 [lol]"]
    lines += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "{a: " * 20_000,
        "- " * 20_000 + "x",
        _bomb(12, 10),
        "base: &b {" + ", ".join(f"k{n}: 1" for n in range(500)) + "}\n" + "\n".join(f"x{n}: *b" for n in range(500)),
        "x" * 1_000_001,
        "é" * 600_000,
    ],
    ids=["brackets", "braces", "dashes", "aliases", "wide aliases", "large", "large in bytes"],
)
def test_bombs_are_refused_at_once(text: str) -> None:
    started = time.monotonic()
    with pytest.raises(DocumentError):
        read_yaml(text, shown="README.md")
    assert time.monotonic() - started < 2


def test_errors_do_not_quote_the_text() -> None:
    with pytest.raises(DocumentError) as caught:
        read_yaml("contact: jane@example.org: x\n", shown="README.md")
    assert "jane" not in str(caught.value)


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@,? \n\t.0~<", max_size=60))
def test_any_text_is_a_document_or_a_document_error(text: str) -> None:
    try:
        document = read_yaml(text, shown="README.md")
    except DocumentError:
        return
    lines = text.count("\n") + 1
    assert all(1 <= place.line <= lines and place.column >= 1 for place in document.positions.values())


WORDS = st.text(alphabet="abcdefgh XYZ", min_size=1, max_size=8).filter(lambda word: word.strip() == word)


@given(st.dictionaries(WORDS, st.lists(WORDS, min_size=1, max_size=4) | WORDS, max_size=6))
def test_every_key_has_the_line_it_was_written_on(card: dict[str, list[str] | str]) -> None:
    lines: list[str] = []
    where: dict[tuple[str | int, ...], int] = {}
    for key, value in card.items():
        where[(key,)] = len(lines) + 1
        lines.append(f'"{key}":' + (f' "{value}"' if isinstance(value, str) else ""))
        for index, element in enumerate([] if isinstance(value, str) else value):
            where[(key, index)] = len(lines) + 1
            lines.append(f'  - "{element}"')
    document = read_yaml("\n".join(lines), shown="README.md")
    assert document.data == (card or None)
    assert {key: place.line for key, place in document.positions.items() if key} == where
