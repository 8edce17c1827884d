"""Data sets and models that the cells of a Jupyter notebook load: Python, `!commands`, `%%bash`."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from licscan.documents.document import Document
from licscan.documents.json_text import MAX_BYTES, read_json
from licscan.documents.values import as_list, as_table
from licscan.errors import DocumentError
from licscan.model.finding import Gap, GapReason
from licscan.scanners.datasets.references.code.module import read_module
from licscan.scanners.datasets.references.code.modules import Modules
from licscan.scanners.datasets.references.code.parse import parse
from licscan.scanners.datasets.references.commands import read_lines
from licscan.scanners.datasets.references.found import Found
from licscan.scanners.datasets.references.interface import References
from licscan.scanners.datasets.references.source_text import reference_gap, source_text
from licscan.scanners.datasets.references.table import Table
from licscan.scanners.datasets.references.works import Place

MAX_NOTEBOOK = MAX_BYTES
_SHELL_CELL = re.compile(r"%%(?:bash|sh|script\s+(?:ba)?sh|!)\b")
_OTHER_CELL = re.compile(
    r"%%(?:html|javascript|js|latex|markdown|svg|writefile|perl|ruby|R|sql|cython|file)\b", re.IGNORECASE
)
_COMMAND = re.compile(r"(?P<indent>\s*)(?:\w+\s*=\s*)?(?:!+|%(?:sx|system|sh)\s)(?P<command>.*)", re.DOTALL)
_MAGIC = re.compile(r"(?P<indent>\s*)(?:\w+\s*=\s*)?%{1,2}\w.*|.*\w\?{1,2}\s*\Z|\s*\?{1,2}\w.*", re.DOTALL)

Lines = list[tuple[int, str]]


@dataclass(slots=True)
class _Cells:
    """The Python of all cells as one text, and the commands, with lines of the notebook's file."""

    python: list[tuple[int, str]]
    commands: Lines
    body: list[ast.stmt]
    gaps: list[Gap]


def read(root: Path, path: str, names: Table, modules: Modules | None = None) -> References:
    """What the code cells of a notebook name; lines are those of the notebook's file.

    Constants that they import are looked up in `modules`, those of the project, in new ones for None.
    """
    text = source_text(root, path, max_bytes=MAX_NOTEBOOK)
    if isinstance(text, Gap):
        return References(gaps=(text,))
    try:
        document = read_json(text, shown=path)
    except DocumentError as error:
        line = error.location.line if error.location else None
        return References(gaps=(reference_gap(path, GapReason.UNPARSABLE, error.message, line),))
    cells = _Cells([], [], [], [])
    for lines in _code(document):
        _cell(lines, path, cells)
    return _references(cells, Place(root, path, names), modules)


def _references(cells: _Cells, place: Place, modules: Modules | None) -> References:
    numbers = [line for line, _ in cells.python]
    found = Found(place, lambda line: numbers[line - 1] if 0 < line <= len(numbers) else line, modules=modules)
    found.gaps.extend(cells.gaps)
    whole = "\n".join(text for _, text in cells.python)
    read_module(ast.Module(body=cells.body, type_ignores=[]), whole, found)
    commands = Found(place)
    read_lines(cells.commands, commands)
    found.named.update(commands.named)
    found.computed.update(commands.computed)
    found.gaps.extend(commands.gaps)
    for reason, seen in commands.missed.items():
        found.missed.setdefault(reason, set()).update(seen)
    return found.references()


def _cell(lines: Lines, path: str, cells: _Cells) -> None:
    """Add one cell; one that is no Python is a gap of its own and does not take the others with it."""
    first = next((text.strip() for _, text in lines if text.strip()), "")
    if _SHELL_CELL.match(first):
        cells.commands.extend(lines[1:])
        return
    if _OTHER_CELL.match(first):
        return
    python = list(_python(lines, cells.commands))
    text = "\n".join(line for _, line in python)
    line = python[0][0] if python else 1
    tree = parse(text, path, line=line, mode_hint="this version")
    if isinstance(tree, Gap):
        cells.gaps.append(tree)
        return
    for node in tree.body:
        ast.increment_lineno(node, len(cells.python))
    cells.body.extend(tree.body)
    cells.python.extend(python)


def _python(lines: Lines, commands: Lines) -> Iterator[tuple[int, str]]:
    """The lines of a cell with commands and magics blanked out; commands are kept, with their continuations."""
    going_on = False
    for number, text in lines:
        if going_on:
            commands.append((number, text))
            going_on = text.endswith("\\")
            yield number, ""
        elif command := _COMMAND.fullmatch(text):
            commands.append((number, command["command"]))
            going_on = text.endswith("\\")
            yield number, f"{command['indent']}pass"
        elif magic := _MAGIC.fullmatch(text) if _is_magic(text) else None:
            yield number, f"{magic['indent'] or ''}pass"
        else:
            yield number, text


def _is_magic(text: str) -> bool:
    plain = text.strip()
    return plain.startswith(("%", "?")) or plain.endswith("?") or bool(re.match(r"\w+\s*=\s*%", plain))


def _code(document: Document) -> Iterator[Lines]:
    """The lines of each code cell with their line in the file; nbformat 3 has the cells in worksheets."""
    data = as_table(document.data)
    yield from _cells(document, ("cells",), data.get("cells"))
    for number, sheet in enumerate(as_list(data.get("worksheets"))):
        yield from _cells(document, ("worksheets", number, "cells"), as_table(sheet).get("cells"))


def _cells(document: Document, key: tuple[str | int, ...], cells: object) -> Iterator[Lines]:
    for number, cell in enumerate(as_list(cells)):
        if as_table(cell).get("cell_type") != "code":
            continue
        name = "source" if "source" in as_table(cell) else "input"
        source = as_table(cell).get(name)
        place = (*key, number, name)
        if isinstance(source, str):
            line = document.line(*place) or 1
            yield [(line, part) for part in source.splitlines()]
        elif isinstance(source, list):
            yield [
                (document.line(*place, at) or 1, each)
                for at, part in enumerate(source)
                if isinstance(part, str)
                for each in part.splitlines() or [""]
            ]
