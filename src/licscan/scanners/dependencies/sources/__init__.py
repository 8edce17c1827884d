"""Where a project names its dependencies: one file a source, and the literal table of them."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from licscan.inputs.inventory import FileKind
from licscan.scanners.dependencies.sources.bounds import bounded
from licscan.scanners.dependencies.sources.interface import Manifest, Source


@dataclass(frozen=True, slots=True)
class Listed:
    """A source of the table: a class of a module here, which is imported when a file of its kind is read."""

    module: str
    name: str

    def source(self) -> Source:
        """The source itself."""
        return cast("Source", getattr(import_module(f"{__name__}.{self.module}"), self.name)())

    def read(self, root: Path, path: str) -> Manifest:
        """Read the file at `path`, relative to `root`, within bounds."""
        return bounded(self.source().read(root, path))


SOURCES: dict[FileKind, Listed] = {
    FileKind.REQUIREMENTS: Listed("requirements.file", "RequirementsSource"),
    FileKind.PYPROJECT: Listed("pyproject.project", "PyprojectSource"),
    FileKind.UV_LOCK: Listed("locks.uv_lock", "UvLockSource"),
    FileKind.POETRY_LOCK: Listed("locks.poetry_lock", "PoetryLockSource"),
    FileKind.PDM_LOCK: Listed("locks.pdm_lock", "PdmLockSource"),
    FileKind.PIPFILE: Listed("locks.pipfile", "PipfileSource"),
    FileKind.PIPFILE_LOCK: Listed("locks.pipfile_lock", "PipfileLockSource"),
    FileKind.PYLOCK: Listed("locks.pylock", "PylockSource"),
    FileKind.CONDA_LOCK: Listed("locks.conda_lock", "CondaLockSource"),
    FileKind.PIXI_LOCK: Listed("locks.pixi_lock", "PixiLockSource"),
    FileKind.CONDA_ENVIRONMENT: Listed("conda.environment", "CondaEnvironmentSource"),
    FileKind.SETUP_CFG: Listed("setuptools.setup_cfg", "SetupCfgSource"),
    FileKind.SETUP_PY: Listed("setuptools.setup_py", "SetupPySource"),
    FileKind.WHEEL: Listed("archives.archive", "ArchiveSource"),
    FileKind.SDIST: Listed("archives.archive", "ArchiveSource"),
    FileKind.SCRIPT: Listed("script", "ScriptSource"),
    FileKind.NOTEBOOK_INSTALLS: Listed("notebook", "NotebookSource"),
    FileKind.SBOM: Listed("sbom.document", "SbomSource"),
    FileKind.UNREAD_MANIFEST: Listed("unread", "UnreadSource"),
}
