"""Kaggle metadata: dataset-metadata.json (https://github.com/Kaggle/kaggle-api, docs/datasets_metadata.md)."""

import re
from collections.abc import Iterable, Iterator, Mapping

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.documents.document import Document, Position, Value
from licscan.model.evidence import Location
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.datasets.cards.interface import Card, Origin, Passage, PassageKind, Statement
from licscan.scanners.datasets.cards.members import Member, elements, members, read_object
from licscan.scanners.datasets.cards.origins import hub_refs_in, once
from licscan.scanners.datasets.cards.wording import (
    MAX_LABELS,
    MAX_NAME,
    Lines,
    folded_key,
    folder_name,
    folder_ref,
    limited,
    one_line,
)

_ID = re.compile(r"[A-Za-z0-9][\w-]{0,99}/[A-Za-z0-9][\w.-]{0,149}", re.ASCII)
# An owner that somebody was meant to fill in: `INSERT_OWNER_HERE`, `USERNAME`, `REPLACE_WITH_KAGGLE_USERNAME`.
_NOBODY = re.compile(r"(?:.*_)?(?:INSERT|REPLACE|YOUR|USERNAME|OWNER)(?:_.*)?/.*|(?:your|my)[-_]?(?:user)?name/.*")
# `kaggle datasets init` writes these, and CC0-1.0 beside them.
_PLACEHOLDERS = ("INSERT_TITLE_HERE", "INSERT_SLUG_HERE", "INSERT_ID_HERE")
_NAME_KEYS = ("name", "nameNullable")
# What matters of the metadata; lists of files and columns are passed over.
PLACED = re.compile(r"licen[sc]e|\A(?:info|title|id|subtitle|description|userSpecifiedSources)\Z", re.IGNORECASE)
_TEXTS = ("subtitle", "description")
# `licenses` is the key; the API answers with the others, and hands write `license`.
_LICENSE_KEYS = ("licenses", "license", "licensename", "licensenamenullable")
NAMELESS = "an entry that names no license"


def read(text: str, path: str, digest: str) -> Card | None:
    """The card in a metadata file. Raises DocumentError where it is not a JSON object."""
    document, data = read_object(text, path, PLACED, "Kaggle metadata")
    found = [*members(document, data)]
    # Downloaded metadata stands one level deeper.
    info = data.get("info")
    inner = [*members(document, info, ("info",))] if isinstance(info, dict) else []
    licenses = [*_licenses(found), *_licenses(inner)]
    named = info if isinstance(info, dict) and not _licenses(found) else data
    return Card(
        subject=_subject(named, path),
        statements=limited(_statements(document, licenses, Lines(text, path, digest)), MAX_LABELS, Location(path)),
        origins=once(_origins([*found, *inner])),
        passages=tuple(texts_in([*found, *inner], _TEXTS)),
        digest=digest,
        template=any(mark in str(named.get(key)) for mark in _PLACEHOLDERS for key in ("title", "id")),
    )


def meaning(words: str, table: LicenseTable) -> LabelMeaning | None:
    """What a license name of Kaggle says, from its API or its pages."""
    return table.kaggle(words)


def _subject(data: Mapping[str, Value], path: str) -> Subject:
    stated, title = data.get("id"), data.get("title")
    name = one_line(title, MAX_NAME) if isinstance(title, str) else ""
    ref = f"kaggle:{stated}" if isinstance(stated, str) and is_id(stated) else folder_ref(path)
    return Subject(ref, SubjectKind.DATASET, name or folder_name(path), path=path)


def is_id(text: str) -> bool:
    """Whether a text is an id of Kaggle (`owner/name`) with which somebody means a work, not a placeholder."""
    return bool(_ID.fullmatch(text)) and not (any(mark in text for mark in _PLACEHOLDERS) or _NOBODY.fullmatch(text))


def texts_in(found: Iterable[Member], names: tuple[str, ...]) -> Iterator[Passage]:
    """The texts under some names, each on one line of the file."""
    for member in found:
        if member.name in names and isinstance(member.value, str) and member.text:
            yield Passage(PassageKind.DESCRIPTION, member.value, member.line or 1, flat=True)


def _origins(found: Iterable[Member]) -> Iterator[Origin]:
    """The works on hubs that the sources of a dataset name."""
    for member in found:
        if member.name == "userSpecifiedSources":
            yield from (Origin(ref, "source_dataset", member.line) for ref in hub_refs_in(member.text))


def _licenses(found: Iterable[Member]) -> list[Member]:
    """The members that name a license, in the order of the keys: `licenses` before what repeats it."""
    named = (member for member in found if folded_key(member.name) in _LICENSE_KEYS and member.value is not None)
    return sorted(named, key=lambda member: _LICENSE_KEYS.index(folded_key(member.name)))


def _statements(document: Document, licenses: Iterable[Member], lines: Lines) -> Iterator[Statement]:
    """The license names: those of a list of objects or of words, or of one alone."""
    for occurrence, member in enumerate(licenses):
        for element in elements(document, member):
            for words, place in _names(document, element):
                yield Statement(words, (lines.evidence("Kaggle license", place),), occurrence)


def _names(document: Document, element: Member) -> Iterator[tuple[str, Position | None]]:
    """The license names in an entry: a word, an object, or a list of such."""
    if element.text:
        yield element.text, element.place
    elif isinstance(element.value, list):
        for each in elements(document, element):
            yield from _names(document, each)
    elif isinstance(element.value, dict):
        yield from _object_names(document, element, element.value)
    elif element.value not in (None, ""):
        yield NAMELESS, element.place


def _object_names(
    document: Document, element: Member, value: Mapping[str, Value]
) -> Iterator[tuple[str, Position | None]]:
    """The name in one object; `nameNullable` of a downloaded file repeats `name` and is read where it does not."""
    inside = [*members(document, value, element.key)]
    named = [member for name in _NAME_KEYS for member in inside if member.name == name and member.text]
    first: dict[str, Position | None] = {}
    for member in named:
        first.setdefault(member.text, member.place or element.place)
    yield from first.items()
    if not named and any(value not in (None, "") for value in value.values()):
        yield NAMELESS, element.place
