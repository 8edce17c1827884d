"""Policy files are found, read, merged; every problem of every file is told at once, with its place."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licscan.catalog.catalog import Catalog
from licscan.errors import ConfigurationError, Problem, UsageError
from licscan.model.evidence import Location
from licscan.model.law import Severity
from licscan.policy.load import Overrides, load_policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from policy.conftest import Project

ORG = """\
extends = ["pack:2026.11"]

[policy]
name = "Acme data policy"
laws = ["gdpr", "license"]
fail_on = "high"

[people]
"dpo@acme.example" = ["dpo"]

[approvals]
critical = { count = 2, roles = ["dpo"], max_days = 90 }
never = ["gdpr/credentials"]

[tighten."gdpr/scale"]
when = { people_at_least = 1000 }
"""
PROJECT = """\
extends = ["../org/licscan.toml"]

[project]
name = "support-assistant"
purpose = "commercial"
activity = ["train", "serve"]

[policy]
laws = ["pdpa"]

[[dataset]]
id = "hf:acme/support-chats"
revision = "9f3c2e1"
paths = ["data/chats/**"]
people = 12000
people_in = ["DE", "US-CA"]

[dataset.basis]
gdpr = "legitimate_interests"

[dataset.evidence]
notice = { ref = "PN-7", on = 2026-03-02, until = 2027-03-02, laws = ["gdpr"] }
"""


def problems(project: "Project", overrides: Overrides | None = None) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        project.policy(overrides)
    return [f"{problem.location} {problem.message} | {problem.hint}" for problem in caught.value.problems]


def test_without_a_file_every_law_counts_and_nothing_is_declared(project: "Project") -> None:
    policy = project.policy()
    assert policy.laws == ("ccpa", "cdpa", "gdpr", "license", "pdpa")
    assert policy.fail_on is Severity.HIGH
    assert policy.facts == {}
    assert policy.layers == ()


def test_a_project_file_is_merged_into_the_file_of_its_organization(tmp_path: Path, catalog: Catalog) -> None:
    (tmp_path / "org").mkdir()
    (tmp_path / "org/licscan.toml").write_text(ORG)
    (tmp_path / "app/data").mkdir(parents=True)
    (tmp_path / "app/.git").mkdir()
    (tmp_path / "app/licscan.toml").write_text(PROJECT)
    policy = load_policy(tmp_path / "app/data", catalog=catalog)
    assert policy.laws == ("gdpr", "license", "pdpa")
    assert (policy.name, policy.project) == ("Acme data policy", "support-assistant")
    assert [layer.path for layer in policy.layers] == ["../../org/licscan.toml", "../licscan.toml"]
    assert str(policy.lines["project.purpose"]) == "../licscan.toml:5:1"
    assert str(policy.lines["policy.fail_on"]) == "../../org/licscan.toml:6:1"
    dataset = policy.datasets[0]
    assert dataset.facts["people_in"] == ("DE", "US-CA")
    assert dataset.bases == {"gdpr": "legitimate_interests"}
    assert str(dataset.evidence[0].location) == "../licscan.toml:22:1"
    assert policy.tightened[0].when == {"people_at_least": (1000,)}


def test_pyproject_is_a_policy_file_where_it_has_the_table(project: "Project") -> None:
    project.write('[project]\nname = "x"\n[tool.licscan.project]\npurpose = "internal"\n', "pyproject.toml")
    policy = project.policy()
    assert policy.facts["purpose"] == ("internal",)
    assert str(policy.lines["project.purpose"]) == "pyproject.toml:4:1"


def test_pyproject_without_the_table_is_passed_by(project: "Project") -> None:
    project.write('[project]\nname = "x"\ndependencies = ["licscan"]\n', "pyproject.toml")
    assert project.policy().layers == ()


def test_a_second_policy_beside_the_first_is_said_to_be_passed_over(project: "Project") -> None:
    project.write('[project]\npurpose = "internal"\n')
    project.write('[tool.licscan.project]\npurpose = "commercial"\n', "pyproject.toml")
    policy = project.policy()
    assert policy.facts["purpose"] == ("internal",)
    assert [(str(notice.location), notice.message[:27]) for notice in policy.notices] == [
        ("pyproject.toml", "[tool.licscan] is not read,")
    ]


def test_the_search_ends_at_the_repository(tmp_path: Path, catalog: Catalog) -> None:
    (tmp_path / "licscan.toml").write_text('[project]\npurpose = "internal"\n')
    (tmp_path / "repo/.git").mkdir(parents=True)
    assert load_policy(tmp_path / "repo", catalog=catalog).layers == ()


def test_a_named_file_outside_shows_no_machine_path(tmp_path: Path, catalog: Catalog) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/strict.toml").write_text('[policy]\nfail_on = "low"\n')
    (tmp_path / "app").mkdir()
    policy = load_policy(tmp_path / "app", explicit=tmp_path / "elsewhere/strict.toml", catalog=catalog)
    assert policy.fail_on is Severity.LOW
    assert policy.layers[0].path == "strict.toml"


def test_a_named_file_that_is_not_there(tmp_path: Path, catalog: Catalog) -> None:
    with pytest.raises(UsageError, match="no policy file"):
        load_policy(tmp_path, explicit=tmp_path / "missing.toml", catalog=catalog)


def test_flags_win_and_say_what_they_leave_out(project: "Project") -> None:
    project.write('[project]\npurpose = "commercial"\n[policy]\nlaws = ["gdpr", "ccpa"]\n')
    policy = project.policy(Overrides(purpose="research", laws=("gdpr",), fail_on=Severity.CRITICAL))
    assert policy.facts["purpose"] == ("research",)
    assert str(policy.lines["project.purpose"]) == "--purpose"
    assert (policy.laws, policy.left_out) == (("gdpr",), ("ccpa",))
    assert policy.fail_on is Severity.CRITICAL


def test_a_law_nobody_knows_is_a_usage_error_with_the_nearest(project: "Project") -> None:
    with pytest.raises(UsageError) as caught:
        project.policy(Overrides(laws=("gpdr",)))
    assert caught.value.hint == "did you mean `gdpr`?"


def test_all_problems_at_once_each_with_line_and_way_out(project: "Project") -> None:
    project.write(
        """\
[project]
purpos = "commercial"
purpose = "comercial"
activity = ["train", "serving"]

[policy]
fail_on = 3
laws = ["gdpr", "gpdr"]

[[dataset]]
id = "acme/chats"
state = "anonymised"
people = "many"
people_in = ["Germany"]
license = "CC-BY-4.0"
[dataset.basis]
gdpr = "legitimate_interest"
ccpa = "consent"
[dataset.evidence]
minimise = { ref = "x", on = 2026-01-01 }
notice = { ref = "x", on = "2026-01-01" }
[wavier]
"""
    )
    found = problems(project)
    assert [line.split(" ")[0] for line in found] == [
        f"licscan.toml:{place}"
        for place in ("2:1", "3:1", "4:22", "7:1", "8:17", "11:1", "12:1", "13:1", "14:14", "15:1", "17:1", "18:1")
    ] + ["licscan.toml:20:1", "licscan.toml:21:23", "licscan.toml:22:2"]
    text = "\n".join(found)
    for hint in ("purpose", "commercial", "gdpr", "anonymized", "legitimate_interests", "minimize", "waiver"):
        assert f"did you mean `{hint}`?" in text
    assert "`license` counts only with `license_proof`" in text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('[[dataset]]\nid = "hf:a/b"\n[[dataset]]\nid = "hf:a/b"\n', "declared already at licscan.toml:2:1"),
        ('[[dataset]]\nid = "file:a"\n[[dataset]]\nid = "file:a/"\n', "declared already at licscan.toml:2:1"),
        ('[[dataset]]\nid = "hf:a/b"\nlicense = "MIT and such"\nlicense_proof = "mail"\n', "SPDX expression"),
        (
            (
                '[[dataset]]\nid = "hf:a/b"\n[dataset.evidence]\n'
                'notice = { ref = "x", on = 2026-02-01, until = 2026-01-01 }\n'
            ),
            "ends before it starts",
        ),
        ('[[dataset]]\nid = "hf:a/b"\npeople = 0\n', "1 or more"),
        ("[project]\nactivity = []\n", "is empty"),
        ('extends = ["pack:2025.01"]\n', "the rules are version"),
        ('extends = ["missing.toml"]\n', "missing.toml does not exist"),
        ('extends = ["/etc/licscan.toml"]\n', "relative path"),
        ('extends = ["C:\\\\policies\\\\licscan.toml"]\n', "relative path"),
        ('extends = ["a\\u0000b"]\n', "relative path"),
        (f'extends = ["{"a" * 300}"]\n', "relative path"),
        ('extends = ["."]\n', "does not exist"),
        ('extends = ["licscan.toml"]\n', "circle"),
        ('[policy]\nunknown_facts = "best_case"\n', "no known value"),
        (
            '[[waiver]]\nid = "W1"\nrule = "license/unknown"\nreason = "x"\nexpires = 2027-01-01\n',
            "one `dataset` or one",
        ),
        ('[project]\npurpose = "commercial\n', "not valid TOML"),
        ('project = "x"\n', "has to be a table"),
    ],
)
def test_a_defect_is_told_with_its_place(project: "Project", body: str, expected: str) -> None:
    project.write(body)
    found = problems(project)
    assert expected in "\n".join(found)
    assert all(line.startswith("licscan.toml:") for line in found)


def test_a_circle_of_files_is_told(project: "Project") -> None:
    project.write('extends = ["org/a.toml"]\n')
    project.write('extends = ["../licscan.toml"]\n', "org/a.toml")
    assert problems(project) == ["org/a.toml:1:12 policy files extend each other in a circle | remove one of the links"]


def test_problems_of_every_layer_are_told_together(project: "Project") -> None:
    project.write('extends = ["org/a.toml"]\n[project]\npurpose = "comercial"\n')
    project.write('[policy]\nfail_on = "hihg"\n', "org/a.toml")
    found = problems(project)
    assert [line.split(" ")[0] for line in found] == ["licscan.toml:3:1", "org/a.toml:2:1"]


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        (
            '[policy]\nfail_on = "medium"\n',
            '[policy]\nfail_on = "critical"\n',
            "`fail_on` was medium at org/a.toml:2:1",
        ),
        ('[project]\npurpose = "commercial"\n', '[project]\npurpose = "research"\n', "declared as commercial"),
        ("", '[tighten."gdpr/credentials"]\nseverity = "low"\n', "gdpr/credentials is critical or more already"),
        ("", '[tighten."gdpr/scale"]\nwhen = { people_at_least = 20000 }\n', "was 10000"),
        (
            '[tighten."gdpr/scale"]\nwhen = { people_at_least = 100 }\n',
            '[tighten."gdpr/scale"]\nwhen = { people_at_least = 5000 }\n',
            "was 100",
        ),
        (
            "",
            '[tighten."cdpa/sale"]\nwhen = { activity = ["sell_data"] }\n',
            "leaves out advertise, decide",
        ),
        ("", '[tighten."gdpr/notice"]\nwhen = { purpose = "commercial" }\n', "applies whatever `purpose` is"),
        (
            '[tighten."license/unknown"]\nseverity = "critical"\n',
            '[tighten."license/unknown"]\nseverity = "high"\n',
            "license/unknown is critical or more already",
        ),
    ],
)
def test_an_inner_layer_cannot_loosen(project: "Project", outer: str, inner: str, expected: str) -> None:
    project.write(outer, "org/a.toml")
    project.write('extends = ["org/a.toml"]\n' + inner)
    found = problems(project)
    assert len(found) == 1
    assert found[0].startswith("licscan.toml:")
    assert "a layer can only tighten" in found[0]
    assert expected in found[0]


def test_a_waiver_is_checked_and_said_to_have_no_effect(project: "Project") -> None:
    project.write(
        '[[waiver]]\nid = "W-1"\nrule = "license/unknown"\n'
        'subject = "pkg:pypi/foo"\nreason = "pending"\nexpires = 2027-01-31\n'
    )
    notice = project.policy().notices[0]
    assert str(notice.location) == "licscan.toml:1:3"
    assert notice.message == "waiver W-1: waivers are not applied by this version; the finding stands"


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.integers(0, len(PROJECT)),
    length=st.integers(0, 10),
    junk=st.text(st.sampled_from('[]{}=."\n ax1'), max_size=6),
)
def test_a_damaged_file_is_loaded_or_refused_with_places(
    new_project: "Callable[[], Project]", start: int, length: int, junk: str
) -> None:
    project = new_project()
    text = PROJECT.replace('extends = ["../org/licscan.toml"]', 'extends = ["pack:2026.11"]')
    project.write(text[:start] + junk + text[start + length :])
    told: tuple[Problem, ...] = ()
    try:
        project.policy()
    except ConfigurationError as error:
        told = error.problems or (Problem(Location("nowhere"), "no problem was told"),)
    assert {problem.location.path for problem in told} <= {"licscan.toml"}
