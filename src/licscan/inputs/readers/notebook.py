"""Jupyter notebooks (nbformat 4 and 3): what cells say, and what running them left behind."""

from collections.abc import Iterator

from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.encoding import TextEncoding, open_text
from licscan.inputs.readers.interface import Batch
from licscan.inputs.readers.json_stream import Elements, JsonStream, LargeObject
from licscan.inputs.readers.markup import tokens
from licscan.inputs.readers.page import Page
from licscan.inputs.readers.pointers import members_of
from licscan.inputs.readers.running_text import text_batches
from licscan.inputs.readers.text_file import TextFileReader
from licscan.inputs.sources import Source
from licscan.model.finding import GapReason

_CELLS = frozenset({"cells", "worksheets"})  # nbformat 3 has its cells inside worksheets
_PICTURES = "pictures and other outputs that are no text: {count}; they were not looked at"
_ANSI = "\x1b["


class NotebookReader(TextFileReader):
    """Reads the source of cells as running text and their outputs under pointers like `/cells/3/outputs`.

    Tables that an output shows as HTML (printed data frames) are tables; their plain text twin is left out.
    """

    media = "application/x-ipynb+json"

    def batches(self, source: Source, encoding: TextEncoding, defects: Defects) -> Iterator[Batch]:
        """Yield cell by cell."""
        with open_text(source, encoding, newline="\n") as stream:
            text = JsonStream(stream, defects, split_elements=True)
            if text.peek() != "{":
                defects.note(GapReason.UNPARSABLE, "is no notebook, whatever its name says", 1)
                return
            for key, value in text.members():
                for number, cell in enumerate(_cells(key, value)):
                    yield from _cell(dict(cell), f"/cells/{number}", defects)


def _items(value: object) -> Iterator[object]:
    """The elements of an array, streamed or not."""
    match value:
        case Elements():
            yield from value.elements
        case list() if members_of(value) is None:
            yield from value


def _pairs(value: object) -> Iterator[tuple[str, object]]:
    """The members of an object, streamed or not; arrays in it are taken whole."""
    streamed = value.members if isinstance(value, LargeObject) else iter(members_of(value) or ())
    for key, inner in streamed:
        match inner:
            case Elements():
                yield key, [_whole(element) for element in inner.elements]
            case LargeObject():
                yield key, dict(_pairs(inner))
            case _:
                yield key, inner


def _whole(value: object) -> object:
    return dict(_pairs(value)) if isinstance(value, LargeObject) else value


def _cells(key: str, value: object) -> Iterator[Iterator[tuple[str, object]]]:
    """The members of each cell; what is no list of cells is used up, so that the stream can go on."""
    for element in _items(value):
        if key not in _CELLS:
            continue
        if key == "cells":
            yield _pairs(element)
            continue
        for name, inner in _pairs(element):
            if name == "cells":
                yield from map(_pairs, _items(inner))
    if isinstance(value, LargeObject):
        for _ in _pairs(value):
            pass


def _cell(cell: dict[str, object], pointer: str, defects: Defects) -> Iterator[Batch]:
    written = _text(cell.get("source", cell.get("input")))
    if written:
        yield from text_batches(_paragraphs(written), f"{pointer}/source")
    for attached in members_of(cell.get("attachments")) or ():
        if attached:
            defects.note(GapReason.UNSUPPORTED_FORMAT, _PICTURES)
    texts: list[str] = []
    for output in _items(cell.get("outputs")):
        yield from _output(dict(_pairs(output)), f"{pointer}/outputs", texts, defects)
    yield from text_batches(texts, f"{pointer}/outputs")


def _output(output: dict[str, object], pointer: str, texts: list[str], defects: Defects) -> Iterator[Batch]:
    """One output: its tables as batches, its texts added to `texts`."""
    for key in ("text", "evalue", "traceback"):
        texts.extend(_paragraphs(_text(output.get(key))))
    data = dict(_pairs(output["data"])) if "data" in output else output
    page = _text(data.get("text/html", data.get("html")))
    if page:
        read = Page().take(tokens(page))
        texts.extend(read.paragraphs)
        read.paragraphs = []
        yield from read.batches(defects, f"{pointer}/")
    for media, value in data.items():
        if media in {"text/plain", "text/html"} and (page or media == "text/html"):
            continue
        if media.startswith("text/") or media.endswith(("json", "xml")):
            texts.extend(_paragraphs(_text(value)))
        elif "/" in media or media in {"png", "jpeg"}:
            defects.note(GapReason.UNSUPPORTED_FORMAT, _PICTURES)


def _text(value: object) -> str:
    """A multi-line string of a notebook: a string, or a list of them; of anything else its texts."""
    if isinstance(value, str):
        return _without_colors(str(value))
    found: list[str] = []
    stack = [value]
    while stack:
        inner = stack.pop()
        pairs = members_of(inner)
        if pairs is not None:
            stack.extend(part for pair in reversed(pairs) for part in reversed(pair))
        elif isinstance(inner, (list, tuple)):
            stack.extend(reversed(inner))
        elif isinstance(inner, str):
            found.append(inner if inner.endswith("\n") else f"{inner}\n")
    return _without_colors("".join(found))


def _without_colors(text: str) -> str:
    """Without the escapes by which terminals color tracebacks."""
    if _ANSI not in text:
        return text
    first, *rest = text.split(_ANSI)
    return first + "".join(piece.partition("m")[2] if "m" in piece[:12] else piece for piece in rest)


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs between blank lines."""
    held: list[str] = []
    for line in text.splitlines():
        if line.strip():
            held.append(line)
        elif held:
            yield "\n".join(held)
            held = []
    if held:
        yield "\n".join(held)
