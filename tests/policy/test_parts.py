"""What comes with a package under other terms than its own is visible, and judged one step less severe."""

from typing import TYPE_CHECKING

import pytest

from licscan.model.decision import PROBLEMS, Decision
from licscan.model.evidence import Evidence, Location
from licscan.model.license import Basis, Confidence, LicenseClaim

if TYPE_CHECKING:
    from policy.conftest import Project

PROJECT = '[project]\npurpose = "commercial"\nactivity = ["serve", "distribute_code"]\n'


def part(expression: str, source: str, path: str) -> LicenseClaim:
    return LicenseClaim(Basis.OBSERVED, Confidence.MEDIUM, expression, None, (Evidence(source, Location(path)),))


def problems(project: "Project") -> dict[str, Decision]:
    return {one.rule: one for one in project.decide() if one.status in PROBLEMS}


@pytest.mark.parametrize(
    ("name", "concluded", "expression", "source", "rule", "severity", "found"),
    [
        (
            "unsloth",
            "Apache-2.0",
            "AGPL-3.0-only",
            "license file",
            "license/network-copyleft",
            "high",
            "Shipped inside: license AGPL-3.0-only: network copyleft.",
        ),
        (
            "gfpgan",
            "Apache-2.0",
            "CC-BY-NC-SA-4.0",
            "license file",
            "license/noncommercial",
            "high",
            "Shipped inside: license CC-BY-NC-SA-4.0: no commercial use.",
        ),
        (
            "insightface",
            None,
            "LicenseRef-noncommercial-research",
            "README",
            "license/noncommercial",
            "high",
            (
                "Its README, of weights or data that come with it: license LicenseRef-noncommercial-research: "
                "no commercial use, in words of its own."
            ),
        ),
        (
            "marker-pdf",
            "GPL-3.0-or-later",
            "LicenseRef-openrail",
            "README",
            "license/use-limits",
            "medium",
            (
                "Its README, of weights or data that come with it: license LicenseRef-openrail: use restrictions "
                "that bind every user further on."
            ),
        ),
    ],
)
def test_parts_under_other_terms(
    project: "Project",
    name: str,
    concluded: str | None,
    expression: str,
    source: str,
    rule: str,
    severity: str,
    found: str,
) -> None:
    project.write(PROJECT)
    project.package(name, "1.0", concluded, bundled=(part(expression, source, f"{name}/METADATA"),))
    decision = problems(project)[rule]
    assert (str(decision.severity), decision.found) == (severity, (found,))
    limits = "check whether you load them" if source == "README" else "check whether what you use holds that part"
    assert any(limits in sentence for sentence in decision.because)
    if concluded is None:
        assert "license/unknown" in problems(project)


def test_the_place_of_a_part_is_shown(project: "Project") -> None:
    project.write(PROJECT)
    project.package(
        "unsloth", "1.0", "Apache-2.0", bundled=(part("AGPL-3.0-only", "license file", "unsloth/moe/LICENSE"),)
    )
    places = [str(place) for place in problems(project)["license/network-copyleft"].locations]
    assert "unsloth/moe/LICENSE" in places


def test_terms_that_the_work_has_anyway_are_not_told_twice(project: "Project") -> None:
    project.write(PROJECT)
    project.package("lib", "1.0", "GPL-3.0-or-later", bundled=(part("GPL-3.0-only", "license file", "a/COPYING"),))
    assert [one.found for one in problems(project).values() if one.rule == "license/copyleft"] == [
        ("License GPL-3.0-or-later: strong copyleft.",)
    ]


def test_terms_of_some_of_the_weights_count_two_steps_less(project: "Project") -> None:
    project.write(PROJECT)
    evidence = (Evidence("README", Location("zoo/METADATA")),)
    some = LicenseClaim(Basis.DECLARED, Confidence.LOW, "CC-BY-NC-4.0", None, evidence)
    project.package("zoo", "1.0", "Apache-2.0", bundled=(some,))
    decision = problems(project)["license/noncommercial"]
    assert str(decision.severity) == "medium"
    assert decision.found == (
        "Its README, of some of the weights or data that it offers: license CC-BY-NC-4.0: no commercial use.",
    )
    every = LicenseClaim(Basis.DECLARED, Confidence.MEDIUM, "CC-BY-NC-4.0", None, evidence)
    project.package("zoo", "2.0", "Apache-2.0", bundled=(some, every))
    assert {str(one.severity) for one in project.decide() if one.rule == "license/noncommercial"} == {"medium", "high"}
