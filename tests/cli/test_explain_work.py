"""`licscan explain` of a dataset: what it says, why a rule fired, the way to a source, and the ways out."""

import json
import textwrap
from pathlib import Path

import pytest

from licscan.formats.audit_json import AuditJson
from support.audits import audit
from support.command import licscan, problems

CARD = """\
---
license: cc-by-nc-4.0
---

# Talks
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "licscan.toml").write_text('[project]\npurpose = "commercial"\n', encoding="utf-8")
    card = tmp_path / "data" / "talks" / "README.md"
    card.parent.mkdir(parents=True)
    card.write_text(CARD, encoding="utf-8")
    return tmp_path


def test_a_dataset_of_an_audit(tmp_path: Path) -> None:
    (tmp_path / "audit.json").write_bytes(AuditJson().render(audit()))
    done = licscan("explain", "file:data/train", "--audit", "audit.json", folder=tmp_path)
    assert done.code == 0
    rows = done.out.splitlines()
    assert rows[0] == "file:data/train  (dataset)"
    for row in (
        "  card: data/train/README.md",
        "  Declared: CC-BY-NC-4.0. Concluded: CC-BY-NC-4.0 (confidence high).",
        "  card license: CC-BY-NC-4.0 (declared, high)  data/train/README.md:3:10",
        "      license: cc-by-nc-4.0",
        "  hf:acme/source (source datasets): license unknown, commercial use unknown (confidence low)",
        "  critical  license/noncommercial  open",
        '    id = "file:data/train"',
        "See also: licscan explain license/noncommercial",
        "This is not legal advice.",
    ):
        assert row in rows, row


def test_a_dataset_of_the_current_folder_is_found_by_a_scan(project: Path) -> None:
    done = licscan("explain", "file:data/talks", folder=project)
    assert done.code == 0
    assert "card license: CC-BY-NC-4.0 (declared, high)  data/talks/README.md:2:10" in done.out
    assert "  critical  license/noncommercial  open" in done.out
    assert "This project's purpose is commercial (licscan.toml:2)." in done.out
    assert "Get a license that allows this use (license_grant): Replace the work" in done.out


def test_a_well_known_dataset_is_found_in_the_registry(tmp_path: Path) -> None:
    done = licscan("explain", "hf:tatsu-lab/alpaca", folder=tmp_path)
    assert done.code == 0
    assert done.out.startswith("hf:tatsu-lab/alpaca  (named nowhere in this folder)\n")
    assert "CC-BY-NC-4.0, commercial use no." in done.out
    assert "Basis: " in done.out


def test_a_name_that_nobody_knows(project: Path) -> None:
    done = licscan("explain", "hf:nobody/ever-\x1b[31mheard", folder=project)
    assert done.code == 2
    assert done.out == ""
    assert "this folder does not name it" in done.err
    assert "`licscan datasets hf:owner/name` asks the hub" in done.err
    assert "\x1b" not in done.err


def test_an_audit_that_does_not_name_it(tmp_path: Path) -> None:
    (tmp_path / "audit.json").write_bytes(AuditJson().render(audit()))
    done = licscan("explain", "hf:nobody/ever-heard", "--audit", "audit.json", folder=tmp_path)
    assert done.code == 2
    assert "audit.json does not name it" in done.err


def test_the_form_of_a_persons_conclusion_about_a_dataset_holds_once_it_is_filled_in(project: Path) -> None:
    card = project / "data" / "talks" / "README.md"
    card.write_text(
        "---\nlicense: mit\n---\n\n## License\n\nFor non-commercial use only (CC BY-NC 4.0).\n", encoding="utf-8"
    )
    run = ("datasets", ".", "--offline", "-q", "-o", "json=audit.json")
    licscan(*run, folder=project)
    explained = licscan("explain", "license/license-conflict", "--audit", "audit.json", folder=project).out
    form = textwrap.dedent("    [[clarify]]" + explained.partition("    [[clarify]]")[2])
    assert 'work = "file:data/talks"' in form
    for key, said in (("license", "CC-BY-NC-4.0"), ("reason", "the author said so"), ("by", "counsel@acme.example")):
        form = form.replace(f'{key} = ""', f'{key} = "{said}"')
    policy = project / "licscan.toml"
    policy.write_text(f"{policy.read_text(encoding='utf-8')}\n{form}", encoding="utf-8")
    licscan(*run, folder=project)
    after = json.loads((project / "audit.json").read_bytes())
    assert problems(after, rule="license/license-conflict") == []
    assert problems(after, rule="license/noncommercial"), "what the person concluded is judged"


@pytest.mark.parametrize("name", ["data/talks", "data/talks/", "data/talks/README.md"])
def test_a_work_of_the_tree_is_known_by_the_path_that_reports_show(project: Path, name: str) -> None:
    done = licscan("explain", name, folder=project)
    assert done.code == 0
    assert done.out.splitlines()[:2] == ["file:data/talks  (dataset)", "  card: data/talks/README.md"]


def test_a_name_without_its_hub_is_told_how_to_say_it(project: Path) -> None:
    done = licscan("explain", "tatsu-lab/alpaca", folder=project)
    assert done.code == 2
    assert "hf:tatsu-lab/alpaca" in done.err
