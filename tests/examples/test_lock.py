import re
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import tomli

PLACEHOLDERS = {"index.example", "files.example"}


def lock(project: Path) -> dict[str, object]:
    return tomli.loads((project / "uv.lock").read_text(encoding="utf-8"))


def packages(project: Path) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", lock(project)["package"])


def versions(project: Path) -> dict[str, str]:
    return {str(p["name"]): str(p["version"]) for p in packages(project) if "registry" in str(p["source"])}


def test_the_lock_is_one_that_uv_reads_and_has_the_size_of_a_small_real_project(project: Path) -> None:
    assert lock(project)["version"] == 1
    assert 60 <= len(versions(project)) <= 110


def test_every_problem_that_the_readme_promises_is_locked(project: Path) -> None:
    assert {"ultralytics", "unidecode", "psycopg2-binary", "chardet", "gurobipy"} <= set(versions(project))


def test_the_lock_names_no_host_but_placeholders(project: Path) -> None:
    text = (project / "uv.lock").read_text(encoding="utf-8")
    assert {urlsplit(url).hostname for url in re.findall(r"[a-z+]+://[^\s\"]+", text)} == PLACEHOLDERS


def test_hashes_and_sizes_are_kept(project: Path) -> None:
    text = (project / "uv.lock").read_text(encoding="utf-8")
    files = re.findall(r"\{ url = \"[^\"]+\", hash = \"sha256:[0-9a-f]{64}\", size = \d+", text)
    assert len(files) == text.count("https://files.example/")


def test_the_lock_belongs_to_the_pyproject(project: Path) -> None:
    declared = tomli.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.split(r"[\[<>=]", requirement)[0] for requirement in declared}
    own = next(package for package in packages(project) if package["name"] == "support-assistant")
    assert own["source"] == {"virtual": "."}
    dependencies = cast("list[dict[str, str]]", own["dependencies"])
    assert {dependency["name"] for dependency in dependencies} == names


def test_development_pins_all_carry_hashes(project: Path) -> None:
    text = (project / "requirements-dev.txt").read_text(encoding="utf-8")
    blocks = re.findall(r"^([\w-]+)==[\w.]+ \\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE)
    assert [name for name, _ in blocks] == ["iniconfig", "packaging", "pluggy", "pygments", "pytest"]
    assert text.count("==") == len(blocks)
