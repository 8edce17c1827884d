"""The license labels in the front matter of a Hugging Face card (https://huggingface.co/docs/hub/repositories-licenses)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from licscan.documents.document import Document, Key, Position, Value
from licscan.model.evidence import Evidence
from licscan.scanners.datasets.cards.interface import Statement
from licscan.scanners.datasets.cards.wording import MAX_LABELS, Lines, limited, place_of

# `licenses` was the key before July 2022; the British spelling is a slip that the hub does not correct.
# Keys are compared in lower case and without `_` and `-`: `License`, `license-name`.
LICENSE_KEYS = ("license", "licenses", "licence", "licences")
_NAME_KEYS = ("licensename", "licencename")
_LINK_KEYS = ("licenselink", "licencelink", "licenseurl")


@dataclass(frozen=True, slots=True)
class _Label:
    words: str
    place: Position | None


def license_keys(data: Mapping[str, Value]) -> tuple[str, ...]:
    """The keys of a card that name a license or say where it is, in any spelling."""
    return _keys(data, (*LICENSE_KEYS, *_NAME_KEYS, *_LINK_KEYS))


def statements_of(document: Document, lines: Lines, path: str) -> Iterator[Statement]:
    """Every label, with license_name and license_link behind those that point elsewhere.

    Raises DocumentError where a key holds more than 200 labels.
    """
    data = document.data if isinstance(document.data, dict) else {}
    named = list(_named(document, data, lines))
    otherwise = tuple(words for words, _ in named)
    occurrence = 0
    for key in _keys(data, LICENSE_KEYS):
        for value, place in _occurrences(document, data, key):
            for label in limited(_labels(document, value, (key,), place), MAX_LABELS, place_of(path, place)):
                proof = lines.evidence(f"card {key}", label.place)
                yield Statement(label.words, (proof, *(proof for _, proof in named)), occurrence, otherwise)
            occurrence += 1
    if not occurrence and named:
        yield Statement(named[0][0], tuple(proof for _, proof in named), 0, otherwise[1:])


def _keys(data: Mapping[str, Value], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of a card that are among the wanted ones, in the order in which those are listed."""
    folded = {key: key.casefold().replace("_", "").replace("-", "") for key in data}
    return tuple(key for name in wanted for key in data if folded[key] == name)


def _named(document: Document, data: Mapping[str, Value], lines: Lines) -> Iterator[tuple[str, Evidence]]:
    for key in _keys(data, (*_NAME_KEYS, *_LINK_KEYS)):
        for value, place in _occurrences(document, data, key):
            for label in islice(_labels(document, value, (key,), place), MAX_LABELS):
                yield label.words, lines.evidence(f"card {key}", label.place)


def _occurrences(document: Document, data: Mapping[str, Value], key: str) -> Iterator[tuple[Value, Position | None]]:
    """The value of a key, once for each time that the key stands in the card."""
    again = [duplicate for duplicate in document.duplicates if duplicate.key == (key,)]
    if again:
        yield from again[0].values
    elif data.get(key) is not None:
        yield data[key], document.position(key)


def _labels(document: Document, value: Value, key: Key, place: Position | None) -> Iterator[_Label]:
    """The labels inside a value: a word, a list, or (before 2022) a mapping of configurations to lists."""
    if isinstance(value, list):
        for index, element in enumerate(value):
            yield from _labels(document, element, (*key, index), _inside(document, (*key, index), place))
    elif isinstance(value, dict):
        inner = {"name": value["name"]} if "name" in value else value
        for name, element in inner.items():
            yield from _labels(document, element, (*key, name), _inside(document, (*key, name), place))
    elif value is not None and str(value).strip():
        yield _Label(str(value).strip(), place)


def _inside(document: Document, key: Key, place: Position | None) -> Position | None:
    """Where an element stands; elements of a repeated key are at the key, their own places belong to the first one."""
    exact = document.positions.get(key)
    return exact if exact and place and exact.line >= place.line and not _repeated(document, key) else place


def _repeated(document: Document, key: Key) -> bool:
    return any(duplicate.key == key[: len(duplicate.key)] for duplicate in document.duplicates)
