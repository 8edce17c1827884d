"""XML documents: the texts and attributes of elements by their path."""

from collections.abc import Iterator

from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.encoding import TextEncoding
from licscan.inputs.readers.html_page import page_text
from licscan.inputs.readers.interface import Batch
from licscan.inputs.readers.markup import Close, Open, Text, tokens
from licscan.inputs.readers.pointers import Pointers
from licscan.inputs.readers.sparse_batches import SparseBatches
from licscan.inputs.readers.text_file import TextFileReader
from licscan.inputs.sources import Source

_DEPTH = 32


class XmlReader(TextFileReader):
    """Reads XML as a table: a row is an element below the root, a column the path of an element or attribute.

    No document type is obeyed and no entity expanded, so that neither a file nor a host is ever asked for.
    """

    media = "application/xml"

    def batches(self, source: Source, encoding: TextEncoding, defects: Defects) -> Iterator[Batch]:
        """Yield the records in their order."""
        yield from _Records(defects).batches(page_text(source, encoding, defects))


class _Records:
    """One document under way; `path` are the pointers of the open elements, the root's is empty."""

    def __init__(self, defects: Defects) -> None:
        self._batches = SparseBatches(defects)
        self._pointers = Pointers()
        self._path: list[str] = []
        self._depth = 0

    def batches(self, text: str) -> Iterator[Batch]:
        """All batches."""
        self._batches.begin()
        for token in tokens(text, raw=False):
            match token:
                case Open():
                    if self._depth == 1:
                        if self._batches.full and (batch := self._batches.batch()):
                            yield batch
                        self._batches.begin()
                    self._enter(token)
                case Close():
                    self._leave()
                case Text(inside) if stripped := inside.strip():
                    self._batches.put(self._path[-1] if self._path and self._path[-1] else "/*", stripped)
        if batch := self._batches.batch():
            yield batch

    def _enter(self, tag: Open) -> None:
        above = self._path[-1] if self._path else ""
        if self._depth == 0:
            pointer = ""
        elif len(self._path) >= _DEPTH:
            pointer = above
        else:
            pointer = self._pointers.child(above, tag.name) or f"{above}/*"
        for name, value in tag.attributes.items():
            if not name.startswith("xmlns"):
                self._batches.put(self._pointers.child(pointer, name) or f"{pointer}/*", value)
        if not tag.empty:
            self._depth += 1
            if len(self._path) < _DEPTH:
                self._path.append(pointer)

    def _leave(self) -> None:
        if self._depth:
            self._depth -= 1
            if self._depth < len(self._path):
                self._path.pop()
