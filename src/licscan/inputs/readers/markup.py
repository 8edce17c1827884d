"""The tags and texts of HTML and XML in one linear pass; no entity but the standard ones is ever expanded."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TAG = re.compile(r"<(/?)([A-Za-z_][\w:.-]{0,99})")
_TAG_END = re.compile(r">|=\s{0,20}([\"'])")
_ATTRIBUTE = re.compile(r"([^\s=>\"'/]{1,100})\s{0,20}=\s{0,20}(\"[^\"]*\"|'[^']*'|[^\s\"'>]{1,2000})")
_ATTRIBUTES_LENGTH = 20_000
# html.unescape makes a number of any length of digits; no character has more than seven.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_RAW = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("script", "style")}


@dataclass(frozen=True, slots=True)
class Text:
    """Characters between tags, entities resolved."""

    text: str


@dataclass(frozen=True, slots=True)
class Open:
    """A start tag; names in lower case, values with entities resolved."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Close:
    """An end tag."""

    name: str


Token = Text | Open | Close


def unescape(text: str) -> str:
    """The text with its character references resolved, those of the standard alone."""
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text) if "&" in text else text


def tokens(text: str, *, raw: bool = True) -> Iterator[Token]:
    """The tokens of a text; what is no markup is text. `raw` gives the insides of script and style as one text."""
    return _Scanner(text, raw=raw).tokens()


class _Scanner:
    """A place in a text; a search that failed is not tried again, so that every input is read in linear time."""

    def __init__(self, text: str, *, raw: bool) -> None:
        self._text = text
        self._raw = raw
        self._at = 0
        self._missing: set[str] = set()

    def tokens(self) -> Iterator[Token]:
        text = self._text
        while self._at < len(text):
            begin = text.find("<", self._at)
            begin = len(text) if begin < 0 else begin
            if begin > self._at:
                yield Text(unescape(text[self._at : begin]))
                self._at = begin
            if begin < len(text):
                yield from self._markup()

    def _markup(self) -> Iterator[Token]:
        at, text = self._at, self._text
        if text.startswith("<!--", at):
            yield from self._delimited(4, "-->", shown=False)
        elif text.startswith("<![CDATA[", at):
            yield from self._delimited(9, "]]>", shown=True)
        elif text.startswith(("<!", "<?"), at):
            yield from self._delimited(2, ">", shown=False)
        elif found := _TAG.match(text, at):
            yield from self._tag(found)
        else:
            self._at = at + 1
            yield Text("<")

    def _delimited(self, skip: int, close: str, *, shown: bool) -> Iterator[Token]:
        begin = self._at + skip
        end = -1 if close in self._missing else self._text.find(close, begin)
        if end < 0:  # never closed: what follows is read as if nothing had been opened
            self._missing.add(close)
            self._at = begin
            return
        if shown:
            yield Text(self._text[begin:end])
        self._at = end + len(close)

    def _tag(self, found: re.Match[str]) -> Iterator[Token]:
        end = self._end_of_tag(found.end())
        if end < 0:
            yield Text(unescape(self._text[self._at + 1 :]))
            self._at = len(self._text)
            return
        inside = self._text[found.end() : end]
        self._at = end + 1
        name = found.group(2).lower()
        if found.group(1):
            yield Close(name)
            return
        yield Open(name, _attributes(inside), empty=inside.endswith("/"))
        if self._raw and name in _RAW:
            yield from self._raw_text(name)

    def _end_of_tag(self, at: int) -> int:
        while found := _TAG_END.search(self._text, at):
            quote = found.group(1)
            if quote is None:
                return found.start()
            closing = -1 if quote in self._missing else self._text.find(quote, found.end())
            if closing < 0:
                self._missing.add(quote)
                at = found.end()
            else:
                at = closing + 1
        return -1

    def _raw_text(self, name: str) -> Iterator[Token]:
        found = None if name in self._missing else _RAW[name].search(self._text, self._at)
        if found is None:
            self._missing.add(name)
            return
        yield Text(self._text[self._at : found.start()])
        self._at = found.start()


def _attributes(inside: str) -> dict[str, str]:
    if "=" not in inside:
        return {}
    found = _ATTRIBUTE.finditer(inside[:_ATTRIBUTES_LENGTH])
    return {one.group(1).lower(): unescape(one.group(2).strip("\"'")) for one in found}
