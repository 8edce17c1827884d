"""TOML is read with the place of every key."""

import json
import time
from collections.abc import Iterator
from datetime import date

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from licscan.documents.toml_text import read_toml
from licscan.errors import DocumentError

PROJECT = """\
extends = ["../org/licscan.toml",
           "pack:2026.11"]

[project]
purpose = "commercial"   # the product is sold
"quoted key".inner = 1

[[dataset]]
id = "hf:acme/chats"
[dataset.evidence]
notice = { ref = "PN-7", on = 2026-03-02 }

[[dataset]]
id = '''
not # a comment [here]'''
[tighten."gdpr/scale"]
when = { people_at_least = 1000 }
"""


@pytest.mark.parametrize(
    ("key", "place"),
    [
        (("extends",), (1, 1, 8)),
        (("extends", 1), (2, 12, None)),
        (("project", "purpose"), (5, 1, 8)),
        (("project", "quoted key", "inner"), (6, 14, 19)),
        (("dataset", 0, "id"), (9, 1, 3)),
        (("dataset", 0, "evidence", "notice", "on"), (11, 26, 28)),
        (("dataset", 1), (13, 3, 10)),
        (("dataset", 1, "id"), (14, 1, 3)),
        (("tighten", "gdpr/scale", "when", "people_at_least"), (17, 10, 25)),
    ],
)
def test_each_key_is_found_where_it_stands(key: tuple[str | int, ...], place: tuple[int, int, int | None]) -> None:
    position = read_toml(PROJECT, shown="licscan.toml").position(*key)
    assert position is not None
    assert (position.line, position.column, position.end_column) == place


def test_data_is_what_tomli_reads() -> None:
    assert read_toml(PROJECT, shown="licscan.toml").data == tomli.loads(PROJECT)


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    document = read_toml("\ufeff" + PROJECT.replace("\n", "\r\n"), shown="licscan.toml")
    position = document.position("project", "purpose")
    assert position is not None
    assert (position.line, position.column) == (5, 1)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('[project]\nname = "a"\npurpose = commercial\n', "x.toml:3:11"),
        ("a = 1\na = 2\n", "x.toml:2"),
        ('a = "unfinished\n', "x.toml:1"),
    ],
)
def test_bad_toml_names_the_place(text: str, where: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_toml(text, shown="x.toml")
    assert str(caught.value).startswith(where)


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000,
        "a = " + "[" * 200 + "]" * 200,
        ".".join(["a"] * 5000) + " = 1",
        "a = " + "9" * 5000,
        "a = " + "{a=" * 3000,
        "[" + ".".join(["a"] * 3000) + "]",
    ],
)
def test_bombs_are_refused_quickly(text: str) -> None:
    started = time.process_time()
    with pytest.raises(DocumentError):
        read_toml(text, shown="bomb.toml")
    assert time.process_time() - started < 2


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=6)
scalars = st.one_of(
    st.integers(-(2**62), 2**62), st.booleans(), st.dates(min_value=date(1000, 1, 1)), names, st.just('a "q" # [x]\\')
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3), max_leaves=8
)
documents = st.dictionaries(names, values, max_size=5)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _inline(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "{ " + ", ".join(f"{_quoted(key)} = {_inline(inner)}" for key, inner in value.items()) + " }"
        case list():
            return "[\n  " + ",\n  # note\n  ".join(map(_inline, value)) + "\n]"
        case date():
            return value.isoformat()
        case str():
            return _quoted(value)
        case _:
            return str(value)


def _tables(table: dict[str, object], at: tuple[str, ...] = ()) -> Iterator[str]:
    """Render in the long form: headers, arrays of tables, comments between."""
    for key, value in table.items():
        if not isinstance(value, dict) and not _is_array_of_tables(value):
            yield f" {_quoted(key)} = {_inline(value)} # = [ {{"
    for key, value in table.items():
        name = ".".join(map(_quoted, (*at, key)))
        if isinstance(value, dict):
            yield f"[ {name} ]"
            yield from _tables(value, (*at, key))
        elif _is_array_of_tables(value) and isinstance(value, list):
            for inner in value:
                yield f"[[{name}]]"
                yield from _tables(inner, (*at, key))


def _is_array_of_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(inner, dict) for inner in value)


def _paths(value: object, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    inside: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(value, dict):
        inside = iter(value.items())
    elif isinstance(value, list):
        inside = iter(enumerate(value))
    for key, inner in inside:
        yield (*at, key)
        yield from _paths(inner, (*at, key))


@given(documents, st.booleans())
def test_every_key_path_has_its_own_position_and_stands_there(data: dict[str, object], long_form: bool) -> None:
    lines = list(_tables(data)) if long_form else [f"{_quoted(key)} = {_inline(value)}" for key, value in data.items()]
    text = "\n".join(lines)
    document = read_toml(text, shown="x.toml")
    assert document.data == data
    rows = text.split("\n")
    for path in _paths(data):
        position = document.positions[path]
        here = rows[position.line - 1][position.column - 1 :]
        if isinstance(path[-1], str):
            assert here.startswith(_quoted(path[-1]))
        else:
            assert here
    assert len(document.positions) == 1 + sum(1 for _ in _paths(data))


@given(st.data())
def test_any_text_is_read_with_places_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(PROJECT)))
    length = data.draw(st.integers(0, 12))
    junk = data.draw(st.text(st.sampled_from("[]{}=.,#\"'\\\n\r\t ax1\x00\u00e9\ud800"), max_size=8))
    text = PROJECT[:start] + junk + PROJECT[start + length :]
    try:
        document = read_toml(text, shown="x.toml")
    except DocumentError:
        return
    assert set(document.positions) == {(), *_paths(document.data)}
