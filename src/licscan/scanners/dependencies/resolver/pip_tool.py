"""pip's resolver: `pip install --dry-run --report` (https://pip.pypa.io/en/stable/reference/installation-report/)."""

import importlib.util
import platform
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from licscan.model.package_name import normalized
from licscan.scanners.dependencies.resolver.interface import Answer, Failure, Outcome, Question
from licscan.scanners.dependencies.resolver.process import failure_of, run

_NOTHING = re.compile(
    r"Could not find a version that satisfies the requirement ([A-Za-z0-9][A-Za-z0-9._-]*)[^\n]*\(from versions: none\)"
)
# Settings of pip that say what to install and where, not from which index.
_OTHERWISE = frozenset(
    "PIP_" + name
    for name in [
        "DRY_RUN",
        "EDITABLE",
        "IGNORE_INSTALLED",
        "LOG",
        "NO_BINARY",
        "NO_DEPS",
        "ONLY_BINARY",
        "PREFIX",
        "PYTHON",
        "QUIET",
        "REPORT",
        "REQUIREMENT",
        "REQUIRE_HASHES",
        "REQUIRE_VIRTUALENV",
        "ROOT",
        "SRC",
        "TARGET",
        "UPGRADE",
        "USER",
        "VERBOSE",
    ]
)


class PipResolver:
    """Asks pip to resolve and to install nothing; only wheels, so that no package's code runs."""

    name = "pip"

    def command(self) -> tuple[str, ...] | None:
        """pip of the running interpreter, else the one on PATH."""
        if importlib.util.find_spec("pip") is not None:
            return (sys.executable, "-P", "-m", "pip")
        found = shutil.which("pip")
        return (found,) if found is not None and Path(found).is_absolute() else None

    def can(self, question: Question) -> Failure | None:
        """Only for the running Python: pip reads markers for that one alone."""
        own = ".".join(platform.python_version_tuple()[:2])
        if question.python is None or question.python == own or question.python.startswith(f"{own}."):
            return None
        return Failure(
            f"it resolves for the Python that runs it ({own}) and not for {question.python}", hint="install uv"
        )

    def ask(self, question: Question, folder: Path, environ: Mapping[str, str], deadline_s: float) -> Answer | Failure:
        """Run pip on requirements files in `folder`, and read its report."""
        report = folder / "report.json"
        files = _written(question, folder)
        options = "--dry-run --ignore-installed --only-binary :all: --no-input --disable-pip-version-check --no-color"
        command = [*(self.command() or ()), "install", *options.split(), "--progress-bar", "off", "--report"]
        outcome = run(
            [*command, str(report), *files],
            folder,
            {key: value for key, value in environ.items() if key not in _OTHERWISE} | {"PIP_REQUIRE_VIRTUALENV": "0"},
            deadline_s,
        )
        if isinstance(outcome, Failure):
            return outcome
        if outcome.status != 0 or outcome.late:
            return _failed(outcome, folder)
        from licscan.scanners.dependencies.resolver.pip_report import read_report

        return read_report(report)


def _written(question: Question, folder: Path) -> list[str]:
    (folder / "requirements.txt").write_text("\n".join(question.requirements) + "\n", encoding="utf-8")
    arguments = ["-r", "requirements.txt"]
    if question.constraints:
        (folder / "constraints.txt").write_text("\n".join(question.constraints) + "\n", encoding="utf-8")
        arguments += ["-c", "constraints.txt"]
    return arguments


def _failed(outcome: Outcome, folder: Path) -> Failure:
    failure = failure_of(outcome, folder)
    if "no such option: --report" in outcome.errors:
        return Failure("it is older than 22.2 and cannot report", hint="upgrade pip, or install uv")
    names = sorted({normalized(name) for name in _NOTHING.findall(outcome.errors)})
    return Failure(failure.reason, failure.passing, tuple(names))
