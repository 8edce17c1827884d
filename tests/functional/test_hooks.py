"""The three hooks, run by the real pre-commit in a real git repository."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.command import ROOT

pytestmark = [pytest.mark.index, pytest.mark.slow]

CARD = "---\nlicense: {}\npretty_name: Reviews\n---\n"
POLICY = '[project]\nname = "t"\npurpose = "commercial"\nactivity = ["train"]\n'


@pytest.fixture(scope="module")
def hook_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environments that it builds, once for all tests of this file."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture(scope="module")
def hook_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout as a repository that pre-commit can clone: the files that git knows, as they are now."""
    source = tmp_path_factory.mktemp("licscan")
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard", folder=ROOT).stdout.split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    commit_all(source)
    return source


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A user's repository: one clean card, a policy, some data."""
    (tmp_path / "licscan.toml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "README.md").write_text(CARD.format("cc-by-4.0"), encoding="utf-8")
    (tmp_path / "data" / "colors.csv").write_text("sku,color\na1,green\na2,red\n", encoding="utf-8")
    commit_all(tmp_path)
    return tmp_path


def git(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    variables = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    names = {f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return subprocess.run(
        ["git", *arguments], cwd=folder, env={**variables, **names}, capture_output=True, text=True, check=True
    )


def commit_all(folder: Path) -> None:
    git("init", "--quiet", "--initial-branch", "main", folder=folder)
    git("add", "--all", "--force", folder=folder)
    git("commit", "--quiet", "--no-verify", "--message", "state", folder=folder)


def run_hook(hook: str, repository: Path, source: Path, home: Path) -> subprocess.CompletedProcess[str]:
    commit = git("rev-parse", "HEAD", folder=source).stdout.strip()
    (repository / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {source}\n    rev: {commit}\n    hooks:\n      - id: {hook}\n", encoding="utf-8"
    )
    git("add", "--all", folder=repository)
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", hook, "--color", "never", "--verbose"],
        cwd=repository,
        env={**os.environ, "PRE_COMMIT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_license_hook_passes_a_clean_project_and_stops_a_noncommercial_card(
    repository: Path, hook_source: Path, hook_home: Path
) -> None:
    (repository / "data" / "README.md").write_text(CARD.format("cc-by-4.0") + "\nMore.\n", encoding="utf-8")
    passed = run_hook("licscan", repository, hook_source, hook_home)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    (repository / "data" / "README.md").write_text(CARD.format("cc-by-nc-4.0"), encoding="utf-8")
    stopped = run_hook("licscan", repository, hook_source, hook_home)
    assert stopped.returncode == 1
    assert "data/README.md:2:10  critical  license/noncommercial" in stopped.stdout


def test_the_policy_hook_names_the_line(repository: Path, hook_source: Path, hook_home: Path) -> None:
    (repository / "licscan.toml").write_text(POLICY + "purpos = 1\n", encoding="utf-8")
    stopped = run_hook("licscan-policy", repository, hook_source, hook_home)
    assert stopped.returncode == 1, stopped.stdout + stopped.stderr
    assert "licscan.toml:5" in stopped.stdout


def test_the_personal_data_hook_looks_at_changed_data_files_only(
    repository: Path, hook_source: Path, hook_home: Path
) -> None:
    (repository / "licscan.toml").write_text(POLICY + '\n[policy]\nfail_on = "medium"\n', encoding="utf-8")
    rows = "".join(f"a{number},jo{number}@example.org\n" for number in range(20))
    (repository / "data" / "people.csv").write_text("id,email\n" + rows, encoding="utf-8")
    stopped = run_hook("licscan-pii", repository, hook_source, hook_home)
    assert stopped.returncode == 1, stopped.stdout + stopped.stderr
    assert "data/people.csv" in stopped.stdout
    assert "EMAIL_ADDRESS" in stopped.stdout
    assert "data/colors.csv" not in stopped.stdout
    assert "jo7@example.org" not in stopped.stdout
