"""Which files state dependencies: by name, and where a name says too little, by what stands in them."""

import re
from pathlib import Path

from licscan.inputs.inventory import FileKind
from licscan.inputs.source_archive import is_source_archive

_NAMES = {
    "dataset-metadata.json": FileKind.KAGGLE_METADATA,
    "pdm.lock": FileKind.PDM_LOCK,
    "Pipfile": FileKind.PIPFILE,
    "Pipfile.lock": FileKind.PIPFILE_LOCK,
    "pixi.lock": FileKind.PIXI_LOCK,
    "pixi.toml": FileKind.UNREAD_MANIFEST,
    "poetry.lock": FileKind.POETRY_LOCK,
    "pyproject.toml": FileKind.PYPROJECT,
    "uv.lock": FileKind.UV_LOCK,
}
_LISTS = re.compile(rb"install_requires|extras_require|tests_require|setup_requires")
_BILL = re.compile(
    rb'"(?:bomFormat|spdxVersion)"|spdx\.org/rdf/3|^SPDXVersion:|cyclonedx\.org/schema|spdx\.org/rdf/terms',
    re.MULTILINE,
)
# A name pattern with a word that the beginning of the file must hold.
_PATTERNS = (
    (re.compile(r"(?:.+[-_.])?conda-lock\.ya?ml\Z"), None, FileKind.CONDA_LOCK),
    (re.compile(r"pylock(?:\.[^.]+)?\.toml\Z"), None, FileKind.PYLOCK),
    (re.compile(r"setup\.py\Z"), _LISTS, FileKind.SETUP_PY),
    (re.compile(r"setup\.cfg\Z"), _LISTS, FileKind.SETUP_CFG),
    (
        re.compile(r"(?:.+[-_.])?(?:environment|conda)(?:[-_.].+)?\.ya?ml\Z"),
        re.compile(rb"^dependencies\s*:", re.MULTILINE),
        FileKind.CONDA_ENVIRONMENT,
    ),
    (
        re.compile(
            r"(?:bom|(?:.*[-_.])?sbom(?:[-_.].*)?|.+\.(?:cdx|spdx|bom))\.(?:json|xml)\Z|.+\.spdx(?:\.rdf)?\Z",
            re.IGNORECASE,
        ),
        _BILL,
        FileKind.SBOM,
    ),
    (re.compile(r".+\.whl\Z"), None, FileKind.WHEEL),
)
_REQUIREMENTS = re.compile(r"(?:.+[-_.])?requirements.*\.txt\Z", re.IGNORECASE)
_REQUIREMENTS_SOURCE = re.compile(r"(?:.+[-_.])?requirements.*\.in\Z", re.IGNORECASE)
CONSTRAINTS = re.compile(r"constraints.*\.txt\Z", re.IGNORECASE)
_SCRIPT = re.compile(rb"^# /// script[ \t]*\r?$", re.MULTILINE)
_INSTALLS = re.compile(rb"(?:pip[\d.]*|conda|mamba)\s+install")
_LOOK = 1_000_000
_NOTEBOOK_LOOK = 16_000_000


def dependency_kind(path: Path, parent: str) -> FileKind | None:
    """The kind of a file that states dependencies; `parent` is the name of its folder.

    A package's metadata of Kaggle is told by name here too. Reads of some files the beginning, of notebooks up to
    16 MB. Raises OSError.
    """
    name = path.name
    if name in _NAMES:
        return _NAMES[name]
    if _is_requirements(path, parent):
        return FileKind.REQUIREMENTS
    for pattern, word, kind in _PATTERNS:
        if pattern.match(name) and (word is None or word.search(beginning(path))):
            return kind
    return _by_content(path)


def _by_content(path: Path) -> FileKind | None:
    """Scripts with metadata (PEP 723), notebooks that install packages, source distributions."""
    name = path.name
    if name.endswith((".py", ".pyw")):
        return FileKind.SCRIPT if _SCRIPT.search(beginning(path)) else None
    if name.endswith(".ipynb"):
        return FileKind.NOTEBOOK_INSTALLS if _INSTALLS.search(beginning(path, _NOTEBOOK_LOOK)) else None
    return FileKind.SDIST if name.endswith(".tar.gz") and is_source_archive(path) else None


def _is_requirements(path: Path, parent: str) -> bool:
    """Whether pip could read the file; the source of a compiled one (`requirements.in` beside `.txt`) is none."""
    in_folder = parent == "requirements"
    if _REQUIREMENTS_SOURCE.match(path.name) or (in_folder and path.suffix == ".in"):
        return not path.with_suffix(".txt").exists()
    if in_folder and path.suffix == ".txt":
        return not CONSTRAINTS.match(path.name)
    return bool(_REQUIREMENTS.match(path.name))


def beginning(path: Path, size: int = _LOOK) -> bytes:
    """The first bytes of a file. Raises OSError."""
    with path.open("rb", buffering=0) as stream:
        return stream.read(size)
