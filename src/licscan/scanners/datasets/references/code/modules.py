"""Modules of a project whose constants others import, found as Python finds them and parsed once in a run."""

import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from licscan.model.finding import Gap
from licscan.scanners.datasets.references.code.parse import parse
from licscan.scanners.datasets.references.code.scopes import Module, scopes
from licscan.scanners.datasets.references.source_text import source_text

# A module of constants is small; a large one is code whose constants are not looked for.
MAX_BYTES = 200_000
MAX_BYTES_A_RUN = 40_000_000
MAX_KEPT = 64
MAX_PARTS = 12
MAX_FOLDERS = 12
MAX_TOPS = 100_000

Names = tuple[str, ...]


@dataclass(slots=True)
class Modules:
    """The modules below a folder; those used last are kept, and a run reads so many bytes of them only."""

    root: Path
    bytes_left: int = MAX_BYTES_A_RUN
    kept: dict[str, Module | None] = field(default_factory=dict)
    # In which of the folders where an import looks its first name is, by the folder of who imports.
    tops: dict[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)
    real_root: Path | None = None

    def module(self, path: str) -> Module | None:
        """The module in a file, `path` from the root with slashes; None where it is not read."""
        if path in self.kept:
            self.kept[path] = module = self.kept.pop(path)
            return module
        module = self._read(path)
        self.kept[path] = module
        if len(self.kept) > MAX_KEPT:
            self.kept.pop(next(iter(self.kept)))
        return module

    def _read(self, path: str) -> Module | None:
        if self.bytes_left <= 0 or not self._is_inside(path):
            return None
        text = source_text(self.root, path, max_bytes=MAX_BYTES)
        if isinstance(text, Gap):
            return None
        self.bytes_left -= len(text)
        tree = parse(text, path)
        return None if isinstance(tree, Gap) else scopes(tree)

    def locate(self, importer: str, dotted: Names) -> tuple[str, Names] | None:
        """The file that an import of the file `importer` leads to, and the names that are left to be looked up in it.

        `dotted` begins with dots for a relative import. None for what is no file of the project.
        """
        if not 1 <= len(dotted) <= MAX_PARTS:
            return None
        names = tuple(part for part in dotted if part.strip("."))
        if not names or not all(name.isidentifier() for name in names):
            return None
        for folder in self._with_top(importer, dotted[0], names[0]):
            found = self._below(folder, names)
            if found and found[0] != importer:
                return found
        return None

    def is_own(self, importer: str, dotted: Names) -> bool:
        """Whether an import can lead to a module of the project: something goes by its first name."""
        name = next((part for part in dotted if part.strip(".")), "")
        return name.isidentifier() and bool(self._with_top(importer, dotted[0], name))

    def _with_top(self, importer: str, first: str, name: str) -> tuple[str, ...]:
        key = importer.rpartition("/")[0], first if first.startswith(".") else "", name
        if key not in self.tops:
            if len(self.tops) >= MAX_TOPS:
                self.tops.clear()
            self.tops[key] = tuple(
                folder
                for folder in _folders(importer, first)
                if (self.root / f"{folder}{name}.py").is_file() or (self.root / f"{folder}{name}").is_dir()
            )
        return self.tops[key]

    def _below(self, folder: str, names: Names) -> tuple[str, Names] | None:
        """The module nearest to the last of the names: `a/b.py` before `a/__init__.py`."""
        found: tuple[str, Names] | None = None
        for number, name in enumerate(names, start=1):
            whole = f"{folder}{name}"
            if (self.root / f"{whole}.py").is_file():
                return f"{whole}.py", names[number:]
            if (self.root / whole / "__init__.py").is_file():
                found = f"{whole}/__init__.py", names[number:]
            elif not (self.root / whole).is_dir():
                break
            folder = f"{whole}/"
        return found

    def _is_inside(self, path: str) -> bool:
        """Whether a file lies below the root in truth, whatever links lead to it."""
        self.real_root = self.real_root or Path(os.path.realpath(self.root))
        return Path(os.path.realpath(self.root / path)).is_relative_to(self.real_root)


def _folders(importer: str, first: str) -> list[str]:
    """Where an import looks, each with its slash: of a relative one the folder that its dots say.

    Of an absolute one the file's own folder, the root and `src`, then the folders above the file, the nearest first: a
    repository may hold several projects.
    """
    above = [f"{folder}/" if str(folder) != "." else "" for folder in PurePosixPath(importer).parents][:MAX_FOLDERS]
    if first.startswith("."):
        return above[len(first) - 1 :][:1]
    between = [each for folder in above for each in (folder, f"{folder}src/")]
    return list(dict.fromkeys((above[0], "", "src/", *between)))
