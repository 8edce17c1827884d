"""What a scanner is: inputs in, facts out."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from licscan.catalog.catalog import Catalog
from licscan.inputs.inventory import Inventory
from licscan.model.coverage import FileCoverage, LookedWith, NotSeen
from licscan.model.finding import Finding
from licscan.model.subject import Subject
from licscan.scanners.languages import Languages


@dataclass(frozen=True, slots=True)
class RecognizersRun:
    """The entity types that were looked for in this run, and what with."""

    entities: tuple[str, ...]
    looked_with: tuple[LookedWith, ...] = ()


Observation = Subject | Finding | FileCoverage | NotSeen | RecognizersRun


class Progress(Protocol):
    """Somebody who wants to know how far the work is; never gets a value out of a data file."""

    def start(self, what: str, total: int | None) -> None:
        """A stage begins: `what` names it for a person, `total` counts its steps where known."""
        ...

    def advance(self, steps: int = 1) -> None:
        """Some steps of the current stage are done."""
        ...

    def paused(self) -> AbstractContextManager[object]:
        """Within this context nothing of the progress runs beside the caller, who wants to be alone in the process."""
        ...


class Silent:
    """Progress for nobody."""

    def start(self, what: str, total: int | None) -> None:
        """Ignore the stage."""

    def advance(self, steps: int = 1) -> None:
        """Ignore the steps."""

    def paused(self) -> AbstractContextManager[object]:
        """There is nothing to pause."""
        return nullcontext()


@dataclass(frozen=True, slots=True)
class Selection:
    """Which dependencies count: None means all.

    `extras` and `groups` are normalized names of the project's own. `python` is a version such as `3.12`; `platforms`
    are of `linux`, `darwin`, `win32`. Without them a dependency counts that is needed on any Python that the
    project allows, on any platform.
    """

    extras: tuple[str, ...] | None = None
    groups: tuple[str, ...] | None = None
    python: str | None = None
    platforms: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Why a column was judged as it was: `column` is its name as reports show it, or its number from 1.

    `tell` takes the lines of the answer for each data file that has such a column.
    """

    column: str
    tell: Callable[[str], object]


@dataclass(frozen=True, slots=True)
class ScanContext:
    """What every scanner may use.

    `sample` is values a column, None for all of them. `environments` are Python interpreters whose packages are
    read, `site_packages` folders of installed packages. `jobs` is how many processes may work. `cache` is the folder
    for answers of the package index and for conclusions. `resolver` is the tool that completes unpinned requirements:
    `auto`, `pip`, `uv` or `off`. `works` are datasets and models that the user named (`hf:owner/name@rev`); `hubs` says
    whether hubs are asked of works that only code or cards name. `proved` are works whose license a person read and
    states with proof: that no hub tells it leaves nothing open. `engine` is who looks at data files: `local`, or `ray`
    with the `address` of a cluster, if it runs already, and at most so many `workers` (0: one a processor of it);
    `resume` says that a look at a file goes on where the last run was stopped. `locations`
    takes a line of JSON for each hit (docs/commands.md), where somebody wants all of them.
    `languages` says which language texts are in and which model reads it; `recognizers` are Presidio's YAML files.
    `question` asks why a column was judged as it was.
    """

    catalog: Catalog
    offline: bool = False
    sample: int | None = 200
    seed: int = 0
    jobs: int = 1
    environments: tuple[Path, ...] = ()
    site_packages: tuple[Path, ...] = ()
    cache: Path | None = None
    selection: Selection = Selection()
    resolver: str = "auto"
    works: tuple[str, ...] = ()
    hubs: bool = True
    proved: frozenset[str] = frozenset()
    engine: str = "local"
    address: str | None = None
    workers: int = 0
    resume: bool = True
    locations: Callable[[bytes], object] | None = None
    languages: Languages = field(default_factory=Languages)
    recognizers: tuple[Path, ...] = ()
    question: Question | None = None
    progress: Progress = field(default_factory=Silent)


class Scanner(Protocol):
    """Turns the inventory into observations, in a stable order; a subject comes before its findings."""

    def scan(self, inventory: Inventory, context: ScanContext) -> Iterator[Observation]:
        """Yield subjects, findings, coverage; what cannot be read is a Gap, never an exception."""
        ...
