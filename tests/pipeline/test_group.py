"""Decisions are put together as people read them."""

from dataclasses import replace

from licscan.model.decision import Status
from licscan.model.law import Severity
from licscan.model.subject import Subject, SubjectKind
from licscan.pipeline.group import group
from support.audits import audit, decision

PACKAGES = tuple(Subject(f"pkg:pypi/{name}@1", SubjectKind.COMPONENT, name, "1") for name in ("a", "b", "c"))


def test_packages_with_the_same_verdicts_share_a_group_and_others_do_not() -> None:
    credit = [decision(rule="license/attribution", severity=Severity.INFO, subject=one.ref) for one in PACKAGES]
    copyleft = decision(rule="license/copyleft", subject="pkg:pypi/c@1")
    groups = group([*credit, copyleft], (), PACKAGES)
    assert [one.subjects for one in groups] == [("pkg:pypi/c@1",), ("pkg:pypi/a@1", "pkg:pypi/b@1")]
    assert [one.severity for one in groups] == [Severity.CRITICAL, Severity.INFO]
    assert sum(len(one.decisions) for one in groups) == 4, "no decision is lost"


def test_datasets_keep_a_group_of_their_own() -> None:
    made = audit()
    twins = [decision(subject="file:data/a.csv"), decision(subject="file:data/train")]
    assert [one.subjects for one in group(twins, made.findings, made.subjects)] == [
        ("file:data/train",),
        ("file:data/a.csv",),
    ]


def test_a_group_without_problems_has_no_severity() -> None:
    (made,) = group([replace(decision(), status=Status.SATISFIED)], (), audit().subjects)
    assert made.severity is None
