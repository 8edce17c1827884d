"""Kaggle metadata: dataset-metadata.json (https://github.com/Kaggle/kaggle-api, docs/datasets_metadata.md)."""

import re
from collections.abc import Iterator, Mapping

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.documents.document import Document, Key, Position, Value
from licscan.documents.json_text import read_json
from licscan.errors import DocumentError
from licscan.model.evidence import Location
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.datasets.cards.interface import Card, Origin, Passage, PassageKind, Statement
from licscan.scanners.datasets.cards.members import members
from licscan.scanners.datasets.cards.origins import hub_refs_in, once
from licscan.scanners.datasets.cards.wording import (
    MAX_LABELS,
    MAX_NAME,
    Lines,
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
# `licenses` is the key; the API answers with the others, and hands write `license`.
MAX_VALUES = 4_000
# What matters of the metadata; lists of files and columns are passed over.
PLACED = re.compile(r"licen[sc]e|\A(?:info|title|id|subtitle|description|userSpecifiedSources)\Z", re.IGNORECASE)
_TEXTS = ("subtitle", "description")
_LICENSE_KEYS = ("licenses", "license", "licenseName", "licenseNameNullable")
NAMELESS = "an entry that names no license"


def read(text: str, path: str, digest: str) -> Card | None:
    """The card in a metadata file. Raises DocumentError where it is not a JSON object."""
    document = read_json(text, shown=path, max_values=MAX_VALUES, placed=PLACED)
    if not isinstance(document.data, dict):
        raise DocumentError("Kaggle metadata is a JSON object", location=Location(path, 1))
    # Downloaded metadata stands one level deeper.
    info = document.data.get("info")
    stated: list[tuple[Key, Mapping[str, Value]]] = [
        ((), document.data),
        *([(("info",), info)] if isinstance(info, dict) else []),
    ]
    data: Mapping[str, Value] = info if isinstance(info, dict) and not _has_license(document.data) else document.data
    statements = _statements(document, stated, Lines(text, path, digest))
    return Card(
        subject=_subject(data, path),
        statements=limited(statements, MAX_LABELS, Location(path)),
        origins=once(tuple(origin for base, each in stated for origin in _origins(document, each, base))),
        passages=tuple(passage for base, each in stated for passage in texts_in(document, each, base, _TEXTS)),
        digest=digest,
        template=any(mark in str(data.get(key)) for mark in _PLACEHOLDERS for key in ("title", "id")),
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


def texts_in(document: Document, data: Mapping[str, Value], base: Key, names: tuple[str, ...]) -> Iterator[Passage]:
    """The texts under some names, each on one line of the file."""
    for member in members(document, data, base):
        if member.name in names and isinstance(member.value, str) and member.value.strip():
            line = member.place.line if member.place else 1
            yield Passage(PassageKind.DESCRIPTION, member.value, line, flat=True)


def _origins(document: Document, data: Mapping[str, Value], base: Key) -> Iterator[Origin]:
    """The works on hubs that the sources of a dataset name."""
    for member in members(document, data, base):
        if member.name == "userSpecifiedSources" and isinstance(member.value, str):
            line = member.place.line if member.place else None
            yield from (Origin(ref, "source_dataset", line) for ref in hub_refs_in(member.value))


def _has_license(data: Mapping[str, Value]) -> bool:
    return any(data.get(key) is not None for key in _LICENSE_KEYS)


def _statements(document: Document, stated: list[tuple[Key, Mapping[str, Value]]], lines: Lines) -> Iterator[Statement]:
    places = (found for base, data in stated for found in _occurrences(document, data, base))
    for occurrence, (value, key, place) in enumerate(places):
        for words, at in _names(document, value, key, place):
            yield Statement(words, (lines.evidence("Kaggle license", at),), occurrence)


def _occurrences(
    document: Document, data: Mapping[str, Value], base: Key
) -> Iterator[tuple[Value, Key | None, Position | None]]:
    """The value of each license key, once for each time that it stands there, with a key path if positions fit it."""
    for name in _LICENSE_KEYS:
        key = (*base, name)
        again = [duplicate for duplicate in document.duplicates if duplicate.key == key]
        if again:
            yield from ((value, None, place) for value, place in again[0].values)
        elif data.get(name) is not None:
            yield data[name], key, document.position(*key)


def _names(
    document: Document, value: Value, key: Key | None, place: Position | None
) -> Iterator[tuple[str, Position | None]]:
    """The license names in a value: a list of objects, of words, or one of them alone."""
    for index, element in enumerate(value if isinstance(value, list) else [value]):
        inner = (*key, index) if key and isinstance(value, list) else key
        at = _place(document, inner, place)
        if isinstance(element, str) and element.strip():
            yield element.strip(), at
        elif isinstance(element, dict):
            yield from _object_names(document, element, inner, at)


def _object_names(
    document: Document, element: Mapping[str, Value], key: Key | None, place: Position | None
) -> Iterator[tuple[str, Position | None]]:
    """The name in one object; `nameNullable` of a downloaded file repeats `name` and is read where it does not."""
    seen: set[str] = set()
    for name_key in _NAME_KEYS:
        name = element.get(name_key)
        if not isinstance(name, str) or not name.strip() or name.strip() in seen:
            continue
        seen.add(name.strip())
        inner = (*key, name_key) if key else None
        again = [duplicate for duplicate in document.duplicates if duplicate.key == inner]
        if again:
            yield from ((str(value).strip(), at) for value, at in again[0].values)
        else:
            yield name.strip(), _place(document, inner, place)
    if not seen and any(value not in (None, "") for value in element.values()):
        yield NAMELESS, place


def _place(document: Document, key: Key | None, place: Position | None) -> Position | None:
    return document.positions.get(key, place) if key else place
