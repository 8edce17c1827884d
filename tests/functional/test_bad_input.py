"""Bad input is a clear error or a gap with its place; the rest of the scan goes on; the exit code says incomplete."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support.command import Done, findings, licscan
from support.unprivileged import obey_permissions

CLEAN_CARD = "---\nlicense: cc-by-4.0\npretty_name: Clean\n---\n# Clean\n"
POLICY = '[project]\nname = "t"\npurpose = "commercial"\nactivity = ["train"]\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that is clean but for what a test adds."""
    (tmp_path / "licscan.toml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "data" / "clean").mkdir(parents=True)
    (tmp_path / "data" / "clean" / "README.md").write_text(CLEAN_CARD, encoding="utf-8")
    return tmp_path


def check(project: Path, *arguments: str) -> tuple[Done, list[dict[str, Any]]]:
    done = licscan("check", ".", "--offline", "-o", "json", *arguments, folder=project)
    return done, findings(done.audit, "gap")


def assert_rest_was_scanned(done: Done) -> None:
    subjects = {one["subject"]: one for one in findings(done.audit, "license")}
    assert subjects["file:data/clean"]["concluded"] == "CC-BY-4.0"
    assert done.audit["complete"] is False


def test_the_project_without_defects_is_clean(project: Path) -> None:
    done, gaps = check(project)
    assert (done.code, gaps) == (0, [])


def test_a_truncated_parquet_file(project: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = project / "data" / "clean" / "rows.parquet"
    pq.write_table(pa.table({"color": ["red", "green"] * 500}), path)
    path.write_bytes(path.read_bytes()[:-20])
    done, gaps = check(project)
    assert done.code == 3
    assert [gap["location"]["path"] for gap in gaps] == ["data/clean/rows.parquet"]
    assert gaps[0]["reason"] in {"unparsable", "truncated"}
    assert_rest_was_scanned(done)


def test_a_csv_in_latin_1_is_read_and_said(project: Path) -> None:
    rows = "sku,color\n" + "a1,green\n" * 3 + "a2,beig\xe9\n"
    (project / "data" / "clean" / "rows.csv").write_bytes(rows.encode("latin-1"))
    done, gaps = check(project)
    assert done.code == 3
    assert [(gap["reason"], gap["location"]["path"], gap["location"]["line"]) for gap in gaps] == [
        ("encoding", "data/clean/rows.csv", 5)
    ]
    (covered,) = done.audit["coverage"]["files"]
    assert covered["rows_sampled"] == 4, "the rows are read all the same"
    assert_rest_was_scanned(done)


def test_a_front_matter_that_is_not_yaml(project: Path) -> None:
    bad = project / "data" / "bad"
    bad.mkdir()
    (bad / "README.md").write_text("---\nlicense: [mit\npretty_name: : :\n---\n", encoding="utf-8")
    done, gaps = check(project)
    assert done.code == 1, "what could be read of the card states no license"
    assert done.audit["complete"] is False
    assert [(gap["reason"], gap["location"]["path"]) for gap in gaps] == [("unparsable", "data/bad/README.md")]
    assert gaps[0]["location"]["line"] in {2, 3}
    assert not [
        one for one in findings(done.audit, "license") if one["subject"] == "file:data/bad" and one["concluded"]
    ]
    assert_rest_was_scanned(done)


def test_two_license_keys_are_a_conflict_that_hides_nothing(project: Path) -> None:
    bad = project / "data" / "bad"
    bad.mkdir()
    (bad / "README.md").write_text("---\nlicense: cc-by-nc-4.0\npretty_name: x\nlicense: mit\n---\n", encoding="utf-8")
    done, _ = check(project)
    assert done.code == 1, "the non-commercial license still counts"
    (finding,) = [one for one in findings(done.audit, "license") if one["subject"] == "file:data/bad"]
    assert finding["conflict"] is True
    assert [claim["expression"] for claim in finding["claims"]] == ["CC-BY-NC-4.0", "MIT"]
    assert [claim["evidence"][0]["location"]["line"] for claim in finding["claims"]] == [2, 4]
    assert finding["terms"]["non_commercial"] is True
    rules = {one["rule"] for one in done.audit["decisions"] if one["subject"] == "file:data/bad"}
    assert {"license/noncommercial", "license/license-conflict"} <= rules


def test_a_lock_file_of_another_version(project: Path) -> None:
    (project / "uv.lock").write_text('version = 99\nrequires-python = ">=3.11"\n', encoding="utf-8")
    done, gaps = check(project)
    assert done.code == 3
    assert [(gap["reason"], gap["location"]["path"], gap["location"]["line"]) for gap in gaps] == [
        ("unsupported-version", "uv.lock", 1)
    ]
    assert_rest_was_scanned(done)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_an_unreadable_folder(project: Path) -> None:
    closed = project / "data" / "closed"
    closed.mkdir()
    (closed / "people.csv").write_text("name\nJo\n", encoding="utf-8")
    closed.chmod(0)
    command = [sys.executable, "-m", "licscan", "check", ".", "--offline", "-o", "json"]
    try:
        ran = subprocess.run(
            command,
            cwd=project,
            capture_output=True,
            encoding="utf-8",
            check=False,
            preexec_fn=obey_permissions,
        )
    finally:
        closed.chmod(0o755)
    done = Done(ran.returncode, ran.stdout, ran.stderr)
    assert done.code == 3, ran.stderr
    gaps = findings(done.audit, "gap")
    assert [(gap["reason"], gap["location"]["path"]) for gap in gaps] == [("unreadable", "data/closed")]
    assert_rest_was_scanned(done)


def test_an_unknown_key_in_the_policy_file_is_an_error_with_a_suggestion(project: Path) -> None:
    (project / "licscan.toml").write_text(POLICY + 'purpos = "research"\nlicens = 3\n', encoding="utf-8")
    done = licscan("check", ".", "--offline", folder=project)
    assert done.code == 2
    assert "licscan.toml:5" in done.err
    assert "licscan.toml:6" in done.err, "all problems at once"
    assert "purpose" in done.err
    assert done.out == ""
