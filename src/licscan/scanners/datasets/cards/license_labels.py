"""The license labels in the front matter of a Hugging Face card (https://huggingface.co/docs/hub/repositories-licenses)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice

from licscan.documents.document import Document, Position, Value
from licscan.model.evidence import Evidence
from licscan.scanners.datasets.cards.interface import Statement
from licscan.scanners.datasets.cards.members import Member, elements, members, place_inside
from licscan.scanners.datasets.cards.wording import MAX_LABELS, Lines, folded_key, limited, place_of

# `licenses` was the key before July 2022; the British spelling is a slip that the hub does not correct.
# Keys are compared as they look, in lower case and without blanks, `_` and `-`: `License`, `license-name`.
LICENSE_KEYS = ("license", "licenses", "licence", "licences")
_BEGINNINGS = ("licensing", "license", "licence")
_NAME_KEYS = ("licensename", "licencename")
_LINK_KEYS = ("licenselink", "licencelink", "licenseurl")


def license_keys(data: Mapping[str, Value]) -> tuple[str, ...]:
    """The keys of a card that name a license or say where it is, in any spelling."""
    return _keys(data, (*LICENSE_KEYS, *_NAME_KEYS, *_LINK_KEYS))


def further_key(key: str) -> str | None:
    """What a key that begins with `license` adds to it (`license_details`); None for a key that is read as a label."""
    folded = folded_key(key)
    begins = next((name for name in _BEGINNINGS if folded.startswith(name)), None)
    known = folded in {*LICENSE_KEYS, *_NAME_KEYS, *_LINK_KEYS}
    return folded.removeprefix(begins).strip() or None if begins and not known else None


def statements_of(document: Document, lines: Lines, path: str) -> Iterator[Statement]:
    """Every label, with license_name and license_link behind those that point elsewhere.

    Raises DocumentError where a key holds more than 200 labels.
    """
    data = document.data if isinstance(document.data, dict) else {}
    named = [*_named(document, data, lines), *_described(document, data, lines)]
    otherwise = tuple(words for words, _ in named)
    occurrence = 0
    for member in _under(document, data, LICENSE_KEYS):
        for words, place in limited(_labels(document, member), MAX_LABELS, place_of(path, member.place)):
            proof = lines.evidence(f"card {member.name}", place)
            yield Statement(words, (proof, *(proof for _, proof in named)), occurrence, otherwise)
        occurrence += 1
    if not occurrence and named:
        yield Statement(named[0][0], tuple(proof for _, proof in named), 0, otherwise[1:])


def _keys(data: Mapping[str, Value], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of a card that are among the wanted ones, in the order in which those are listed."""
    folded = {key: folded_key(key) for key in data}
    return tuple(key for name in wanted for key in data if folded[key] == name)


def _named(document: Document, data: Mapping[str, Value], lines: Lines) -> Iterator[tuple[str, Evidence]]:
    for member in _under(document, data, (*_NAME_KEYS, *_LINK_KEYS)):
        for words, place in islice(_labels(document, member), MAX_LABELS):
            yield words, lines.evidence(f"card {member.name}", place)


def _described(document: Document, data: Mapping[str, Value], lines: Lines) -> Iterator[tuple[str, Evidence]]:
    """What a label that is a mapping with a name says beside it: an address, a note."""
    for member in _under(document, data, LICENSE_KEYS):
        found: list[tuple[str, Position | None]] = []
        for each in elements(document, member):
            if isinstance(each.value, dict) and "name" in each.value:
                inside = (one for one in members(document, each.value, each.key) if one.name != "name" and one.text)
                found.extend((one.text, one.place or each.place) for one in inside)
        yield from ((words, lines.evidence(f"card {member.name}", place)) for words, place in found[:MAX_LABELS])


def _under(document: Document, data: Mapping[str, Value], wanted: tuple[str, ...]) -> Iterator[Member]:
    """The members under the wanted keys in the order of these, once for each time that a key stands in the card."""
    found = defaultdict[str, list[Member]](list)
    for member in members(document, data):
        found[member.name].append(member)
    for key in _keys(data, wanted):
        yield from (member for member in found[key] if data[key] is not None)


def _labels(document: Document, member: Member) -> Iterator[tuple[str, Position | None]]:
    """The labels inside a value: a word, a list, or (before 2022) a mapping of configurations to lists."""
    value = member.value
    if isinstance(value, list):
        for element in elements(document, member):
            yield from _labels(document, element)
    elif isinstance(value, dict):
        for name, inner in {"name": value["name"]}.items() if "name" in value else value.items():
            key = None if member.key is None else (*member.key, name)
            yield from _labels(document, Member(name, inner, place_inside(document, key, member.place), key))
    elif value is not None and str(value).strip():
        yield str(value).strip(), member.place
