"""Declared facts and what follows from them, in three values: an undeclared fact never lets a finding go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from licscan.catalog.facts import ANSWERED_BY, DATASET_FACTS
from licscan.model.evidence import Location
from licscan.model.law import Condition, FactValue


class Truth(Enum):
    """True, false or unknown, after Kleene."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2


@dataclass(frozen=True, slots=True)
class Checked:
    """How a condition came out: `relied_on` are declared facts behind it, `assumed` those that nobody declared."""

    truth: Truth
    relied_on: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is declared of a project and of the dataset at hand, with the place of each declaration.

    `regions` maps a region to the countries it is made of.
    """

    values: Mapping[str, tuple[FactValue, ...]]
    places: Mapping[str, Location]
    regions: Mapping[str, tuple[str, ...]]

    def all_of(self, condition: Condition) -> Checked:
        """Whether every part of a rule's `when` holds; an empty condition always does."""
        parts = {_key(fact): self._part(fact, wanted) for fact, wanted in sorted(condition.items())}
        if Truth.FALSE in parts.values():
            return Checked(Truth.FALSE, relied_on=_named(parts, Truth.FALSE))
        truth = Truth.UNKNOWN if Truth.UNKNOWN in parts.values() else Truth.TRUE
        return Checked(truth, _named(parts, Truth.TRUE), _named(parts, Truth.UNKNOWN))

    def any_of(self, condition: Condition) -> Checked:
        """Whether one part of a law's `in_scope_when` holds; an empty condition always does."""
        if not condition:
            return Checked(Truth.TRUE)
        parts = {_key(fact): self._part(fact, wanted) for fact, wanted in sorted(condition.items())}
        if Truth.TRUE in parts.values():
            return Checked(Truth.TRUE, _named(parts, Truth.TRUE))
        if Truth.UNKNOWN in parts.values():
            return Checked(Truth.UNKNOWN, (), _named(parts, Truth.UNKNOWN))
        return Checked(Truth.FALSE, _named(parts, Truth.FALSE))

    def _part(self, fact: str, wanted: tuple[FactValue, ...]) -> Truth:
        declared = self.values.get(_key(fact))
        if declared is None:
            return Truth.UNKNOWN
        if fact.endswith("_at_least"):
            least = min(int(value) for value in wanted)
            return Truth.TRUE if any(int(value) >= least for value in declared) else Truth.FALSE
        if fact.endswith("_in"):
            return self._regions(map(str, declared), tuple(map(str, wanted)))
        return Truth.TRUE if set(declared) & set(wanted) else Truth.FALSE

    def _regions(self, declared: Iterable[str], wanted: tuple[str, ...]) -> Truth:
        """A part of a wanted region is in it; a region around a wanted one (US around US-CA) leaves it open."""
        truths = [self._region(here, there) for here in declared for there in wanted]
        return max(truths, key=lambda truth: truth.value, default=Truth.UNKNOWN)

    def _region(self, here: str, there: str) -> Truth:
        if within(here, there, self.regions):
            return Truth.TRUE
        return Truth.UNKNOWN if within(there, here, self.regions) else Truth.FALSE

    def said(self, fact: str, wanted: tuple[FactValue, ...] = ()) -> str:
        """A declared fact as words with its place: `this project's purpose is commercial (licscan.toml:4)`.

        Of a longer list only the `wanted` values are named, where there are any.
        """
        declared = self.values[fact]
        named = tuple(value for value in declared if value in wanted) or declared
        verb = "is" if len(named) == len(declared) else "includes"
        value = ", ".join(_word(value) for value in named)
        place = self.places.get(fact)
        where = f" ({place.path}:{place.line})" if place and place.line else f" ({place.path})" if place else ""
        whose = "the dataset's" if fact in DATASET_FACTS else "this project's"
        return f"{whose} {fact} {verb} {value}{where}"

    def unsaid(self, fact: str) -> str:
        """What to declare so that a fact is known."""
        if fact in self.values:  # a region that is too wide to tell
            return f"Assumed: {self.said(fact)}, which is too wide to tell."
        where = "the dataset's [[dataset]]" if fact in DATASET_FACTS else "[project]"
        return f"Assumed: {fact} is not declared (declare {fact} under {where} in licscan.toml)."


def within(inner: str, outer: str, regions: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a region is another one or a part of it: DE is in EU, US-CA is in US."""
    if inner == outer or inner.startswith(f"{outer}-"):
        return True
    return any(inner == member or inner.startswith(f"{member}-") for member in regions.get(outer, ()))


def _key(fact: str) -> str:
    return ANSWERED_BY.get(fact, fact)


def _named(parts: Mapping[str, Truth], truth: Truth) -> tuple[str, ...]:
    return tuple(fact for fact, found in parts.items() if found is truth)


def _word(value: FactValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
