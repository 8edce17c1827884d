"""TOML with the line of every key.

tomli decides what the text means; a position scanner then walks the same text, which is known to be valid by then,
and only notes where each key and each element of an array stands (https://toml.io/en/v1.0.0).
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

import tomli

from licscan.documents.document import Document, Key, Position
from licscan.errors import DocumentError
from licscan.model.evidence import Location

MAX_CHARACTERS = 16_000_000
MAX_DEPTH = 64

_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?""""{0,2}|' + r"'''.*?''''{0,2}|" + r'"(?:[^"\\\n]|\\.)*+"|' + r"'[^'\n]*+'",
    re.DOTALL,
)
_KEY_PART = re.compile(r"[A-Za-z0-9_-]++|" + r'"(?:[^"\\\n]|\\.)*+"|' + r"'[^'\n]*+'")
_PLAIN = re.compile(r"[^,\]}#\r\n]*+")


def read_toml(text: str, *, shown: str) -> Document:
    """Parse TOML and note the position of every key path and array element.

    `shown` is the path that errors name. A key's position spans the key itself, an element's starts at the element.
    Raises DocumentError with path, line and column where the text is not TOML, too large or nested too deeply.
    """
    if len(text) > MAX_CHARACTERS:
        raise DocumentError(f"larger than {MAX_CHARACTERS} characters", location=Location(shown))
    text = text.removeprefix("\ufeff")
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise DocumentError(f"not valid TOML: {error.msg}", location=_place(error, shown)) from None
    except RecursionError:
        raise DocumentError("nested too deeply", location=Location(shown)) from None
    except ValueError:  # the standard library refuses integers of more than 4,300 digits
        raise DocumentError("not valid TOML: a number that is too long", location=Location(shown)) from None
    return Document(data=data, positions=_Scan(text, shown).run())


def _place(error: tomli.TOMLDecodeError, shown: str) -> Location:
    return Location(shown, error.lineno, error.colno)


@dataclass(slots=True)
class _Part:
    """One part of a dotted key, with where it stands."""

    name: str
    start: int
    end: int


@dataclass(slots=True)
class _Scan:
    """One walk over a valid text; `arrays` counts the tables of each array of tables so far."""

    text: str
    shown: str
    at: int = 0
    table: Key = ()
    arrays: dict[Key, int] = field(default_factory=dict)
    found: dict[Key, Position] = field(default_factory=dict)
    newlines: list[int] = field(default_factory=list)

    def run(self) -> dict[Key, Position]:
        """Walk the whole text."""
        self.newlines = [match.start() for match in re.finditer("\n", self.text)]
        self.found[()] = Position(1, 1)
        self._skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                self._header()
            else:
                self._pair(self.table)
            self._skip(_BLANK)
        return self.found

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()

    def _record(self, key: Key, start: int, end: int | None = None) -> None:
        if len(key) > MAX_DEPTH:
            raise DocumentError("nested too deeply", location=Location(self.shown, self._position(start).line))
        if key not in self.found:
            self.found[key] = self._position(start, end)

    def _position(self, start: int, end: int | None = None) -> Position:
        line = bisect_right(self.newlines, start - 1)
        begin = self.newlines[line - 1] + 1 if line else 0
        return Position(line + 1, start - begin + 1, None if end is None else end - begin + 1)

    def _header(self) -> None:
        """`[a.b]` or `[[a.b]]`: a name that is an array of tables means its newest table."""
        array = self.text.startswith("[[", self.at)
        self.at += 2 if array else 1
        parts = self._key()
        key: Key = ()
        for number, part in enumerate(parts, start=1):
            key = (*key, part.name)
            self._record(key, part.start, part.end)
            if array and number == len(parts):
                self.arrays[key] = self.arrays.get(key, 0) + 1
            if key in self.arrays:
                key = (*key, self.arrays[key] - 1)
                self._record(key, part.start, part.end)
        self.at += 2 if array else 1
        self.table = key

    def _key(self) -> list[_Part]:
        parts: list[_Part] = []
        while True:
            self._skip(_SPACE)
            match = _KEY_PART.match(self.text, self.at)
            if match is None:  # cannot happen in text that tomli took
                raise DocumentError("not valid TOML: a key is missing", location=Location(self.shown))
            parts.append(_Part(_unquote(match.group()), match.start(), match.end()))
            if len(parts) > MAX_DEPTH:
                line = self._position(self.at).line
                raise DocumentError("a key of too many parts", location=Location(self.shown, line))
            self.at = match.end()
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def _pair(self, table: Key) -> None:
        key = table
        for part in self._key():
            key = (*key, part.name)
            self._record(key, part.start, part.end)
        self.at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(key)

    def _value(self, key: Key) -> None:
        match self.text[self.at]:
            case "[":
                self._array(key)
            case "{":
                self._inline_table(key)
            case '"' | "'":
                self._skip(_STRING)
            case _:
                self._skip(_PLAIN)

    def _array(self, key: Key) -> None:
        self.at += 1
        index = 0
        self._skip(_BLANK)
        while self.text[self.at] != "]":
            self._record((*key, index), self.at)
            self._value((*key, index))
            index += 1
            self._next_element()
        self.at += 1

    def _inline_table(self, key: Key) -> None:
        self.at += 1
        self._skip(_BLANK)
        while self.text[self.at] != "}":
            self._pair(key)
            self._next_element()
        self.at += 1

    def _next_element(self) -> None:
        self._skip(_BLANK)
        if self.text[self.at] == ",":
            self.at += 1
            self._skip(_BLANK)


def _unquote(token: str) -> str:
    if token[0] == '"' and "\\" in token:
        return str(tomli.loads(f"key = {token}")["key"])
    return token[1:-1] if token[0] in "\"'" else token
