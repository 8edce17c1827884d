"""Ids are about what a finding is about; nothing is lost on the way into the audit."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from licscan.model.evidence import Location
from licscan.model.finding import Concern, Finding, Gap, GapReason
from licscan.model.subject import Reference, Subject, SubjectKind
from licscan.pipeline.identify import identify, merge_subjects
from support.audits import license_finding, personal_data

GAP = Gap("file:a.csv", GapReason.ENCODING, "not UTF-8", Concern.PERSONAL_DATA, Location("a.csv", 3))
FINDINGS: list[Finding] = [
    license_finding(),
    license_finding("pkg:pypi/x@1"),
    personal_data(),
    personal_data("other"),
    personal_data(None),
    GAP,
    replace(GAP, location=Location("a.csv", 9)),
    replace(GAP, detail="another defect"),
]


@given(st.permutations(FINDINGS))
def test_the_order_of_findings_does_not_matter_and_none_is_lost(shuffled: list[Finding]) -> None:
    assert identify(shuffled) == identify(FINDINGS)
    assert len(identify(shuffled)) == len(FINDINGS)


def test_an_id_survives_new_counts_and_lines_and_changes_with_the_subject() -> None:
    (before,) = identify([personal_data()])
    (after,) = identify([replace(personal_data(), hits=3, sampled=10, evidence=())])
    (elsewhere,) = identify([replace(personal_data(), subject="file:data/b.csv")])
    assert before.id == after.id != elsewhere.id


def test_a_package_named_in_two_places_is_one_subject_with_both() -> None:
    lock, manifest = Reference("uv.lock", 7, "uv.lock"), Reference("pyproject.toml", 3, "pyproject")
    one = Subject("pkg:pypi/x@1", SubjectKind.COMPONENT, "x", "1", references=(lock,))
    (merged,) = merge_subjects([one, replace(one, references=(manifest,)), one])
    assert merged.references == (manifest, lock)


def test_two_findings_about_the_same_that_differ_both_stay() -> None:
    other = replace(license_finding(), concluded="MIT", declared="MIT")
    found = identify([license_finding(), other, license_finding()])
    assert {one.finding for one in found} == {license_finding(), other}
    assert len({one.id for one in found}) == 2
