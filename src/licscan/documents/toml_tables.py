"""TOML with the line of each table only: in long lock files the place of each key costs more than it says."""

import re

import tomli

from licscan.documents.document import Document, Key, Position
from licscan.documents.toml_text import MAX_CHARACTERS, read_toml

_BRACKET = re.compile(r"^[ \t]*+\[[^\n]*+", re.MULTILINE)
_HEADER = re.compile(r"(\[\[?)([A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)*)\]\]?[ \t]*(?:#.*)?\r?", re.ASCII)
_LONG_STRINGS = ('"""', "'''")
_VALUES = frozenset({"true", "false", "inf", "nan"})


def read_toml_tables(text: str, *, shown: str) -> Document:
    """Parse TOML and note the position of each table; a key inside one is found at its table.

    A text whose headers cannot be told by their lines alone (multi-line strings, quoted or indented headers) is read
    by `read_toml`, with all positions. Raises DocumentError as `read_toml` does.
    """
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_CHARACTERS or any(quotes in text for quotes in _LONG_STRINGS):
        return read_toml(text, shown=shown)
    try:
        data = tomli.loads(text)
    except (ValueError, RecursionError):
        return read_toml(text, shown=shown)
    positions = _positions(text)
    return read_toml(text, shown=shown) if positions is None else Document(data, positions)


def _positions(text: str) -> dict[Key, Position] | None:
    """The position of each table; None where a line begins with a bracket and is no plain header."""
    found: dict[Key, Position] = {(): Position(1, 1)}
    arrays: dict[Key, int] = {}
    line, at = 1, 0
    for bracket in _BRACKET.finditer(text):
        header = _HEADER.fullmatch(bracket[0])
        if header is None or header[2] in _VALUES:
            return None
        line += text.count("\n", at, bracket.start())
        at = bracket.start()
        _record(found, arrays, header[2].split("."), line, is_array=header[1] == "[[")
    return found


def _record(found: dict[Key, Position], arrays: dict[Key, int], parts: list[str], line: int, *, is_array: bool) -> None:
    """Note a header; a name that is an array of tables means its newest table."""
    key: Key = ()
    column = 3 if is_array else 2
    for number, part in enumerate(parts, start=1):
        place = Position(line, column, column + len(part))
        column += len(part) + 1
        key = (*key, part)
        found.setdefault(key, place)
        if is_array and number == len(parts):
            arrays[key] = arrays.get(key, -1) + 1
        if key in arrays:
            key = (*key, arrays[key])
            found.setdefault(key, place)
