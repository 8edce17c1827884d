"""uv's resolver: `uv pip compile`, which writes a requirements file with hashes and with what needs what."""

import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from licscan.model.package_name import normalized
from licscan.scanners.dependencies.resolver.interface import Answer, Chosen, Failure, Outcome, Question
from licscan.scanners.dependencies.resolver.process import failure_of, run

_INPUT = "requirements.in"
_PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})\b")
_VIA = re.compile(r"^\s+#\s+(?:via\s*)?(\S.*)?$")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NOTHING = re.compile(
    r"\b([A-Za-z0-9][A-Za-z0-9._-]*)(?:[=<>~!\[]\S*)? (?:(?:has|have) no (?:usable )?wheels|was not found in the)"
)
# Settings of uv that say what to write and where, not from which index.
_OTHERWISE = frozenset(
    "UV_" + name
    for name in [
        "CUSTOM_COMPILE_COMMAND",
        "NO_BINARY",
        "NO_BUILD_ISOLATION",
        "NO_DEPS",
        "PROJECT",
        "PYTHON",
        "REQUIRE_HASHES",
        "WORKING_DIR",
        "WORKING_DIRECTORY",
    ]
)


class UvResolver:
    """Asks uv to resolve; only wheels, so that no package's code runs."""

    name = "uv"

    def command(self) -> tuple[str, ...] | None:
        """The uv on PATH, else the one beside the running interpreter."""
        found = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
        return (found,) if found is not None and Path(found).is_absolute() else None

    def can(self, question: Question) -> Failure | None:
        """Any Python."""
        del question
        return None

    def ask(self, question: Question, folder: Path, environ: Mapping[str, str], deadline_s: float) -> Answer | Failure:
        """Run uv on a requirements file in `folder`, and read what it writes."""
        (folder / _INPUT).write_text("\n".join(question.requirements) + "\n", encoding="utf-8")
        # uv looks for its settings in the folder and above; an own file ends that search, the user's settings stay.
        (folder / "uv.toml").write_text("", encoding="utf-8")
        options = (
            "--no-build --no-header --generate-hashes --annotation-style split --no-progress --quiet --color never"
        )
        command = [*(self.command() or ()), "pip", "compile", *options.split(), "--python", sys.executable]
        if question.python is not None:
            command += ["--python-version", question.python]
        if question.constraints:
            (folder / "constraints.txt").write_text("\n".join(question.constraints) + "\n", encoding="utf-8")
            command += ["--constraint", "constraints.txt"]
        cleaned = {key: value for key, value in environ.items() if key not in _OTHERWISE}
        outcome = run(
            [*command, _INPUT], folder, {**cleaned, "UV_PYTHON_DOWNLOADS": "never", "NO_COLOR": "1"}, deadline_s
        )
        if isinstance(outcome, Failure):
            return outcome
        if outcome.status != 0 or outcome.late:
            return _failed(outcome, folder)
        return read_compiled(outcome.output)


def _failed(outcome: Outcome, folder: Path) -> Failure:
    failure = failure_of(outcome, folder)
    names = sorted({normalized(name) for name in _NOTHING.findall(outcome.errors)})
    return Failure(failure.reason, failure.passing, tuple(names))


def read_compiled(text: str) -> Answer:
    """Packages and edges of a compiled requirements file with `# via` comments."""
    versions: dict[str, str] = {}
    hashes: dict[str, set[str]] = {}
    needs: set[tuple[str, str]] = set()
    direct: set[str] = set()
    name = ""
    for line in text.splitlines():
        if pinned := _PINNED.match(line):
            name = normalized(pinned[1])
            versions[name] = pinned[2]
        if not name:
            continue
        hashes.setdefault(name, set()).update(_HASH.findall(line))
        via = _VIA.match(line)
        if via is None or not via[1]:
            continue
        if via[1].startswith("-r "):
            direct.add(name)
        elif _NAME.fullmatch(via[1]):
            needs.add((normalized(via[1]), name))
    chosen = tuple(Chosen(each, versions[each], tuple(sorted(hashes[each]))) for each in sorted(versions))
    return Answer(chosen, tuple(sorted(needs)), tuple(sorted(direct)))
