"""Running the real command in a process of its own, with nothing of the caller's settings but what pip needs."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples"


@dataclass(frozen=True, slots=True)
class Done:
    """What a finished command left behind."""

    code: int
    out: str
    err: str

    @property
    def audit(self) -> dict[str, Any]:
        """Standard output read as an audit JSON."""
        parsed: dict[str, Any] = json.loads(self.out)
        return parsed


def licscan(
    *arguments: str | Path,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    python: str | Path = sys.executable,
) -> Done:
    """Run `licscan ARGUMENTS` in a folder; a traceback on stderr fails the caller's test."""
    variables = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}}
    done = subprocess.run(
        [str(python), "-m", "licscan", *map(str, arguments)],
        cwd=folder,
        env={**variables, **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode != 70, done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def findings(audit: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The findings of one kind."""
    return [one for one in audit["findings"] if one["kind"] == kind]


def problems(audit: dict[str, Any], *, law: str | None = None, rule: str | None = None) -> list[dict[str, Any]]:
    """The decisions that need something done."""
    return [
        one
        for one in audit["decisions"]
        if one["status"] in {"open", "open_assumed", "contradicted"}
        and (law is None or one["law"] == law)
        and (rule is None or one["rule"] == rule)
    ]
