"""Packages that the cells of a Jupyter notebook install: `%pip install`, `!pip install`, `%conda install`."""

from collections.abc import Iterator
from pathlib import Path

from licscan.documents.document import Document
from licscan.documents.json_text import read_json
from licscan.errors import DocumentError
from licscan.model.finding import Gap, GapReason
from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.conda.spec import conda_dependency
from licscan.scanners.dependencies.sources.interface import Dependency, Manifest, file_gap
from licscan.scanners.dependencies.sources.pyproject.document import line_of, table
from licscan.scanners.dependencies.sources.requirements.file import Requirements
from licscan.scanners.dependencies.sources.requirements.install_command import Install, installs_in
from licscan.scanners.dependencies.sources.text_file import read_text

HOW = "notebook"


class NotebookSource:
    """Reads the commands by which a notebook installs packages; outputs of cells are not looked at."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read all code cells; the line of a dependency is that of the notebook file."""
        document = read_json_document(root, path)
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


def read_json_document(root: Path, path: str) -> Document | Gap:
    """A JSON file under `root`, or the Gap that says why it cannot be read."""
    text = read_text(root, path)
    if isinstance(text, Gap):
        return text
    try:
        return read_json(text, shown=path)
    except DocumentError as error:
        line = error.location.line if error.location else None
        return file_gap(path, GapReason.UNPARSABLE, error.message, line=line)


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
    data = table(document.data)
    yield from _cells(document, ("cells",), data.get("cells"))
    sheets = data.get("worksheets")
    for number, sheet in enumerate(sheets if isinstance(sheets, list) else []):
        yield from _cells(document, ("worksheets", number, "cells"), table(sheet).get("cells"))


def _cells(document: Document, key: tuple[str | int, ...], cells: object) -> Iterator[tuple[int | None, str]]:
    for number, cell in enumerate(cells if isinstance(cells, list) else []):
        if table(cell).get("cell_type") != "code":
            continue
        name = "source" if "source" in table(cell) else "input"
        source = table(cell).get(name)
        place = (*key, number, name)
        if isinstance(source, str):
            line = line_of(document, *place)
            yield from _joined([(line, part) for part in source.splitlines()])
        elif isinstance(source, list):
            parts = [(line_of(document, *place, at), part) for at, part in enumerate(source) if isinstance(part, str)]
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
