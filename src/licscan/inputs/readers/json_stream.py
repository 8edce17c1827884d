"""One JSON text, read value by value in bounded memory."""

import io
import json
import re
from collections.abc import Iterator

from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.json_values import DECODER, Decimal, Integer
from licscan.model.finding import GapReason

VALUE_LIMIT = 8_000_000  # characters of one value that is held in memory whole
SMALL = 1_000_000
_CHUNK = 65_536
_WHITE = re.compile(r"[ \t\r\n\ufeff]*")
# A member whose value is a plain scalar and that another one follows: most of a very long object are.
_PLAIN_MEMBER = re.compile(
    r'[ \t\r\n]*"([^"\\]{0,500})"[ \t\r\n]*:[ \t\r\n]*'
    r'(?:"([^"\\]{0,2000})"|(-?(?:0|[1-9][0-9]{0,400}))(\.[0-9]{1,400})?|(true|false|null))[ \t\r\n]*,'
)
_CONSTANTS: dict[str, object] = {"true": True, "false": False, "null": None}
_TAIL = 16  # the longest token that may be cut at the end of a buffer: `\ud83d\ude00`, `-Infinity`


class TooLargeError(Exception):
    """A value does not fit the limit; nothing was consumed. Never leaves the JSON readers."""


class MalformedError(Exception):
    """Text that is not JSON. Never leaves the JSON readers."""

    def __init__(self, line: int, *, ended: bool) -> None:
        super().__init__("malformed")
        self.line = line
        self.ended = ended


class JsonStream:
    """A cursor over the text; a defect is noted once, sets `broken` and ends every iteration.

    With `split_elements` an object of over 1 MB inside an array is given as a `LargeObject`, too.
    """

    def __init__(self, stream: io.TextIOWrapper, defects: Defects, *, split_elements: bool = False) -> None:
        self._split_elements = split_elements
        self._stream = stream
        self._defects = defects
        self._buffer = ""
        self._at = 0
        self._end = False
        self._lines = 1
        self.broken = False

    def peek(self) -> str:
        """The next character that is not white space, or "" at the end of the text."""
        if self._at < len(self._buffer) and (following := self._buffer[self._at]) > " " and following != "\ufeff":
            return following
        while True:
            found = _WHITE.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if self._end:
                return ""
            self._fill(_CHUNK)

    def value(self, limit: int = VALUE_LIMIT) -> object:
        """Decode the next value.

        Raises MalformedError, or TooLargeError where it is longer than `limit` characters.
        """
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if self._end or not self._is_cut(error):
                    raise MalformedError(self._line(error.pos), ended=self._is_unfinished(error)) from None
            except RecursionError:
                raise MalformedError(self._line(self._at), ended=False) from None
            else:
                if end < len(self._buffer) or self._end:
                    self._at = end
                    return value
            held = len(self._buffer) - self._at
            if held >= limit:
                raise TooLargeError
            self._fill(max(_CHUNK, held))

    def elements(self) -> Iterator[object]:
        """The elements of the array that begins here."""
        self._at += 1
        while not self.broken and self.peek() != "]":
            try:
                element = self._element()
            except (MalformedError, TooLargeError) as error:
                self.fail(error)
                return
            yield element
            self._separator("]")
        self._at += 1

    def _element(self) -> object:
        if not self._split_elements or self.peek() != "{":
            return self.value()
        try:
            return self.value(SMALL)
        except TooLargeError:
            return LargeObject(self.members())

    def members(self) -> Iterator[tuple[str, object]]:
        """The members of the object that begins here.

        An array comes as an iterator of its elements, an object of over 1 MB as an iterator of its members (a
        `LargeObject`); each must be consumed before the next member is asked for.
        """
        self._at += 1
        while not self.broken:
            yield from self._plain_members()
            if self.peek() == "}":
                break
            try:
                key, value = self._member()
            except (MalformedError, TooLargeError) as error:
                self.fail(error)
                return
            yield key, value
            self._separator("}")
        self._at += 1

    def _plain_members(self) -> Iterator[tuple[str, object]]:
        """The members up to the first that is not plain, or not wholly in the buffer."""
        while found := _PLAIN_MEMBER.match(self._buffer, self._at):
            self._at = found.end()
            key, text, number, fraction, constant = found.groups()
            if text is not None:
                yield key, text
            elif number is not None:
                yield key, Integer(number) if fraction is None else Decimal(number + fraction)
            else:
                yield key, _CONSTANTS[constant]

    def _member(self) -> tuple[str, object]:
        key = self.value()
        if type(key) is not str or self.peek() != ":":
            raise MalformedError(self._line(self._at), ended=self.peek() == "")
        self._at += 1
        first = self.peek()
        if first == "[":
            return key, Elements(self.elements())
        try:
            return key, self.value(SMALL if first == "{" else VALUE_LIMIT)
        except TooLargeError:
            if first != "{":
                raise
            return key, LargeObject(self.members())

    def fail(self, error: MalformedError | TooLargeError) -> None:
        """Note why reading ends here."""
        if self.broken:
            return
        self.broken = True
        if isinstance(error, TooLargeError):
            detail = "holds a single value of over 8 MB; it and what follows were not read"
            self._defects.note(GapReason.TOO_LARGE, detail, self._line(self._at))
        elif error.ended:
            detail = "ends before its JSON is complete; what stands before was read"
            self._defects.note(GapReason.UNPARSABLE, detail, error.line)
        else:
            detail = "is not valid JSON from here on; what stands before was read"
            self._defects.note(GapReason.UNPARSABLE, detail, error.line)

    def _separator(self, close: str) -> None:
        if self.broken or (found := self.peek()) == close:
            return
        if found == ",":
            self._at += 1
        else:
            self.fail(MalformedError(self._line(self._at), ended=not found))

    def _is_cut(self, error: json.JSONDecodeError) -> bool:
        return error.msg.startswith("Unterminated string") or error.pos >= len(self._buffer) - _TAIL

    def _is_unfinished(self, error: json.JSONDecodeError) -> bool:
        return error.msg.startswith("Unterminated string") or error.pos >= len(self._buffer.rstrip())

    def _line(self, at: int) -> int:
        return self._lines + self._buffer.count("\n", 0, at)

    def _fill(self, size: int) -> None:
        text = self._stream.read(size)
        self._end = not text
        self._lines += self._buffer.count("\n", 0, self._at)
        self._buffer = self._buffer[self._at :] + text.replace("\0", "")
        self._at = 0


class Elements:
    """The elements of an array that is read as it is consumed."""

    def __init__(self, elements: Iterator[object]) -> None:
        self.elements = elements


class LargeObject:
    """The members of an object that is read as it is consumed."""

    def __init__(self, members: Iterator[tuple[str, object]]) -> None:
        self.members = members
