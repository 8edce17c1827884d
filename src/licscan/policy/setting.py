"""What surrounds a verdict: one subject under one law, with everything that is declared of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from licscan.catalog.catalog import Catalog
from licscan.model.law import Exemption, Law
from licscan.model.policy import Policy
from licscan.model.subject import Subject
from licscan.policy.declared import Declared
from licscan.policy.evidence import Ledger
from licscan.policy.facts import Checked, Facts, Truth
from licscan.policy.rules_in_force import RuleInForce


@dataclass(frozen=True, slots=True)
class Setting:
    """One subject under one law on one day.

    `scope` says whether the law reaches the subject at all; `contradicted` are identifiers that speak against a
    declared state, each as a sentence.
    """

    law: Law
    subject: Subject
    declared: Declared
    facts: Facts
    ledger: Ledger
    rules: tuple[RuleInForce, ...]
    scope: Checked
    contradicted: tuple[str, ...] = ()

    def with_identifiers(self, found: tuple[str, ...]) -> "Setting":
        """The same setting, knowing the identifying values found in whatever the declaration covers."""
        return replace(self, contradicted=found, ledger=replace(self.ledger, identifiers=found))

    def exemptions(self, rule: str) -> tuple[Exemption, ...]:
        """The exemptions whose condition holds for a rule: declared, never assumed."""
        return tuple(
            one
            for one in self.law.exemptions
            if (not one.lifts or rule in one.lifts) and self.facts.all_of(one.when).truth is Truth.TRUE
        )


def setting_of(
    law: Law,
    rules: tuple[RuleInForce, ...],
    subject: Subject,
    declared: Declared,
    policy: Policy,
    catalog: Catalog,
    today: date,
) -> Setting:
    """Gather what is declared of a subject for one law; `rules` are those of the law that are in force."""
    facts = facts_of(declared, policy, catalog.vocabulary.regions)
    return Setting(
        law=law,
        subject=subject,
        declared=declared,
        facts=facts,
        ledger=Ledger(
            declared.declaration,
            law,
            catalog.vocabulary.actions,
            today,
            denied_by=catalog.vocabulary.denied_by,
            facts=facts,
        ),
        rules=rules,
        scope=facts.any_of(law.in_scope_when),
    )


def facts_of(declared: Declared, policy: Policy, regions: Mapping[str, tuple[str, ...]]) -> Facts:
    """The facts of the project and of the subject's declaration together."""
    places = {
        name.removeprefix("project."): place for name, place in policy.lines.items() if name.startswith("project.")
    }
    values = dict(policy.facts)
    if declared.declaration is not None:
        values |= declared.declaration.facts
        places |= declared.declaration.lines
    return Facts(values, places, regions)
