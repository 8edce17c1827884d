"""Where a project names datasets and models: its code, notebooks, commands, settings."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import cast

from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.scanners.datasets.references.interface import ReferenceReader, References
from licscan.scanners.datasets.references.table import table
from licscan.scanners.interface import Progress

READERS = {
    FileKind.PYTHON_CODE: "licscan.scanners.datasets.references.python",
    FileKind.NOTEBOOK_CODE: "licscan.scanners.datasets.references.notebook",
    FileKind.COMMANDS: "licscan.scanners.datasets.references.commands",
    FileKind.SETTINGS: "licscan.scanners.datasets.references.settings",
    FileKind.DVC: "licscan.scanners.datasets.references.dvc",
}


def references(
    inventory: Inventory, progress: Progress, rules: Path | None = None
) -> Iterator[tuple[InputFile, References]]:
    """What each file of a project that may name datasets or models does name, in the order of paths.

    `rules` is the folder of rules, None for those that are shipped. Raises RulesError.
    """
    names = table(rules)
    files = inventory.of(*READERS)
    progress.start("references to datasets and models", len(files))
    for file in files:
        yield file, reader(file.kind).read(inventory.root, file.path, names)
        progress.advance()


def reader(kind: FileKind) -> ReferenceReader:
    """The module that reads a kind of file."""
    return cast("ReferenceReader", import_module(READERS[kind]))
