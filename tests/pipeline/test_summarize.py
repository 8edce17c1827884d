"""Counts, and whether each law was assessed."""

from licscan.catalog.catalog import Catalog
from licscan.model.decision import Status
from licscan.model.finding import Concern, Gap, GapReason
from licscan.model.law import Judges, Severity
from licscan.model.policy import Policy
from licscan.pipeline.summarize import coverage, law_coverage, tally
from support.audits import audit, decision

GAP = Gap("file:a.csv", GapReason.MISSING_EXTRA, "no detector", Concern.PERSONAL_DATA)
BOTH = frozenset(Judges)


def states(
    policy: Policy, gaps: list[Gap], scanned: frozenset[Judges] = BOTH, seen: frozenset[Judges] = BOTH
) -> dict[str, tuple[str, str]]:
    return {one.law: (one.state, one.because) for one in law_coverage(Catalog(), policy, gaps, scanned, seen)}


def test_every_law_of_the_rules_is_told_whatever_the_policy() -> None:
    policy = Policy(laws=("gdpr", "license"), fail_on=Severity.HIGH, left_out=("pdpa",))
    found = states(policy, [GAP])
    assert found["license"][0] == "assessed"
    assert found["gdpr"] == ("partly", "1 thing could not be looked at")
    assert found["pdpa"] == ("not_assessed", "left out by --law")
    assert found["ccpa"] == ("not_assessed", "not among the laws of the policy")


def test_a_law_whose_scanner_did_not_run_is_not_assessed() -> None:
    found = states(Policy(laws=("gdpr",), fail_on=Severity.HIGH), [], frozenset({Judges.LICENSE}))
    assert found["gdpr"][0] == "not_assessed"


def test_a_law_for_which_nothing_could_be_looked_at_is_not_assessed() -> None:
    found = states(Policy(laws=("gdpr", "license"), fail_on=Severity.HIGH), [GAP], seen=frozenset({Judges.LICENSE}))
    assert found["gdpr"] == ("not_assessed", "1 thing could not be looked at")
    assert found["license"][0] == "assessed"


def test_a_law_whose_key_data_nobody_looked_for_is_not_assessed() -> None:
    policy = Policy(laws=("gdpr", "pdpa"), fail_on=Severity.HIGH)

    def found(looked_for: frozenset[str]) -> dict[str, tuple[str, str]]:
        laws = law_coverage(Catalog(), policy, [], BOTH, BOTH, looked_for=looked_for)
        return {one.law: (one.state, one.because) for one in laws}

    every = frozenset(entity for each in Catalog().vocabulary.categories.values() for entity in each.detects)
    assert found(every)["gdpr"][0] == "assessed"
    partly = found(every - {"RELIGION", "NRP"})["gdpr"]
    assert partly[0] == "partly"
    assert partly[1].startswith("no recognizer looked for: ")
    assert found(frozenset({"PERSON"}))["pdpa"][0] == "not_assessed"


def test_a_gap_that_concerns_both_leaves_both_partly_assessed() -> None:
    both = Gap("file:x", GapReason.UNREADABLE, "closed", Concern.BOTH)
    found = states(Policy(laws=("gdpr", "license"), fail_on=Severity.HIGH), [both, GAP])
    assert found["license"] == ("partly", "1 thing could not be looked at")
    assert found["gdpr"] == ("partly", "2 things could not be looked at")


def test_the_tally_counts_problems_once_and_every_status_is_there() -> None:
    decisions = [
        decision(),
        decision(status=Status.SATISFIED),
        decision(status=Status.OPEN_ASSUMED, severity=Severity.MEDIUM),
        decision(status=Status.CONTRADICTED, severity=Severity.HIGH),
    ]
    made = tally(decisions, audit().findings, audit().tasks, Severity.HIGH)
    assert (made.problems, made.failing, made.gaps, made.tasks) == (3, 2, 1, 1)
    assert set(made.by_status) == {status.value for status in Status}
    assert made.problems_by_severity == {"info": 0, "low": 0, "medium": 1, "high": 1, "critical": 1}


def test_coverage_counts_subjects_by_kind_and_sorts_files() -> None:
    files = audit().coverage.files
    made = coverage(audit().subjects, [*files, *files], [], ["B", "A", "B"], [], sample=None, seed=7)
    assert (made.packages, made.datasets, made.models) == (1, 1, 0)
    assert made.recognizers == ("A", "B")
    assert (made.sample, made.seed) == (None, 7)
