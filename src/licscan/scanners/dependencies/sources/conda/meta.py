"""The packages of a conda environment that is installed: its records in `conda-meta`."""

from pathlib import Path

from licscan.documents.document import Document
from licscan.documents.json_text import read_json
from licscan.documents.values import as_list, as_table
from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason
from licscan.model.subject import Reference
from licscan.scanners.dependencies.excerpt import one_line
from licscan.scanners.dependencies.sources.conda.spec import conda_dependency
from licscan.scanners.dependencies.sources.document import read_document
from licscan.scanners.dependencies.sources.interface import Dependency, Edge, Manifest, StatedLicense, file_gap
from licscan.scanners.dependencies.sources.sbom.part import MAX_LICENSE, text_of

HOW = "conda-meta"
_FOLDER = "conda-meta"
_MAX_RECORDS = 5_000


def conda_prefix(python: Path) -> Path | None:
    """The conda environment that an interpreter lies in (`PREFIX/bin/python`, `PREFIX/python.exe`), if it is one."""
    for folder in (python.parent, python.parent.parent):
        if (folder / _FOLDER).is_dir():
            return folder
    return None


def read_conda_prefix(prefix: Path) -> Manifest:
    """The packages that conda installed, each with the license that its record states; pip's own are not there.

    Paths are relative to the prefix: `conda-meta/NAME-VERSION-BUILD.json`.
    """
    try:
        records = sorted(path.name for path in (prefix / _FOLDER).iterdir() if path.suffix == ".json")
    except OSError:
        gap = file_gap(_FOLDER, GapReason.UNREADABLE, "the records of a conda environment cannot be listed")
        return Manifest(_FOLDER, gaps=(gap,))
    gaps: list[Gap] = []
    if len(records) > _MAX_RECORDS:
        gaps.append(file_gap(_FOLDER, GapReason.TOO_LARGE, f"holds more than {_MAX_RECORDS} records"))
    found: list[Dependency] = []
    edges: list[Edge] = []
    for name in records[:_MAX_RECORDS]:
        path = f"{_FOLDER}/{name}"
        document = read_document(prefix, path, read_json)
        read = document if isinstance(document, Gap) else _package(document, path)
        if isinstance(read, Gap):
            gaps.append(read)
            continue
        found.append(read)
        edges.extend(_edges(read, document))
    return Manifest(_FOLDER, tuple(found), tuple(gaps), complete=True, edges=tuple(edges))


def _package(document: Document, path: str) -> Dependency | Gap:
    data = as_table(document.data)
    name, version = text_of(data.get("name")), text_of(data.get("version"))
    if name is None or version is None:
        detail = "a record of conda states no name and version"
        return Gap(f"file:{path}", GapReason.UNPARSABLE, detail, Concern.LICENSE, Location(path, 1))
    stated = [
        StatedLicense(text.strip()[:MAX_LICENSE], source, Reference(path, document.line(key), HOW))
        for key, source in (("license", "conda license"), ("license_family", "conda license family"))
        if (text := text_of(data.get(key)))
    ]
    # The family (`BSD`, `Other`) says less than the license: it counts where nothing else is there.
    return Dependency(
        one_line(name).lower(),
        one_line(version),
        Reference(path, document.line("name"), HOW),
        specifier=f"=={one_line(version)}",
        type="conda",
        stated=tuple(stated[:1]),
    )


def _edges(package: Dependency, document: Document | Gap) -> list[Edge]:
    listed = None if isinstance(document, Gap) else as_table(document.data).get("depends")
    found: list[Edge] = []
    for entry in as_list(listed):
        target = conda_dependency(entry, package.reference) if isinstance(entry, str) else None
        if target is not None and not target.name.startswith("__"):
            found.append(Edge(package.name, target.name, source_version=package.version))
    return found
