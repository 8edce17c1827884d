"""What a project takes in is set beside the license under which it is handed out."""

import os
from typing import TYPE_CHECKING

import pytest

from licscan.errors import ConfigurationError
from licscan.model.decision import PROBLEMS, Decision, Status
from licscan.model.evidence import Evidence
from licscan.model.law import Severity
from licscan.model.license import Basis, Confidence, LicenseClaim
from licscan.policy.outbound import not_assessed

if TYPE_CHECKING:
    from policy.conftest import Project

MINE = '[project]\nname = "tool"\nlicense = "Apache-2.0"\nactivity = ["distribute_code"]\n'
FITTING = {"license/incompatible", "license/compatibility-open"}


def about_fit(project: "Project") -> dict[str, Decision]:
    """Open decisions about how licenses fit, by package."""
    return {
        decision.subject.removeprefix("pkg:pypi/").partition("@")[0]: decision
        for decision in project.decide()
        if decision.rule in FITTING and decision.status in PROBLEMS
    }


def test_a_gpl_package_does_not_fit_an_apache_project(project: "Project") -> None:
    project.write(MINE)
    project.package("unidecode", "1.4.0", "GPL-2.0-or-later")
    project.package("requests", "2.32.3", "Apache-2.0")
    found = about_fit(project)
    assert set(found) == {"unidecode"}
    decision = found["unidecode"]
    assert (decision.rule, decision.status, decision.severity) == ("license/incompatible", Status.OPEN, Severity.HIGH)
    assert decision.one_of == ("fit_license", "review")
    assert decision.found == (
        "License GPL-2.0-or-later does not fit Apache-2.0, the project's own license (licscan.toml:3).",
    )
    assert decision.because[:2] == (
        "Code under GPL-2.0-or-later cannot be handed on as a part of a work under Apache-2.0.",
        "Source: OSADL license compatibility matrix of 2024-05-21 (CC-BY-4.0).",
    )
    assert str(decision.locations[0]) == "uv.lock:12"


@pytest.mark.parametrize(
    ("expression", "rule", "severity", "said"),
    [
        ("MIT", None, None, ""),
        ("MIT OR GPL-3.0-only", None, None, ""),
        ("MIT AND GPL-3.0-only", "license/incompatible", "high", "does not fit"),
        ("MPL-2.0", "license/compatibility-open", "low", "may not fit Apache-2.0"),
        ("CC-BY-4.0", "license/compatibility-open", "medium", "is not known to fit"),
        ("LicenseRef-Elsewhere", "license/compatibility-open", "medium", "is not known to fit"),
        ("AGPL-3.0-only OR LicenseRef-Elsewhere", "license/compatibility-open", "medium", "is not known to fit"),
    ],
)
def test_how_licenses_fit(
    project: "Project", expression: str, rule: str | None, severity: str | None, said: str
) -> None:
    project.write(MINE)
    project.package("lib", "1.0", expression)
    found = about_fit(project).get("lib")
    assert (found and found.rule, found and str(found.severity)) == (rule, severity)
    assert found is None or said in found.found[0]


def test_nobody_knows_what_a_package_without_license_fits(project: "Project") -> None:
    project.write(MINE)
    project.package("lib", "1.0", None)
    assert {decision.rule for decision in project.decide() if decision.status in PROBLEMS} == {"license/unknown"}


def test_what_is_not_handed_out_does_not_count(project: "Project") -> None:
    project.write(MINE.replace("distribute_code", "serve"))
    project.package("lib", "1.0", "GPL-3.0-only")
    assert about_fit(project) == {}


def test_an_activity_that_nobody_declared_is_assumed(project: "Project") -> None:
    project.write('[project]\nlicense = "Apache-2.0"\n')
    project.package("lib", "1.0", "GPL-3.0-only")
    assert about_fit(project)["lib"].status is Status.OPEN_ASSUMED


@pytest.mark.parametrize(
    ("scopes", "severity"),
    [
        (("runtime",), "high"),
        (("extra:serve",), "high"),
        (("group:dev", "runtime"), "high"),
        ((), "high"),
        (("group:dev", "group:docs"), "low"),
        (("build",), "low"),
    ],
)
def test_development_tools_count_less(project: "Project", scopes: tuple[str, ...], severity: str) -> None:
    project.write(MINE)
    project.package("pylint", "3.3.1", "GPL-2.0-or-later", scopes=scopes)
    decision = about_fit(project)["pylint"]
    assert (decision.rule, str(decision.severity)) == ("license/incompatible", severity)
    if severity == "low":
        assert decision.because[0].startswith("Needed for the ")
        assert "users of the package do not get" in decision.because[0]


def test_weak_copyleft_of_a_development_tool_asks_for_nothing(project: "Project") -> None:
    project.write(MINE)
    project.package("tool", "1.0", "MPL-2.0", scopes=("group:dev",))
    assert about_fit(project) == {}


def test_parts_shipped_inside_count_one_step_less(project: "Project") -> None:
    project.write(MINE)
    inside = LicenseClaim(Basis.OBSERVED, Confidence.HIGH, "AGPL-3.0-only", None, (Evidence("license file"),))
    project.package("unsloth", "2026.10.9", "Apache-2.0", bundled=(inside,))
    decision = about_fit(project)["unsloth"]
    assert (decision.rule, decision.severity) == ("license/incompatible", Severity.MEDIUM)
    assert decision.found[0].startswith("Shipped inside: license AGPL-3.0-only does not fit Apache-2.0")


def test_a_part_that_fits_by_its_use_is_not_told_twice(project: "Project") -> None:
    project.write(MINE)
    inside = LicenseClaim(Basis.OBSERVED, Confidence.HIGH, "LGPL-2.1-only", None, (Evidence("license file"),))
    project.package("scipy", "1.17.1", "BSD-3-Clause", bundled=(inside,))
    assert about_fit(project) == {}
    assert "license/weak-copyleft" in {decision.rule for decision in project.decide()}


def test_datasets_are_not_code_that_is_handed_out(project: "Project") -> None:
    project.write(MINE)
    project.card("file:data/train", "GPL-3.0-only")
    assert about_fit(project) == {}


def test_evidence_closes_it(project: "Project") -> None:
    project.write(
        MINE + '[[dataset]]\nid = "pkg:pypi/unidecode"\n[dataset.evidence]\n'
        'fit_license = { ref = "license bought, contract 12", on = 2026-05-01 }\n'
    )
    project.package("unidecode", "1.4.0", "GPL-2.0-or-later")
    assert about_fit(project) == {}


@pytest.mark.parametrize(
    ("pyproject", "license_id", "line"),
    [
        ('[project]\nname = "a"\nlicense = "mit"\n', "MIT", 3),
        ('[project]\nlicense = "Apache-2.0 OR MIT"\n', "Apache-2.0 OR MIT", 2),
        ('[project]\nlicense = { text = "Apache Software License 2.0" }\n', "Apache-2.0", 2),
        (
            '[project]\nclassifiers = [\n  "Typing :: Typed",\n  "License :: OSI Approved :: MIT License",\n]\n',
            "MIT",
            4,
        ),
        ('[tool.poetry]\nname = "a"\nlicense = "GPL-3.0-or-later"\n', "GPL-3.0-or-later", 3),
        ('[project]\nlicense = { file = "LICENSE" }\n', None, None),
        ('[project]\nlicense = "see the file"\n', None, 2),
        (
            (
                '[project]\nclassifiers = ["License :: OSI Approved :: MIT License", '
                '"License :: OSI Approved :: Apache Software License"]\n'
            ),
            None,
            None,
        ),
        ("[project\n", None, None),
        ("", None, None),
    ],
)
def test_the_license_of_the_project_is_read_from_its_pyproject(
    project: "Project", pyproject: str, license_id: str | None, line: int | None
) -> None:
    project.write(pyproject, "pyproject.toml")
    policy = project.policy()
    assert policy.license == license_id
    place = policy.lines.get("project.license")
    assert (place and (place.path, place.line)) == (("pyproject.toml", line) if line else None)


def test_the_policy_file_wins_and_says_so(project: "Project") -> None:
    project.write(MINE)
    project.write('[project]\nlicense = "MIT"\n', "pyproject.toml")
    policy = project.policy()
    assert policy.license == "Apache-2.0"
    assert [(str(one.location), one.message) for one in policy.notices] == [
        ("pyproject.toml:2:1", "`license` is MIT here and Apache-2.0 at licscan.toml:3:1, which counts")
    ]


def test_two_layers_that_name_different_licenses(project: "Project") -> None:
    project.write('[project]\nlicense = "MIT"\n', "org/licscan.toml")
    project.write('extends = ["org/licscan.toml"]\n[project]\nlicense = "Apache-2.0"\n')
    with pytest.raises(ConfigurationError, match=r"`license` was stated as MIT at org/licscan.toml:2:1"):
        project.policy()


def test_a_license_that_is_no_expression(project: "Project") -> None:
    project.write('[project]\nlicense = "the usual one"\n')
    with pytest.raises(ConfigurationError, match=r"licscan.toml:2:1: `license` has to be an SPDX expression"):
        project.policy()


@pytest.mark.parametrize(
    ("pyproject", "told"),
    [
        ("", ["licscan.toml no license of the project is stated, so whether its dependencies fit was not assessed"]),
        (
            '[project]\nlicense = "ask us"\n',
            ["pyproject.toml:2:1 what is stated names no single license, so whether its dependencies fit was not"],
        ),
        ('[project]\nlicense = "MIT"\n', []),
    ],
)
def test_without_a_license_nobody_says_that_anything_fits(project: "Project", pyproject: str, told: list[str]) -> None:
    project.write(pyproject, "pyproject.toml")
    project.package("lib", "1.0", "GPL-3.0-only")
    found = not_assessed(project.policy(), list(project.subjects.values()), project.catalog.laws)
    assert len(found) == len(told)
    for one, start in zip(found, told, strict=True):
        assert f"{one.location} {one.message}".startswith(start)
    if told:
        assert about_fit(project) == {}


def test_nothing_is_told_where_nothing_is_handed_out_or_nothing_is_taken_in(project: "Project") -> None:
    project.write('[project]\nactivity = ["serve"]\n')
    project.package("lib", "1.0", "GPL-3.0-only")
    subjects = list(project.subjects.values())
    assert not_assessed(project.policy(), subjects, project.catalog.laws) == ()
    project.write("")
    assert not_assessed(project.policy(), [], project.catalog.laws) == ()


@pytest.mark.parametrize(
    "content",
    [
        f'[project]\nlicense = "{"(" * 5000}MIT{")" * 5000}"\n',
        f'[project]\nlicense = "{"x" * 1_100_000}"\n',
        "[project]\nlicense = 3\n",
        "project = 3\n",
        "[project]\nclassifiers = 3\n[tool]\npoetry = 3\n",
        "[project]\nclassifiers = [3]\n",
    ],
)
def test_a_hostile_pyproject_states_nothing(project: "Project", content: str) -> None:
    project.write(content, "pyproject.toml")
    assert project.policy().license is None


def test_a_pyproject_that_is_no_file_is_not_waited_for(project: "Project") -> None:
    os.mkfifo(project.folder / "pyproject.toml")
    assert project.policy().license is None
