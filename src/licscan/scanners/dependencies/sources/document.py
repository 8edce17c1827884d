"""A file of a project as a document with places, or the Gap that says why it is none."""

from pathlib import Path
from typing import Protocol

from licscan.documents.document import Document
from licscan.errors import DocumentError
from licscan.model.finding import Gap, GapReason
from licscan.scanners.dependencies.sources.interface import file_gap
from licscan.scanners.dependencies.sources.text_file import read_text


class Parse(Protocol):
    """A guarded reader of `licscan.documents`."""

    def __call__(self, text: str, *, shown: str) -> Document:
        """Parse a text; raises DocumentError."""
        ...


def read_document(root: Path, path: str, parse: Parse) -> Document | Gap:
    """A file under `root`, or the Gap that says why it cannot be read."""
    text = read_text(root, path)
    return text if isinstance(text, Gap) else parsed(text, path, parse)


def parsed(text: str, path: str, parse: Parse) -> Document | Gap:
    """The text of a file, or the Gap at the line where it cannot be parsed."""
    try:
        return parse(text, shown=path)
    except DocumentError as error:
        line = error.location.line if error.location else None
        return file_gap(path, GapReason.UNPARSABLE, error.message, line=line)
