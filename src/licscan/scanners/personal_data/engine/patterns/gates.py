"""Which recognizers need not see a text, because they cannot match it: one look instead of hundreds of patterns."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from licscan.scanners.personal_data.engine.patterns.pattern_superset import WILD, Superset, superset

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer, Pattern

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_ASCII_NOT_DIGITS = bytes(code for code in range(256) if not 48 <= code <= 57)
# RE2 builds states as it meets texts; this is what it may keep before it gives up and every gate opens.
_STATES_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Gate:
    """What a text must hold for a recognizer to be asked, whatever its alphabet."""

    digits: int = 0
    chars: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gated:
    """A recognizer of Presidio's interface with its gate; `name` is what evidence calls it.

    `patterns` are regular expressions, with their flags as `re` numbers them, of which one at least is found in every
    text that it matches. None are known of a recognizer that somebody else supplied: it sees every text.
    """

    name: str
    recognizer: "EntityRecognizer"
    gate: Gate = Gate()
    patterns: tuple[tuple[str, int], ...] = ()


class _Set(Protocol):
    def Add(self, pattern: str) -> int: ...  # noqa: N802 - RE2's names
    def Compile(self) -> None: ...  # noqa: N802
    def Match(self, text: str) -> Sequence[int] | None: ...  # noqa: N802


class PatternSet:
    """Many patterns at once; answers which owners may match, or None where RE2 gave up."""

    def __init__(self, patterns: Iterable[tuple[int, str]]) -> None:
        re2 = cast("Any", import_module("re2"))
        options = re2.Options()
        options.max_mem = _STATES_BYTES
        options.log_errors = False
        self._set = cast("_Set", re2.Set.SearchSet(options))
        self._owners: list[int] = []
        for owner, pattern in sorted(patterns):
            self._set.Add(pattern)
            self._owners.append(owner)
        # It matches every text. If it does not, the set ran out of memory, which RE2 reports like a text without match.
        self._sentinel = self._set.Add("")
        self._is_compiled = self._compile(re2.error)

    def _compile(self, error: type[Exception]) -> bool:
        try:
            self._set.Compile()
        except error:
            return False
        return True

    def owners(self, text: str) -> frozenset[int] | None:
        """The owners of the patterns that match."""
        if not self._is_compiled:
            return None
        found = self._set.Match(text) or ()
        if self._sentinel not in found:
            return None
        return frozenset(self._owners[index] for index in found if index != self._sentinel)


class PatternGates:
    """The patterns of all recognizers that can be gated by them, in sets for ASCII texts and for all others."""

    def __init__(self, recognizers: Sequence[Gated]) -> None:
        self._recognizers = tuple(recognizers)
        self._plain = _supersets(recognizers, wild=False)
        self._sets: dict[str, PatternSet] = {}
        self.gated = frozenset(self._plain)

    def closed(self, text: str, digits: int) -> frozenset[int]:
        """The places in the list of recognizers of those that cannot match a text with so many digits."""
        if not self.gated:
            return frozenset()
        if text.isascii():
            return self._closed_in_ascii(text, digits)
        may = self._wild().owners(_BEYOND_ASCII.sub(WILD, text))
        return frozenset() if may is None else self.gated - may

    def _closed_in_ascii(self, text: str, digits: int) -> frozenset[int]:
        if digits:
            may = self._set("plain", self._plain).owners(text)
        else:
            without = {
                owner: kept for owner, each in self._plain.items() if (kept := [one for one in each if one.digits == 0])
            }
            may = self._set("letters", without).owners(text)
        return frozenset() if may is None else self.gated - may

    def _wild(self) -> PatternSet:
        """The set for texts beyond ASCII; most tables never need it."""
        known = self._sets.get("wild")
        return known or self._set("wild", _supersets(self._recognizers, wild=True))

    def _set(self, name: str, supersets: Mapping[int, Sequence[Superset]]) -> PatternSet:
        if name not in self._sets:
            pairs = ((owner, one.pattern) for owner, each in supersets.items() for one in each)
            self._sets[name] = PatternSet(pairs)
        return self._sets[name]


def _supersets(recognizers: Sequence[Gated], *, wild: bool) -> dict[int, list[Superset]]:
    found: dict[int, list[Superset]] = {}
    for place, each in enumerate(recognizers):
        supersets = [superset(pattern, flags, wild=wild) for pattern, flags in each.patterns]
        known = [one for one in supersets if one is not None]
        if known and len(known) == len(supersets):
            found[place] = known
    return found


def patterns_of(recognizer: "EntityRecognizer") -> tuple[tuple[str, int], ...]:
    """The patterns of a recognizer that does no more than look for them; none if it does."""
    from presidio_analyzer import PatternRecognizer

    if not isinstance(recognizer, PatternRecognizer) or type(recognizer).analyze is not PatternRecognizer.analyze:
        return ()
    patterns = cast("list[Pattern]", cast("Any", recognizer).patterns)
    flags, plain = int(recognizer.global_regex_flags or 0), 0
    regex = cast("Any", import_module("regex"))
    for name in ("IGNORECASE", "MULTILINE", "DOTALL"):
        if flags & int(getattr(regex, name)):
            flags &= ~int(getattr(regex, name))
            plain |= int(getattr(re, name))
    return () if flags else tuple((pattern.regex, plain) for pattern in patterns)


def count_digits(text: str) -> int:
    """How many digits of any alphabet a text holds."""
    if text.isascii():
        return len(text.encode("ascii").translate(None, _ASCII_NOT_DIGITS))
    return sum(map(str.isdigit, text))


def passes(gate: Gate, digits: int, characters: frozenset[str]) -> bool:
    """Whether a text with so many digits and these characters can match."""
    return digits >= gate.digits and (not gate.chars or not gate.chars.isdisjoint(characters))
