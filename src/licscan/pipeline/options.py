"""What a run is asked to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from licscan.model.law import Severity
from licscan.scanners.interface import Progress, Question, Selection, Silent


@dataclass(frozen=True, slots=True)
class Options:
    """One run. None means: as the policy file says.

    `paths` are the root, or files and folders below a common root; `scanners` limits the run to scanners by id
    (empty: all that the assessed laws need); `sample` is values a column, None for every value.
    `environments_only` reads installed packages and asks hubs of `works`, and reads no file below the root;
    `folders_are_data` takes all that can be read in a named folder as data. `selection` says which dependencies count
    and `resolver` what completes unpinned requirements: `auto`, `pip`, `uv` or `off`. `laws_of_command` says that no
    user chose `laws`. `works` are datasets and models on a hub (`hf:owner/name@rev`); `hubs` says whether hubs are
    asked of works that the project names. `engine` looks at data files: `local`, or `ray` with the `address` of a
    cluster; `resume` says that a look at every value goes on where the last run was stopped.
    `staged` looks at data files as git's index has them, these alone where it names any; `remote` are addresses of data
    files in stores, and `remote_only` leaves out what is on the disk. `locations` takes a line of JSON for each
    hit in a data file. `language` is that of texts of which the policy says no other, `models` reads each language
    (None: that one); `recognizers` are Presidio's YAML files. `question` asks why a column was judged as it was.
    """

    paths: tuple[Path, ...]
    policy: Path | None = None
    rules: Path | None = None
    purpose: str | None = None
    laws: tuple[str, ...] = ()
    laws_of_command: bool = False
    fail_on: Severity | None = None
    as_of: date | None = None
    offline: bool = False
    scanners: tuple[str, ...] = ()
    sample: int | None = 200
    seed: int = 0
    jobs: int = 0
    environments: tuple[Path, ...] = ()
    site_packages: tuple[Path, ...] = ()
    environments_only: bool = False
    folders_are_data: bool = False
    cache: Path | None = None
    selection: Selection = field(default_factory=Selection)
    resolver: str = "auto"
    works: tuple[str, ...] = ()
    hubs: bool | None = None
    engine: str = "local"
    address: str | None = None
    resume: bool = True
    staged: tuple[Path, ...] | None = None
    remote: tuple[str, ...] = ()
    remote_only: bool = False
    locations: Callable[[bytes], object] | None = None
    language: str | None = None
    models: Mapping[str | None, str] = field(default_factory=dict)
    recognizers: tuple[Path, ...] = ()
    question: Question | None = None
    progress: Progress = field(default_factory=Silent)
