"""Members of JSON objects with their places; a member that stands twice is given twice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from licscan.documents.document import Document, Key, Position, Value


@dataclass(frozen=True, slots=True)
class Member:
    """A value of an object: `key` is its path in the document where positions inside it can be asked for."""

    name: str
    value: Value
    place: Position | None
    key: Key | None


def members(document: Document, node: Mapping[str, Value], base: Key | None) -> Iterator[Member]:
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
        yield Member(member.name, value, document.positions.get(key, member.place) if key else member.place, key)
