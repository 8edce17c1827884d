"""Packages that the cells of a Jupyter notebook install: `%pip install`, `!pip install`, `%conda install`."""

from collections.abc import Iterator
from pathlib import Path

from licscan.documents.document import Document
from licscan.documents.json_text import read_json
from licscan.documents.values import as_list, as_table
from licscan.model.finding import Gap, GapReason
from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.conda.spec import conda_dependency
from licscan.scanners.dependencies.sources.document import read_document
from licscan.scanners.dependencies.sources.interface import Dependency, Manifest, file_gap
from licscan.scanners.dependencies.sources.requirements.file import Requirements
from licscan.scanners.dependencies.sources.requirements.install_command import Install, installs_in

HOW = "notebook"


class NotebookSource:
    """Reads the commands by which a notebook installs packages; outputs of cells are not looked at."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read all code cells; the line of a dependency is that of the notebook file."""
        document = read_document(root, path, read_json)
        if isinstance(document, Gap):
            return Manifest(path, gaps=(document,))
        reading = Requirements(root, HOW)
        conda: list[Dependency] = []
        gaps: list[Gap] = []
        for line, text in _code(document):
            for install in installs_in(text):
                if install.unclear:
                    detail = "installs packages in a way that only running the cell would tell"
                    gaps.append(file_gap(path, GapReason.UNRESOLVED, detail, line=line))
                elif install.conda:
                    conda.extend(_conda(install, Reference(path, line, HOW), gaps))
                else:
                    reading.read(path, [(line, content) for content in install.lines])
        return Manifest(path, (*conda, *reading.dependencies()), (*gaps, *reading.gaps), indexes=tuple(reading.indexes))


def _conda(install: Install, reference: Reference, gaps: list[Gap]) -> Iterator[Dependency]:
    for text in install.lines:
        found = conda_dependency(text, reference)
        if found is None:
            detail = "an argument of conda that is no package"
            gaps.append(file_gap(reference.path, GapReason.UNPARSABLE, detail, line=reference.line))
        else:
            yield found


def _code(document: Document) -> Iterator[tuple[int | None, str]]:
    """Logical lines of code cells with their line in the file; nbformat 3 has the cells in worksheets."""
    data = as_table(document.data)
    yield from _cells(document, ("cells",), data.get("cells"))
    sheets = data.get("worksheets")
    for number, sheet in enumerate(as_list(sheets)):
        yield from _cells(document, ("worksheets", number, "cells"), as_table(sheet).get("cells"))


def _cells(document: Document, key: tuple[str | int, ...], cells: object) -> Iterator[tuple[int | None, str]]:
    for number, cell in enumerate(as_list(cells)):
        if as_table(cell).get("cell_type") != "code":
            continue
        name = "source" if "source" in as_table(cell) else "input"
        source = as_table(cell).get(name)
        place = (*key, number, name)
        if isinstance(source, str):
            line = document.line(*place)
            yield from _joined([(line, part) for part in source.splitlines()])
        elif isinstance(source, list):
            parts = [(document.line(*place, at), part) for at, part in enumerate(source) if isinstance(part, str)]
            yield from _joined([(line, each) for line, part in parts for each in part.splitlines()])


def _joined(lines: list[tuple[int | None, str]]) -> Iterator[tuple[int | None, str]]:
    """Lines with their continuations, which end in a backslash."""
    waiting: list[str] = []
    first: int | None = None
    for line, text in lines:
        first = first if waiting else line
        if text.endswith("\\"):
            waiting.append(text[:-1])
            continue
        yield first, " ".join([*waiting, text])
        waiting = []
    if waiting:
        yield first, " ".join(waiting)
