"""JSON documents: an array of records, an object of arrays, a single object, or several values in a row."""

from collections.abc import Iterable, Iterator
from itertools import chain

from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.encoding import TextEncoding, open_text
from licscan.inputs.readers.interface import Batch
from licscan.inputs.readers.json_stream import SMALL, Elements, JsonStream, LargeObject, MalformedError, TooLargeError
from licscan.inputs.readers.json_values import Members
from licscan.inputs.readers.pointers import SCALARS, Pointers, is_map, members_of
from licscan.inputs.readers.sparse_batches import SparseBatches
from licscan.inputs.readers.text_file import TextFileReader
from licscan.inputs.sources import Source

_KEPT_MEMBERS = 1_000  # members of an object that are held to see whether it is a record or a map
_ALL_DIGITS = 2


class JsonReader(TextFileReader):
    """Reads JSON; what a row is depends on the document.

    Of an array a row is an element. Of an object every member that is an array (or a map of alike entries) is a table
    of its own whose rows count from 1; its other members make one record. Several values one after the other are one
    record each.
    """

    media = "application/json"

    def batches(self, source: Source, encoding: TextEncoding, defects: Defects) -> Iterator[Batch]:
        """Yield the records; columns are JSON pointers, of an array into its elements."""
        yield from document_batches(source, encoding, defects)


def document_batches(source: Source, encoding: TextEncoding, defects: Defects) -> Iterator[Batch]:
    """The batches of a JSON text in bounded memory. Raises OSError."""
    with open_text(source, encoding, newline="\n") as stream:
        yield from _Document(JsonStream(stream, defects), defects).batches()


class _Document:
    """One JSON text under way."""

    def __init__(self, text: JsonStream, defects: Defects) -> None:
        self._text = text
        self._defects = defects
        self._pointers = Pointers()

    def batches(self) -> Iterator[Batch]:
        """All batches of the text."""
        first = self._text.peek()
        if first == "[":
            yield from self._rows("", self._text.elements())
            if not self._text.broken and self._text.peek():
                yield from self._rows("", self._sequence(()))
        elif first == "{":
            yield from self._object_or_sequence()
        elif first:
            yield from self._rows("", self._sequence(()))

    def _object_or_sequence(self) -> Iterator[Batch]:
        try:
            whole = self._text.value(SMALL)
        except TooLargeError:
            yield from self._object("", self._text.members())
            if not self._text.broken and self._text.peek():
                yield from self._rows("", self._sequence(()))
        except MalformedError:
            # Read it again member by member, up to the place where it breaks.
            yield from self._object("", self._text.members())
        else:
            if self._text.peek():
                yield from self._rows("", self._sequence((whole,)))
            else:
                yield from self._object("", iter(members_of(whole) or ()))

    def _sequence(self, read_already: Iterable[object]) -> Iterator[object]:
        yield from read_already
        while not self._text.broken and self._text.peek():
            try:
                value = self._text.value()
            except (MalformedError, TooLargeError) as error:
                self._text.fail(error)
                return
            yield value

    def _object(self, at: str, members: Iterator[tuple[str, object]]) -> Iterator[Batch]:
        kept = Members()
        for key, value in members:
            if isinstance(value, (Elements, list)) and not isinstance(value, Members):
                elements = value.elements if isinstance(value, Elements) else iter(value)
                yield from self._keyed(at, key, elements)
            elif isinstance(value, LargeObject):
                yield from self._object(self._pointers.child(at, key) or f"{at}/*", value.members)
            elif (inside := members_of(value)) and _is_table(inside):
                yield from self._map(self._pointers.child(at, key) or f"{at}/*", inside)
            else:
                kept.append((key, value))
                if len(kept) >= _KEPT_MEMBERS:
                    yield from self._map(at, chain(kept, self._plain(at, members)))
                    return
        if is_map(kept):
            yield from self._map(at, kept)
        elif kept:
            yield from self._rows(at, iter((kept,)), each="")

    def _plain(self, at: str, members: Iterator[tuple[str, object]]) -> Iterator[tuple[str, object]]:
        """Members of a map that is too long to be held; arrays and large objects in it are taken whole."""
        for key, value in members:
            match value:
                case Elements():
                    yield key, list(value.elements)
                case LargeObject():
                    yield key, Members(self._plain(at, value.members))
                case _:
                    yield key, value

    def _keyed(self, at: str, key: str, elements: Iterator[object]) -> Iterator[Batch]:
        pointer = self._pointers.child(at, key)
        if pointer is None:
            yield from self._rows(f"{at}/*#", iter((key,)), each="")
        yield from self._rows(pointer or f"{at}/*", elements, each="/*")

    def _map(self, at: str, pairs: Iterable[tuple[str, object]]) -> Iterator[Batch]:
        batches = SparseBatches(self._defects)
        keys, values = f"{at}/*#", f"{at}/*"
        for key, value in pairs:
            batches.begin()
            batches.put(keys, key)
            if type(value) in SCALARS:
                batches.put(values, value)
            else:
                self._pointers.walk(value, values, batches.put)
            if batches.full and (batch := batches.batch()):
                yield batch
        if batch := batches.batch():
            yield batch

    def _rows(self, at: str, elements: Iterator[object], *, each: str = "") -> Iterator[Batch]:
        batches = SparseBatches(self._defects)
        for element in elements:
            batches.begin()
            self._pointers.walk(element, f"{at}{each}", batches.put)
            if batches.full and (batch := batches.batch()):
                yield batch
        if batch := batches.batch():
            yield batch


def _is_table(pairs: list[tuple[str, object]] | object) -> bool:
    """Whether the keys of a member are row numbers (`{"0": ..., "1": ...}`, as data frames write) or values."""
    members = members_of(pairs) if not isinstance(pairs, list) else pairs
    if not members:
        return False
    if len(members) >= _ALL_DIGITS and all(key.isdecimal() for key, _ in members):
        return True
    return is_map(members)
