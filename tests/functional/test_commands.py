"""The commands beside `check`, as a user types them."""

import json
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from support.command import findings, licscan, problems
from support.dependency_scan import install
from support.license_texts import MIT

POLICY = '[project]\nname = "t"\npurpose = "commercial"\nactivity = ["train"]\n'
METADATA = "Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\nLicense-Expression: {license}\n"


@pytest.fixture
def site_packages(tmp_path: Path) -> Path:
    """A folder of installed packages: one permissive, one network copyleft."""
    folder = tmp_path / "site-packages"
    for name, license_id in (("alpha", "MIT"), ("beta", "AGPL-3.0-only")):
        info = folder / f"{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(METADATA.format(name=name, license=license_id), encoding="utf-8")
        (info / "RECORD").write_text("", encoding="utf-8")
    return folder


def test_deps_reads_a_folder_of_installed_packages(tmp_path: Path, site_packages: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "licscan.toml").write_text(POLICY.replace('"train"', '"serve"'), encoding="utf-8")
    done = licscan("deps", "--path", site_packages, "-o", "json", folder=project)
    assert done.code == 1
    concluded = {one["subject"]: one["concluded"] for one in findings(done.audit, "license")}
    assert concluded == {"pkg:pypi/alpha@1.0": "MIT", "pkg:pypi/beta@1.0": "AGPL-3.0-only"}
    assert [one["subject"] for one in problems(done.audit, rule="license/network-copyleft")] == ["pkg:pypi/beta@1.0"]


def test_deps_reads_the_environment_of_another_interpreter(tmp_path: Path) -> None:
    done = licscan("deps", "--environment", sys.executable, "-o", "json", "--offline", folder=tmp_path)
    names = {one["name"] for one in done.audit["subjects"] if one["kind"] == "component"}
    assert {"pytest", "click"} <= names
    assert done.audit["coverage"]["packages"] == len(names)


def test_an_environment_that_is_none_is_told(tmp_path: Path) -> None:
    done = licscan("deps", "--environment", tmp_path / "no-python", "-o", "json", folder=tmp_path)
    assert done.code in {2, 3}
    assert "no-python" in done.err + done.out


def test_datasets_reads_cards_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("---\nlicense: cc-by-nc-sa-4.0\npretty_name: x\n---\n", encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("demo==1.0\n", encoding="utf-8")
    done = licscan("datasets", "--purpose", "commercial", "--offline", "-o", "json", folder=tmp_path)
    assert done.code == 1
    assert done.audit["coverage"]["packages"] == 0
    assert [one["concluded"] for one in findings(done.audit, "license")] == ["CC-BY-NC-SA-4.0"]


def test_pii_names_columns_of_a_named_file_with_the_ref_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "licscan.toml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "exports").mkdir()
    rows = "".join(f"{n},jo{n}@example.org\n" for n in range(30))
    (tmp_path / "exports" / "people.csv").write_text("id,mail\n" + rows, encoding="utf-8")
    (tmp_path / "other.csv").write_text("id,mail\n" + rows, encoding="utf-8")
    done = licscan("pii", "exports/people.csv", "--fail-on", "medium", "-o", "json", folder=tmp_path)
    assert done.code == 1
    (finding,) = findings(done.audit, "personal_data")
    assert (finding["subject"], finding["field"], finding["entity"]) == (
        "file:exports/people.csv",
        "mail",
        "EMAIL_ADDRESS",
    )
    assert (finding["hits"], finding["sampled"], finding["total"]) == (30, 30, 30)


def test_a_sample_of_all_looks_at_every_value(tmp_path: Path) -> None:
    rows = "".join(f"{n},plain words\n" for n in range(500)) + "500,jo@example.org\n"
    (tmp_path / "notes.csv").write_text("id,remark\n" + rows, encoding="utf-8")
    done = licscan("pii", "notes.csv", "--sample", "all", "-o", "json", folder=tmp_path)
    (covered,) = done.audit["coverage"]["files"]
    assert covered["rows_sampled"] == covered["rows_total"] == 501
    assert done.audit["coverage"]["sample"] is None
    assert [one["entity"] for one in findings(done.audit, "personal_data")] == ["EMAIL_ADDRESS"]


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("gdpr/special", "Art. 9"),
        ("license/noncommercial", "CC BY-NC 4.0"),
        ("CC-BY-NC-4.0", "Commercial use: no"),
        ("SG_NRIC_FIN", "NRIC"),
        ("pdpa", "Singapore"),
        ("notice", "notice"),
        ("gdpr/not-scanned", "looked at"),
    ],
)
def test_explain_knows_rules_licenses_entities_laws_and_actions(tmp_path: Path, identifier: str, words: str) -> None:
    done = licscan("explain", identifier, folder=tmp_path)
    assert done.code == 0
    assert words in done.out
    assert done.out.rstrip().endswith("This is not legal advice.")


def test_explain_shows_where_a_rule_fired(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("---\nlicense: cc-by-nc-4.0\npretty_name: x\n---\n", encoding="utf-8")
    (tmp_path / "licscan.toml").write_text(POLICY, encoding="utf-8")
    licscan("check", "--offline", "-o", "json=audit.json", "-q", folder=tmp_path)
    done = licscan("explain", "license/noncommercial", "--audit", "audit.json", folder=tmp_path)
    assert "README.md:2:10  open  critical" in done.out
    assert "This project's purpose is commercial (licscan.toml:3)." in done.out
    assert licscan("explain", "license/noncommercial", "--audit", "README.md", folder=tmp_path).code == 2


def test_explain_offers_the_form_of_a_persons_conclusion_that_then_holds(tmp_path: Path) -> None:
    install(
        tmp_path / "site",
        "torn-lib",
        "1.0",
        "License: MIT",
        "Classifier: License :: OSI Approved :: Apache Software License",
        files={"licenses/LICENSE": MIT},
    )
    (tmp_path / "licscan.toml").write_text(POLICY, encoding="utf-8")
    run = ("deps", "--path", "site", ".", "--offline")
    licscan(*run, "-q", "-o", "json=audit.json", folder=tmp_path)
    assert "license-conflict" in licscan(*run, folder=tmp_path).out
    explained = licscan("explain", "license-conflict", "--audit", "audit.json", folder=tmp_path).out
    assert "open  medium  torn-lib 1.0" in explained
    form = textwrap.dedent("    [[clarify]]" + explained.partition("    [[clarify]]")[2])
    for key, said in (("license", "Apache-2.0"), ("reason", "the author said so"), ("by", "counsel@acme.example")):
        form = form.replace(f'{key} = ""', f'{key} = "{said}"')
    (tmp_path / "licscan.toml").write_text(POLICY + "\n" + form, encoding="utf-8")
    done = licscan(*run, "-o", "table", "-o", "json=after.json", folder=tmp_path)
    assert "conflict settled" in done.out
    after = json.loads((tmp_path / "after.json").read_bytes())
    assert problems(after, rule="license/license-conflict") == []
    # Another release: the conclusion lapses, and the report of `deps` says so.
    install(tmp_path / "site", "torn-lib", "1.1", "License: MIT", files={"licenses/LICENSE": MIT})
    shutil.rmtree(tmp_path / "site" / "torn_lib-1.0.dist-info")
    assert "the clarification of torn-lib lapsed" in licscan(*run, folder=tmp_path).out


def test_policy_check_names_every_mistake_of_every_file(tmp_path: Path) -> None:
    (tmp_path / "licscan.toml").write_text('[project]\npurpose = "comercial"\n', encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.licscan.policy]\nfail_on = "hihg"\n', encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    done = licscan("policy", "check", "licscan.toml", "pyproject.toml", "other/pyproject.toml", folder=tmp_path)
    assert done.code == 2
    assert "licscan.toml:2" in done.err
    assert "commercial" in done.err
    assert "pyproject.toml:2" in done.err
    assert "2 problems" in done.err


def test_policy_show_says_where_each_part_comes_from(tmp_path: Path) -> None:
    (tmp_path / "licscan.toml").write_text(POLICY, encoding="utf-8")
    done = licscan("policy", "show", folder=tmp_path)
    assert "purpose = commercial    (licscan.toml:3)" in done.out
    assert "fail_on = high    (built in)" in done.out


def test_quiet_prints_nothing_and_verbose_logs_to_stderr(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("---\nlicense: cc-by-nc-4.0\npretty_name: x\n---\n", encoding="utf-8")
    quiet = licscan("check", "--offline", "-q", folder=tmp_path)
    assert (quiet.code, quiet.out, quiet.err) == (1, "", "")
    verbose = licscan("check", "--offline", "-v", "-o", "json", folder=tmp_path)
    json.loads(verbose.out)
    assert licscan("check", "--offline", "-v", "-q", folder=tmp_path).code == 2


def test_output_to_a_closed_pipe_is_no_crash_and_no_all_clear(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("---\nlicense: cc-by-nc-4.0\npretty_name: x\n---\n", encoding="utf-8")
    script = f"{sys.executable} -m licscan check --offline | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Traceback" not in done.stderr
    assert done.stdout.strip() in {"1", "130"}


def test_every_command_helps(tmp_path: Path) -> None:
    listed = licscan("--help", folder=tmp_path)
    for command in ("check", "deps", "datasets", "notice", "pii", "explain", "policy"):
        (listing,) = [line for line in listed.out.splitlines() if line.split()[:1] == [command]]
        assert not listing.endswith("...")
        assert licscan(command, "--help", folder=tmp_path).out.startswith("Usage: licscan " + command)


def test_a_declaration_that_covers_nothing_is_told_in_a_check_of_the_whole(tmp_path: Path) -> None:
    typo = '\n[[dataset]]\nid = "file:data/custmers"\nstate = "anonymized"\n'
    (tmp_path / "licscan.toml").write_text(POLICY + typo, encoding="utf-8")
    (tmp_path / "README.md").write_text("---\nlicense: cc-by-4.0\npretty_name: x\n---\n", encoding="utf-8")
    done = licscan("check", "--offline", folder=tmp_path)
    assert "licscan.toml:7:1: the declaration of `file:data/custmers` covers nothing" in done.out
    assert "covers nothing" not in licscan("check", "--offline", "--law", "license", folder=tmp_path).out


def test_data_that_was_declared_out_of_scope_is_still_counted(tmp_path: Path) -> None:
    policy = '[project]\nname = "t"\npurpose = "commercial"\nactivity = ["train"]\norganization_in = ["US-TX"]\n'
    policy += 'activity_in = ["US-TX"]\n\n[[dataset]]\nid = "file:people.csv"\npeople_in = ["US-TX"]\n'
    (tmp_path / "licscan.toml").write_text(policy, encoding="utf-8")
    rows = "".join(f"{n},jo{n}@example.org\n" for n in range(30))
    (tmp_path / "people.csv").write_text("id,mail\n" + rows, encoding="utf-8")
    done = licscan("check", "--offline", folder=tmp_path)
    assert done.code == 0
    assert "4 out of a law's scope" in done.out


def test_a_law_that_is_overdue_for_review_is_told(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("---\nlicense: cc-by-4.0\npretty_name: x\n---\n", encoding="utf-8")
    done = licscan("check", "--offline", "--as-of", "2031-01-01", folder=tmp_path)
    assert "rules/law/gdpr.toml: gdpr was to be reviewed by" in done.out


def test_check_looks_at_data_as_pii_does_with_the_same_options(tmp_path: Path) -> None:
    rows = "".join(f"{number},person{number}@kestrelmail.org\n" for number in range(400))
    (tmp_path / "a.csv").write_text(f"id,email\n{rows}", encoding="utf-8")
    (tmp_path / "licscan.toml").write_text(POLICY, encoding="utf-8")
    options = ("--sample", "all", "--no-resume", "--jobs", "1", "--engine", "local", "--offline", "-o", "json")
    found = [
        findings(licscan(*command, *options, folder=tmp_path).audit, "personal_data")
        for command in (["check"], ["pii", "a.csv"])
    ]
    assert found[0] == found[1]
    assert [one["hits"] for one in found[0] if one["entity"] == "EMAIL_ADDRESS"] == [400]
