"""A page of markup as running text and tables: HTML, and the XML inside office documents."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.header_rows import grid_batches
from licscan.inputs.readers.interface import Batch
from licscan.inputs.readers.markup import Close, Open, Text, Token
from licscan.inputs.readers.running_text import text_batches

_SPACES = re.compile(r"\s+")
_INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time"),
        *("tt", "u", "var", "wbr"),
    }
)
_TOLD = frozenset({"alt", "aria-label", "content", "placeholder", "title", "value"})
_DEPTH = 20  # tables in tables; deeper ones are read as text of the cell around them


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a format calls the parts of a page: its tag -> that of HTML; `inline` tags do not end a paragraph."""

    tags: Mapping[str, str] = field(default_factory=dict)
    inline: frozenset[str] = _INLINE
    attributes: bool = True

    def name(self, tag: str) -> str:
        """The tag as HTML calls it."""
        return self.tags.get(tag, tag)


HTML = Dialect()


class _Grid:
    """A table under way."""

    def __init__(self) -> None:
        self._rows: list[list[list[str]]] = []
        self.open_cell = False

    def row(self) -> None:
        """A new row begins."""
        self._rows.append([])
        self.open_cell = False

    def cell(self) -> None:
        """A new cell begins."""
        if not self._rows:
            self.row()
        self._rows[-1].append([])
        self.open_cell = True

    def put(self, text: str) -> None:
        """Text of the open cell."""
        self._rows[-1][-1].append(text)

    def rows(self) -> list[list[str]]:
        """The rows that hold anything."""
        joined = [[" ".join(texts) for texts in row] for row in self._rows]
        return [row for row in joined if any(row)]


class Page:
    """Takes tokens in, gives the texts between them and the tables; `tables` come first where both are wanted."""

    def __init__(self, dialect: Dialect = HTML) -> None:
        self._dialect = dialect
        self._gathered: list[str] = []
        self._open: list[_Grid] = []
        self._skipping = ""
        self.tables: list[list[list[str]]] = []
        self.paragraphs: list[str] = []

    def take(self, tokens: Iterator[Token]) -> "Page":
        """Read all tokens."""
        for token in tokens:
            match token:
                case Text(text):
                    if not self._skipping:
                        self._gathered.append(text)
                case Open():
                    self._begin(token)
                case Close(name):
                    self._end(self._dialect.name(name))
        while self._open:
            self._end("table")
        self._flush()
        return self

    def batches(self, defects: Defects, prefix: str = "") -> Iterator[Batch]:
        """The running text, then every table with rows that count from 1."""
        yield from text_batches(self.paragraphs)
        for position, rows in enumerate(self.tables, start=1):
            named = f"{prefix}table {position}." if len(self.tables) > 1 else prefix
            yield from grid_batches(iter(rows), defects, named)

    def _begin(self, tag: Open) -> None:
        name = self._dialect.name(tag.name)
        if name in {"script", "style"} and not tag.empty:
            self._skipping = "" if "json" in tag.attributes.get("type", "") else name
        if name not in self._dialect.inline:
            self._flush()
        if self._dialect.attributes:
            self._gathered.extend(f" {value} " for value in _told(tag.attributes))
        if name == "table" and len(self._open) < _DEPTH:
            self._open.append(_Grid())
        elif self._open and name == "tr":
            self._open[-1].row()
        elif self._open and name in {"td", "th"}:
            self._open[-1].cell()
        if tag.empty:
            self._end(name)

    def _end(self, name: str) -> None:
        if name == self._skipping:
            self._skipping = ""
        if name not in self._dialect.inline:
            self._flush()
        if not self._open:
            return
        if name in {"td", "th"}:
            self._open[-1].open_cell = False
        elif name == "table":
            rows = self._open.pop().rows()
            if rows:
                self.tables.append(rows)

    def _flush(self) -> None:
        """What was gathered belongs to the open cell, or is a paragraph."""
        if not self._gathered:
            return
        text = _SPACES.sub(" ", "".join(self._gathered)).strip()
        self._gathered.clear()
        if not text:
            return
        if self._open and self._open[-1].open_cell:
            self._open[-1].put(text)
        else:
            self.paragraphs.append(text)


def _told(attributes: Mapping[str, str]) -> Iterator[str]:
    """The values of attributes that people read or that are addresses of people."""
    for name, value in attributes.items():
        if name in _TOLD or "@" in value or value.lower().startswith("tel:"):
            yield value.removeprefix("mailto:").removeprefix("tel:")
