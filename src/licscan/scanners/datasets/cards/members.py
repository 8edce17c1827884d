"""Members of objects with their places; a member that stands twice is given twice."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from licscan.documents.document import Document, Key, Position, Value
from licscan.documents.json_text import read_json
from licscan.errors import DocumentError
from licscan.model.evidence import Location

MAX_VALUES = 4_000


@dataclass(frozen=True, slots=True)
class Member:
    """A value of an object: `key` is its path in the document where positions inside it can be asked for."""

    name: str
    value: Value
    place: Position | None
    key: Key | None

    @property
    def line(self) -> int | None:
        """The line on which it stands."""
        return self.place.line if self.place else None

    @property
    def text(self) -> str:
        """A text without blanks around it; empty where the value is none."""
        return self.value.strip() if isinstance(self.value, str) else ""


def read_object(text: str, path: str, placed: re.Pattern[str], what: str) -> tuple[Document, Mapping[str, Value]]:
    """A JSON file that holds one object. Raises DocumentError where it does not, naming it by `what`."""
    document = read_json(text, shown=path, max_values=MAX_VALUES, placed=placed)
    if not isinstance(document.data, dict):
        raise DocumentError(f"{what} is a JSON object", location=Location(path, 1))
    return document, document.data


def members(document: Document, node: Mapping[str, Value], base: Key | None = ()) -> Iterator[Member]:
    """The members of an object at a key path, in the order of the file."""
    repeated = {duplicate.key: duplicate.values for duplicate in document.duplicates} if base is not None else {}
    for name, value in node.items():
        key = None if base is None else (*base, name)
        if key is not None and key in repeated:
            yield from (Member(name, again, place, None) for again, place in repeated[key])
        else:
            yield Member(name, value, document.position(*key) if key else None, key)


def elements(document: Document, member: Member) -> Iterator[Member]:
    """The elements of a list, or the value itself where it is none."""
    if not isinstance(member.value, list):
        yield member
        return
    for index, value in enumerate(member.value):
        key = (*member.key, index) if member.key is not None else None
        yield Member(member.name, value, place_inside(document, key, member.place), key)


def place_inside(document: Document, key: Key | None, around: Position | None) -> Position | None:
    """Where something inside a value stands; what an alias of YAML repeats stands at the alias."""
    exact = document.positions.get(key) if key is not None else None
    return exact if exact and (around is None or exact.line >= around.line) else around
