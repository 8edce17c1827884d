"""Hugging Face cards: the front matter of a README.md (https://huggingface.co/docs/hub/datasets-cards)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.documents.document import Document, Key, Position, Value
from licscan.documents.yaml_text import read_yaml
from licscan.model.evidence import Evidence
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.datasets.cards.front_matter import front_matter
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
LICENSE_KEYS = ("license", "licenses", "licence", "licences")

_DATASET_KEYS = frozenset(
    {
        *LICENSE_KEYS,
        "license_name",
        "license_link",
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
    found = front_matter(text, path)
    if found is None:
        return None
    document = read_yaml(found.text, shown=path, first_line=found.first_line)
    data = document.data
    if not isinstance(data, dict) or not data.keys() & (_DATASET_KEYS | _MODEL_KEYS) or data.keys() & _SPACE_KEYS:
        return None
    is_model = any(data.get(key) for key in _MODEL_KEYS)
    return Card(
        subject=_subject(data, path, SubjectKind.MODEL if is_model else SubjectKind.DATASET),
        statements=tuple(_statements(document, data, Lines(text, path, digest), path)),
        origins=origins_of(data, path),
        gated=any(key.startswith("extra_gated") and data[key] for key in data),
    )


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
    for key in LICENSE_KEYS:
        for value, place in _occurrences(document, data, key):
            for label in limited(_labels(document, value, (key,), place), MAX_LABELS, place_of(path, place)):
                proof = lines.evidence(f"card {key}", label.place)
                yield Statement(label.words, (proof, *(proof for _, proof in named)), occurrence, otherwise)
            occurrence += 1
    if not occurrence and named:
        yield Statement(named[0][0], tuple(proof for _, proof in named), 0, otherwise[1:])


def _named(document: Document, data: Mapping[str, Value], lines: Lines) -> Iterator[tuple[str, Evidence]]:
    for key in ("license_name", "license_link"):
        value = data.get(key)
        if isinstance(value, str) and value.strip():
            yield value.strip(), lines.evidence(f"card {key}", document.position(key))


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
