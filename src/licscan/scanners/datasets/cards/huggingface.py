"""Hugging Face cards: the front matter of a README.md (https://huggingface.co/docs/hub/datasets-cards)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.documents.document import Document, Key, Position, Value
from licscan.documents.yaml_text import read_yaml
from licscan.errors import DocumentError
from licscan.model.evidence import Evidence
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.datasets.cards.front_matter import FrontMatter, front_matters
from licscan.scanners.datasets.cards.interface import Card, Statement
from licscan.scanners.datasets.cards.origins import origins_of
from licscan.scanners.datasets.cards.wording import (
    MAX_LABELS,
    MAX_NAME,
    Lines,
    folder_name,
    folder_ref,
    limited,
    one_line,
    place_of,
)

# `licenses` was the key before July 2022; the British spelling is a slip that the hub does not correct.
# Keys are compared in lower case and without `_` and `-`: `License`, `license-name`.
LICENSE_KEYS = ("license", "licenses", "licence", "licences")
_NAME_KEYS = ("licensename", "licencename")
_LINK_KEYS = ("licenselink", "licencelink", "licenseurl")

_DATASET_KEYS = frozenset(
    {
        "datasets",
        "dataset_info",
        "configs",
        "task_categories",
        "task_ids",
        "size_categories",
        "source_datasets",
        "annotations_creators",
        "language_creators",
        "multilinguality",
        "pretty_name",
        "paperswithcode_id",
        "extra_gated_prompt",
        "extra_gated_fields",
        "language",
        "languages",
        "widget",
    }
)
_MODEL_KEYS = frozenset({"base_model", "library_name", "pipeline_tag", "model-index", "model_name"})
# The front matter of a Space (a web application of the hub) names its SDK; it describes neither data nor a model.
_SPACE_KEYS = frozenset({"sdk", "app_file"})


@dataclass(frozen=True, slots=True)
class _Label:
    words: str
    place: Position | None


def read(text: str, path: str, digest: str) -> Card | None:
    """The card in a README, None where its front matter holds no key of a dataset or model card.

    Raises DocumentError with path and line where the front matter is not YAML.
    """
    found = front_matters(text, path)
    if not found:
        return None
    document = read_yaml(found[0].text, shown=path, first_line=found[0].first_line)
    data = document.data
    if not isinstance(data, dict) or not _is_card(data):
        return None
    lines = Lines(text, path, digest)
    statements = list(_statements(document, data, lines, path))
    for block in found[1:]:
        statements.extend(_further(block, lines, path, 1 + max((one.occurrence for one in statements), default=-1)))
    is_model = any(data.get(key) for key in _MODEL_KEYS)
    return Card(
        subject=_subject(data, path, SubjectKind.MODEL if is_model else SubjectKind.DATASET),
        statements=tuple(statements),
        origins=origins_of(data, path),
        gated=any(key.startswith("extra_gated") and data[key] for key in data),
    )


def _is_card(data: Mapping[str, Value]) -> bool:
    if data.keys() & _SPACE_KEYS:
        return False
    named = _keys(data, (*LICENSE_KEYS, *_NAME_KEYS, *_LINK_KEYS))
    return bool(named or data.keys() & (_DATASET_KEYS | _MODEL_KEYS))


def _keys(data: Mapping[str, Value], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of a card that are among the wanted ones, in the order in which those are listed."""
    folded = {key: key.casefold().replace("_", "").replace("-", "") for key in data}
    return tuple(key for name in wanted for key in data if folded[key] == name)


def _further(block: FrontMatter, lines: Lines, path: str, occurrence: int) -> Iterator[Statement]:
    """What a further block says about licenses; text between two rules that is no YAML is prose."""
    try:
        document = read_yaml(block.text, shown=path, first_line=block.first_line)
    except DocumentError:
        return
    if isinstance(document.data, dict):
        for statement in _statements(document, document.data, lines, path):
            yield replace(statement, occurrence=statement.occurrence + occurrence)


def meaning(words: str, table: LicenseTable) -> LabelMeaning | None:
    """What a tag says, present or legacy."""
    return table.hugging_face(words)


def _subject(data: Mapping[str, Value], path: str, kind: SubjectKind) -> Subject:
    name = next((str(data[key]) for key in ("pretty_name", "model_name") if isinstance(data.get(key), str)), "")
    return Subject(folder_ref(path), kind, one_line(name, MAX_NAME) or folder_name(path), path=path)


def _statements(document: Document, data: Mapping[str, Value], lines: Lines, path: str) -> Iterator[Statement]:
    """Every label, with license_name and license_link behind those that point elsewhere."""
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


def _named(document: Document, data: Mapping[str, Value], lines: Lines) -> Iterator[tuple[str, Evidence]]:
    for key in _keys(data, (*_NAME_KEYS, *_LINK_KEYS)):
        for label in islice(_labels(document, data[key], (key,), document.position(key)), MAX_LABELS):
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
