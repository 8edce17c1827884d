"""Kaggle models: model-metadata.json, model-instance-metadata.json.

The format: https://github.com/Kaggle/kaggle-api, docs/models_metadata.md.
"""

import re
from collections.abc import Iterator, Mapping

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.documents.document import Document, Value
from licscan.documents.values import as_text
from licscan.model.evidence import Location
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.datasets.cards.interface import Card, Origin, Statement
from licscan.scanners.datasets.cards.kaggle import is_id, texts_in
from licscan.scanners.datasets.cards.members import Member, elements, members, read_object
from licscan.scanners.datasets.cards.origins import MAX_ORIGINS, hub_ref, hub_refs_in, named_ref, once
from licscan.scanners.datasets.cards.wording import (
    MAX_LABELS,
    MAX_NAME,
    Lines,
    folder_name,
    folder_ref,
    limited,
    one_line,
)

_PLACED = re.compile(
    r"licen[sc]e|\A(?:ownerSlug|slug|modelSlug|instanceSlug|title|subtitle|description|overview|usage|provenanceSources"
    r"|trainingData|baseModelInstance|externalBaseModelUrl)\Z",
    re.IGNORECASE,
)
_LICENSE_KEYS = frozenset({"license", "licenseName", "licenseNameNullable"})
_TEXTS = ("subtitle", "description", "overview", "usage")
# `kaggle models init` and `kaggle models instances init` write these, and Apache 2.0 beside them.
_PLACEHOLDER = re.compile(r"INSERT_[A-Z_]*HERE")
_SLUG_KEYS = ("ownerSlug", "slug", "modelSlug", "instanceSlug", "title")


def read(text: str, path: str, digest: str) -> Card | None:
    """The card in a metadata file of a model or one of its variations. Raises DocumentError where it is no object."""
    document, data = read_object(text, path, _PLACED, "Kaggle metadata")
    lines = Lines(text, path, digest)
    return Card(
        subject=_subject(data, path),
        statements=limited(_statements(document, data, lines), MAX_LABELS, Location(path)),
        origins=once(limited(_origins(document, data), MAX_ORIGINS, Location(path))),
        template=any(_PLACEHOLDER.search(as_text(data.get(key)) or "") for key in _SLUG_KEYS),
        passages=tuple(texts_in(members(document, data), _TEXTS)),
        digest=digest,
    )


def meaning(words: str, table: LicenseTable) -> LabelMeaning | None:
    """What a license name of Kaggle says, from its API or its pages."""
    return table.kaggle(words)


def _subject(data: Mapping[str, Value], path: str) -> Subject:
    """A variation is known by its model: what is fetched of it is `owner/model`, the variation a part of that."""
    model = as_text(data.get("modelSlug")) or as_text(data.get("slug")) or ""
    stated = f"{as_text(data.get('ownerSlug')) or ''}/{model}"
    named = as_text(data.get("title")) or as_text(data.get("instanceSlug")) or model
    name = "" if _PLACEHOLDER.search(named) else one_line(named, MAX_NAME)
    ref = f"kaggle:{stated}" if is_id(stated) else folder_ref(path)
    return Subject(ref, SubjectKind.MODEL, name or folder_name(path), path=path)


def _statements(document: Document, data: Mapping[str, Value], lines: Lines) -> Iterator[Statement]:
    named = (member for member in members(document, data) if member.name in _LICENSE_KEYS)
    for occurrence, member in enumerate(each for each in named if each.value):
        for element in elements(document, member):
            value = element.value.get("name") if isinstance(element.value, dict) else element.value
            if isinstance(value, str) and value.strip():
                yield Statement(value.strip(), (lines.evidence("Kaggle license", element.place),), occurrence)


def _origins(document: Document, data: Mapping[str, Value]) -> Iterator[Origin]:
    for member in members(document, data):
        for element in elements(document, member):
            if element.text:
                yield from (Origin(ref, how, element.line) for ref, how in _refs(member, element.text))


def _refs(member: Member, words: str) -> Iterator[tuple[str, str]]:
    """What one member says a model was made from."""
    if member.name == "trainingData":
        yield (f"kaggle:{words}" if is_id(words) else hub_ref(words) if "://" in words else named_ref(words)), "dataset"
    elif member.name == "baseModelInstance":
        owner_and_model = "/".join(words.split("/")[:2])
        yield (f"kaggle:{owner_and_model}" if is_id(owner_and_model) else named_ref(words)), "base_model"
    elif member.name == "externalBaseModelUrl":
        yield hub_ref(words), "base_model"
    elif member.name == "provenanceSources":
        yield from ((ref, "source_dataset") for ref in hub_refs_in(words))
