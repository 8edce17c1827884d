"""JSON with the line of every value and every key that stands twice (RFC 8259)."""

import json
import re
from dataclasses import dataclass, field
from typing import cast

from licscan.documents.document import Document, Duplicate, Key, Position, Scalar, Value
from licscan.errors import DocumentError
from licscan.model.evidence import Location

MAX_BYTES = 16_000_000
MAX_NESTING = 100
MAX_DIGITS = 1_000
MAX_VALUES = 400_000
MAX_AT_ONCE = 40_000

_BLANK = re.compile(r"[ \t\r\n]*+")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)(?P<fraction>(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?)")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*+"')
_WORD = re.compile(r"[a-zA-Z]++")
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}


def _refused(word: str) -> Scalar:
    raise ValueError(word)


_AT_ONCE = json.JSONDecoder(parse_constant=_refused)


def read_json(
    text: str, *, shown: str, max_values: int = MAX_VALUES, placed: re.Pattern[str] | None = None
) -> Document:
    """Parse JSON and note where each value stands; lists and objects stand where their key does.

    With `placed`, what stands inside a member whose name does not match is read at once, without places and duplicates
    inside it, and does not count to `max_values`: for files of which a few members matter. Those hold at most 40,000
    brackets then.
    Of two equal keys the first value stays in `data`, all are in `duplicates`. Half characters (`\\ud800`) survive, a
    number of over 1,000 digits stays a text. `shown` is the path that errors name. Raises DocumentError with path,
    line and column for text that is not JSON (NaN and Infinity are not), over 16 MB, of more than `max_values`
    (400,000) values, or nested deeper than 100.
    """
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise DocumentError(f"larger than {MAX_BYTES} bytes", location=Location(shown))
    reading = _Reading(text, shown, max_values, placed)
    if placed is not None and text.count("{") + text.count("[") > MAX_AT_ONCE:
        raise reading.error(f"more than {MAX_AT_ONCE} lists and objects")
    data = reading.document()
    return Document(data, reading.positions, tuple(reading.duplicates))


@dataclass(slots=True)
class _Reading:
    """One pass over a text; `at` is the next character."""

    text: str
    shown: str
    max_values: int = MAX_VALUES
    placed: re.Pattern[str] | None = None
    at: int = 0
    depth: int = 0
    values: int = 0
    recording: bool = True
    positions: dict[Key, Position] = field(default_factory=dict)
    duplicates: list[Duplicate] = field(default_factory=list)
    line: int = 0
    line_start: int = 0
    seen: int = 0

    def document(self) -> Value:
        """The one value of the text."""
        data = self.value((), 0)
        self.positions[()] = Position(1, 1)
        if self.skip() != "":
            raise self.error("more text after the end of the value")
        return data

    def value(self, key: Key, key_start: int) -> Value:
        """The value that begins here; `key_start` is where its key stands."""
        self.values += 1
        if self.values > self.max_values:
            raise self.error(f"more than {self.max_values} values")
        sign = self.skip()
        start = self.at
        if sign in {"{", "["}:
            self.record(key, self.place(key_start))
            return self.nested(sign, key)
        found = self.string() if sign == '"' else self.bare()
        self.record(key, self.place(start, self.at))
        return found

    def nested(self, sign: str, key: Key) -> Value:
        """An object or list, one level deeper."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.error(f"nested deeper than {MAX_NESTING}")
        self.at += 1
        found: Value = self.object(key) if sign == "{" else self.array(key)
        self.depth -= 1
        return found

    def array(self, key: Key) -> list[Value]:
        """The elements up to the closing bracket."""
        found: list[Value] = []
        if self.ends("]"):
            return found
        while True:
            self.skip()
            found.append(self.value((*key, len(found)), self.at))
            if not self.goes_on("]"):
                return found

    def object(self, key: Key) -> dict[str, Value]:
        """The members up to the closing brace."""
        found: dict[str, Value] = {}
        places: dict[str, Position] = {}
        again: dict[str, list[tuple[Value, Position]]] = {}
        if self.ends("}"):
            return found
        while True:
            name, start = self.name()
            if name in found:
                again.setdefault(name, [(found[name], places[name])]).append(self.unrecorded(start))
            else:
                found[name] = self.member((*key, name), start)
                places[name] = self.positions.get((*key, name)) or self.place(start)
            if not self.goes_on("}"):
                break
        if self.recording:
            self.duplicates.extend(Duplicate((*key, name), tuple(values)) for name, values in again.items())
        return found

    def member(self, key: Key, key_start: int) -> Value:
        """The value of a member, read at once where nobody wants to know what stands where inside it."""
        name = str(key[-1])
        if self.placed is None or self.placed.search(name) or self.skip() not in {"{", "["}:
            return self.value(key, key_start)
        self.record(key, self.place(key_start))
        try:
            found, self.at = _AT_ONCE.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            self.at = error.pos
            raise self.error(error.msg[:1].lower() + error.msg[1:]) from None
        except ValueError:
            raise self.error("a number that is none, or too long") from None
        except RecursionError:
            raise self.error("nested too deep") from None
        return cast("Value", found)

    def unrecorded(self, key_start: int) -> tuple[Value, Position]:
        """A value and its place, without positions inside: its key path belongs to an earlier one."""
        sign = self.skip()
        start = self.at
        outer, self.recording = self.recording, False
        found = self.value((), key_start)
        self.recording = outer
        return found, self.place(key_start) if sign in {"{", "["} else self.place(start, self.at)

    def name(self) -> tuple[str, int]:
        """The name of a member and where it stands."""
        if self.skip() != '"':
            raise self.error("a name in double quotes is missing")
        start = self.at
        name = self.string()
        if self.skip() != ":":
            raise self.error("a colon is missing")
        self.at += 1
        return name, start

    def string(self) -> str:
        """A string in double quotes."""
        written = _STRING.match(self.text, self.at)
        if not written:
            raise self.error("a string that does not end, or holds what JSON forbids")
        self.at = written.end()
        return str(json.loads(written[0]))

    def bare(self) -> Scalar:
        """A number, true, false or null."""
        if word := _WORD.match(self.text, self.at):
            if word[0] not in _WORDS:
                raise self.error("a word that JSON does not know")
            self.at = word.end()
            return _WORDS[word[0]]
        number = _NUMBER.match(self.text, self.at)
        if not number:
            raise self.error("a value is missing")
        self.at = number.end()
        if len(number[0]) > MAX_DIGITS:
            return number[0]
        return float(number[0]) if number["fraction"] else int(number[0])

    def ends(self, closing: str) -> bool:
        """Whether a list or object is empty; steps over its end."""
        if self.skip() != closing:
            return False
        self.at += 1
        return True

    def goes_on(self, closing: str) -> bool:
        """Whether another element follows; steps over the comma or the end."""
        sign = self.skip()
        if sign not in {",", closing} or not sign:
            raise self.error("a comma or a closing bracket is missing")
        self.at += 1
        return sign == ","

    def skip(self) -> str:
        """Step over white space; the character that follows, empty at the end."""
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at
        return self.text[self.at : self.at + 1]

    def record(self, key: Key, place: Position) -> None:
        """Note where a key path stands."""
        if self.recording:
            self.positions[key] = place

    def place(self, start: int, end: int | None = None) -> Position:
        """Line and column of a part of the text."""
        self.go_to(start)
        return Position(self.line + 1, start - self.line_start + 1, end - self.line_start + 1 if end else None)

    def go_to(self, start: int) -> None:
        """Find the line of a character from the one that was asked for last, which is mostly near."""
        passed = self.text.count("\n", min(self.seen, start), max(self.seen, start))
        if passed:
            self.line += passed if start > self.seen else -passed
            self.line_start = self.text.rfind("\n", 0, start) + 1
        self.seen = start

    def error(self, message: str) -> DocumentError:
        """An error at the next character."""
        place = self.place(self.at)
        return DocumentError(f"not valid JSON: {message}", location=Location(self.shown, place.line, place.column))
