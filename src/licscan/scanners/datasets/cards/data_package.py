"""Data packages: datapackage.json (https://datapackage.org/standard/data-package/)."""

import re
from collections.abc import Iterator, Mapping

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.documents.document import Document, Value
from licscan.documents.values import as_text
from licscan.model.evidence import Location
from licscan.model.license import WorkPart
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.datasets.cards.interface import Card, Origin, Statement
from licscan.scanners.datasets.cards.kaggle import NAMELESS, texts_in
from licscan.scanners.datasets.cards.members import Member, elements, members, read_object
from licscan.scanners.datasets.cards.origins import MAX_ORIGINS, hub_ref, named_ref, once
from licscan.scanners.datasets.cards.wording import (
    MAX_LABELS,
    MAX_NAME,
    Lines,
    folder_name,
    folder_ref,
    limited,
    one_line,
)

_PLACED = re.compile(r"\A(?:licen[sc]es?|sources|resources|title|name|description)\Z")
# `license` was the key before 2013, `type` and `url` its members.
_LICENSE_KEYS = frozenset({"licenses", "license", "licence", "licences"})
_NAME_KEYS = ("name", "path", "title", "type", "url", "id")


def read(text: str, path: str, digest: str) -> Card | None:
    """The card in a data package. Raises DocumentError where it is not a JSON object."""
    document, data = read_object(text, path, _PLACED, "a data package")
    lines = Lines(text, path, digest)
    return Card(
        subject=_subject(data, path),
        statements=limited(_all_statements(document, data, lines), MAX_LABELS, Location(path)),
        origins=once(limited(_all_origins(document, data), MAX_ORIGINS, Location(path))),
        passages=tuple(texts_in(members(document, data), ("description",))),
        digest=digest,
    )


def meaning(words: str, table: LicenseTable) -> LabelMeaning | None:
    """What a name of the Open Definition or an address says."""
    return table.spelling(words) or table.hugging_face(words)


def _subject(data: Mapping[str, Value], path: str) -> Subject:
    name = one_line(as_text(data.get("title")) or as_text(data.get("name")) or "", MAX_NAME)
    return Subject(folder_ref(path), SubjectKind.DATASET, name or folder_name(path), path=path)


def _all_statements(document: Document, data: Mapping[str, Value], lines: Lines) -> Iterator[Statement]:
    """The licenses of the package, then those of its resources that are others: all parts govern together."""
    occurrence = 0
    stated: set[str] = set()
    for member in members(document, data):
        if member.name in _LICENSE_KEYS and member.value:
            for one in _statements(document, member, lines, occurrence, None):
                stated.add(one.words)
                yield one
            occurrence += 1
    for resource in _resources(document, data):
        for member in members(document, _object(resource), resource.key):
            if member.name in _LICENSE_KEYS and member.value:
                found = _statements(document, member, lines, 0, WorkPart.DATA)
                yield from (one for one in found if one.words not in stated)


def _resources(document: Document, data: Mapping[str, Value]) -> Iterator[Member]:
    for member in members(document, data):
        if member.name == "resources":
            yield from elements(document, member)


def _object(member: Member) -> Mapping[str, Value]:
    return member.value if isinstance(member.value, dict) else {}


def _statements(
    document: Document, member: Member, lines: Lines, occurrence: int, part: WorkPart | None
) -> Iterator[Statement]:
    for each in elements(document, member):
        words = tuple(dict.fromkeys(_words(each.value)))
        if words:
            proof = lines.evidence("data package license", each.place)
            yield Statement(words[0], (proof,), occurrence, words[1:], part)


def _words(value: Value) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, dict) and value:
        named = [text.strip() for key in _NAME_KEYS if (text := as_text(value.get(key))) and text.strip()]
        yield from named or (NAMELESS,)


def _all_origins(document: Document, data: Mapping[str, Value]) -> Iterator[Origin]:
    resources = [(each, resource.key) for resource in _resources(document, data) for each in [_object(resource)]]
    for node, base in [(data, ()), *resources]:
        for member in members(document, node, base):
            if member.name == "sources":
                yield from (one for each in elements(document, member) if (one := _origin(each)))


def _origin(source: Member) -> Origin | None:
    """A source of data: its address where that leads to a hub, else its title."""
    value = source.value
    named = value if isinstance(value, dict) else {"title": value}
    address, title = as_text(named.get("path")) or as_text(named.get("web")), as_text(named.get("title"))
    if address and address.strip():
        ref = hub_ref(address.strip()) if "://" in address else named_ref(address)
        return Origin(named_ref(title) if title and ref.startswith("name:") else ref, "source_dataset", source.line)
    return Origin(named_ref(title), "source_dataset", source.line) if title and title.strip() else None
