"""What a project holds: the list of files that scanners pick from."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from licscan.inputs.sources import Source
from licscan.model.coverage import NotSeen
from licscan.model.finding import Gap


class FileKind(StrEnum):
    """What a file is to licscan; each kind is claimed by one scanner, and a file can be of several kinds.

    PYTHON_CODE, NOTEBOOK_CODE, COMMANDS, SETTINGS and DVC are files that may name datasets or models.
    """

    REQUIREMENTS = "requirements"
    PYPROJECT = "pyproject"
    UV_LOCK = "uv.lock"
    POETRY_LOCK = "poetry.lock"
    PDM_LOCK = "pdm.lock"
    PIPFILE = "pipfile"
    PIPFILE_LOCK = "pipfile.lock"
    PYLOCK = "pylock"
    CONDA_ENVIRONMENT = "conda-environment"
    CONDA_LOCK = "conda-lock"
    PIXI_LOCK = "pixi.lock"
    SETUP_CFG = "setup.cfg"
    SETUP_PY = "setup.py"
    WHEEL = "wheel"
    SDIST = "sdist"
    SCRIPT = "script"
    NOTEBOOK_INSTALLS = "notebook-installs"
    SBOM = "sbom"
    UNREAD_MANIFEST = "unread-manifest"
    HUGGING_FACE_CARD = "hugging-face-card"
    KAGGLE_METADATA = "kaggle-metadata"
    KAGGLE_MODEL = "kaggle-model"
    CROISSANT = "croissant"
    DATA_PACKAGE = "data-package"
    DATASET_INFO = "dataset-info"
    CITATION = "citation"
    DATA_LICENSE = "data-license"
    PYTHON_CODE = "python-code"
    NOTEBOOK_CODE = "notebook-code"
    COMMANDS = "commands"
    SETTINGS = "settings"
    DVC = "dvc"
    DATA = "data"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True, order=True)
class InputFile:
    """A file to look at; `path` is relative to the root, with forward slashes."""

    path: str
    kind: FileKind


@dataclass(frozen=True, slots=True)
class Inventory:
    """Everything discovered under one root, sorted by path; gaps are folders and files that could not be entered.

    `sources` are data files that are no plain files below the root: in a remote store, in git's index. `exclude` are
    globs of what is left out of archives.
    """

    root: Path
    files: tuple[InputFile, ...]
    gaps: tuple[Gap, ...] = ()
    not_seen: tuple[NotSeen, ...] = ()
    sources: tuple[Source, ...] = ()
    exclude: tuple[str, ...] = ()

    def of(self, *kinds: FileKind) -> tuple[InputFile, ...]:
        """The files of the given kinds, in path order."""
        return tuple(file for file in self.files if file.kind in kinds)

    def open_path(self, file: InputFile) -> Path:
        """The path to open a file by."""
        return self.root / file.path
