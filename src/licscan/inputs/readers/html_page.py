"""HTML pages: running text without scripts and styles, and their tables."""

from collections.abc import Iterator

from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.encoding import TextEncoding, open_text
from licscan.inputs.readers.interface import Batch
from licscan.inputs.readers.markup import tokens
from licscan.inputs.readers.page import Page
from licscan.inputs.readers.text_file import TextFileReader
from licscan.inputs.sources import Source
from licscan.model.finding import GapReason

LIMIT = 24_000_000  # characters of one page that are held in memory
_LONG = "is a page of over 24 million characters; the rest was not read"


class HtmlReader(TextFileReader):
    """Reads the text of a page as prose and each of its tables as a table.

    Values of `alt`, `title`, `content`, `value` and the like, and of attributes with an address of a person, are text.
    """

    media = "text/html"

    def batches(self, source: Source, encoding: TextEncoding, defects: Defects) -> Iterator[Batch]:
        """Yield the paragraphs, then the tables."""
        yield from Page().take(tokens(page_text(source, encoding, defects))).batches(defects)


def page_text(source: Source, encoding: TextEncoding, defects: Defects) -> str:
    """The text of a file, at most 24 million characters of it."""
    with open_text(source, encoding) as stream:
        text = stream.read(LIMIT)
        if stream.read(1):
            defects.note(GapReason.TOO_LARGE, _LONG)
    return text
