"""Running text: plain text and Markdown, paragraph by paragraph."""

import io
import re
from collections.abc import Iterator

from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.encoding import TextEncoding, open_text
from licscan.inputs.readers.interface import Batch, Column, ColumnKind
from licscan.inputs.readers.text_file import TextFileReader
from licscan.inputs.sources import Source

PARAGRAPH = 2_000  # characters of one record
OVERLAP = 128  # characters that two pieces of one line share where it had to be cut inside a sentence
_LOOK_BACK = 600
_BATCH_ROWS = 10_000
_BATCH_CHARACTERS = 4_000_000
_SENTENCE_END = re.compile(r"[.!?。！？][\"')\]]?\s+|[。！？]|\n")  # noqa: RUF001 - full-width marks end sentences
_SPACE = re.compile(r"\s+")


class TextReader(TextFileReader):
    """Reads running text as one unnamed column of prose; a row is a line of the file.

    Lines of one paragraph are read together, in the row of the first of them; the other rows and blank lines have no
    value. A line of more than 2,000 characters gives several batches that all begin at its row.
    """

    media = "text/plain"

    def batches(self, source: Source, encoding: TextEncoding, defects: Defects) -> Iterator[Batch]:  # noqa: ARG002 - one shape for all formats
        """Yield the text in records of at most 2,000 characters, however long its lines are."""
        with open_text(source, encoding) as stream:
            yield from _Paragraphs(stream).batches()


class MarkdownReader(TextReader):
    """Reads Markdown as running text, its front matter included."""

    media = "text/markdown"


class _Paragraphs:
    """Gathers lines into paragraphs and paragraphs into batches."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self._cells: list[str | None] = []
        self._first_row = 1
        self._characters = 0
        self._begun: int | None = None  # index of the cell that the paragraph is gathered in
        self._gathered: list[str] = []
        self._length = 0

    def batches(self) -> Iterator[Batch]:
        """All batches; consecutive, but for the pieces of a long line."""
        while raw := self._stream.readline(PARAGRAPH + 1):
            text = raw.replace("\0", "")
            if not raw.endswith("\n") and len(raw) > PARAGRAPH:
                yield from self._long_line(text)
                continue
            self._line(text.rstrip("\n"))
            if len(self._cells) >= _BATCH_ROWS or self._characters >= _BATCH_CHARACTERS:
                yield from self._flush()
        yield from self._flush()

    def _line(self, text: str) -> None:
        if not text.strip():
            self._end_paragraph()
            self._cells.append(None)
            return
        if self._length + len(text) + 1 > PARAGRAPH:
            self._end_paragraph()
        if self._begun is None:
            self._begun = len(self._cells)
        self._cells.append(None)
        self._gathered.append(text)
        self._length += len(text) + 1
        self._characters += len(text)

    def _end_paragraph(self) -> None:
        if self._begun is not None:
            self._cells[self._begun] = "\n".join(self._gathered)
        self._begun, self._gathered, self._length = None, [], 0

    def _flush(self) -> Iterator[Batch]:
        self._end_paragraph()
        if self._cells:
            yield Batch(self._first_row, (Column(None, ColumnKind.PROSE, self._cells),))
        self._first_row += len(self._cells)
        self._cells, self._characters = [], 0

    def _long_line(self, text: str) -> Iterator[Batch]:
        yield from self._flush()
        row = self._first_row
        ended = False
        while text:
            while not ended and len(text) <= PARAGRAPH:
                more = self._stream.readline(PARAGRAPH)
                ended = not more or more.endswith("\n")
                text += more.replace("\0", "").rstrip("\n")
            piece, text = cut(text) if len(text) > PARAGRAPH else (text, "")
            if piece.strip():
                yield Batch(row, (Column(None, ColumnKind.PROSE, [piece]),))
        self._first_row += 1


def cut(text: str) -> tuple[str, str]:
    """A first piece of at most 2,000 characters and the rest.

    The cut is after a sentence where one ends near the limit; else at a space or, failing that, anywhere, and then the
    rest repeats the last 128 characters, so that no name or number is lost in the cut.
    """
    window = text[:PARAGRAPH]
    ends = [found.end() for found in _SENTENCE_END.finditer(window, PARAGRAPH - _LOOK_BACK)]
    if ends:
        return window[: ends[-1]], text[ends[-1] :]
    spaces = [found.end() for found in _SPACE.finditer(window, PARAGRAPH - OVERLAP)]
    at = spaces[-1] if spaces else PARAGRAPH
    return window[:at], text[at - OVERLAP :]
