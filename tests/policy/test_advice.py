"""Whoever follows docs/rules to the letter closes the rule, and nothing else does."""

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from licscan.catalog.catalog import Catalog
from licscan.model.decision import PROBLEMS, Status
from licscan.model.law import Judges, Law, Rule
from licscan.policy.explain import explain
from licscan.policy.pages import pages
from licscan.policy.rules_in_force import reaches

if TYPE_CHECKING:
    from policy.conftest import Project

CATALOG = Catalog()
LATER = date(2027, 2, 1)  # every dated rule is in force
PERSONAL = [law for law in CATALOG.laws.values() if law.judges is Judges.PERSONAL_DATA]
RULES = [(law, rule) for law in PERSONAL for rule in law.rules.values()]
IDS = [f"{law.id}/{rule.id}" for law, rule in RULES]


def toml_of(law: Law, rule: Rule) -> str:
    page = pages(CATALOG)[f"{law.id}-{rule.id}.md"]
    found = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert found is not None
    return found[1]


def entity_for(law: Law, rule: Rule) -> str:
    """A type of data that the rule is about."""
    for found in law.classes.values():
        for category in found.categories:
            if reaches(rule, found, (category,)):
                return CATALOG.vocabulary.categories[category].detects[0]
    return "EMAIL_ADDRESS"


def changes_data(rule: Rule) -> bool:
    return any(action in CATALOG.vocabulary.denied_by for action in rule.require)


@pytest.mark.parametrize(("law", "rule"), RULES, ids=IDS)
def test_the_advice_of_each_page_closes_its_rule(project: "Project", law: Law, rule: Rule) -> None:
    name = f"{law.id}/{rule.id}"
    project.column("data/train/a.csv", "x", entity_for(law, rule))
    assert project.by_rule(LATER)[name].status in PROBLEMS
    project.write(toml_of(law, rule))
    decision = project.by_rule(LATER)[name]
    if changes_data(rule):
        assert decision.status is Status.CONTRADICTED
        assert any("still found" in sentence for sentence in decision.because)
        assert "Change the data first" in pages(CATALOG)[f"{law.id}-{rule.id}.md"]
        project.findings.clear()
        assert project.decide(LATER) == ()
    else:
        assert decision.status is Status.SATISFIED


@pytest.mark.parametrize(("law", "rule"), RULES, ids=IDS)
def test_each_line_of_the_advice_is_needed(project: "Project", law: Law, rule: Rule) -> None:
    project.column("data/train/a.csv", "x", entity_for(law, rule))
    lines = toml_of(law, rule).splitlines()
    for number, line in enumerate(lines):
        if " = " in line and not line.startswith(("#", "id ")):
            project.write("\n".join(lines[:number] + lines[number + 1 :]) + "\n")
            decision = project.by_rule(LATER)[f"{law.id}/{rule.id}"]
            assert decision.status in PROBLEMS, f"without {line}"
            assert decision.asked_for or decision.one_of


@pytest.mark.parametrize(
    ("law", "basis"), [(law, basis) for law in PERSONAL for basis in law.bases], ids=lambda one: getattr(one, "id", one)
)
def test_each_basis_closes_with_the_evidence_that_explain_names(project: "Project", law: Law, basis: str) -> None:
    project.column("data/train/a.csv", "email", "EMAIL_ADDRESS")
    project.write(explain(f"{law.id}/{basis}", CATALOG).close or "")
    rule = next(rule for rule in law.rules.values() if "lawful_basis" in rule.require)
    # Data declared public needs no consent under the PDPA, whatever basis is named.
    exempt = Status.EXEMPT if basis == "publicly_available" else Status.SATISFIED
    assert project.by_rule()[f"{law.id}/{rule.id}"].status is exempt


@pytest.mark.parametrize(
    ("law", "name"),
    [(law, one.id) for law in PERSONAL for one in law.exemptions],
    ids=lambda one: getattr(one, "id", one),
)
def test_each_exemption_is_explained_and_lifts_what_it_says(project: "Project", law: Law, name: str) -> None:
    exemption = next(one for one in law.exemptions if one.id == name)
    explained = explain(f"{law.id}/{name}", CATALOG)
    assert explained.kind == "exemption"
    project.column("data/train/a.csv", "x", "FINANCIAL_STATUS")
    before = project.by_rule()
    project.write(explained.close or "")
    after = project.by_rule()
    for rule in law.rules:
        if (decision := before.get(f"{law.id}/{rule}")) is None:
            continue
        lifted = not exemption.lifts or rule in exemption.lifts
        now = after[decision.rule].status
        assert (now is Status.EXEMPT) == lifted or now is Status.SATISFIED, decision.rule
        assert f"{law.id}/{rule}" in explained.paragraphs[0] or not exemption.lifts or not lifted


def test_the_published_summary_of_training_data_stands_in_another_act(project: "Project") -> None:
    project.column("data/train/a.csv", "salary", "FINANCIAL_STATUS")
    for fact in ('source = "public"', 'state = "deidentified"'):
        project.write(
            f'[[dataset]]\nid = "file:data"\n{fact}\n[dataset.evidence]\nreview = {{ ref = "R", on = 2026-01-01 }}\n'
        )
        decisions = project.by_rule()
        assert decisions["ccpa/notice"].status is Status.EXEMPT
        assert decisions["ccpa/training-summary"].status is Status.OPEN_ASSUMED


def test_a_record_of_removal_does_not_count_while_the_values_are_there(project: "Project") -> None:
    project.column("data/train/a.csv", "nric", "SG_NRIC_FIN")
    project.write('[[dataset]]\nid = "file:data"\n[dataset.evidence]\nremove = { ref = "T-1", on = 2026-01-01 }\n')
    decision = project.by_rule()["pdpa/nric"]
    assert decision.status is Status.CONTRADICTED
    assert "The evidence for remove (licscan.toml:4) does not count: the values are still found." in decision.because


def test_a_basis_carries_only_what_is_declared_so(project: "Project") -> None:
    project.column("data/train/a.csv", "email", "EMAIL_ADDRESS")
    text = explain("pdpa/publicly_available", CATALOG).close or ""
    for body in (text.replace('"public"', '"collected"'), text.replace('source = "public"\n', "")):
        project.write(body)
        decision = project.by_rule()["pdpa/consent"]
        assert (decision.status in PROBLEMS, decision.asked_for) == (True, ("lawful_basis",))
        assert any(
            sentence.endswith("carries only what is declared so: source is public.") for sentence in decision.because
        )


def test_a_secret_denies_that_data_is_anonymous(project: "Project") -> None:
    project.column("data/train/a.csv", "token", "SECRET_TOKEN")
    project.write(explain("gdpr/anonymous", CATALOG).close or "")
    assert project.by_rule()["gdpr/credentials"].status is Status.CONTRADICTED


@pytest.mark.parametrize("activity", ["serve", "decide", "advertise", "publish_model", "distribute_code"])
def test_no_activity_makes_a_legal_basis_needless(project: "Project", activity: str) -> None:
    project.column("data/train/a.csv", "email", "EMAIL_ADDRESS")
    project.write(f'[project]\nactivity = ["{activity}"]\n')
    assert {"gdpr/basis", "pdpa/consent"} <= set(project.by_rule())


def test_a_hint_in_one_file_speaks_for_every_file_of_the_declaration(project: "Project") -> None:
    project.write(
        '[project]\norganization_in = ["US"]\nactivity_in = ["US"]\n'
        '[[dataset]]\nid = "file:data"\npeople_in = ["US-VA"]\n'
    )
    project.column("data/a.csv", "nric", "SG_NRIC_FIN")
    project.column("data/b.csv", "email", "EMAIL_ADDRESS")
    decisions = {(one.subject, one.rule): one for one in project.decide()}
    scope = decisions["file:data/b.csv", "pdpa/scope"]
    assert scope.status is Status.CONTRADICTED
    assert any(sentence.startswith("data/a.csv: Singapore NRIC") for sentence in scope.because)
    assert decisions["file:data/b.csv", "pdpa/consent"].status in PROBLEMS
    assert decisions["file:data/b.csv", "gdpr/scope"].status is Status.OUT_OF_SCOPE
