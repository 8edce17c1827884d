"""Hugging Face cards: the README.md of a dataset or model (https://huggingface.co/docs/hub/datasets-cards)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.documents.document import Value
from licscan.documents.yaml_text import read_yaml
from licscan.errors import DocumentError
from licscan.inputs.cards import speaks_of_rights
from licscan.inputs.classify import is_data_folder
from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.datasets.cards.entries import MAX_ENTRY, Entries, read_entries, text_of
from licscan.scanners.datasets.cards.front_matter import FrontMatter, Readme, late_blocks, part_readme, with_line_feeds
from licscan.scanners.datasets.cards.interface import Card, Passage, PassageKind, Statement
from licscan.scanners.datasets.cards.license_labels import further_key, license_keys, statements_of
from licscan.scanners.datasets.cards.origins import origins_of
from licscan.scanners.datasets.cards.wording import (
    MAX_LABELS,
    MAX_NAME,
    Lines,
    folder_name,
    folder_ref,
    limited,
    one_line,
)

_DATASET_KEYS = frozenset(
    {
        *("annotations_creators", "configs", "dataset_info", "language_creators", "multilinguality"),
        *("paperswithcode_id", "size_categories", "source_datasets", "task_categories", "task_ids"),
    }
)
_MODEL_KEYS = frozenset(
    {"base_model", "inference", "library_name", "model-index", "model_index", "model_name", "pipeline_tag"}
)
# A model says what it was trained on and measured by; a dataset has no reason to.
_MODEL_HINTS = frozenset({"datasets", "metrics"})
_OTHER_KEYS = frozenset({"extra_gated_prompt", "extra_gated_fields", "language", "languages", "pretty_name", "widget"})
# The front matter of a Space (a web application of the hub) names its SDK; it describes neither data nor a model.
_SPACE_KEYS = frozenset({"sdk", "app_file"})
_MODEL_FOLDERS = frozenset({"checkpoint", "checkpoints", "model", "models"})
_MODEL_HEADING = re.compile(r"^#{1,3}[^\n]{0,80}\bmodel card\b", re.IGNORECASE | re.MULTILINE)
_HEADINGS_LOOK = 4_000
MAX_GAPS = 10
_GATE = ("extra_gated_heading", "extra_gated_prompt", "extra_gated_description", "extra_gated_fields")


def read(text: str, path: str, digest: str) -> Card | None:
    """The card in a README of a project; None for a README that describes no dataset or model.

    Without front matter a README below the root is a card where it speaks of rights; that of the root is the project's.
    Raises DocumentError with path and line where a key lists more than anybody can mean.
    """
    text = with_line_feeds(text)
    readme = part_readme(text)
    entries = read_entries(readme.blocks[0], path) if readme.blocks else None
    if entries is not None and _is_card(entries):
        return _card(entries, readme, text, path, digest)
    # Discovery passes READMEs beside data only, but those with front matter, which pages of documentation have too.
    below = "/" in path and (entries is None or _in_data(path))
    return _plain(readme, path, digest) if below and speaks_of_rights(readme.body) else None


def read_hub(text: str, path: str, digest: str) -> Card:
    """The card in a README of a hub's repository: it is one whatever it says, and even if it is empty.

    Raises DocumentError with path and line where a key lists more than anybody can mean.
    """
    text = with_line_feeds(text)
    readme = part_readme(text)
    if readme.blocks:
        return _card(read_entries(readme.blocks[0], path), readme, text, path, digest)
    return _plain(readme, path, digest)


def meaning(words: str, table: LicenseTable) -> LabelMeaning | None:
    """What a tag says, present or legacy."""
    return table.hugging_face(words)


def _in_data(path: str) -> bool:
    return is_data_folder(PurePosixPath(path).parent.as_posix())


def _data(entries: Entries) -> Mapping[str, Value]:
    return entries.document.data if isinstance(entries.document.data, dict) else {}


def _is_card(entries: Entries) -> bool:
    named = {**dict.fromkeys(entry.key for entry in entries.entries), **_data(entries)}
    if named.keys() & _SPACE_KEYS:
        return False
    return bool(license_keys(named) or named.keys() & (_DATASET_KEYS | _MODEL_KEYS | _MODEL_HINTS | _OTHER_KEYS))


def _card(entries: Entries, readme: Readme, text: str, path: str, digest: str) -> Card:
    data = _data(entries)
    lines = Lines(text, path, digest)
    statements = list(limited(statements_of(entries.document, lines, path), MAX_LABELS, Location(path)))
    passages = [*_gate(entries), *_notes(entries)]
    late = late_blocks(readme) if statements else ()
    for block in (*readme.blocks[1:], *late):
        further = _further(block, lines, path)
        if further is None:
            if block not in late:
                passages.append(Passage(PassageKind.BODY, block.text, block.first_line))
            continue
        base = 1 + max((one.occurrence for one in statements), default=-1)
        statements.extend(replace(one, occurrence=one.occurrence + base) for one in further)
    if readme.body.strip():
        passages.append(Passage(PassageKind.BODY, readme.body, readme.body_line))
    return Card(
        subject=_subject(data, readme, path),
        statements=tuple(statements),
        origins=origins_of(entries.document, path),
        gated=_is_gated(entries),
        passages=tuple(passages),
        digest=digest,
        gaps=tuple(_gaps(entries, readme.blocks[0], path)),
    )


def _plain(readme: Readme, path: str, digest: str) -> Card:
    """The card in a README without front matter, or with one of another tool."""
    body = Passage(PassageKind.BODY, readme.body, readme.body_line)
    return Card(_subject({}, readme, path), (), passages=(body,) if readme.body.strip() else (), digest=digest)


def _further(block: FrontMatter, lines: Lines, path: str) -> tuple[Statement, ...] | None:
    """What a further block says about licenses; None where it is no YAML: text between two rules is prose."""
    try:
        document = read_yaml(block.text, shown=path, first_line=block.first_line, max_nodes=1_000)
    except DocumentError:
        return None
    return tuple(statements_of(document, lines, path)) if isinstance(document.data, dict) else None


def _subject(data: Mapping[str, Value], readme: Readme, path: str) -> Subject:
    name = next((str(data[key]) for key in ("pretty_name", "model_name") if isinstance(data.get(key), str)), "")
    shown = one_line(name, MAX_NAME) or folder_name(path)
    return Subject(folder_ref(path), _kind(data, readme, path), shown, path=path)


def _kind(data: Mapping[str, Value], readme: Readme, path: str) -> SubjectKind:
    """Whether a card is that of a model: by what only models state, then by what only datasets state, then by hints."""
    if any(data.get(key) for key in _MODEL_KEYS):
        return SubjectKind.MODEL
    if data.keys() & _DATASET_KEYS:
        return SubjectKind.DATASET
    if any(part.lower() in _MODEL_FOLDERS for part in PurePosixPath(path).parts[:-1]):
        return SubjectKind.MODEL
    hinted = bool(data.keys() & _MODEL_HINTS) and not _in_data(path)
    return SubjectKind.MODEL if hinted or _MODEL_HEADING.search(readme.body[:_HEADINGS_LOOK]) else SubjectKind.DATASET


def _is_gated(entries: Entries) -> bool:
    """Whether a card has a gate; one that cannot be read is a gate too."""
    data = _data(entries)
    names = {*data, *(entry.key for entry in entries.entries)}
    return any(name.startswith("extra_gated") and data.get(name, True) for name in names)


def _gate(entries: Entries) -> Iterator[Passage]:
    """The texts that somebody reads and agrees to before the hub lets them in."""
    for entry in entries.entries:
        if entry.key in _GATE and len(entry.text) <= MAX_ENTRY:  # a longer one is told as a gap
            text, line = text_of(entry)
            if text.strip():
                yield Passage(PassageKind.GATE, text, line)


def _notes(entries: Entries) -> Iterator[Passage]:
    """What stands under a key of the card's own that begins with `license` counts as a line that does."""
    for entry in entries.entries:
        more = further_key(entry.key)
        if more and len(entry.text) <= MAX_ENTRY:  # a longer one is told as a gap
            text, line = text_of(entry)
            yield Passage(PassageKind.BODY, f"License: {text.rstrip()} ({more})", line)


def _gaps(entries: Entries, block: FrontMatter, path: str) -> Iterator[Gap]:
    """What of the front matter cannot be read."""
    hint = "correct the card, or declare the dataset's license with its proof in licscan.toml"
    for error in entries.unread[:MAX_GAPS]:
        detail = f"a part of the card cannot be read: {error.message}"
        yield Gap(folder_ref(path), GapReason.UNPARSABLE, detail, Concern.LICENSE, error.location, hint)
    if not block.closed:
        detail = "the front matter is not closed by a line ---; what stands above the first blank line was read"
        place = Location(path, block.first_line - 1)
        yield Gap(folder_ref(path), GapReason.UNPARSABLE, detail, Concern.LICENSE, place, hint)
