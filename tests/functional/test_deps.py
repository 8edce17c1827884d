"""`licscan deps` as a user runs it."""

from pathlib import Path

import pytest

from support.command import licscan
from support.dependency_scan import install
from support.license_texts import MIT


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site-packages"
    install(folder, "alpha", "1.0", "License-Expression: MIT", files={"licenses/LICENSE": MIT})
    install(folder, "beta", "2.0", "License-Expression: AGPL-3.0-only")
    install(folder, "vague", "3.0", "License: BSD")
    return folder


def test_a_table_comes_first_in_a_pipe_too(tmp_path: Path, site: Path) -> None:
    done = licscan("deps", "--path", site, "--offline", folder=tmp_path)
    assert done.code == 1
    rows = {line[1:].split()[0]: line for line in done.out.splitlines() if line[:1] in {"!", "?", " "} and line.strip()}
    assert "MIT" in rows["alpha"]
    assert rows["beta"].startswith("!")
    assert "network-copyleft" in done.out
    assert rows["vague"].startswith("?")
    assert "unknown (BSD)" in rows["vague"]
    assert "looked at 3 packages" in done.out
    assert all(len(line) <= 110 for line in done.out.splitlines())


def test_the_other_forms_are_asked_for_by_name(tmp_path: Path, site: Path) -> None:
    run = ("deps", "--path", site, "--offline")
    assert "└── vague 3.0" in licscan(*run, "-o", "tree", folder=tmp_path).out
    assert "Ask for:" in licscan(*run, "-o", "console", folder=tmp_path).out
    done = licscan(*run, "-o", "table=t.txt", "-o", "json", folder=tmp_path)
    assert done.audit["schema"] == 1
    assert "package" in (tmp_path / "t.txt").read_text(encoding="utf-8")


def test_no_flag_is_blamed_for_the_laws_that_the_command_leaves_aside(tmp_path: Path, site: Path) -> None:
    (tmp_path / "licscan.toml").write_text('[project]\npurpose = "commercial"\n', encoding="utf-8")
    for form in ("table", "console", "json"):
        assert "--law" not in licscan("deps", "--path", site, "--offline", "-o", form, folder=tmp_path).out
    assert "ccpa, cdpa, gdpr, pdpa: not assessed, this command does not look for what the law is about" in (
        licscan("deps", "--path", site, "--offline", "-o", "console", folder=tmp_path).out
    )


def test_a_version_of_python_that_is_none_is_an_error_of_use(tmp_path: Path) -> None:
    for nonsense in ("banana", "3", "3.x", "python3.12"):
        done = licscan("deps", "--python", nonsense, folder=tmp_path)
        assert done.code == 2
        assert "give a version such as 3.12" in done.err


def test_color_obeys_the_environment(tmp_path: Path, site: Path) -> None:
    run = ("deps", "--path", site, "--offline")
    assert "\x1b[" not in licscan(*run, folder=tmp_path).out
    assert "\x1b[" in licscan(*run, folder=tmp_path, environment={"FORCE_COLOR": "1"}).out
    both = {"FORCE_COLOR": "1", "NO_COLOR": "1"}
    assert "\x1b[" not in licscan(*run, folder=tmp_path, environment=both).out


def test_the_table_is_the_same_whatever_the_hash_seed(tmp_path: Path, site: Path) -> None:
    shown = {
        licscan("deps", "--path", site, "--offline", form, folder=tmp_path, environment={"PYTHONHASHSEED": seed}).out
        for seed in ("1", "2")
        for form in ("-otable",)
    }
    assert len(shown) == 1
