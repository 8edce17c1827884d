"""Personal data under the four laws: the same data, other declarations, other verdicts."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from licscan.model.decision import PROBLEMS, Status
from licscan.model.finding import Concern
from licscan.model.law import Severity
from licscan.model.license import Confidence
from licscan.policy.load import Overrides

if TYPE_CHECKING:
    from policy.conftest import Project

VIRGINIA = """\
[project]
organization_in = ["US"]
activity_in = ["US"]
[[dataset]]
id = "file:data"
people_in = ["US-VA"]
"""
EVERYWHERE = """\
[project]
purpose = "commercial"
activity = ["train"]
model_use = ["none_of_these"]
organization_in = ["EU", "SG"]
activity_in = ["SG"]

[[dataset]]
id = "file:data"
source = "collected"
state = "raw"
people = 400
people_in = ["DE", "SG", "US-CA", "US-VA"]
crosses_border = false
"""


def test_undeclared_means_open_and_says_what_was_assumed(project: "Project") -> None:
    project.column("data/train.csv", "email", "EMAIL_ADDRESS")
    decision = project.by_rule()["gdpr/basis"]
    assert decision.status is Status.OPEN_ASSUMED
    assert decision.severity is Severity.MEDIUM
    assert decision.asked_for == ("lawful_basis",)
    assert decision.found == ("E-mail address in column `email` (200 of 200 sampled values).",)
    assert decision.because == (
        "Assumed: organization_in is not declared (declare organization_in under [project] in licscan.toml).",
        "Assumed: people_in is not declared (declare people_in under the dataset's [[dataset]] in licscan.toml).",
    )
    assert [one.cite for one in decision.provisions] == [
        "GDPR Art. 6(1); EDPB Opinion 28/2024 (17 December 2024)",
        "GDPR Art. 4(1), Recital 26",
    ]
    assert [str(place) for place in decision.locations] == ["data/train.csv"]


def test_a_declared_fact_decides_and_is_quoted_with_its_line(project: "Project") -> None:
    project.write(EVERYWHERE)
    project.column("data/train.csv", "email", "EMAIL_ADDRESS")
    decision = project.by_rule()["gdpr/basis"]
    assert decision.status is Status.OPEN
    assert decision.because == (
        "This project's organization_in is EU, SG (licscan.toml:5).",
        "The dataset's people_in is DE, SG, US-CA, US-VA (licscan.toml:13).",
    )
    assert "gdpr/scale" not in project.by_rule(), "400 people are fewer than 10,000"
    assert "gdpr/transfer" not in project.by_rule()


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        ("HEALTH_CONDITION", {"gdpr/special": "critical", "ccpa/limit": "high", "cdpa/sensitive": "high"}),
        ("SG_NRIC_FIN", {"pdpa/nric": "critical", "gdpr/national-number": "high", "ccpa/security": "high"}),
        ("US_SSN", {"ccpa/risk-assessment": "high", "pdpa/protect": "high", "cdpa/security": "high"}),
        ("CREDIT_CARD", {"gdpr/security": "high", "pdpa/protect": "high", "ccpa/security": "high"}),
        ("REPRODUCTIVE_HEALTH", {"cdpa/reproductive": "critical", "gdpr/special": "critical"}),
        ("PASSWORD", {"gdpr/credentials": "critical", "ccpa/credentials": "critical"}),
        ("LOCATION", {"gdpr/link-check": "low", "cdpa/link-check": "low"}),
        ("CHILD_DATA", {"gdpr/children": "high", "cdpa/children": "critical"}),
    ],
)
def test_each_law_sorts_data_its_own_way(project: "Project", entity: str, expected: dict[str, str]) -> None:
    project.write(EVERYWHERE)
    project.column("data/train.csv", "x", entity)
    decisions = project.by_rule()
    assert {rule: str(decisions[rule].severity) for rule in expected} == expected


def test_one_law_by_flag_gives_that_law_alone(project: "Project") -> None:
    project.write(EVERYWHERE)
    project.column("data/train.csv", "nric", "SG_NRIC_FIN")
    assert {decision.law for decision in project.decide(overrides=Overrides(laws=("pdpa",)))} == {"pdpa"}


def test_an_out_of_scope_entity_raises_only_its_own_rule(project: "Project") -> None:
    project.write(EVERYWHERE)
    project.column("data/train.csv", "uen", "IT_VAT_CODE")
    assert list(project.by_rule()) == ["gdpr/sole-trader"]


def test_an_entity_that_no_category_knows_counts_as_personal(project: "Project") -> None:
    project.column("data/train.csv", "x", "SHOE_SIZE_ID")
    decision = project.by_rule()["gdpr/notice"]
    assert decision.status in PROBLEMS
    assert any("do not know the entity type SHOE_SIZE_ID" in sentence for sentence in decision.because)


def test_an_ambiguous_entity_takes_the_strictest_class_one_step_lower(project: "Project") -> None:
    project.column("data/train.csv", "group", "NRP")
    decision = project.by_rule()["gdpr/special"]
    assert decision.severity is Severity.HIGH
    assert any(sentence.startswith("Confirm which it is") for sentence in decision.because)
    project.column("data/train.csv", "faith", "RELIGION")
    assert project.by_rule()["gdpr/special"].severity is Severity.CRITICAL


def test_guidance_is_never_above_low(project: "Project") -> None:
    project.column("data/train.csv", "ssn", "US_SSN")
    assert project.by_rule()["pdpa/assessment"].severity is Severity.LOW


def test_low_confidence_lowers_nothing_but_is_said(project: "Project") -> None:
    project.column("data/train.csv", "code", "US_SSN", confidence=Confidence.LOW)
    decision = project.by_rule()["ccpa/limit"]
    assert decision.severity is Severity.HIGH
    assert "The detection of US_SSN in column `code` is of low confidence: check it." in decision.because


def test_evidence_satisfies_and_is_named(project: "Project") -> None:
    evidence = (
        'notice = { ref = "PN-7 section 4", on = 2026-03-02 }\n'
        'retention = { ref = "RS-12", on = 2026-04-11, laws = ["ccpa"] }\n'
    )
    project.write(EVERYWHERE + "[dataset.evidence]\n" + evidence)
    project.column("data/train.csv", "email", "EMAIL_ADDRESS")
    decisions = project.by_rule()
    notice = decisions["gdpr/notice"]
    assert notice.status is Status.SATISFIED
    assert notice.asked_for == ()
    assert [(used.ref, str(used.location)) for used in notice.evidence] == [("PN-7 section 4", "licscan.toml:16:1")]
    assert "Evidence for notice: PN-7 section 4 (licscan.toml:16)." in notice.because
    assert decisions["ccpa/retention"].status is Status.SATISFIED
    assert decisions["gdpr/retention"].status is Status.OPEN
    assert "The evidence for retention (licscan.toml:17) counts for ccpa only." in decisions["gdpr/retention"].because
    purpose = decisions["pdpa/purpose"]
    assert (purpose.status, purpose.asked_for) == (Status.OPEN, ("purpose_check",))


@pytest.mark.parametrize(
    ("record", "today", "status", "sentence"),
    [
        ("on = 2026-03-02, until = 2026-11-23", date(2026, 11, 23), Status.SATISFIED, None),
        ("on = 2026-03-02, until = 2026-11-22", date(2026, 11, 23), Status.OPEN, "expired on 2026-11-22"),
        ("on = 2026-11-23", date(2026, 11, 23), Status.SATISFIED, None),
        ("on = 2026-11-24", date(2026, 11, 23), Status.OPEN, "is dated 2026-11-24, after the day of this audit"),
    ],
)
def test_evidence_counts_on_its_days_only(
    project: "Project", record: str, today: date, status: Status, sentence: str | None
) -> None:
    project.write(EVERYWHERE + f'[dataset.evidence]\nnotice = {{ ref = "PN-7", {record} }}\n')
    project.column("data/train.csv", "email", "EMAIL_ADDRESS")
    decision = project.by_rule(today)["gdpr/notice"]
    assert decision.status is status
    if sentence:
        assert any(sentence in line for line in decision.because)


def test_a_basis_brings_its_own_demands(project: "Project") -> None:
    basis = '[dataset.basis]\ngdpr = "legitimate_interests"\n'
    basis += '[dataset.evidence]\nopt_out = { ref = "form", on = 2026-03-02 }\n'
    project.write(EVERYWHERE + basis)
    project.column("data/train.csv", "email", "EMAIL_ADDRESS")
    decisions = project.by_rule()
    assert decisions["gdpr/basis"].asked_for == ("balancing_test",)
    assert {used.action for used in decisions["gdpr/basis"].evidence} == {"lawful_basis", "opt_out"}
    assert decisions["pdpa/consent"].asked_for == ("lawful_basis",), "a basis is chosen law by law"


def test_a_stronger_action_satisfies_a_weaker_one(project: "Project") -> None:
    records = (
        'explicit_consent = { ref = "C-1", on = 2026-03-02 }\nimpact_assessment = { ref = "D-1", on = 2026-03-02 }\n'
    )
    project.write(EVERYWHERE + "[dataset.evidence]\n" + records)
    project.column("data/train.csv", "condition", "HEALTH_CONDITION")
    assert project.by_rule()["cdpa/sensitive"].status is Status.SATISFIED


def test_one_of_several_is_enough(project: "Project") -> None:
    project.write(EVERYWHERE)
    project.column("data/train.csv", "nric", "SG_NRIC_FIN")
    assert project.by_rule()["pdpa/nric"].one_of == ("justify_id", "remove")
    project.write(EVERYWHERE + '[dataset.evidence]\njustify_id = { ref = "Act s 5", on = 2026-03-02 }\n')
    decision = project.by_rule()["pdpa/nric"]
    assert (decision.status, decision.one_of) == (Status.SATISFIED, ())


def test_an_exemption_needs_its_fact_and_its_evidence(project: "Project") -> None:
    project.column("data/train.csv", "condition", "HEALTH_CONDITION")
    project.write(EVERYWHERE)
    research = Overrides(purpose="research")
    decision = project.by_rule(overrides=research)["gdpr/purpose"]
    assert decision.status is Status.OPEN
    assert any("still needs: pseudonymize" in sentence for sentence in decision.because)
    project.write(EVERYWHERE + '[dataset.evidence]\npseudonymize = { ref = "K-1", on = 2026-03-02 }\n')
    exempt = project.by_rule(overrides=research)["gdpr/purpose"]
    assert exempt.status is Status.EXEMPT
    assert "GDPR Art. 5(1)(b), 89(1)" in [one.cite for one in exempt.provisions]
    assert project.by_rule()["gdpr/purpose"].status is Status.OPEN, "commercial purpose"
    project.column("data/train.csv", "email", "EMAIL_ADDRESS")
    denied = project.by_rule(overrides=research)["gdpr/purpose"]
    assert denied.status is Status.OPEN, "what holds direct identifiers was not pseudonymized"
    assert (
        "The evidence for pseudonymize (licscan.toml:16) does not count: identifying values are still found "
        "(data/train.csv: E-mail address in column `email` (200 of 200 sampled values))."
    ) in denied.because


def test_public_data_is_outside_california_but_not_its_biometrics(project: "Project") -> None:
    text = EVERYWHERE.replace('source = "collected"', 'source = "public"')
    project.write(text + '[dataset.evidence]\nreview = { ref = "R-1", on = 2026-03-02 }\n')
    project.column("data/train.csv", "email", "EMAIL_ADDRESS")
    assert project.by_rule()["ccpa/notice"].status is Status.EXEMPT
    project.column("data/train.csv", "face", "BIOMETRIC_ID")
    notice = project.by_rule()["ccpa/notice"]
    assert notice.status is Status.OPEN
    assert len(notice.findings) == 1
    assert project.by_rule()["gdpr/notice"].status is Status.OPEN, "the GDPR has no such exemption"


def test_anonymized_is_contradicted_by_an_identifier_in_any_covered_file(project: "Project") -> None:
    text = EVERYWHERE.replace('state = "raw"', 'state = "anonymized"')
    project.write(text + '[dataset.evidence]\nreview = { ref = "R-1", on = 2026-03-02 }\n')
    project.column("data/diagnoses.csv", "condition", "HEALTH_CONDITION")
    assert project.by_rule()["gdpr/special"].status is Status.EXEMPT
    project.column("data/people.csv", "name", "PERSON", hits=3)
    special = {decision.rule: decision for decision in project.decide() if decision.subject.endswith("diagnoses.csv")}
    assert special["gdpr/special"].status is Status.CONTRADICTED
    assert special["gdpr/special"].severity is Severity.CRITICAL
    assert (
        "data/people.csv: Person's name in column `name` (3 of 200 sampled values)." in special["gdpr/special"].because
    )


def test_out_of_scope_takes_every_fact_that_the_law_asks_for(project: "Project") -> None:
    project.column("data/train.csv", "email", "EMAIL_ADDRESS")
    project.write('[[dataset]]\nid = "file:data"\npeople_in = ["US-VA"]\n')
    assert project.by_rule()["gdpr/notice"].status is Status.OPEN_ASSUMED, "where the organization is was not declared"
    decision = project.by_rule()["ccpa/scope"]
    assert (decision.status, decision.severity) == (Status.OUT_OF_SCOPE, Severity.INFO)
    assert decision.because == (
        "The dataset's people_in is US-VA (licscan.toml:3), so the law does not reach this data.",
    )
    assert not any(rule.startswith("ccpa/") for rule in project.by_rule() if rule != "ccpa/scope")


@pytest.mark.parametrize(
    ("people_in", "status"),
    [("US", Status.OPEN_ASSUMED), ("US-CA", Status.OPEN), ("CA", None), ("US-TX", None)],
)
def test_a_region_too_wide_to_tell_stays_in_scope(project: "Project", people_in: str, status: Status | None) -> None:
    project.column("data/train.csv", "email", "EMAIL_ADDRESS")
    project.write(f'[[dataset]]\nid = "file:data"\npeople_in = ["{people_in}"]\n')
    found = project.by_rule().get("ccpa/notice")
    assert (found.status if found else None) == status


def test_a_signal_contradicts_where_people_are_said_to_live(project: "Project") -> None:
    project.write(VIRGINIA)
    project.column("data/train.csv", "nric", "SG_NRIC_FIN")
    decisions = project.by_rule()
    assert decisions["pdpa/scope"].status is Status.CONTRADICTED
    assert decisions["pdpa/nric"].status in PROBLEMS
    assert decisions["gdpr/scope"].status is Status.OUT_OF_SCOPE
    assert decisions["ccpa/scope"].status is Status.OUT_OF_SCOPE


def test_a_company_number_says_nothing_about_people(project: "Project") -> None:
    project.write(VIRGINIA)
    project.column("data/train.csv", "uen", "SG_UEN")
    assert project.by_rule()["pdpa/scope"].status is Status.OUT_OF_SCOPE


def test_a_declaration_for_another_revision_is_void(project: "Project") -> None:
    project.write(
        '[[dataset]]\nid = "file:data"\nrevision = "9f3c2e1"\n'
        '[dataset.evidence]\nnotice = { ref = "x", on = 2026-01-01 }\n'
    )
    project.column("data/train.csv", "email", "EMAIL_ADDRESS")
    decision = project.by_rule()["gdpr/notice"]
    assert decision.status in PROBLEMS
    assert (
        "The declaration at licscan.toml:2 is for revision 9f3c2e1 and does not count: the revision here is not known."
        in decision.because
    )


def test_rules_hold_on_their_days(project: "Project") -> None:
    project.column("data/train.csv", "position", "GEO_COORDINATES")
    assert "cdpa/geolocation-sale" not in project.by_rule(date(2026, 6, 30))
    assert project.by_rule(date(2026, 7, 1))["cdpa/geolocation-sale"].asked_for == ("no_sale",)


def test_a_tightened_rule_reaches_further_and_weighs_more(project: "Project") -> None:
    project.write(
        EVERYWHERE
        + '[tighten."gdpr/scale"]\nwhen = { people_at_least = 300 }\n[tighten."pdpa/assessment"]\nseverity = "high"\n'
        + '[tighten."gdpr/notice"]\nseverity = "high"\n'
    )
    project.column("data/train.csv", "email", "EMAIL_ADDRESS")
    decisions = project.by_rule()
    assert decisions["gdpr/scale"].status is Status.OPEN
    assert decisions["gdpr/notice"].severity is Severity.HIGH
    assert decisions["pdpa/assessment"].severity is Severity.HIGH


def test_gaps_make_the_laws_they_concern_say_not_assessed(project: "Project") -> None:
    project.gap("data/broken.parquet", Concern.PERSONAL_DATA)
    decisions = project.by_rule()
    assert sorted(decisions) == ["ccpa/not-scanned", "cdpa/not-scanned", "gdpr/not-scanned", "pdpa/not-scanned"]
    decision = decisions["gdpr/not-scanned"]
    assert (decision.subject, decision.status, decision.severity) == ("project:.", Status.NOT_ASSESSED, Severity.HIGH)
    assert decision.found[0] == "data/broken.parquet:7: the footer is cut off"
    assert decision.findings == ("f000",)


def test_nothing_found_is_nothing_decided(project: "Project") -> None:
    assert project.decide() == ()


def test_data_declared_to_be_of_children_falls_under_their_rules(project: "Project") -> None:
    project.column("data/train.csv", "email", "EMAIL_ADDRESS")
    project.write(EVERYWHERE)
    assert "gdpr/children" not in project.by_rule()
    project.write(EVERYWHERE + 'subjects = ["children"]\n')
    decisions = project.by_rule()
    assert decisions["gdpr/children"].one_of == ("parental_consent", "remove")
    assert decisions["cdpa/children"].severity is Severity.CRITICAL
    assert decisions["gdpr/children"].found == (
        "E-mail address in column `email` (200 of 200 sampled values), of children as declared.",
    )
    assert decisions["gdpr/notice"].status is Status.OPEN


def test_a_table_of_many_columns_is_summed_up(project: "Project") -> None:
    for number in range(20):
        project.column("data/wide.csv", f"email{number:02}", "EMAIL_ADDRESS")
    decision = project.by_rule()["gdpr/notice"]
    assert len(decision.findings) == 20
    assert len(decision.found) == 13
    assert decision.found[-1] == "And 8 more findings of this kind."


def test_a_column_name_cannot_smuggle_control_characters(project: "Project") -> None:
    project.column("data/a.csv", "x\x1b[31m`" + "y" * 500, "EMAIL_ADDRESS")
    sentence = project.by_rule()["gdpr/notice"].found[0]
    assert sentence.isprintable()
    assert len(sentence) < 140
