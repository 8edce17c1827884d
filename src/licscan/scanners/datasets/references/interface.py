"""What a file that names datasets and models gives."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from licscan.model.coverage import NotSeen
from licscan.model.finding import Gap
from licscan.model.subject import Reference, SubjectKind
from licscan.scanners.datasets.references.code.modules import Modules
from licscan.scanners.datasets.references.table import Table


@dataclass(frozen=True, slots=True)
class Named:
    """A dataset or model that a line of the project names.

    `ref` is without revision: `hf:owner/name`, `kaggle:owner/name`, `torchvision:CIFAR10`, `torchaudio:LIBRISPEECH`,
    `keras:mnist`, `sklearn:20newsgroups`, `tfds:glue`, `ultralytics:yolov8n`, `torchvision-model:resnet50`,
    `keras-application:VGG16` and so on, or `file:data/x` for a folder or file of the tree. `revision` is
    a commit, tag or branch where the line pins one. `configuration` is the part of the work that the line asks for
    (`mnli` of `glue`).
    """

    ref: str
    kind: SubjectKind
    reference: Reference
    revision: str | None = None
    configuration: str | None = None


@dataclass(frozen=True, slots=True)
class References:
    """What one file names; `computed` are the lines that name a work which only a run of the program knows."""

    named: tuple[Named, ...] = ()
    gaps: tuple[Gap, ...] = ()
    computed: tuple[Reference, ...] = ()
    not_seen: tuple[NotSeen, ...] = ()


class ReferenceReader(Protocol):
    """A module that reads one kind of file."""

    def read(self, root: Path, path: str, names: Table) -> References:
        """What the file at `path`, relative to `root`, names, in the order of its lines; never an exception.

        `names` says which call, option or key holds a name.
        """
        ...


class CodeReader(Protocol):
    """A module that reads a kind of file that imports others of the project."""

    def read(self, root: Path, path: str, names: Table, modules: Modules | None = None) -> References:
        """As `ReferenceReader.read` says; `modules` are those that the run has read so far."""
        ...
