"""What a text that stands for a data set or model says: a stable ref, a file of the tree, or nothing of the kind."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.references.addresses import of_address, of_hub_path
from licscan.scanners.datasets.references.identity import Work, hub_name, is_revision
from licscan.scanners.datasets.references.table import Table, table

_SIMPLE = re.compile(r"[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
_GITHUB = re.compile(r"([A-Za-z0-9][\w-]{0,38}/[\w.-]{1,100})(?::([\w./-]{1,100}))?", re.ASCII)
_TFDS = re.compile(r"([a-z][a-z0-9_]{0,80})(?:/([\w.+-]{1,100}))?(?::(\d+\.[\d.*]+|\*\.\*\.\*))?(?:/.*)?", re.ASCII)
_SPACY = re.compile(
    r"[a-z]{2,3}_(?:core|dep|ent|sent|vectors)_(?:web|news|wiki|udv25\w*|ud|upos\w*)_(?:sm|md|lg|trf)", re.ASCII
)
_WHISPER = re.compile(r"(?:tiny|base|small|medium|large)(?:\.en)?(?:-v[123])?(?:-turbo)?|turbo", re.ASCII)
# Weights that the ultralytics package fetches by the name of their file.
_ULTRALYTICS = re.compile(
    r"(yolov(?:[3589]|10)(?:-?(?:tiny|spp|[nsmlxtcbe])6?)?u?(?:-(?:seg|cls|pose|obb|world|worldv2|oiv7))?"
    r"|yolo(?:11|12|26)[nsmlx](?:-(?:seg|cls|pose|obb))?|yoloe-(?:v8|11|26)[nsmlx]-seg(?:-pf)?|yolo_nas_[sml]|rtdetr-[lx]"
    r"|(?:mobile_)?sam(?:2(?:\.1)?)?(?:_[tsbl])?|fastsam-[sx])\.pt",
    re.ASCII | re.IGNORECASE,
)
_VARIANT = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}")
MAX_PATH = 500


@dataclass(frozen=True, slots=True)
class Place:
    """The file that holds a text: paths in it are relative to the root of the project or to the file's folder."""

    root: Path
    path: str
    names: Table = field(default_factory=table)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text is read as; of bare names `owner_only` takes none, `known_only` those that are well known."""

    scheme: str
    kind: SubjectKind
    prefix: str = ""
    owner_only: bool = False
    known_only: bool = False


def work_of(text: str, reading: Reading, place: Place) -> Work | None:
    """The work that a text names, None where it is no name, or that of a file or folder that is not in the tree."""
    text = text.strip()
    if not text or len(text) > MAX_PATH or not text.isprintable():
        return None
    if "://" in text:
        return of_address(text, reading.kind) or of_hub_path(text)
    read = _SCHEMES.get(reading.scheme)
    if read is not None:
        return read(text, reading, place)
    return Work(f"{reading.prefix or reading.scheme}:{text}", reading.kind) if _SIMPLE.fullmatch(text) else None


def local_of(text: str, kind: SubjectKind, place: Place) -> Work | None:
    """The file or folder of the tree that a path leads to, from the root or from the folder of the file."""
    if not text or len(text) > MAX_PATH or not text.isprintable() or text.startswith(("/", "~")) or "://" in text:
        return None
    written = text.replace("\\", "/")
    for base in ("", str(PurePosixPath(place.path).parent)):
        found = os.path.normpath(f"{base}/{written}" if base not in {"", "."} else written).replace("\\", "/")
        if found != "." and not found.startswith(("../", "/")) and found != ".." and (place.root / found).exists():
            return Work(f"file:{found}", kind)
    return None


def looks_local(text: str, names: Table) -> bool:
    """Whether a text is written like a path, or begins with a folder that projects have."""
    if text.startswith((".", "/", "~", "\\")) or "\\" in text or text.count("/") > 1 or text.endswith("/"):
        return True
    owner, slash, name = text.partition("/")
    if slash and (owner.lower() in names.folders or owner.endswith((".py", ".json"))):
        return True
    return _ends_like_a_file(name or owner)


def _ends_like_a_file(name: str) -> bool:
    return name.lower().endswith(
        (
            ".py",
            ".json",
            ".jsonl",
            ".yaml",
            ".yml",
            ".csv",
            ".txt",
            ".pt",
            ".pth",
            ".ckpt",
            ".bin",
            ".safetensors",
            ".parquet",
        )
    )


def _hugging_face(text: str, reading: Reading, place: Place) -> Work | None:
    """A name of the hub, unless a folder of the project goes by it: transformers and datasets look there first."""
    if local := local_of(text, reading.kind, place):
        return local
    name, at, revision = text.partition("@")
    # Without an owner before it, what follows an @ is rather the host of an e-mail address.
    if looks_local(name, place.names) or not hub_name(name) or (at and not ("/" in name and is_revision(revision))):
        return None
    if "/" not in name and not _is_bare_name(name, reading, place.names):
        return None
    return Work(f"hf:{name}", reading.kind, revision or None)


def _is_bare_name(name: str, reading: Reading, names: Table) -> bool:
    if reading.owner_only:
        return False
    if reading.kind is SubjectKind.MODEL:
        return bool(names.bare_models.fullmatch(name))
    if reading.known_only:
        return name in names.bare_datasets
    return name not in names.packaged and name.lower() not in names.placeholders


def _sentence_transformers(text: str, reading: Reading, place: Place) -> Work | None:
    """Names without an owner are those of the library's own, but for the models of old."""
    bare = "/" not in text and _SIMPLE.fullmatch(text) and not looks_local(text, place.names)
    if bare and not local_of(text, reading.kind, place) and not place.names.bare_models.fullmatch(text):
        # A folder of the user's own could go by any name; the library's have sizes and versions in theirs.
        return Work(f"hf:sentence-transformers/{text}", reading.kind) if "-" in text else None
    return _hugging_face(text, reading, place)


def _kaggle(text: str, reading: Reading, _: Place) -> Work | None:
    owner, rest = text.partition("/")[::2]
    name, *more = rest.split("/")
    if not (_SIMPLE.fullmatch(owner) and _SIMPLE.fullmatch(name)):
        return None
    version = more[1] if len(more) == 2 and more[0] == "versions" and _NUMBER.fullmatch(more[1]) else None
    return Work(f"kaggle:{owner}/{name}", reading.kind, version) if not more or version else None


def _kaggle_model(text: str, reading: Reading, _: Place) -> Work | None:
    parts = text.split("/")
    if not 2 <= len(parts) <= 5 or not all(_SIMPLE.fullmatch(part) for part in parts):
        return None
    version = parts[4] if len(parts) == 5 and _NUMBER.fullmatch(parts[4]) else None
    return Work(f"kaggle:{parts[0]}/{parts[1]}", reading.kind, version, "/".join(parts[2:4]) or None)


def _competition(text: str, reading: Reading, _: Place) -> Work | None:
    return Work(f"kaggle-competition:{text}", reading.kind) if _SIMPLE.fullmatch(text) else None


def _github(text: str, reading: Reading, place: Place) -> Work | None:
    found = _GITHUB.fullmatch(text)
    if found is None or ".." in text or looks_local(found[1], place.names) or local_of(text, reading.kind, place):
        return None
    return Work(f"github:{found[1]}", reading.kind, found[2])


def _tfds(text: str, reading: Reading, place: Place) -> Work | None:
    if text.startswith("huggingface:"):
        return _hugging_face(text.removeprefix("huggingface:"), reading, place)
    found = _TFDS.fullmatch(text)
    return Work(f"tfds:{found[1]}", reading.kind, found[3], found[2]) if found else None


def _timm(text: str, reading: Reading, place: Place) -> Work | None:
    """`hf_hub:owner/name`; a plain name with the tag of its weights is a repository of the library on the hub."""
    for mark in ("hf_hub:", "hf-hub:"):
        if text.startswith(mark):
            return _hugging_face(text.removeprefix(mark), reading, place)
    name = text.removeprefix("timm/")
    if _VARIANT.fullmatch(name):
        return Work(f"hf:timm/{name}", reading.kind)
    return Work(f"timm:{name}", reading.kind) if _SIMPLE.fullmatch(name) else None


def _open_clip(text: str, reading: Reading, place: Place) -> Work | None:
    if not text.startswith(("hf-hub:", "hf_hub:")):
        return None
    return _hugging_face(text[len("hf-hub:") :], replace(reading, owner_only=True), place)


def _preset(text: str, reading: Reading, place: Place) -> Work | None:
    """Presets of Keras: those of a hub come as addresses."""
    is_preset = _SIMPLE.fullmatch(text) and not looks_local(text, place.names)
    return Work(f"keras:{text}", reading.kind) if is_preset else None


def _spacy(text: str, reading: Reading, _: Place) -> Work | None:
    return Work(f"hf:spacy/{text}", reading.kind) if _SPACY.fullmatch(text) else None


def _whisper(text: str, reading: Reading, _: Place) -> Work | None:
    name = "large-v3-turbo" if text == "turbo" else text
    return Work(f"hf:openai/whisper-{name}", reading.kind) if _WHISPER.fullmatch(text) else None


def _faster_whisper(text: str, reading: Reading, place: Place) -> Work | None:
    if _WHISPER.fullmatch(text) and "turbo" not in text:
        return Work(f"hf:Systran/faster-whisper-{text}", reading.kind)
    return _hugging_face(text, replace(reading, owner_only=True), place)


def _ultralytics(text: str, reading: Reading, place: Place) -> Work | None:
    """Names of released weights; they are the same where a copy of the file lies in the tree."""
    found = _ULTRALYTICS.fullmatch(text)
    return Work(f"ultralytics:{found[1]}", reading.kind) if found else local_of(text, reading.kind, place)


def _named_model(text: str, reading: Reading, _: Place) -> Work | None:
    return Work(f"{reading.prefix}:{text.lower()}", reading.kind) if _SIMPLE.fullmatch(text) else None


def _openml(text: str, reading: Reading, _: Place) -> Work | None:
    return Work(f"openml:{text}", reading.kind) if _SIMPLE.fullmatch(text) else None


def _local(text: str, reading: Reading, place: Place) -> Work | None:
    return local_of(text, reading.kind, place)


_SCHEMES: dict[str, Callable[[str, Reading, Place], Work | None]] = {
    "hf": _hugging_face,
    "sentence-transformers": _sentence_transformers,
    "kaggle": _kaggle,
    "kaggle-model": _kaggle_model,
    "kaggle-competition": _competition,
    "github": _github,
    "tfds": _tfds,
    "timm": _timm,
    "open_clip": _open_clip,
    "preset": _preset,
    "spacy": _spacy,
    "whisper": _whisper,
    "faster-whisper": _faster_whisper,
    "openml": _openml,
    "ultralytics": _ultralytics,
    "named-model": _named_model,
    "tfhub": _local,
    "address": _local,
    "local": _local,
}


def has_module(folder: Path, name: str) -> bool:
    """Whether a module of the project stands in a folder, and hides the package of that name."""
    return (folder / f"{name}.py").is_file() or (folder / name / "__init__.py").is_file()
