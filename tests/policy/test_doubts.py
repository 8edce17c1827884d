"""Doubtful labels, gates and parts of a dataset: visible, judged, and closed by a person's conclusion."""

from typing import TYPE_CHECKING

import pytest

from licscan.model.decision import PROBLEMS, Decision, Status
from licscan.model.evidence import Evidence, Location
from licscan.model.finding import Smell, SmellKind
from licscan.model.license import Basis, Commercial, Confidence, LicenseClaim, Terms, WorkPart
from licscan.model.subject import SubjectKind

if TYPE_CHECKING:
    from policy.conftest import Project

COMMERCIAL = '[project]\npurpose = "commercial"\nactivity = ["train"]\n'
WORK = "file:data/set"
DIGEST = "sha256:" + "c" * 64


def problems(project: "Project") -> dict[str, Decision]:
    found = {one.rule: one for one in project.decide() if one.status in PROBLEMS}
    found.pop("license/attribution", None)
    return found


@pytest.mark.parametrize(
    ("kind", "severity"),
    [
        (SmellKind.TEMPLATE, "high"),
        (SmellKind.GATED_SOURCE, "high"),
        (SmellKind.MISTAKEN_LABEL, "medium"),
        (SmellKind.UNSUPPORTED_LABEL, "medium"),
        (SmellKind.PER_RECORD, "medium"),
        (SmellKind.WEBSITE_TERMS, "medium"),
        (SmellKind.SOFTWARE_LICENSE, "low"),
    ],
)
def test_every_doubt_asks_for_a_review_at_its_place(project: "Project", kind: SmellKind, severity: str) -> None:
    project.write(COMMERCIAL)
    project.work(WORK, "MIT", smells=(Smell(kind, "the label is odd", Location("data/set/README.md", 9)),))
    [decision] = problems(project).values()
    assert (decision.rule, str(decision.severity)) == ("license/doubtful-label", severity)
    assert decision.found == ("The label is odd.",)
    assert decision.asked_for == ("review",)
    assert str(decision.locations[0]) == "data/set/README.md:9"


@pytest.mark.parametrize(
    ("confidence", "claims", "expected"),
    [
        (Confidence.HIGH, (), {"license/noncommercial"}),
        (Confidence.LOW, (), {"license/noncommercial", "license/unknown"}),
        (
            Confidence.HIGH,
            (LicenseClaim(Basis.DECLARED, Confidence.LOW, unrecognized="my own terms"),),
            {"license/noncommercial", "license/unknown"},
        ),
    ],
)
def test_terms_that_people_looked_up_need_no_license_with_a_name(
    project: "Project", confidence: Confidence, claims: tuple[LicenseClaim, ...], expected: set[str]
) -> None:
    project.write(COMMERCIAL)
    terms = Terms(Commercial.NO, non_commercial=True)
    project.work("hf:owner/talks", None, terms=terms, confidence=confidence, claims=claims)
    assert set(problems(project)) == expected


def test_a_long_doubt_is_told_whole(project: "Project") -> None:
    detail = f"Its own license lets everybody use it, but it was made from {'hf:' + 'x' * 90}, which is gated."
    project.write(COMMERCIAL)
    project.work(WORK, "MIT", smells=(Smell(SmellKind.GATED_SOURCE, detail),))
    assert problems(project)["license/doubtful-label"].found == (detail,)


def test_a_declaration_names_a_work_in_either_case(project: "Project") -> None:
    declared = '[[dataset]]\nid = "hf:acme/Chats"\nlicense = "CC-BY-4.0"\nlicense_proof = "mail, GRC-1"\n'
    project.write(COMMERCIAL + declared)
    project.work("hf:Acme/chats@9f3c2e1", None, version="9f3c2e1")
    assert problems(project) == {}


def test_a_declared_license_with_proof_ends_the_doubt(project: "Project") -> None:
    declared = f'[[dataset]]\nid = "{WORK}"\nlicense = "CC-BY-4.0"\nlicense_proof = "mail, GRC-1"\n'
    project.write(COMMERCIAL + declared)
    project.work(WORK, "MIT", smells=(Smell(SmellKind.MISTAKEN_LABEL, "Not so."),))
    assert not problems(project)
    decision = project.by_rule()["license/doubtful-label"]
    assert decision.status is Status.SATISFIED
    assert [one.ref for one in decision.evidence] == ["mail, GRC-1"]


def test_conditions_of_access_are_to_be_recorded(project: "Project") -> None:
    project.write(COMMERCIAL)
    project.work(WORK, "MIT", gated=True)
    [decision] = problems(project).values()
    assert (decision.rule, str(decision.severity)) == ("license/gated", "low")
    project.write(
        COMMERCIAL + f'[[dataset]]\nid = "{WORK}"\n[dataset.evidence]\nreview = {{ ref = "R", on = 2026-01-01 }}\n'
    )
    assert project.by_rule()["license/gated"].status is Status.SATISFIED


def part(expression: str, which: WorkPart) -> LicenseClaim:
    evidence = (Evidence("card text", Location("data/set/README.md", 21)),)
    return LicenseClaim(Basis.DECLARED, Confidence.MEDIUM, expression, None, evidence, which)


@pytest.mark.parametrize(
    ("which", "severity", "start"),
    [
        (WorkPart.MEDIA, "high", "Of its images, sound or video: license CC-BY-NC-4.0: no commercial use."),
        (WorkPart.ANNOTATIONS, "high", "Of its annotations: license CC-BY-NC-4.0: no commercial use."),
        (WorkPart.SOURCES, "high", "Of its sources: license CC-BY-NC-4.0: no commercial use."),
        (WorkPart.DATA, "critical", "Of its data: license CC-BY-NC-4.0: no commercial use."),
    ],
)
@pytest.mark.parametrize("beside", ["claims", "bundled"])
def test_a_restricted_part_of_a_dataset(
    project: "Project", beside: str, which: WorkPart, severity: str, start: str
) -> None:
    project.write(COMMERCIAL)
    parts = (part("CC-BY-NC-4.0", which),)
    project.work(
        WORK, "CC-BY-4.0", claims=parts if beside == "claims" else (), bundled=parts if beside != "claims" else ()
    )
    [decision] = problems(project).values()
    assert (decision.rule, str(decision.severity)) == ("license/noncommercial", severity)
    assert decision.found == (start,)
    assert "data/set/README.md:21" in [str(place) for place in decision.locations]


@pytest.mark.parametrize("which", [WorkPart.METADATA, WorkPart.CODE])
def test_licenses_of_metadata_and_of_code_beside_it_say_nothing_of_the_use(project: "Project", which: WorkPart) -> None:
    project.write(COMMERCIAL)
    project.work(WORK, "CC-BY-4.0", bundled=(part("CC-BY-NC-4.0", which),))
    assert problems(project) == {}


def test_a_part_is_no_side_of_a_conflict(project: "Project") -> None:
    project.write(COMMERCIAL)
    other = LicenseClaim(Basis.OBSERVED, Confidence.LOW, "MIT", None, (Evidence("card text"),))
    project.work(WORK, "CC-BY-4.0", conflict=True, claims=(other, part("CC-BY-NC-4.0", WorkPart.METADATA)))
    assert problems(project)["license/license-conflict"].found == ("Sources name different licenses: CC-BY-4.0; MIT.",)
    assert set(problems(project)) == {"license/license-conflict"}


def test_what_is_said_of_the_data_is_a_side_of_a_conflict(project: "Project") -> None:
    project.write(COMMERCIAL)
    project.work(WORK, "CC-BY-4.0", conflict=True, claims=(part("CC-BY-NC-4.0", WorkPart.DATA),))
    found = problems(project)
    assert found["license/license-conflict"].found == ("Sources name different licenses: CC-BY-4.0; CC-BY-NC-4.0.",)
    assert found["license/noncommercial"].found == (
        "One source says otherwise: license CC-BY-NC-4.0: no commercial use.",
    )


CLARIFIED = (
    COMMERCIAL
    + f'[[clarify]]\nwork = "hf:Acme/chats"\nrevision = "9f3c2e1"\nlicense = "CC-BY-4.0"\ndigests = ["{DIGEST}"]\n'
    + 'reason = "the paper says so"\nby = "counsel@acme.example"\n'
)


def test_a_conclusion_of_a_person_about_a_dataset_holds_for_its_card_and_revision(project: "Project") -> None:
    project.write(CLARIFIED)
    commit = "9f3c2e1" + "0" * 33
    project.work(f"hf:acme/chats@{commit}", "CC-BY-NC-4.0", version=commit, digest=DIGEST)
    assert problems(project) == {}


@pytest.mark.parametrize(
    ("version", "digest", "why"),
    [
        ("8" * 40, DIGEST, "it is for revision 9f3c2e1, here is 8888888888888888888888888888888888888888"),
        ("9f3c2e1" + "0" * 33, "sha256:" + "d" * 64, "what it was drawn from changed or was not read"),
    ],
)
def test_it_lapses_with_another_card_or_revision(project: "Project", version: str, digest: str, why: str) -> None:
    project.write(CLARIFIED)
    project.work(f"hf:acme/chats@{version}", "CC-BY-NC-4.0", SubjectKind.DATASET, version=version, digest=digest)
    decision = problems(project)["license/noncommercial"]
    assert any(f"The clarification at licscan.toml:5:1 does not count: {why}" in one for one in decision.because)
