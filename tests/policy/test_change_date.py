"""A work under the Business Source License changes its license on a day: before it the one counts, then the other."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from licscan.model.decision import PROBLEMS

if TYPE_CHECKING:
    from policy.conftest import Project

PROJECT = '[project]\npurpose = "commercial"\nactivity = ["serve", "distribute_code"]\n'
DAY = date(2027, 3, 1)


def rules(project: "Project", today: date) -> dict[str, tuple[str, ...]]:
    return {one.rule: one.because for one in project.decide(today) if one.status in PROBLEMS}


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2027, 2, 28)])
def test_before_its_change_date_the_business_source_license_counts(project: "Project", today: date) -> None:
    project.write(PROJECT)
    project.package("store", "4.1", "BUSL-1.1", changes=("2027-03-01", "MPL-2.0"))
    found = rules(project, today)
    assert "license/source-available" in found
    assert "license/weak-copyleft" not in found
    assert found["license/source-available"][0] == ("Until 2027-03-01 BUSL-1.1 governs; from that day on MPL-2.0 does.")


@pytest.mark.parametrize("today", [DAY, date(2030, 1, 1)])
def test_from_that_day_on_the_change_license_counts(project: "Project", today: date) -> None:
    project.write(PROJECT)
    project.package("store", "4.1", "BUSL-1.1", changes=("2027-03-01", "MPL-2.0"))
    found = rules(project, today)
    assert set(found) == {"license/weak-copyleft", "license/attribution"}
    assert found["license/weak-copyleft"][0] == (
        "From its change date 2027-03-01 on, MPL-2.0 governs in place of BUSL-1.1."
    )


def test_only_the_part_that_changes_is_exchanged(project: "Project") -> None:
    project.write(PROJECT)
    project.package("store", "4.1", "BUSL-1.1 AND AGPL-3.0-only", changes=("2027-03-01", "Apache-2.0"))
    assert "license/source-available" not in rules(project, DAY)
    assert "license/network-copyleft" in rules(project, DAY)


@pytest.mark.parametrize(
    "changes", [("2020-01-01", None), ("next year", "MIT"), ("2020-13-01", "MIT"), ("2020-01-01", "the same")]
)
def test_a_date_that_nobody_can_read_frees_nothing(project: "Project", changes: tuple[str, str | None]) -> None:
    project.write(PROJECT)
    project.package("store", "4.1", "BUSL-1.1", changes=changes)
    found = rules(project, DAY)
    assert "which license follows: the present one counts" in found["license/source-available"][0]


def test_a_date_beside_another_license_means_nothing(project: "Project") -> None:
    project.write(PROJECT)
    project.package("store", "4.1", "AGPL-3.0-only", changes=("2020-01-01", "MIT"))
    assert "license/network-copyleft" in rules(project, DAY)
