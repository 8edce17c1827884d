"""What a run is asked to do."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from licscan.model.law import Severity
from licscan.scanners.interface import Progress, Selection, Silent


@dataclass(frozen=True, slots=True)
class Options:
    """One run. None means: as the policy file says.

    `paths` are the root, or files and folders below a common root; `scanners` limits the run to scanners by id
    (empty: all that the assessed laws need); `sample` is values a column, None for every value.
    `environments_only` reads installed packages and asks hubs of `works`, and reads no file below the root;
    `folders_are_data` takes all that can be read in a named folder as data. `selection` says which dependencies count
    and `resolver` what completes unpinned requirements: `auto`, `pip`, `uv` or `off`. `laws_of_command` says that no
    user chose `laws`. `works` are datasets and models on a hub (`hf:owner/name@rev`); `hubs` says whether hubs are
    asked of works that the project names.
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
    progress: Progress = field(default_factory=Silent)
