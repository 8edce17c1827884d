"""The front matter of a card as YAML, and where that fails, entry by entry: what can be read of it is read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from licscan.documents.document import Document, Duplicate, Key, Position, Value
from licscan.documents.yaml_text import read_yaml
from licscan.errors import DocumentError
from licscan.model.evidence import Location
from licscan.scanners.datasets.cards.front_matter import FrontMatter

# What tools write into front matter is long and says nothing of licenses: above the first number entries are read one
# by one, and those of tools are passed over.
MAX_WHOLE = 12_000
MAX_ENTRY = 200_000
MAX_VALUES = 3_000
MAX_ENTRIES = 300
MAX_LISTED = 5_000
MAX_UNFIT = 10_000
_OF_TOOLS = frozenset({"configs", "dataset_info", "model-index", "train-eval-index", "widget"})
_ENTRY = re.compile(
    r"^(?:(?P<key>\"[^\"\n]{1,100}\"|'[^'\n]{1,100}'|[A-Za-z_][^\s:#]{0,100})[ \t]*:(?=\s|\Z)"
    r"|(?P<merge><{7}|={7}|>{7}|\|{7}))",
    re.MULTILINE,
)
# What YAML forbids (https://yaml.org/spec/1.2.2/#51-character-set), and tabs, which may not indent.
_UNFIT = re.compile("[\0-\x09\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the front matter: its key, its text as in the file, the line of the file on which it begins."""

    key: str
    text: str
    first_line: int


@dataclass(frozen=True, slots=True)
class Entries:
    """Front matter as a document, its top-level entries as text, and what could not be read of it."""

    document: Document
    entries: tuple[Entry, ...]
    unread: tuple[DocumentError, ...] = ()


def read_entries(block: FrontMatter, path: str) -> Entries:
    """The entries of a block; never an exception, `unread` says with path and line what is no YAML."""
    text = _UNFIT.sub(" ", block.text, count=MAX_UNFIT) if _UNFIT.search(block.text) else block.text
    entries = tuple(_entries(text, block.first_line))
    try:
        if len(text) <= MAX_WHOLE:
            whole = read_yaml(text, shown=path, first_line=block.first_line, max_nodes=MAX_VALUES)
            return Entries(whole, entries)
        first = None
    except DocumentError as error:
        first = error
    document, unread = _one_by_one(entries, path)
    if first is not None:
        unread = (first, *(error for error in unread if _line(error) != _line(first)))
    return Entries(document, entries, unread)


def _line(error: DocumentError) -> int | None:
    return error.location.line if error.location else None


def _entries(text: str, first_line: int) -> Iterator[Entry]:
    found = list(islice(_ENTRY.finditer(text), MAX_LISTED))
    line = first_line
    at = 0
    for index, match in enumerate(found):
        line += text.count("\n", at, match.start())
        at = match.start()
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        if match["key"]:
            yield Entry(match["key"].strip("\"'"), text[at:end], line)


def _one_by_one(entries: tuple[Entry, ...], path: str) -> tuple[Document, tuple[DocumentError, ...]]:
    """All entries in one document; of two equal keys both are kept, as the reader of the whole would."""
    data: dict[str, Value] = {}
    positions: dict[Key, Position] = {}
    repeated: dict[Key, list[tuple[Value, Position]]] = {}
    duplicates: list[Duplicate] = []
    unread: list[DocumentError] = []
    if len(entries) > MAX_ENTRIES:
        beyond = Location(path, entries[MAX_ENTRIES].first_line)
        unread.append(DocumentError(f"more than {MAX_ENTRIES} entries", location=beyond))
    for entry in entries[:MAX_ENTRIES]:
        if entry.key in _OF_TOOLS:
            data.setdefault(entry.key, True)
            continue
        try:
            part = _one(entry, path)
        except DocumentError as error:
            unread.append(error)
            continue
        for key, value in part.data.items() if isinstance(part.data, dict) else ():
            place = part.position(key) or Position(entry.first_line, 1)
            if key in data:
                repeated.setdefault((key,), [(data[key], positions.get((key,)) or place)]).append((value, place))
                continue
            data[key] = value
            positions.update(part.positions)
            duplicates.extend(part.duplicates)
    duplicates.extend(Duplicate(key, tuple(values)) for key, values in repeated.items())
    return Document(data, positions, tuple(duplicates)), tuple(unread)


def _one(entry: Entry, path: str) -> Document:
    return read_yaml(entry.text, shown=path, first_line=entry.first_line, max_bytes=MAX_ENTRY, max_nodes=MAX_VALUES)


def text_of(entry: Entry) -> tuple[str, int]:
    """The text of an entry without its key and without the signs of YAML before it, and the line it begins on.

    A text of several lines keeps them, so that each is found again in the file.
    """
    _, _, value = entry.text.partition(":")
    first, feed, rest = value.partition("\n")
    if re.fullmatch(r"[ \t\r]*(?:[|>][-+0-9]*[ \t\r]*(?:#.*)?)?", first):
        return "\n".join(line.strip() for line in rest.split("\n")), entry.first_line + 1
    lines = [line.strip() for line in (first + feed + rest).split("\n")]
    return "\n".join(lines).strip("\"' \n"), entry.first_line
