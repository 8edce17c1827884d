"""Environment markers as trees (https://packaging.python.org/en/latest/specifications/dependency-specifiers/).

packaging decides about one environment at a time. Whether a marker can hold at all, and for which extra, is another
question: it needs the tree, which packaging keeps to itself. A test compares the two on every known environment.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from licscan.model.package_name import normalized

_MAX_CHARACTERS = 20_000
_MAX_NESTING = 50
# Beyond them extras are not told apart: what needs one of them counts as needed.
_MAX_CHOICES = 20
_MAX_CHOICE_CHARACTERS = 4000
_TOKEN = re.compile(
    r"""\s*(?:(?P<sign>[()])|(?P<op><=|>=|===|==|!=|~=|<|>|not\s+in\b|in\b)|(?P<text>"[^"]*"|'[^']*')|(?P<word>[\w.]+))"""
)
_ALIASES = {
    "os.name": "os_name",
    "sys.platform": "sys_platform",
    "platform.version": "platform_version",
    "platform.machine": "platform_machine",
    "platform.python_implementation": "platform_python_implementation",
    "python_implementation": "platform_python_implementation",
}
CHOICES = {"extra": "extra", "extras": "extra", "dependency_groups": "group"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """`variable op text`, or `text op variable` where `reverse`."""

    variable: str
    op: str
    text: str
    reverse: bool = False

    def __str__(self) -> str:
        quoted = f"'{self.text}'" if '"' in self.text else f'"{self.text}"'
        return f"{quoted} {self.op} {self.variable}" if self.reverse else f"{self.variable} {self.op} {quoted}"


@dataclass(frozen=True, slots=True)
class Junction:
    """Trees joined by `and` or by `or`; `and` of none always holds, `or` of none never."""

    word: str
    parts: tuple["Tree", ...]

    def __str__(self) -> str:
        inner = (f"({part})" if isinstance(part, Junction) else str(part) for part in self.parts)
        return f" {self.word} ".join(inner)


Tree = Comparison | Junction
ALWAYS = Junction("and", ())
NEVER = Junction("or", ())


class _MarkerError(ValueError):
    """A text that is no marker."""


@lru_cache(maxsize=8192)
def parse_marker(text: str) -> Tree | None:
    """The tree of a marker; None where the text is no marker, too long or nested too deeply."""
    if len(text) > _MAX_CHARACTERS:
        return None
    try:
        reading = _Reading(list(_tokens(text)))
        tree = reading.either(0)
    except _MarkerError:
        return None
    return tree if reading.at == len(reading.tokens) else None


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _MarkerError
        at = match.end()
        yield match.lastgroup, match[match.lastgroup]


@dataclass(slots=True)
class _Reading:
    """Walks tokens; `and` binds closer than `or`."""

    tokens: list[tuple[str, str]]
    at: int = 0

    def either(self, depth: int) -> Tree:
        """Operands joined by `or`."""
        parts = [self._all(depth)]
        while self._take("or"):
            parts.append(self._all(depth))
        return joined("or", parts)

    def _all(self, depth: int) -> Tree:
        parts = [self._one(depth)]
        while self._take("and"):
            parts.append(self._one(depth))
        return joined("and", parts)

    def _one(self, depth: int) -> Tree:
        if not self._take("("):
            return self._comparison()
        if depth >= _MAX_NESTING:
            raise _MarkerError
        found = self.either(depth + 1)
        if not self._take(")"):
            raise _MarkerError
        return found

    def _comparison(self) -> Comparison:
        (left_kind, left), (kind, op), (right_kind, right) = self._next(), self._next(), self._next()
        op = " ".join(op.split())
        if kind == "op" and (left_kind, right_kind) == ("word", "text"):
            return Comparison(_ALIASES.get(left, left), op, right[1:-1])
        if kind == "op" and (left_kind, right_kind) == ("text", "word"):
            return Comparison(_ALIASES.get(right, right), op, left[1:-1], reverse=True)
        raise _MarkerError

    def _next(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise _MarkerError
        self.at += 1
        return self.tokens[self.at - 1]

    def _take(self, token: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at][1] == token:
            self.at += 1
            return True
        return False


def joined(word: str, parts: list[Tree]) -> Tree:
    """Trees joined by a word, without what does not matter; equal parts stand once."""
    neutral, deciding = (ALWAYS, NEVER) if word == "and" else (NEVER, ALWAYS)
    if deciding in parts:
        return deciding
    flat: dict[Tree, None] = {}
    for part in parts:
        for each in part.parts if isinstance(part, Junction) and part.word == word else (part,):
            flat[each] = None
    flat.pop(neutral, None)
    if len(flat) == 1:
        return next(iter(flat))
    return Junction(word, tuple(flat)) if flat else neutral


def decided(tree: Tree, holds: Callable[[Comparison], bool | None]) -> Tree:
    """The tree with each comparison on which `holds` has an answer taken as that answer."""
    if isinstance(tree, Junction):
        return joined(tree.word, [decided(part, holds) for part in tree.parts])
    answer = holds(tree)
    return tree if answer is None else ALWAYS if answer else NEVER


def comparisons(tree: Tree) -> Iterator[Comparison]:
    """All comparisons in a tree, in the order of the text."""
    if isinstance(tree, Comparison):
        yield tree
    else:
        for part in tree.parts:
            yield from comparisons(part)


def choices(tree: Tree) -> tuple[str, ...]:
    """The scopes of extras and dependency groups that a marker names (`extra:web`, `group:dev`), sorted."""
    return tuple(sorted({scope_of(each) for each in comparisons(tree) if each.variable in CHOICES}))


def scope_of(comparison: Comparison) -> str:
    """The scope that a comparison of `extra`, `extras` or `dependency_groups` names."""
    return f"{CHOICES[comparison.variable]}:{normalized(comparison.text)}"


def choose(tree: Tree, chosen: frozenset[str]) -> Tree:
    """The tree for a choice of scopes: what it says of extras and groups is decided, the rest stays."""

    def holds(comparison: Comparison) -> bool | None:
        if comparison.variable not in CHOICES:
            return None
        return (scope_of(comparison) in chosen) is (comparison.op not in ("!=", "not in"))

    return decided(tree, holds)


def text_of(tree: Tree) -> str | None:
    """The marker as text; None where it always holds."""
    return None if tree == ALWAYS else str(tree)


def _names_choices(marker: str) -> bool:
    return "extra" in marker or "dependency_groups" in marker


@lru_cache(maxsize=8192)
def by_extra(marker: str | None) -> tuple[tuple[str | None, str | None], ...]:
    """A marker as pairs of an extra and of what else has to hold; the extra None is for what needs none.

    What is no marker counts as one that always holds, so that nothing is lost.
    """
    if not marker or not _names_choices(marker):
        return ((None, marker),)
    tree = parse_marker(marker) if len(marker) <= _MAX_CHOICE_CHARACTERS else None
    if tree is None:
        return ((None, None),)
    if len(choices(tree)) > _MAX_CHOICES:
        return ((None, without_extras(marker)),)
    plain = choose(tree, frozenset())
    found: list[tuple[str | None, str | None]] = [] if plain == NEVER else [(None, text_of(plain))]
    for scope in choices(tree):
        chosen = choose(tree, frozenset({scope}))
        if chosen not in (NEVER, plain):
            found.append((scope.partition(":")[2], text_of(chosen)))
    return tuple(found)


@lru_cache(maxsize=8192)
def without_extras(marker: str | None) -> str | None:
    """A marker that holds wherever the given one does for some choice of extras and groups; None always holds."""
    if not marker or not _names_choices(marker):
        return marker
    tree = parse_marker(marker) if len(marker) <= _MAX_CHOICE_CHARACTERS else None
    if tree is None:
        return None
    free = decided(tree, lambda comparison: True if comparison.variable in CHOICES else None)
    return text_of(free)
