"""Tables of long files are found by their lines, with the same answers as the full scan."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.documents.toml_tables import read_toml_tables
from licscan.documents.toml_text import read_toml
from licscan.errors import DocumentError

LOCK = """version = 1
resolution-markers = [
    "a",
]

[[package]] # the first
name = "a"

[package.metadata.requires-dev]
dev = [{ name = "b" }]

[[package]]
name = "b"
[[package.wheels]]
url = "x"
[metadata]
"""
LINES = [
    "[a]",
    "[[b]]",
    "[b.c]",
    "[[b.d]]",
    "  [b.e]",
    '["q.r"]',
    "[ f ]",
    "[b.'x']",
    "[g.h] # note",
    "x = 1",
    'y = "[z]"',
    "w = [",
    "[1],",
    "[true]",
    "['s']]",
    "]",
    's = """',
    "[inside]",
    '"""',
    "# [comment]",
    "",
]


def test_each_table_has_its_place() -> None:
    document = read_toml_tables(LOCK, shown="uv.lock")
    lines = {key: position.line for key, position in document.positions.items()}
    assert lines == {
        (): 1,
        ("package",): 6,
        ("package", 0): 6,
        ("package", 0, "metadata"): 9,
        ("package", 0, "metadata", "requires-dev"): 9,
        ("package", 1): 12,
        ("package", 1, "wheels"): 14,
        ("package", 1, "wheels", 0): 14,
        ("metadata",): 16,
    }
    inside = document.position("package", 1, "name")
    assert inside is not None
    assert inside.line == 12


@given(st.lists(st.sampled_from(LINES), max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_the_places_are_those_of_the_full_scan(lines: list[str], end: str) -> None:
    text = end.join(lines)
    try:
        full = read_toml(text, shown="x")
    except DocumentError as error:
        with pytest.raises(DocumentError, match=re.escape(error.message)):
            read_toml_tables(text, shown="x")
        return
    fast = read_toml_tables(text, shown="x")
    assert fast.data == full.data
    assert {key: full.positions[key] for key in fast.positions} == fast.positions
