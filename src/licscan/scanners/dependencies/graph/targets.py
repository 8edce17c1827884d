"""Where a project may run: whether a marker holds on any Python and platform that it is for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from licscan.scanners.dependencies.graph.markers import Comparison, Tree, comparisons, parse_marker
from licscan.scanners.interface import Selection

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

# Minor releases of Python that a file may allow; those before the first of _ASSUMED only count where a file says so.
_MINORS = ((2, 7), *((3, minor) for minor in range(21)))
_ASSUMED = (3, 8)
_LAST_MICRO = 99
_RELEASE = re.compile(r"\d{1,6}(?:\.\d{1,6}){0,2}", re.ASCII)
_PATCH = re.compile(r"\b(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?![\d])[\w.+-]*", re.ASCII)
# Work that real files never ask for: beyond it a marker counts as true.
_MAX_PATCHES = 50
_MAX_SPACES = 500
_MAX_CHARACTERS = 4_000_000

# sys_platform: os_name, platform_system, machines; None is a machine that is not listed here.
_PLATFORMS: dict[str, tuple[str, str, tuple[str | None, ...]]] = {
    "linux": ("posix", "Linux", ("x86_64", "aarch64", None)),
    "darwin": ("posix", "Darwin", ("x86_64", "arm64")),
    "win32": ("nt", "Windows", ("AMD64", "ARM64", None)),
}
_IMPLEMENTATIONS = (("CPython", "cpython"), ("PyPy", "pypy"), (None, None))
_PLATFORM_VARIABLES = ("sys_platform", "os_name", "platform_system", "platform_machine")
_IMPLEMENTATION_VARIABLES = ("platform_python_implementation", "implementation_name")
_VERSIONS = ("python_version", "python_full_version")

Platform = tuple[str | None, str | None, str | None, str | None]


@dataclass(slots=True)
class Targets:
    """The environments that count: some of all Pythons, platforms and implementations.

    What cannot be known of an environment (its kernel, a chosen extra) may be anything, so that a marker is only ever
    false where it is so for sure.
    """

    specifier: str | None
    python: str | None
    platforms: tuple[Platform, ...]
    known: dict[str | None, bool] = field(default_factory=dict)
    spaces: dict[tuple[str, ...], "_Space"] = field(default_factory=dict)
    characters: int = 0

    @classmethod
    def of(cls, selection: Selection, requires_python: str | None = None) -> "Targets":
        """The targets of a selection; `requires_python` (PEP 440) counts where no Python is selected.

        A selected version or specifier that is none leaves all Pythons in.
        """
        python = selection.python if selection.python and _RELEASE.fullmatch(selection.python) else None
        return cls(requires_python, python, tuple(_platforms(selection.platforms)))

    def needs(self, marker: str | None) -> bool:
        """Whether a marker holds on any target; a text that is no marker counts as true."""
        if marker is None:
            return True
        if marker not in self.known:
            self.characters += len(marker)
            tree = parse_marker(marker) if self.characters <= _MAX_CHARACTERS else None
            self.known[marker] = tree is None or self.possible(tree)
        return self.known[marker]

    def possible(self, tree: Tree) -> bool:
        """Whether the tree of a marker holds on any target."""
        patches = tuple(sorted({each.text for each in comparisons(tree) if _names_patch(each)}))
        if patches not in self.spaces:
            if len(patches) > _MAX_PATCHES or len(self.spaces) >= _MAX_SPACES:
                return True
            self.spaces[patches] = _Space(_pythons(self.python, self.specifier, patches), self.platforms)
        return bool(self.spaces[patches].mask(tree))


def _platforms(selected: Iterable[str] | None) -> Iterator[Platform]:
    """Each platform with its machines; without a selection also one of which nothing is known."""
    for name in sorted(set(_PLATFORMS if selected is None else selected)):
        if name in _PLATFORMS:
            os_name, system, machines = _PLATFORMS[name]
            yield from ((name, os_name, system, machine) for machine in machines)
        else:
            yield (name, None, None, None)
    if selected is None:
        yield (None, None, None, None)


def _names_patch(comparison: Comparison) -> bool:
    return comparison.variable in _VERSIONS and bool(_PATCH.fullmatch(comparison.text))


def _pythons(selected: str | None, specifier: str | None, patches: tuple[str, ...]) -> tuple[str, ...]:
    """Full versions that stand for all: first and last of each minor release, and around each one that is named."""
    minors = {*_MINORS, *((_release(selected),) if selected else ())}
    wanted = {f"{major}.{minor}.{micro}" for major, minor in minors for micro in (0, _LAST_MICRO)}
    for major, minor, micro in _PATCH.findall(" ".join([*patches, specifier or "", selected or ""])):
        wanted.update(f"{major}.{minor}.{number}" for number in range(max(int(micro) - 1, 0), int(micro) + 2))
    wanted.update(patch for patch in patches if _is_version(patch))
    if selected is not None:
        return tuple(sorted(each for each in wanted if each == selected or each.startswith(f"{selected}.")))
    fitting = tuple(sorted(each for each in wanted if _allows(specifier, each)))
    return fitting or tuple(sorted(wanted))


def _allows(specifier: str | None, version: str) -> bool:
    """Whether a file allows a Python; one that says nothing of the oldest is taken to mean those still seen."""
    if not _bounded_below(specifier) and _release(version) < _ASSUMED:
        return False
    parsed = _specifiers(specifier or "")
    return parsed is None or parsed.contains(version, prereleases=True)


@cache
def _specifiers(specifier: str) -> "SpecifierSet | None":
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return SpecifierSet(specifier)
    except InvalidSpecifier:
        return None


def _bounded_below(specifier: str | None) -> bool:
    """Whether a specifier says from which Python on."""
    return bool(specifier and re.search(r">|==|~=", specifier))


def _release(version: str) -> tuple[int, int]:
    major, minor = [*version.split("."), "0"][:2]
    return int(major), int(minor)


def _is_version(text: str) -> bool:
    from packaging.version import InvalidVersion, Version

    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


class _Space:
    """All combinations of Python, platform and implementation, each a bit; what holds where is a number of bits."""

    def __init__(self, pythons: tuple[str, ...], platforms: tuple[Platform, ...]) -> None:
        self._pythons = pythons
        self._platforms = platforms
        self._masks: dict[Comparison, int] = {}
        inner = len(platforms) * len(_IMPLEMENTATIONS)
        self._everywhere = (1 << inner * len(pythons)) - 1
        self._python_bits = [((1 << inner) - 1) << inner * number for number in range(len(pythons))]
        width = len(_IMPLEMENTATIONS)
        every_python = sum(1 << inner * number for number in range(len(pythons)))
        self._platform_bits = [((1 << width) - 1 << width * each) * every_python for each in range(len(platforms))]
        every_platform = sum(1 << width * number for number in range(len(platforms) * len(pythons)))
        self._implementation_bits = [every_platform << each for each in range(width)]

    def mask(self, tree: Tree) -> int:
        """Where a tree holds."""
        if isinstance(tree, Comparison):
            if tree not in self._masks:
                self._masks[tree] = self._compared(tree)
            return self._masks[tree]
        found = self._everywhere if tree.word == "and" else 0
        for part in tree.parts:
            found = found & self.mask(part) if tree.word == "and" else found | self.mask(part)
        return found

    def _compared(self, comparison: Comparison) -> int:
        values: list[str | None]
        if comparison.variable in _VERSIONS:
            short = comparison.variable == "python_version"
            values = [".".join(full.split(".")[:2]) if short else full for full in self._pythons]
            return _marked(self._python_bits, [_holds_for_version(comparison, value) for value in values])
        if comparison.variable in _PLATFORM_VARIABLES:
            column = _PLATFORM_VARIABLES.index(comparison.variable)
            values, bits = [platform[column] for platform in self._platforms], self._platform_bits
        elif comparison.variable in _IMPLEMENTATION_VARIABLES:
            column = _IMPLEMENTATION_VARIABLES.index(comparison.variable)
            values, bits = [each[column] for each in _IMPLEMENTATIONS], self._implementation_bits
        else:
            return self._everywhere
        return _marked(bits, [_holds_for_text(comparison, value) for value in values])


def _marked(bits: list[int], holds: list[bool]) -> int:
    found = 0
    for bit, held in zip(bits, holds, strict=True):
        found |= bit if held else 0
    return found


def _holds_for_version(comparison: Comparison, value: str | None) -> bool:
    """As packaging compares: by PEP 440; what is no comparison of versions counts as true, but for lists in a text."""
    from packaging.specifiers import InvalidSpecifier, Specifier
    from packaging.version import InvalidVersion

    left, right = (comparison.text, value or "") if comparison.reverse else (value or "", comparison.text)
    try:
        return Specifier(f"{comparison.op}{right}").contains(left, prereleases=True)
    except InvalidSpecifier:
        return comparison.op not in ("in", "not in") or _holds_for_text(comparison, value)
    except InvalidVersion:
        return True


def _holds_for_text(comparison: Comparison, value: str | None) -> bool:
    """As packaging compares texts; of a value that is not known only what it surely is not is false."""
    if value is None:
        return comparison.op not in ("==", "===") or comparison.text not in _known(comparison.variable)
    left, right = (comparison.text, value) if comparison.reverse else (value, comparison.text)
    match comparison.op:
        case "in" | "not in":
            return (left in right) is (comparison.op == "in")
        case "==" | "<=" | ">=":
            return left == right
        case "!=":
            return left != right
        case "<" | ">":
            return False
        case _:
            return True


@cache
def _known(variable: str) -> frozenset[str | None]:
    """All values of a variable on the environments that are listed here."""
    if variable in _PLATFORM_VARIABLES:
        column = _PLATFORM_VARIABLES.index(variable)
        rows = ((name, *rest[:2], machine) for name, rest in _PLATFORMS.items() for machine in rest[2])
        return frozenset(row[column] for row in rows)
    return frozenset(each[_IMPLEMENTATION_VARIABLES.index(variable)] for each in _IMPLEMENTATIONS)
