"""Which declaration speaks for which subject."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from licscan.catalog.catalog import Catalog
from licscan.errors import ConfigurationError
from licscan.model.audit import IdentifiedFinding
from licscan.model.finding import LicenseFinding
from licscan.model.license import Basis, Commercial, Confidence, LicenseClaim, Terms
from licscan.model.subject import Subject, SubjectKind
from licscan.policy.declared import declared_for
from licscan.policy.load import load_policy

if TYPE_CHECKING:
    from policy.conftest import Project

DECLARED = """\
[[dataset]]
id = "file:."
[[dataset]]
id = "file:data/train"
[[dataset]]
id = "hf:acme/chats"
paths = ["raw/**/*.jsonl"]
[[dataset]]
id = "kaggle:acme/clicks"
paths = ["data/train/*.csv"]
"""


@pytest.mark.parametrize(
    ("ref", "path", "declared"),
    [
        ("hf:acme/chats@9f3c2e1", None, "hf:acme/chats"),
        ("file:data/train", "data/train/README.md", "file:data/train"),
        ("file:data/train/a.csv", "data/train/a.csv", "file:data/train"),
        ("file:data/training/a.csv", "data/training/a.csv", "file:."),
        ("kaggle:acme/clicks", "x/dataset-metadata.json", "kaggle:acme/clicks"),
        ("pkg:pypi/numpy@2.0", None, None),
        ("hf:other/chats", None, None),
    ],
)
def test_by_id_then_by_folder(project: "Project", ref: str, path: str | None, declared: str | None) -> None:
    project.write(DECLARED)
    found = declared_for(Subject(ref, SubjectKind.DATASET, ref, path=path), project.policy()).declaration
    assert (found.id if found else None) == declared


@pytest.mark.parametrize(
    ("identifier", "version", "counts"),
    [
        ("hf:acme/chats@9f3c2e1", "9f3c2e1aa0", True),
        ("hf:acme/chats@9f3c2e1", "1111111aa0", False),
        ("hf:acme/chats@9f3c2e1", None, False),
        ("pkg:pypi/foo@1.2", "1.2", True),
        ("pkg:pypi/foo@1.2", "1.3", False),
        ("pkg:pypi/foo@20240101", "20240101.2", False),
    ],
)
def test_a_revision_behind_the_id_binds_like_any_other(
    project: "Project", identifier: str, version: str | None, counts: bool
) -> None:
    project.write(f'[[dataset]]\nid = "{identifier}"\n')
    ref = identifier.split("@", maxsplit=1)[0] + (f"@{version}" if version else "")
    found = declared_for(Subject(ref, SubjectKind.DATASET, ref, version), project.policy())
    assert (found.declaration is not None) is counts
    assert (found.void is None) is counts


def test_of_two_revisions_the_one_at_hand_counts(project: "Project") -> None:
    project.write('[[dataset]]\nid = "pkg:pypi/foo@1.2"\n[[dataset]]\nid = "pkg:pypi/foo@1.3"\n')
    found = declared_for(Subject("pkg:pypi/foo@1.3", SubjectKind.COMPONENT, "foo", "1.3"), project.policy())
    assert found.declaration is not None
    assert found.declaration.id == "pkg:pypi/foo@1.3"


def test_by_paths_where_no_folder_is_named(project: "Project") -> None:
    project.write(DECLARED.replace('id = "file:."', 'id = "file:elsewhere"'))
    subject = Subject("file:raw/2026/x.jsonl", SubjectKind.DATA_FILE, "x", path="raw/2026/x.jsonl")
    found = declared_for(subject, project.policy()).declaration
    assert found is not None
    assert found.id == "hf:acme/chats"


def finding(ref: str, concluded: str | None, terms: Terms, **more: object) -> IdentifiedFinding:
    claim = LicenseClaim(Basis.DECLARED, Confidence.LOW, None, "CC Non-Commercial")
    note, gated = str(more.get("note", "")) or None, bool(more.get("gated"))
    return IdentifiedFinding(
        "f1", LicenseFinding(ref, None, concluded, Confidence.LOW, terms, (claim,), note=note, gated=gated)
    )


def test_terms_that_are_known_count_without_a_license(project: "Project") -> None:
    project.write('[project]\npurpose = "commercial"\n')
    terms = Terms(commercial=Commercial.NO, non_commercial=True)
    project.subjects["hf:a/b"] = Subject("hf:a/b", SubjectKind.DATASET, "b")
    project.findings.append(finding("hf:a/b", None, terms, note="A family without a version.", gated=True))
    decisions = project.by_rule()
    assert decisions["license/noncommercial"].found == (
        "The terms that are known: no commercial use, in words of its own.",
    )
    unknown = decisions["license/unknown"]
    assert unknown.found == ("No license could be concluded: what is stated (CC Non-Commercial) does not decide it.",)
    assert unknown.because[:3] == (
        "A family without a version.",
        "Access is gated: read the conditions that whoever fetched it accepted.",
        "The license was concluded with low confidence: check it.",
    )


def test_stricter_terms_of_the_finding_add_to_those_of_its_license(project: "Project") -> None:
    project.write('[project]\npurpose = "commercial"\n')
    terms = Terms(commercial=Commercial.YES, research_only=True)
    project.subjects["hf:a/b"] = Subject("hf:a/b", SubjectKind.DATASET, "b")
    project.findings.append(finding("hf:a/b", "MIT", terms))
    assert project.by_rule()["license/research-only"].found == ("The terms of MIT: research only.",)


def test_a_conclusion_that_is_no_expression_is_unknown(project: "Project") -> None:
    project.subjects["hf:a/b"] = Subject("hf:a/b", SubjectKind.DATASET, "b")
    project.findings.append(finding("hf:a/b", "MIT AND", Terms()))
    assert "license/unknown" in project.by_rule()


def test_an_exception_that_nobody_listed_leaves_the_base_license(project: "Project") -> None:
    project.write('[project]\npurpose = "commercial"\nactivity = ["distribute_code"]\n')
    project.package("odd", "1.0", "GPL-2.0-only WITH Font-exception-2.0")
    rules = {decision.rule for decision in project.decide()}
    assert rules & {"license/copyleft", "license/weak-copyleft"}


def test_many_layers_are_refused(tmp_path: Path, catalog: Catalog) -> None:
    for number in range(20):
        (tmp_path / f"{number}.toml").write_text(f'extends = ["{number + 1}.toml"]\n')
    (tmp_path / "20.toml").write_text("")
    with pytest.raises(ConfigurationError, match="more than 16 layers"):
        load_policy(tmp_path, explicit=tmp_path / "0.toml", catalog=catalog)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"#" * 1_000_001, "more than 1000000 bytes"),
        (b"a = " + b"[" * 500, "nested too deeply"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, catalog: Catalog, content: bytes, message: str) -> None:
    (tmp_path / "licscan.toml").write_bytes(content)
    with pytest.raises(ConfigurationError, match=message):
        load_policy(tmp_path, catalog=catalog)


def test_a_broken_pyproject_with_a_policy_is_told_and_others_are_left_alone(tmp_path: Path, catalog: Catalog) -> None:
    (tmp_path / ".git").mkdir()
    path = tmp_path / "pyproject.toml"
    path.write_text('[tool.licscan]\nextends = ["pack:2026.11"\n')
    with pytest.raises(ConfigurationError, match="not valid TOML"):
        load_policy(tmp_path, catalog=catalog)
    path.write_text('name = "licscan\n')
    assert load_policy(tmp_path, catalog=catalog).layers == ()
    path.write_bytes(b"\xff")
    assert load_policy(tmp_path, catalog=catalog).layers == ()
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        load_policy(tmp_path, explicit=path, catalog=catalog)
    path.write_text('[project]\nname = "x"\n')
    with pytest.raises(ConfigurationError, match="no table"):
        load_policy(tmp_path, explicit=path, catalog=catalog)
