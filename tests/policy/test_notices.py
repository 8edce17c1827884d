"""What a policy file says that has no effect, or that somebody overrides, is told."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from licscan.errors import ConfigurationError
from licscan.model.law import Severity
from licscan.model.subject import Subject, SubjectKind
from licscan.policy.load import Overrides, load_policy
from licscan.policy.notices import overdue, unused

if TYPE_CHECKING:
    from policy.conftest import Project

FILES = ["data/customers/a.csv", "data/customers/README.md", "data/notes/b.txt"]
SUBJECTS = [
    Subject("hf:acme/chats@9f3c2e1", SubjectKind.DATASET, "chats"),
    Subject("pkg:pypi/gurobipy@13.0.3", SubjectKind.COMPONENT, "gurobipy"),
]


def told(project: "Project", body: str) -> list[str]:
    project.write(body)
    return [
        f"{one.location.path}:{one.location.line} {one.message}" for one in unused(project.policy(), SUBJECTS, FILES)
    ]


def test_a_declaration_that_covers_nothing_is_told(project: "Project") -> None:
    body = '[[dataset]]\nid = "file:data/custmers"\npeople = 3\n[[dataset]]\nid = "hf:acme/chat"\n'
    assert told(project, body) == [
        "licscan.toml:2 the declaration of `file:data/custmers` covers nothing that is here: check its id and paths",
        "licscan.toml:5 the declaration of `hf:acme/chat` covers nothing that is here: check its id and paths",
    ]


def test_paths_that_match_nothing_are_told_one_by_one(project: "Project") -> None:
    body = '[[dataset]]\nid = "file:data/customers"\npaths = ["data/customers/*.csv", "data/customers/*.parquet"]\n'
    assert told(project, body) == [
        "licscan.toml:3 no file matches `data/customers/*.parquet` of `paths`: check the spelling"
    ]


@pytest.mark.parametrize(
    "identifier", ["file:data/customers", "file:data/customers/", "file:.", "hf:acme/chats", "pkg:pypi/gurobipy"]
)
def test_a_declaration_that_covers_something_is_not_told(project: "Project", identifier: str) -> None:
    assert told(project, f'[[dataset]]\nid = "{identifier}"\n') == []


def test_an_id_that_names_nothing_is_fine_where_its_paths_do(project: "Project") -> None:
    assert told(project, '[[dataset]]\nid = "kaggle:a/b"\npaths = ["data/notes/*.txt"]\n') == []


def test_two_declarations_of_one_file_are_told(project: "Project") -> None:
    body = (
        '[[dataset]]\nid = "file:data"\nsource = "public"\n'
        '[[dataset]]\nid = "kaggle:a/b"\npaths = ["data/notes/*.txt"]\n'
        '[[dataset]]\nid = "file:data/customers"\n'
    )
    assert told(project, body) == [
        "licscan.toml:5 what is declared here does not count for data/notes/b.txt: licscan.toml:2 does"
    ]


def test_a_folder_declared_inside_one_of_an_outer_layer_is_told(project: "Project") -> None:
    project.write('[[dataset]]\nid = "file:data"\nsubjects = ["children"]\n', "org/a.toml")
    body = 'extends = ["org/a.toml"]\n[[dataset]]\nid = "file:data/notes"\n'
    assert told(project, body) == [
        "org/a.toml:2 what is declared here does not count for data/notes/b.txt: licscan.toml:3 does"
    ]


def test_a_law_past_its_review_is_told(project: "Project") -> None:
    policy = project.policy(Overrides(laws=("gdpr", "pdpa")))
    assert overdue(policy, project.catalog, today=date(2027, 2, 23)) == ()
    assert [one.message for one in overdue(policy, project.catalog, today=date(2027, 2, 24))] == [
        "pdpa was to be reviewed by 2027-02-23: what it says may have changed since"
    ]


def test_flags_that_win_over_the_files_are_told(project: "Project") -> None:
    project.write('[policy]\nlaws = ["gdpr", "license"]\nfail_on = "medium"\n', "org/a.toml")
    project.write('extends = ["org/a.toml"]\n[project]\npurpose = "commercial"\n')
    flags = Overrides(purpose="research", laws=("gdpr",), fail_on=Severity.CRITICAL)
    assert [f"{one.location}: {one.message}" for one in project.policy(flags).notices] == [
        "--purpose: purpose is research by this flag; the policy says commercial (licscan.toml:3:1)",
        "--fail-on: fail_on is critical by this flag; the policy says medium (org/a.toml:3:1)",
        "--law: judged by gdpr alone by this flag; the policy adds license",
    ]
    same = Overrides(purpose="commercial", laws=("gdpr", "license"), fail_on=Severity.MEDIUM)
    assert project.policy(same).notices == ()


def test_a_policy_file_further_out_that_is_not_extended_is_told(project: "Project") -> None:
    project.write('[policy]\nfail_on = "low"\n')
    project.write("[project]\n", "exp/licscan.toml")
    policy = load_policy(project.folder / "exp", catalog=project.catalog)
    assert [f"{one.location} {one.message}" for one in policy.notices] == [
        "../licscan.toml is not read, because licscan.toml is nearer and does not extend it"
    ]
    project.write('extends = ["../licscan.toml"]\n', "exp/licscan.toml")
    assert load_policy(project.folder / "exp", catalog=project.catalog).notices == ()


def test_what_a_file_leaves_out_of_the_check_is_told(project: "Project") -> None:
    project.write('[scan]\nexclude = ["data/**", "tests/**"]\n')
    notice = project.policy().notices[0]
    assert (str(notice.location), notice.message) == ("licscan.toml:2:1", "left out of the check: data/**, tests/**")


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ('laws = ["license"]', "org/a.toml names no laws, so all count"),
        ('fail_on = "critical"', "`fail_on` was high at org/a.toml"),
    ],
)
def test_what_an_organization_leaves_at_its_default_binds_too(project: "Project", inner: str, expected: str) -> None:
    project.write('[policy]\nname = "Acme"\n', "org/a.toml")
    project.write(f'extends = ["org/a.toml"]\n[policy]\n{inner}\n')
    with pytest.raises(ConfigurationError) as caught:
        project.policy()
    assert [expected in problem.message for problem in caught.value.problems] == [True]
    project.write(f"[policy]\n{inner}\n")
    assert project.policy()


@pytest.mark.parametrize("code", ["UK", "EL", "US-CAL", "US-XX", "EN", "SGP", "eu"])
def test_a_region_that_does_not_exist_is_refused(project: "Project", code: str) -> None:
    project.write(f'[[dataset]]\nid = "file:data"\npeople_in = ["{code}"]\n')
    with pytest.raises(ConfigurationError, match="does not fit"):
        project.policy()


@pytest.mark.parametrize("code", ["EU", "EEA", "GB", "DE-BY", "US", "US-CA", "SG", "RE"])
def test_a_region_that_exists_is_taken(project: "Project", code: str) -> None:
    project.write(f'[[dataset]]\nid = "file:data"\npeople_in = ["{code}"]\n')
    assert project.policy().datasets[0].facts["people_in"] == (code,)
