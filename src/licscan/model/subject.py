"""What licscan makes statements about."""

import re
from dataclasses import dataclass
from enum import StrEnum


class SubjectKind(StrEnum):
    """Component and data follow CycloneDX; `project` is the scanned root itself."""

    COMPONENT = "component"
    DATASET = "dataset"
    MODEL = "model"
    DATA_FILE = "data_file"
    PROJECT = "project"


# What people make and publish as a whole, on a hub or in a folder.
WORKS = frozenset({SubjectKind.DATASET, SubjectKind.MODEL})
# Hubs, and libraries and collections that know works by a name of their own, as refs begin (`tfds:glue`).
HUBS = ("hf", "kaggle", "kaggle-competition")
LIBRARIES = (
    *("aif360", "fairlearn", "gensim", "github", "gluonts", "keras", "keras-application", "medmnist", "nltk"),
    *("openml", "seaborn", "shap", "sklearn", "statsmodels", "tfds", "tfhub", "timm", "torch_geometric"),
    *("torchaudio", "torchgeo", "torchtext", "torchvision", "torchvision-model", "uci", "ultralytics", "vega"),
)
_VERSIONED = tuple(f"{scheme}:" for scheme in ("pkg", *HUBS, *LIBRARIES))
# An `@` that begins a part of a name is its own (the scopes of npm).
_VERSION = re.compile(r"(?<![:/])[@?#]")


def without_version(ref: str) -> str:
    """A ref without its version or revision; a path and a mere name have none, whatever signs they hold."""
    return _VERSION.split(ref, maxsplit=1)[0] if ref.startswith(_VERSIONED) else ref


def folded_ref(ref: str) -> str:
    """A ref for comparison: without version, in lower case unless it is a path."""
    bare = without_version(ref)
    return bare if bare.startswith("file:") else bare.casefold()


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A line where the project names a subject; `how` is the construct (`uv.lock`, `load_dataset`)."""

    path: str
    line: int | None
    how: str


def place_of(reference: Reference) -> tuple[str, int, str]:
    """The order of references: by file, line and construct; one without a line comes first (None does not compare)."""
    return reference.path, reference.line or 0, reference.how


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing with a stable ref: `pkg:pypi/foo@1.2`, `hf:owner/name@rev`, `kaggle:owner/name`, `file:data/a.csv`.

    `path` is the file that defines it (card, data file), relative to the root with forward slashes; None for a work
    that the tree only names, whose card a hub has. A card in the tree that states no id of its own is
    `file:<folder of the card>`.

    `scopes` say what a component is needed for, sorted: `runtime`, `extra:NAME`, `group:NAME` (PEP 735), `build`; empty
    where no file says. `dependency_path` is a shortest way to a component through the dependencies, from what the
    project itself names (first) to the component (last); empty where no file says how it comes in.
    """

    ref: str
    kind: SubjectKind
    name: str
    version: str | None = None
    path: str | None = None
    references: tuple[Reference, ...] = ()
    scopes: tuple[str, ...] = ()
    dependency_path: tuple[str, ...] = ()
