"""From a pattern of the `regex` module to one for RE2 that matches wherever the first does, and maybe elsewhere.

RE2 looks for many patterns at once, in time linear in the text, but knows neither lookarounds nor references, and
its character classes are not those of `regex`. So a pattern is parsed by Python's own parser and written anew, each
part as it is or weaker; what cannot be parsed, or means something else to `regex`, has no superset.
"""

import re
import string
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

# Any character outside of ASCII is this one when a text is shown to the second set (see gates.py).
WILD = "\ue000"
_EVERY = frozenset(range(128))
_DIGITS = frozenset(map(ord, string.digits))
_WORD = frozenset(map(ord, string.digits + string.ascii_letters + "_"))
_LETTERS = frozenset(map(ord, string.ascii_letters))
# White space for certain, and with the separators \x1c to \x1f, which are white space to `re` and not to `regex`.
_SPACE = frozenset({*range(9, 14), 32})
_MAYBE_SPACE = _SPACE | frozenset(range(28, 32))
_CATEGORIES = {
    "CATEGORY_DIGIT": _DIGITS,
    "CATEGORY_NOT_DIGIT": _EVERY - _DIGITS,
    "CATEGORY_WORD": _WORD,
    "CATEGORY_NOT_WORD": _EVERY - _WORD,
    "CATEGORY_SPACE": _MAYBE_SPACE,
    "CATEGORY_NOT_SPACE": _EVERY - _SPACE,
}
# What a class holds for certain: what its negation leaves out.
_CERTAIN = {**_CATEGORIES, "CATEGORY_SPACE": _SPACE, "CATEGORY_NOT_SPACE": _EVERY - _MAYBE_SPACE}
# The letters that equal one outside of ASCII when case is ignored: dotless and dotted i, Kelvin sign, long s.
_FOLDED = frozenset(map(ord, "iIkKsS"))
_PLACES = {"AT_BEGINNING": "(?m:^)", "AT_END": "(?m:$)", "AT_BEGINNING_STRING": r"\A", "AT_END_STRING": r"\z"}
# With re.ASCII a class holds less, so that what stands for it holds more.
_UNDERSTOOD = re.IGNORECASE | re.MULTILINE | re.DOTALL | re.UNICODE | re.ASCII
# A counted repeat is as many states; the gate needs no exact count.
_MAX_COUNT = 12
# To `regex` this is a fuzzy match, to `re` plain text.
_FUZZY = re.compile(r"\{\s*[A-Za-z]")


class _UnknownError(Exception):
    """A part whose superset is not known."""


@dataclass(frozen=True, slots=True)
class Superset:
    """A pattern in RE2's syntax, and how many ASCII digits any match holds at least."""

    pattern: str
    digits: int


_NOTHING = Superset("", 0)
_ANYTHING = Superset(r"(?s:.)*", 0)


def superset(pattern: str, flags: int, *, wild: bool) -> Superset | None:
    """What RE2 can look for in place of a pattern compiled by `regex` with these flags; None if nothing is known.

    Without `wild` it is right for ASCII texts alone. With it, it is right for texts whose characters outside of ASCII
    were replaced by WILD, and counts no digits, since a digit may be one of those.
    """
    if flags & ~int(_UNDERSTOOD) or _FUZZY.search(pattern):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            parsed = cast("Any", import_module("re._parser")).parse(pattern, flags)
    except (re.error, Warning, OverflowError, RecursionError):
        return None
    if int(parsed.state.flags) & ~int(_UNDERSTOOD):
        return None
    try:
        return _Writer(wild=wild).sequence(parsed)
    except _UnknownError:
        return None


class _Writer:
    """Writes parsed patterns; which parts are known is the table in `_part`."""

    def __init__(self, *, wild: bool) -> None:
        self._wild = wild
        self._parts: Mapping[str, Callable[[Any], Superset]] = {
            "LITERAL": lambda code: self._characters({code}),
            "NOT_LITERAL": lambda code: self._excluded({code}),
            "ANY": lambda _: self._class(_EVERY, beyond=True),
            "IN": self._set,
            "AT": self._place,
            "BRANCH": lambda value: self._branch(value[1]),
            "SUBPATTERN": self._group,
            "ATOMIC_GROUP": self.sequence,
            "MAX_REPEAT": self._repeat,
            "MIN_REPEAT": self._repeat,
            "POSSESSIVE_REPEAT": self._repeat,
            # A match needs all that an assertion asks for, and more: without it there are only more matches.
            "ASSERT": lambda _: _NOTHING,
            "ASSERT_NOT": lambda _: _NOTHING,
            "GROUPREF": lambda _: _ANYTHING,
            "GROUPREF_EXISTS": lambda _: _ANYTHING,
        }

    def sequence(self, parts: Iterable[tuple[object, Any]]) -> Superset:
        """Parts one after the other."""
        written = [self._part(str(kind), value) for kind, value in parts]
        return Superset("".join(each.pattern for each in written), sum(each.digits for each in written))

    def _part(self, kind: str, value: object) -> Superset:
        write = self._parts.get(kind)
        if write is None:
            raise _UnknownError
        return write(value)

    def _branch(self, branches: Sequence[Any]) -> Superset:
        written = [self.sequence(each) for each in branches]
        return Superset("(?:" + "|".join(each.pattern for each in written) + ")", min(each.digits for each in written))

    def _group(self, value: tuple[object, int, int, Any]) -> Superset:
        _, added, removed, parts = value
        if added & ~int(_UNDERSTOOD) or removed:
            raise _UnknownError
        inner = self.sequence(parts)
        return Superset(f"(?:{inner.pattern})", inner.digits)

    def _repeat(self, value: tuple[int, int, Any]) -> Superset:
        least, most, parts = value
        inner = self.sequence(parts)
        low = min(least, _MAX_COUNT)
        count = f"{{{low},{most}}}" if most <= _MAX_COUNT else f"{{{low},}}"
        return Superset(f"(?:{inner.pattern}){count}", inner.digits * least)

    def _place(self, kind: object) -> Superset:
        if str(kind) == "AT_BOUNDARY":
            # Beside a character outside of ASCII a boundary may be or not.
            return Superset("" if self._wild else r"\b", 0)
        return Superset(_PLACES.get(str(kind), ""), 0)

    def _set(self, items: Sequence[tuple[object, Any]]) -> Superset:
        kinds = [str(kind) for kind, _ in items]
        codes: set[int] = set()
        for kind, value in zip(kinds, (value for _, value in items), strict=True):
            codes |= _codes(kind, value, _CERTAIN if "NEGATE" in kinds else _CATEGORIES)
        if "NEGATE" in kinds:
            return self._excluded(codes)
        return self._characters(codes, beyond="CATEGORY" in kinds)

    def _characters(self, codes: Iterable[int], *, beyond: bool = False) -> Superset:
        """One of these, in any case."""
        given = frozenset(codes)
        kept = given & _EVERY
        if given - _EVERY:
            kept, beyond = kept | _FOLDED, True
        swapped = frozenset(ord(chr(code).swapcase()) for code in kept & _LETTERS)
        return self._class(kept | swapped, beyond=beyond or bool(kept & _FOLDED))

    def _excluded(self, codes: Iterable[int]) -> Superset:
        """None of these; a letter counts as excluded only if no case could let it in."""
        given = frozenset(codes)
        both = frozenset(code for code in given & _LETTERS if ord(chr(code).swapcase()) in given)
        return self._class(_EVERY - ((given - _LETTERS) | both), beyond=True)

    def _class(self, codes: frozenset[int], *, beyond: bool) -> Superset:
        ranges = "".join(f"\\x{{{low:x}}}-\\x{{{high:x}}}" for low, high in _ranges(codes))
        wild = WILD if self._wild and beyond else ""
        if not ranges and not wild:
            raise _UnknownError
        return Superset(f"[{ranges}{wild}]", int(not self._wild and codes <= _DIGITS))


def _codes(kind: str, value: Any, categories: Mapping[str, frozenset[int]]) -> frozenset[int]:
    match kind:
        case "LITERAL":
            return frozenset({value})
        case "RANGE":
            low, high = value
            beyond = {128} if high > 127 else set()
            return frozenset({*range(low, min(high, 127) + 1), *beyond})
        case "CATEGORY" if str(value) in categories:
            return categories[str(value)]
        case "NEGATE":
            return frozenset()
        case _:
            raise _UnknownError


def _ranges(codes: frozenset[int]) -> Iterable[tuple[int, int]]:
    first: int | None = None
    for code in range(129):
        if code in codes and first is None:
            first = code
        elif code not in codes and first is not None:
            yield first, code - 1
            first = None
