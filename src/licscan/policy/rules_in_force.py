"""The rules of a law as the layers of a policy left them, and which classes a rule reaches."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from licscan.catalog.laws import SELECTORS
from licscan.model.law import ClassKind, FactValue, Law, LawClass, Rule, Severity
from licscan.model.policy import Tightened


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """A rule with the widest condition that any layer asked for; `floor` is the least severity they asked for."""

    law: str
    rule: Rule
    floor: Severity = Severity.INFO

    @property
    def name(self) -> str:
        """The id that policies and outputs use, for example `gdpr/notice`."""
        return f"{self.law}/{self.rule.id}"


def in_force(law: Law, rule: Rule, tightened: Sequence[Tightened]) -> RuleInForce:
    """The rule as the layers left it: they raise the severity and widen the condition, never the reverse."""
    name, floor, when = f"{law.id}/{rule.id}", Severity.INFO, dict(rule.when)
    for one in tightened:
        if one.rule != name:
            continue
        floor = max(floor, one.severity or Severity.INFO)
        for fact, values in (one.when or {}).items():
            if fact in when:  # another fact would narrow the rule; loading refuses it
                when[fact] = _wider(fact, when[fact], values)
    return RuleInForce(law.id, replace(rule, when=when), floor)


def rules_of(law: Law, tightened: Sequence[Tightened], today: date) -> tuple[RuleInForce, ...]:
    """The rules of a law that are in force on a day, in id order."""
    current = [
        rule
        for rule in law.rules.values()
        if (rule.since is None or rule.since <= today) and (rule.until is None or today <= rule.until)
    ]
    return tuple(in_force(law, rule, tightened) for rule in sorted(current, key=lambda rule: rule.id))


def reaches(rule: Rule, law_class: LawClass | None, categories: Sequence[str], *, conflict: bool = False) -> bool:
    """Whether a rule applies to data of a class and its categories, or to a work whose sources disagree."""
    for word in rule.applies_to:
        if word == "all in conflict":
            if conflict:
                return True
        elif law_class is not None and (
            law_class.kind in SELECTORS.get(word, frozenset[ClassKind]()) or word == law_class.id or word in categories
        ):
            return True
    return False


def classes_reached(law: Law, rule: Rule) -> tuple[LawClass, ...]:
    """The classes whose data a rule can apply to, in the order of the pack."""
    return tuple(found for found in law.classes.values() if reaches(rule, found, found.categories))


def _wider(fact: str, before: tuple[FactValue, ...], values: tuple[FactValue, ...]) -> tuple[FactValue, ...]:
    if fact.endswith("_at_least"):
        return (min(int(value) for value in (*before, *values)),)
    return tuple(dict.fromkeys((*before, *values)))
