"""setup.py of setuptools: what stands in it literally. It is parsed and never run."""

import ast
from collections.abc import Iterator
from pathlib import Path

from licscan.model.finding import Gap, GapReason
from licscan.model.package_name import proper_name
from licscan.model.scope import RUNTIME, extra_scope
from licscan.scanners.dependencies.sources.interface import Manifest, file_gap
from licscan.scanners.dependencies.sources.requirements.file import Requirements
from licscan.scanners.dependencies.sources.requirements.local_path import is_file
from licscan.scanners.dependencies.sources.setuptools.python_values import (
    MAX_CHARACTERS,
    Names,
    Stated,
    Unknown,
    parse_python,
)
from licscan.scanners.dependencies.sources.setuptools.setup_cfg import LISTS, follow_files
from licscan.scanners.dependencies.sources.text_file import read_text

HOW = "setup.py"
_HINT = "scan the project's environment, or state the dependencies in pyproject.toml"


class SetupPySource:
    """Reads the arguments of `setup()`: literals, constants of the module, and files of requirements that it opens."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read required packages and extras; what only running the file would say is a Gap."""
        text = read_text(root, path)
        if isinstance(text, Gap):
            return Manifest(path, gaps=(text,))
        if len(text) > MAX_CHARACTERS:
            return Manifest(path, gaps=(file_gap(path, GapReason.TOO_LARGE, f"over {MAX_CHARACTERS} characters"),))
        tree = parse_python(text)
        if isinstance(tree, Unknown):
            return Manifest(path, gaps=(file_gap(path, GapReason.UNPARSABLE, "not valid Python", line=tree.line),))
        reading = _Reading(root, path, Names(tree))
        for call in _setup_calls(tree):
            reading.call(call)
        found = reading.requirements
        project = reading.project
        return Manifest(
            path,
            tuple(each for each in found.dependencies() if each.name != project),
            reading.gaps(),
            project=project,
            requires_python=reading.python,
        )


def _setup_calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
            if name == "setup":
                yield node


class _Reading:
    """One file: what its calls of `setup` state."""

    def __init__(self, root: Path, path: str, names: Names) -> None:
        self.requirements = Requirements(root, HOW)
        self.project: str | None = None
        self.python: str | None = None
        self._path = path
        self._names = names
        self._lines: set[int] = set()

    def call(self, call: ast.Call) -> None:
        """Read the arguments of one call."""
        arguments = [(keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg is not None]
        for keyword in call.keywords:
            if keyword.arg is None:
                arguments.extend(self._spread(keyword.value))
        for name, value in arguments:
            if name in LISTS:
                self._list(value, LISTS[name])
            elif name == "extras_require":
                self._extras(value)
            elif name == "name":
                self.project = self._name(value)
            elif name == "python_requires" and isinstance(value, ast.Constant) and isinstance(value.value, str):
                self.python = value.value

    def _spread(self, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
        """The arguments of `setup(**settings)`."""
        for key, entry in self._names.pairs(value):
            if isinstance(key, Unknown):
                self._unknown(key)
            elif entry is not None:
                yield key.text, entry

    def _extras(self, value: ast.expr) -> None:
        for key, entry in self._names.pairs(value):
            if isinstance(key, Unknown) or entry is None:
                self._unknown(key)
            else:
                # setuptools lets a key carry a marker: `extra:python_version < "3"`.
                self._list(entry, extra_scope(key.text.partition(":")[0]) if key.text[:1] != ":" else RUNTIME)

    def _list(self, value: ast.expr, scope: str) -> None:
        for each in self._names.texts(value):
            if isinstance(each, Unknown):
                files = self._names.files(each.node) if each.node is not None else []
                here = [file for file in files if self._is_file(file)]
                if here:
                    follow_files(self.requirements, self._path, each.line, here, scope)
                else:
                    self._unknown(each)
                continue
            for text in each.text.splitlines():
                if text.strip() and not text.strip().startswith("#"):
                    self._requirement(each, text.strip(), scope)

    def _requirement(self, stated: Stated, text: str, scope: str) -> None:
        if not self.requirements.requirement(text, self._path, stated.line, scope):
            gap = file_gap(self._path, GapReason.UNPARSABLE, "an entry that is no requirement", line=stated.line)
            self.requirements.gaps.append(gap)

    def _is_file(self, file: str) -> bool:
        folder = self._path.rpartition("/")[0]
        return is_file(self.requirements.root / folder / file)

    def _unknown(self, place: Stated | Unknown) -> None:
        self._lines.add(place.line or 1)

    def gaps(self) -> tuple[Gap, ...]:
        """What could not be read; all that only running the file would say is one Gap at the first place."""
        if not self._lines:
            return tuple(self.requirements.gaps)
        detail = "dependencies are computed when setup.py runs, which is not done"
        if len(self._lines) > 1:
            detail += f" (in {len(self._lines)} places)"
        gap = file_gap(self._path, GapReason.UNRESOLVED, detail, line=min(self._lines), hint=_HINT)
        return (gap, *self.requirements.gaps)

    def _name(self, value: ast.expr) -> str | None:
        stated = list(self._names.texts(value))
        return proper_name(stated[0].text) if len(stated) == 1 and isinstance(stated[0], Stated) else None
