"""setup.cfg of setuptools (https://setuptools.pypa.io/en/latest/userguide/declarative_config.html)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from licscan.model.finding import Gap, GapReason
from licscan.model.package_name import proper_name
from licscan.model.scope import BUILD, RUNTIME, extra_scope
from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.interface import Manifest, file_gap
from licscan.scanners.dependencies.sources.requirements.file import Requirements
from licscan.scanners.dependencies.sources.requirements.text import read_requirement
from licscan.scanners.dependencies.sources.text_file import read_text

HOW = "setup.cfg"
TESTS = "group:test"
_SECTION = re.compile(r"\[([^\]]*)\]")
_OPTION = re.compile(r"([^\s=:][^=:]*?)\s*[=:]\s*(.*)")
_EXTRAS = "options.extras_require"
LISTS = {"install_requires": RUNTIME, "setup_requires": BUILD, "tests_require": TESTS}


@dataclass(slots=True)
class Option:
    """A setting: the lines of its value with their numbers, blank ones and comments left out."""

    section: str
    name: str
    line: int
    values: list[tuple[int, str]] = field(default_factory=list)


class SetupCfgSource:
    """Reads what setuptools takes from setup.cfg; nothing is run."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read required packages, extras, and what building and testing need."""
        text = read_text(root, path)
        if isinstance(text, Gap):
            return Manifest(path, gaps=(text,))
        reading = Requirements(root, HOW)
        project = python = None
        for option in options(text):
            place = option.section, option.name
            if place[0] == "options" and place[1] in LISTS:
                _list(reading, path, option, LISTS[place[1]])
            elif place[0] == _EXTRAS:
                _list(reading, path, option, extra_scope(option.name))
            elif place == ("metadata", "name") and option.values:
                project = proper_name(option.values[0][1])
            elif place == ("options", "python_requires") and option.values:
                python = option.values[0][1]
        found = tuple(each for each in reading.dependencies() if each.name != project)
        return Manifest(path, found, tuple(reading.gaps), project=project, requires_python=python)


def options(text: str) -> Iterator[Option]:
    """The settings of an INI file as configparser reads them: comments are whole lines, deeper lines go on."""
    section = ""
    current: Option | None = None
    indent = 0
    for number, raw in _lines(text):
        line = raw.strip()
        deep = len(raw) - len(raw.lstrip())
        if current is not None and deep > indent:
            current.values.append((number, line))
            continue
        if current is not None:
            yield current
        current, indent = None, deep
        if header := _SECTION.match(line):
            section = header[1].strip()
        elif stated := _OPTION.fullmatch(line):
            current = Option(section, stated[1].strip().lower().replace("-", "_"), number)
            if stated[2]:
                current.values.append((number, stated[2]))
    if current is not None:
        yield current


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Numbered lines without blank ones and comments."""
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if raw.strip() and not raw.lstrip().startswith(("#", ";")):
            yield number, raw


def _list(reading: Requirements, path: str, option: Option, scope: str) -> None:
    """One list: requirements a line each (on one line apart by semicolons), or files that hold them."""
    stated = " ".join(text for _, text in option.values)
    if stated.startswith("file:"):
        follow_files(reading, path, option.line, stated.removeprefix("file:").split(","), scope)
        return
    for line, text in _entries(option):
        if not reading.requirement(text, path, line, scope):
            detail = "an entry that is no requirement"
            reading.gaps.append(file_gap(path, GapReason.UNPARSABLE, detail, line=line))


def follow_files(reading: Requirements, path: str, line: int | None, files: list[str], scope: str) -> None:
    """Read requirements files that a manifest names for one scope."""
    inner = Requirements(reading.root, scopes=(scope,))
    for file in files:
        if file.strip():
            inner.follow(path, line, file.strip(), constraint=False)
    reading.found.extend(inner.dependencies())
    reading.gaps.extend(inner.gaps)


def _entries(option: Option) -> Iterator[tuple[int, str]]:
    if len(option.values) != 1:
        yield from option.values
        return
    line, text = option.values[0]
    if ";" not in text or read_requirement(text, Reference("", line, HOW)) is not None:
        yield line, text
        return
    yield from ((line, part.strip()) for part in text.split(";") if part.strip())
