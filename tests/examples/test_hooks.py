import re
from pathlib import Path
from typing import cast

import pytest
import tomli
import yaml

ROOT = Path(__file__).parents[2]


@pytest.fixture
def hooks() -> dict[str, dict[str, object]]:
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return {hook["id"]: hook for hook in manifest}


def runs_on(hook: dict[str, object], path: str) -> bool:
    """The choice as pre-commit makes it: `files` and `exclude` are searched for in the path."""
    excluded = re.search(str(hook.get("exclude", "^$")), path)
    return bool(re.search(str(hook["files"]), path)) and not excluded


def test_pre_commit_accepts_the_manifest() -> None:
    clientlib = pytest.importorskip("pre_commit.clientlib")
    assert len(clientlib.load_manifest(ROOT / ".pre-commit-hooks.yaml")) == 3


def test_three_hooks_that_run_alone(hooks: dict[str, dict[str, object]]) -> None:
    assert list(hooks) == ["licscan", "licscan-pii", "licscan-policy"]
    for hook in hooks.values():
        assert hook["language"] == "python"
        assert hook["require_serial"] is True
        assert hook["minimum_pre_commit_version"] == "3.2.0"


def test_the_license_hook_is_light_and_looks_at_the_whole_project(hooks: dict[str, dict[str, object]]) -> None:
    assert hooks["licscan"]["entry"] == "licscan check --law license --offline"
    assert hooks["licscan"]["pass_filenames"] is False
    assert "additional_dependencies" not in hooks["licscan"]


@pytest.mark.parametrize(
    ("hook", "path", "runs"),
    [
        ("licscan", "uv.lock", True),
        ("licscan", "services/api/pyproject.toml", True),
        ("licscan", "requirements-dev.txt", True),
        ("licscan", "requirements/base.txt", True),
        ("licscan", "data/support_tickets/README.md", True),
        ("licscan", "data/clickstream/dataset-metadata.json", True),
        ("licscan", "licscan.toml", True),
        ("licscan", "src/train.py", True),
        ("licscan", "Makefile", True),
        ("licscan", "data/birds/LICENSE", True),
        ("licscan", "notes.md", False),
        ("licscan", "old-uv.lock", False),
        ("licscan-pii", "customers.csv", True),
        ("licscan-pii", "EXPORT.CSV", True),
        ("licscan-pii", "a/b/events.parquet", True),
        ("licscan-pii", "tickets.jsonl", True),
        ("licscan-pii", "data/notes/call_notes.txt", True),
        ("licscan-pii", "datasets/chat.json", True),
        ("licscan-pii", "package.json", False),
        ("licscan-pii", "docs/index.md", False),
        ("licscan-pii", "data/clickstream/dataset-metadata.json", False),
        ("licscan-pii", "data/support_tickets/README.md", False),
        ("licscan-pii", "metadata/settings.json", False),
        ("licscan-policy", "licscan.toml", True),
        ("licscan-policy", "org/licscan.toml", True),
        ("licscan-policy", "pyproject.toml", True),
        ("licscan-policy", "mylicscan.toml", False),
    ],
)
def test_a_hook_runs_on_the_files_that_concern_it(
    hooks: dict[str, dict[str, object]], hook: str, path: str, *, runs: bool
) -> None:
    assert runs_on(hooks[hook], path) is runs


def test_the_personal_data_hook_brings_what_the_extra_brings(hooks: dict[str, dict[str, object]]) -> None:
    project = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extra = project["optional-dependencies"]["pii"]
    assert cast("list[str]", hooks["licscan-pii"]["additional_dependencies"]) == extra
