"""Data sets and models that Python code loads: `load_dataset("owner/name")`, `from_pretrained`, and their kin."""

from pathlib import Path

from licscan.model.finding import Gap
from licscan.scanners.datasets.references.code.module import read_module
from licscan.scanners.datasets.references.code.modules import Modules
from licscan.scanners.datasets.references.code.parse import parse
from licscan.scanners.datasets.references.found import Found
from licscan.scanners.datasets.references.interface import References
from licscan.scanners.datasets.references.source_text import source_text
from licscan.scanners.datasets.references.table import Table
from licscan.scanners.datasets.references.works import Place


def read(root: Path, path: str, names: Table, modules: Modules | None = None) -> References:
    """What a module names, in the order of its lines; the code is parsed, never run.

    Constants that it imports are looked up in `modules`, those of the project, in new ones for None.
    """
    text = source_text(root, path)
    if isinstance(text, Gap):
        return References(gaps=(text,))
    tree = parse(text, path)
    if isinstance(tree, Gap):
        return References(gaps=(tree,))
    found = Found(Place(root, path, names), modules=modules)
    read_module(tree, text, found)
    return found.references()
