"""Word, PowerPoint and OpenDocument texts: paragraphs, tables, comments, and who wrote them."""

from collections.abc import Iterator
from io import BytesIO

from licscan.inputs.readers.defects import Defects, guarded
from licscan.inputs.readers.interface import Batch, Column, ColumnKind, Part
from licscan.inputs.readers.lines import without_surrogates
from licscan.inputs.readers.markup import Close, Open, Text, tokens
from licscan.inputs.readers.page import Dialect, Page
from licscan.inputs.readers.zip_members import BROKEN, Members
from licscan.inputs.sources import Source
from licscan.model.finding import Gap, GapReason

_LIMIT = 100_000_000  # bytes of a document, which is held in memory
_DAMAGED = "is not a whole document of its kind; what stands before the damage was read"
# The parts that hold what people wrote; themes, styles and settings do not.
_PARTS = (
    *("word/document", "word/comments", "word/header", "word/footer", "word/footnotes", "word/endnotes"),
    *("ppt/slides/slide", "ppt/notesSlides/", "ppt/comments", "content.xml"),
)
_WORD = {"w:tbl": "table", "w:tr": "tr", "w:tc": "td", "a:tbl": "table", "a:tr": "tr", "a:tc": "td"}
_OPEN = {"table:table": "table", "table:table-row": "tr", "table:table-cell": "td"}
_BLOCKS = frozenset({"w:p", "a:p", "text:p", "text:h", "w:br", "a:br", "table", "tr", "td"})
_PEOPLE = {
    "dc:creator": "document author",
    "meta:initial-creator": "document author",
    "cp:lastmodifiedby": "document editor",
}


class _Inline(frozenset[str]):
    """Every tag but those that begin a paragraph."""

    def __contains__(self, tag: object) -> bool:
        return tag not in _BLOCKS


OFFICE = Dialect({**_WORD, **_OPEN}, _Inline(), attributes=False)


class OfficeTextReader:
    """Reads .docx, .pptx, .odt and .odp; their authors come as columns `document author` and `document editor`."""

    media = "application/vnd.openxmlformats-officedocument"

    def read(self, source: Source, ref: str, part: Part | None = None) -> Iterator[Batch | Gap]:  # noqa: ARG002 - the protocol's shape
        """Yield running text, then tables, then who wrote it."""
        defects = Defects(ref, source.shown)
        return guarded(defects, _batches(source, defects))

    def parts(self, source: Source) -> tuple[Part, ...]:  # noqa: ARG002 - the protocol's shape
        """None: a document is small."""
        return ()


def _batches(source: Source, defects: Defects) -> Iterator[Batch | Gap]:
    with source.open() as stream:
        content = stream.read(_LIMIT + 1)
    if len(content) > _LIMIT:
        yield defects.gap(GapReason.TOO_LARGE, "is a document of over 100 MB and was not read")
        return
    try:
        members = Members(BytesIO(content), defects)
        if refusal := members.refusal:
            yield defects.gap(GapReason.TOO_LARGE, refusal)
            return
        for _, text in members.texts(*_PARTS):
            yield from Page(OFFICE).take(tokens(text, raw=False)).batches(defects)
        yield from people(members)
    except BROKEN:
        yield defects.gap(GapReason.UNPARSABLE, _DAMAGED)


def people(members: Members) -> Iterator[Batch]:
    """Who wrote an office document, by its properties."""
    found: dict[str, str] = {}
    for _, text in members.texts("docProps/core", "meta.xml"):
        name = ""
        for token in tokens(text, raw=False):
            match token:
                case Open():
                    name = _PEOPLE.get(token.name, "")
                case Close():
                    name = ""
                case Text(inside) if name and inside.strip():
                    found.setdefault(name, without_surrogates(inside.strip())[:1_000].replace("\0", ""))
    if found:
        yield Batch(1, tuple(Column(name, ColumnKind.TEXT, [value]) for name, value in found.items()))
