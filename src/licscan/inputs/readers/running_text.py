"""Paragraphs of any origin as batches of running text."""

from collections.abc import Iterable, Iterator

from licscan.inputs.readers.interface import Batch, Column, ColumnKind
from licscan.inputs.readers.lines import without_surrogates
from licscan.inputs.readers.text import PARAGRAPH, cut

_ROWS = 10_000
_CHARACTERS = 4_000_000


def pieces(text: str) -> Iterator[str]:
    """A paragraph in pieces of at most 2,000 characters, cut where sentences end; none of a blank one."""
    rest = without_surrogates(text).replace("\0", "").strip()
    while len(rest) > PARAGRAPH:
        # Only a window is cut, or a text of one line would be copied once for each of its pieces.
        window, rest_at = rest[: 64 * PARAGRAPH], 64 * PARAGRAPH
        while len(window) > PARAGRAPH:
            piece, window = cut(window)
            yield piece
        rest = window + rest[rest_at:]
    if rest:
        yield rest


def text_batches(paragraphs: Iterable[str], name: str | None = None) -> Iterator[Batch]:
    """Batches of one column of prose; a row is a paragraph or a piece of a long one."""
    cells: list[str | None] = []
    first_row, characters = 1, 0
    for paragraph in paragraphs:
        for piece in pieces(paragraph):
            cells.append(piece)
            characters += len(piece)
            if len(cells) >= _ROWS or characters >= _CHARACTERS:
                yield Batch(first_row, (Column(name, ColumnKind.PROSE, cells),))
                first_row += len(cells)
                cells, characters = [], 0
    if cells:
        yield Batch(first_row, (Column(name, ColumnKind.PROSE, cells),))
