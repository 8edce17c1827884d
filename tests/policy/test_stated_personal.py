"""A card that speaks of personal data asks for a look where no data was there to look at."""

from typing import TYPE_CHECKING

import pytest

from licscan.model.decision import PROBLEMS, Decision, Status
from licscan.model.subject import Subject, SubjectKind
from licscan.policy.stated_personal import says_none

if TYPE_CHECKING:
    from licscan.catalog.catalog import Catalog
    from policy.conftest import Project

WORK = "file:data/survey"


def stated(project: "Project") -> dict[str, Decision]:
    return {one.law: one for one in project.decide() if one.rule.endswith("/stated-personal-data")}


def test_each_law_asks_for_a_look(project: "Project") -> None:
    project.says(WORK, "Age and gender of respondents")
    found = stated(project)
    assert sorted(found) == ["ccpa", "cdpa", "gdpr", "pdpa"]
    for decision in found.values():
        assert (decision.status, str(decision.severity)) == (Status.OPEN_ASSUMED, "medium")
        assert decision.asked_for == ("review",)
        assert decision.found == ("The card says (rai:personalSensitiveInformation): Age and gender of respondents.",)
        assert str(decision.locations[0]) == "data/survey/croissant.json:14"


def test_data_beside_the_card_is_looked_at_instead(project: "Project") -> None:
    project.says(WORK, "Age and gender of respondents")
    ref = "file:data/survey/part-1.csv"
    project.subjects[ref] = Subject(ref, SubjectKind.DATA_FILE, "part-1.csv", path="data/survey/part-1.csv")
    assert stated(project) == {}


def test_data_that_the_declaration_covers_is_looked_at_instead(project: "Project") -> None:
    project.write('[[dataset]]\nid = "hf:acme/survey"\npaths = ["exports/*.csv"]\n')
    project.says("hf:acme/survey", "Age and gender of respondents")
    assert stated(project)
    project.subjects["file:exports/a.csv"] = Subject(
        "file:exports/a.csv", SubjectKind.DATA_FILE, "a", path="exports/a.csv"
    )
    assert stated(project) == {}


def test_a_recorded_review_closes_it(project: "Project") -> None:
    project.write(f'[[dataset]]\nid = "{WORK}"\n[dataset.evidence]\nreview = {{ ref = "R-1", on = 2026-03-01 }}\n')
    project.says(WORK, "Contains e-mail addresses")
    assert {one.status for one in stated(project).values()} == {Status.SATISFIED}


def test_a_law_that_does_not_reach_the_data_asks_for_nothing(project: "Project") -> None:
    project.write(
        f'[project]\norganization_in = ["SG"]\nactivity_in = ["SG"]\n[[dataset]]\nid = "{WORK}"\npeople_in = ["SG"]\n'
    )
    project.says(WORK, "Contains e-mail addresses")
    found = stated(project)
    assert found["gdpr"].status is Status.OUT_OF_SCOPE
    assert not found["gdpr"].asked_for
    assert found["pdpa"].status is Status.OPEN


@pytest.mark.parametrize(
    "words", ["No", "N/A", "None.", "No personal data.", "The dataset does not contain any personal data"]
)
def test_words_that_say_there_is_none_leave_no_decision(project: "Project", words: str) -> None:
    project.says(WORK, words)
    assert not [one for one in project.decide() if one.status in PROBLEMS]


@pytest.mark.parametrize(
    "words",
    [
        "No personal data except user names",
        "none of the fields was checked",
        "The dataset does not contain personal data, but names may occur",
        "Gender",
        "",
        "Unknown",
        "nothing",
    ],
)
def test_anything_else_may_say_that_there_is_some(catalog: "Catalog", words: str) -> None:
    assert not says_none(words, catalog.vocabulary.says_none)
