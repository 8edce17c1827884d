"""Data sets and models that settings name: axolotl, LLaMA-Factory, hydra, lm-eval, mergekit, checkpoints of models."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from licscan.documents.document import Document, Key, Value
from licscan.documents.json_text import read_json
from licscan.documents.toml_text import read_toml
from licscan.documents.yaml_text import read_yaml
from licscan.errors import DocumentError
from licscan.model.coverage import NotSeen
from licscan.model.finding import Gap, GapReason
from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.references.addresses import FETCHED, HUB_PATH, of_address, of_hub_path
from licscan.scanners.datasets.references.found import Found
from licscan.scanners.datasets.references.identity import Work, is_revision
from licscan.scanners.datasets.references.interface import References
from licscan.scanners.datasets.references.keys import is_of_provider, key_setting
from licscan.scanners.datasets.references.llama_factory import Sets, named_sets
from licscan.scanners.datasets.references.source_text import reference_gap, source_text
from licscan.scanners.datasets.references.table import Setting, Table
from licscan.scanners.datasets.references.targets import target_work
from licscan.scanners.datasets.references.works import Place, Reading, work_of

MAX_VALUES = 20_000
_PARSERS = {".json": read_json, ".toml": read_toml}
_TEMPLATE = re.compile(r"\{\{|\{%|\$\{\{")
# Keys beside the name that say which part of the data set is meant, or which revision.
_CONFIGURATIONS = (
    "dataset_config_name",
    "dataset_config",
    "config_name",
    "subset",
    "hf_subset",
    "name",
    "dataset_name",
)
_REVISIONS = {
    SubjectKind.DATASET: ("revision", "dataset_revision", "rev"),
    SubjectKind.MODEL: ("revision", "model_revision", "rev"),
}
_TOO_LARGE = "settings of more than 1 MB, or data that looks like settings: not read for references"
_TARGETS = ("_target_", "_component_")
_PATHS = frozenset({"path", "dataset_path", "hf_path", "repo_id", "hf_hub_url", "name_or_path", "source", "hf_dataset"})


@dataclass(frozen=True, slots=True)
class _Entry:
    """A text in the settings: its keys, in lower case with `_` and without places in lists, and the table around it."""

    text: str
    keys: tuple[str, ...]
    written: str
    line: int
    beside: dict[str, object]


def read(root: Path, path: str, names: Table) -> References:
    """What a YAML, JSON or TOML file of settings names, in the order of its lines."""
    text = source_text(root, path)
    if isinstance(text, Gap) and text.reason is GapReason.TOO_LARGE:
        return References(not_seen=(NotSeen(_TOO_LARGE, 1, (path,)),))
    if isinstance(text, Gap):
        return References(gaps=(text,))
    parse = _PARSERS.get(Path(path).suffix.lower(), read_yaml)
    try:
        document = parse(text, shown=path)
    except DocumentError as error:
        if _TEMPLATE.search(text):
            return References(not_seen=(NotSeen("settings that are templates: not read for references", 1, (path,)),))
        line = error.location.line if error.location else None
        return References(gaps=(reference_gap(path, GapReason.UNPARSABLE, error.message, line),))
    found = Found(Place(root, path, names))
    for entry in _entries(document):
        _entry(entry, found)
    _listed(document, found)
    return found.references()


def _entries(document: Document) -> Iterator[_Entry]:
    """All texts under a key, lists of texts taken apart, in the order of the file."""
    waiting: list[tuple[Value, Key, tuple[str, ...], dict[str, object]]] = [(document.data, (), (), {})]
    seen = 0
    while waiting and seen < MAX_VALUES:
        value, key, keys, beside = waiting.pop()
        seen += 1
        match value:
            case dict():
                inner = [(each, (*key, name), (*keys, *_spelled(str(name))), value) for name, each in value.items()]
                waiting.extend(reversed(inner))
            case list():
                waiting.extend(reversed([(each, (*key, at), keys, beside) for at, each in enumerate(value)]))
            case str() if keys:
                yield _Entry(value, keys, _written(key), document.line(*key) or 1, beside)


def _spelled(name: str) -> tuple[str, ...]:
    return tuple(part for part in name.lower().replace("-", "_").split("."))


def _written(key: Key) -> str:
    """The last two keys, as the file has them."""
    names = [str(part) for part in key if isinstance(part, str)]
    return "".join(sign for sign in ".".join(names[-2:])[:80] if sign.isprintable())


def _entry(entry: _Entry, found: Found) -> None:
    if entry.keys[-1] in _TARGETS:
        if work := target_work(entry.text, entry.beside, found.place):
            found.add(work, entry.line, entry.keys[-1])
        return
    if "://" in entry.text and (address := _fetched(entry.text)):
        found.add(address, entry.line, entry.written)
        return
    setting = key_setting(entry.keys[-2:], found.place.names)
    if setting is None or _is_configuration(entry, found.place) or _has_target(entry, found.place):
        return
    for text in entry.text.split(",")[:50]:
        if work := _work(text.strip(), entry, setting, found.place):
            found.add(work, entry.line, entry.written)


def _fetched(text: str) -> Work | None:
    """The work behind the path of a hub's file system or the address of a file there, whatever its key is."""
    if path := HUB_PATH.fullmatch(text.strip()):
        return of_hub_path(path[0])
    return of_address(text.strip(), SubjectKind.DATASET) if FETCHED.search(text) and " " not in text.strip() else None


def _work(text: str, entry: _Entry, setting: Setting, place: Place) -> Work | None:
    """The work that a value names; a value that a run puts together names none."""
    if not text or "${" in text or "{{" in text or " " in text or text.lower() in place.names.placeholders:
        return None
    work = work_of(text, _reading(setting), place)
    if work is None or is_of_provider(work.ref, entry.keys[-1], work.kind, place.names):
        return None
    if work.ref.startswith("file:"):
        return work if setting.kind is SubjectKind.DATASET or "/" in text else None
    revision = _beside(entry, _REVISIONS[work.kind])
    configuration = None
    if work.kind is SubjectKind.DATASET:
        names = _CONFIGURATIONS if entry.keys[-1] in _PATHS else _CONFIGURATIONS[:5]
        configuration = _beside(entry, names)
    pin = revision if revision and is_revision(revision) else work.revision
    return replace(work, revision=pin, configuration=configuration)


def _reading(setting: Setting) -> Reading:
    return Reading("hf", setting.kind, owner_only=not setting.bare, known_only=True)


def _beside(entry: _Entry, names: tuple[str, ...]) -> str | None:
    for name in names:
        value = entry.beside.get(name)
        if name != entry.keys[-1] and isinstance(value, str) and value.isprintable() and 0 < len(value) <= 200:
            return value
    return None


def _is_configuration(entry: _Entry, place: Place) -> bool:
    """Whether a name beside a path only says which part of that data set is meant (lm-eval, axolotl)."""
    if entry.keys[-1] not in {"name", "dataset_name"}:
        return False
    for key, value in entry.beside.items():
        if key in _PATHS and isinstance(value, str) and key != entry.keys[-1]:
            return work_of(value, Reading("hf", SubjectKind.DATASET, known_only=True), place) is not None
    return False


def _has_target(entry: _Entry, place: Place) -> bool:
    """Whether a function beside takes the value, which is told where that stands."""
    targets = [entry.beside.get(name) for name in _TARGETS]
    return any(isinstance(target, str) and target_work(target, entry.beside, place) for target in targets)


def _listed(document: Document, found: Found) -> None:
    """The names of LLaMA-Factory, which stand for entries of a `dataset_info.json` beside."""
    data = document.data
    if not isinstance(data, dict):
        return
    sets: Sets | None = None
    for key in ("dataset", "eval_dataset"):
        value = data.get(key)
        if not isinstance(value, str):
            continue
        sets = sets or named_sets(data.get("dataset_dir"), found.place)
        for name in value.split(",")[:50]:
            if work := sets.get(name.strip()):
                found.add(work, document.line(key) or 1, key)
