"""Where a project names datasets and models: its code, notebooks, commands, settings."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import cast

from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.scanners.datasets.references.code.modules import Modules
from licscan.scanners.datasets.references.interface import CodeReader, ReferenceReader, References
from licscan.scanners.datasets.references.table import table
from licscan.scanners.interface import Progress

READERS = {
    FileKind.PYTHON_CODE: "licscan.scanners.datasets.references.python",
    FileKind.NOTEBOOK_CODE: "licscan.scanners.datasets.references.notebook",
    FileKind.COMMANDS: "licscan.scanners.datasets.references.commands",
    FileKind.SETTINGS: "licscan.scanners.datasets.references.settings",
    FileKind.DVC: "licscan.scanners.datasets.references.dvc",
}
# Kinds of files that import modules of the project.
CODE = frozenset({FileKind.PYTHON_CODE, FileKind.NOTEBOOK_CODE})


def references(
    inventory: Inventory, progress: Progress, rules: Path | None = None
) -> Iterator[tuple[InputFile, References]]:
    """What each file of a project that may name datasets or models does name, in the order of paths.

    `rules` is the folder of rules, None for those that are shipped. Raises RulesError.
    """
    names = table(rules)
    files = inventory.of(*READERS)
    progress.start("references to datasets and models", len(files))
    modules = Modules(inventory.root)
    for file in files:
        if file.kind in CODE:
            found = code_reader(file.kind).read(inventory.root, file.path, names, modules)
        else:
            found = reader(file.kind).read(inventory.root, file.path, names)
        yield file, found
        progress.advance()


def reader(kind: FileKind) -> ReferenceReader:
    """The module that reads a kind of file."""
    return cast("ReferenceReader", import_module(READERS[kind]))


def code_reader(kind: FileKind) -> CodeReader:
    """The module that reads a kind of code."""
    return cast("CodeReader", import_module(READERS[kind]))
