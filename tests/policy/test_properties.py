"""What holds of every evaluation, whatever is found and declared."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licscan.catalog.facts import ACTIVITIES, PURPOSES, SOURCES, STATES
from licscan.expressions.algebra import And, Or, parse, render
from licscan.model.decision import PROBLEMS, Decision
from licscan.model.evidence import Location
from licscan.model.law import FactValue, Severity
from licscan.model.policy import DatasetDeclaration, Policy, Tightened
from licscan.policy.evaluate import evaluate

if TYPE_CHECKING:
    from collections.abc import Callable

    from policy.conftest import Project

ENTITIES = [
    "PERSON",
    "EMAIL_ADDRESS",
    "US_SSN",
    "SG_NRIC_FIN",
    "HEALTH_CONDITION",
    "NRP",
    "LOCATION",
    "IT_VAT_CODE",
    "PASSWORD",
]
LICENSES = [
    "MIT",
    "CC-BY-NC-4.0",
    "GPL-3.0-only",
    "AGPL-3.0-only",
    "LGPL-2.1-only",
    "CC0-1.0",
    "LicenseRef-odd",
    "ODbL-1.0",
]
REGIONS = ["DE", "SG", "US-CA", "US-VA", "US", "BR"]
TODAY = date(2026, 11, 23)
LAWS = ("ccpa", "cdpa", "gdpr", "license", "pdpa")

WIDER: dict[str, tuple[FactValue, ...]] = {"people_at_least": (1,), "purpose": PURPOSES, "activity": ACTIVITIES}

one_file = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
columns = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(ENTITIES)), max_size=5, unique=True)
expressions = st.recursive(
    st.sampled_from(LICENSES).map(parse),
    lambda inner: st.builds(And, st.tuples(inner, inner)) | st.builds(Or, st.tuples(inner, inner)),
    max_leaves=4,
).map(render)
project_facts = st.fixed_dictionaries(
    {},
    optional={
        "purpose": st.sampled_from(PURPOSES).map(lambda value: (value,)),
        "activity": st.lists(st.sampled_from(ACTIVITIES), min_size=1, unique=True).map(tuple),
        "organization_in": st.lists(st.sampled_from(REGIONS), min_size=1, unique=True).map(tuple),
        "activity_in": st.lists(st.sampled_from(REGIONS), min_size=1, unique=True).map(tuple),
    },
)
dataset_facts = st.fixed_dictionaries(
    {},
    optional={
        "source": st.sampled_from(SOURCES).map(lambda value: (value,)),
        "state": st.sampled_from(STATES).map(lambda value: (value,)),
        "people": st.integers(1, 20000).map(lambda value: (value,)),
        "people_in": st.lists(st.sampled_from(REGIONS), min_size=1, unique=True).map(tuple),
        "crosses_border": st.booleans().map(lambda value: (value,)),
    },
)


def policy_of(project_facts: dict[str, tuple[FactValue, ...]], facts: dict[str, tuple[FactValue, ...]]) -> Policy:
    place = Location("licscan.toml", 1)
    lines = {f"project.{key}": place for key in project_facts}
    declared = DatasetDeclaration("file:data", place, facts=facts, lines=dict.fromkeys(facts, place))
    return Policy(LAWS, Severity.HIGH, facts=project_facts, datasets=(declared,), lines=lines)


def judged(project: "Project", policy: Policy) -> tuple[Decision, ...]:
    subjects = tuple(project.subjects.values())
    return evaluate(project.findings, subjects, policy, project.catalog, today=TODAY)


def filled(project: "Project", found: list[tuple[str, str]], licenses: list[str]) -> "Project":
    for column, entity in found:
        project.column(f"data/{column}.csv", f"{column}-{entity}", entity)
    for number, expression in enumerate(licenses):
        project.package(f"p{number}", "1.0", expression)
    return project


def problems(decisions: tuple[Decision, ...]) -> set[tuple[str, str]]:
    return {(one.subject, one.rule) for one in decisions if one.status in PROBLEMS}


def comparable(project: "Project", decisions: tuple[Decision, ...]) -> dict[tuple[str, str], Severity]:
    """Problems with their severity; where a license offers a choice, the subject's worst, for the choice may change."""
    free = {one.finding.subject for one in project.findings if " OR " in str(getattr(one.finding, "concluded", ""))}
    found: dict[tuple[str, str], Severity] = {}
    for one in decisions:
        if one.status in PROBLEMS:
            key = (one.subject, "any" if one.subject in free else one.rule)
            found[key] = max(found.get(key, Severity.INFO), one.severity)
    return found


@one_file
@given(found=columns, licenses=st.lists(expressions, max_size=3), a=project_facts, b=dataset_facts, random=st.randoms())
def test_any_order_of_findings_gives_the_same_decisions(
    new_project: "Callable[[], Project]",
    found: list[tuple[str, str]],
    licenses: list[str],
    a: dict[str, tuple[FactValue, ...]],
    b: dict[str, tuple[FactValue, ...]],
    random: Random,
) -> None:
    project = filled(new_project(), found, licenses)
    first = judged(project, policy_of(a, b))
    random.shuffle(project.findings)
    assert judged(project, policy_of(a, b)) == first


@one_file
@given(found=columns, licenses=st.lists(expressions, max_size=2), a=project_facts, b=dataset_facts, data=st.data())
def test_taking_a_declaration_away_lets_no_problem_go(
    new_project: "Callable[[], Project]",
    found: list[tuple[str, str]],
    licenses: list[str],
    a: dict[str, tuple[FactValue, ...]],
    b: dict[str, tuple[FactValue, ...]],
    data: st.DataObject,
) -> None:
    project = filled(new_project(), found, licenses)
    before = comparable(project, judged(project, policy_of(a, b)))
    kept_a = {key: value for key, value in a.items() if data.draw(st.booleans())}
    kept_b = {key: value for key, value in b.items() if data.draw(st.booleans())}
    after = comparable(project, judged(project, policy_of(kept_a, kept_b)))
    # That a declaration is contradicted by the data goes away with the declaration; the rules behind it stay.
    assert {one for one in before if not one[1].endswith("/scope")} <= set(after)


@one_file
@given(found=columns, licenses=st.lists(expressions, max_size=2), a=project_facts, b=dataset_facts, data=st.data())
def test_a_tightened_rule_removes_no_problem_and_lowers_none(
    new_project: "Callable[[], Project]",
    found: list[tuple[str, str]],
    licenses: list[str],
    a: dict[str, tuple[FactValue, ...]],
    b: dict[str, tuple[FactValue, ...]],
    data: st.DataObject,
) -> None:
    project = filled(new_project(), found, licenses)
    policy = policy_of(a, b)
    names = [f"{law.id}/{rule}" for law in project.catalog.laws.values() for rule in law.rules]
    one = Tightened(
        rule=data.draw(st.sampled_from(names)),
        severity=data.draw(st.none() | st.sampled_from(list(Severity))),
        when=data.draw(st.none() | st.just(WIDER)),
        location=Location("licscan.toml", 9),
    )
    before = comparable(project, judged(project, policy))
    after = comparable(project, judged(project, replace(policy, tightened=(one,))))
    assert set(before) <= set(after)
    assert all(after[key] >= severity for key, severity in before.items())


@one_file
@given(a=expressions, b=expressions, facts=project_facts)
def test_an_or_asks_no_more_than_either_and_an_and_no_less_than_both(
    new_project: "Callable[[], Project]", a: str, b: str, facts: dict[str, tuple[FactValue, ...]]
) -> None:
    def rules(expression: str) -> set[str]:
        project = filled(new_project(), [], [expression])
        return {rule for _, rule in problems(judged(project, policy_of(facts, {})))}

    first, second = rules(a), rules(b)
    assert rules(f"({a}) OR ({b})") in (first, second)
    if not first or not second:
        assert not rules(f"({a}) OR ({b})")
    assert rules(f"({a}) AND ({b})") == first | second


@one_file
@given(found=columns, a=project_facts, b=dataset_facts)
def test_every_open_decision_asks_for_something_and_says_why(
    new_project: "Callable[[], Project]",
    found: list[tuple[str, str]],
    a: dict[str, tuple[FactValue, ...]],
    b: dict[str, tuple[FactValue, ...]],
) -> None:
    for decision in judged(filled(new_project(), found, []), policy_of(a, b)):
        assert decision.found
        assert all(sentence[0].isupper() or sentence.startswith("data/") for sentence in decision.because)
        assert all(sentence.endswith(".") for sentence in (*decision.found, *decision.because))
        if decision.status in PROBLEMS:
            assert decision.asked_for or decision.one_of
            assert decision.findings


@one_file
@given(st.sampled_from(LICENSES), st.sampled_from([*LICENSES, "Apache-2.0", "GPL-2.0-or-later"]))
def test_stating_the_own_license_only_adds_problems(
    new_project: "Callable[[], Project]", inbound: str, outbound: str
) -> None:
    before = new_project()
    before.package("lib", "1.0", inbound)
    policy = before.policy()
    assert policy.license is None
    with_license = replace(policy, license=outbound)
    subjects = tuple(before.subjects.values())
    one, two = (
        evaluate(before.findings, subjects, stated, before.catalog, today=TODAY) for stated in (policy, with_license)
    )
    assert set(one) <= set(two)
    assert {decision.rule for decision in set(two) - set(one)} <= {"license/incompatible", "license/compatibility-open"}
