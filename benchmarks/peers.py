"""What three tools say of the same installed environment: licscan, pip-licenses, licensecheck.

    python benchmarks/peers.py SITE_PACKAGES [--licensecheck PYTHON] [--markdown FILE]

PYTHON is an interpreter with `licensecheck` installed; without it the table has two columns. Prints how many packages
each tool answers in which form, and its time as a whole process. `--markdown` writes that and the packages on which
the tools differ in kind, for docs/peers.md. licensecheck ends with a traceback where an expression holds `WITH`; it is
then run once more with that one attribute supplied, and the table says so.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import distributions, version
from pathlib import Path

from packaging.utils import canonicalize_name

from licscan.expressions.algebra import normalize

_PIP_LICENSES = """
import sys, piplicenses
original = piplicenses.importlib_metadata.distributions
piplicenses.importlib_metadata.distributions = lambda **_: original(path=[sys.argv[1]])
arguments = piplicenses.create_parser().parse_args(["--with-system", "--format=json"])
print(piplicenses.create_output_string(arguments))
"""
_LICENSECHECK = """
import sys
if sys.argv.pop(1) == "patched":
    import license_expression
    license_expression.LicenseWithExceptionSymbol.key = property(lambda self: self.render())
from licensecheck import cli
sys.exit(cli())
"""
# The forms of an answer, best first.
FORMS = ("an SPDX expression", "several joined without AND or OR", "words that are no SPDX", "a whole text", "nothing")


@dataclass(frozen=True)
class Answers:
    """What one tool says: license by normalized package name, seconds, and a remark on the run.

    `doubts` are the packages whose answer the tool itself marks, with the words for it.
    """

    tool: str
    licenses: Mapping[str, str | None]
    seconds: float
    remark: str = ""
    doubts: Mapping[str, str] = field(default_factory=dict)


def form(answer: str | None) -> str:
    """Which of FORMS an answer has; letter case does not count, and `;` is what the peers join by."""
    if answer is None or answer.strip().upper() in ("", "UNKNOWN"):
        return FORMS[4]
    if normalize(answer):
        return FORMS[0]
    if len(answer) > 200:
        return FORMS[3]
    return FORMS[1] if ";" in answer else FORMS[2]


def ours(site: Path) -> Answers:
    """licscan, as a user runs it, with an empty cache."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "audit.json"
        command = [
            sys.executable,
            "-m",
            "licscan",
            "deps",
            "--path",
            str(site),
            "--offline",
            "-q",
            "-o",
            f"json={report}",
        ]
        began = time.perf_counter()
        subprocess.run(command, check=False, env={**os.environ, "XDG_CACHE_HOME": folder}, cwd=folder)
        seconds = time.perf_counter() - began
        audit = json.loads(report.read_bytes())
    found: dict[str, str | None] = {}
    doubts: dict[str, str] = {}
    names = {subject["ref"]: subject["name"] for subject in audit["subjects"]}
    for finding in audit["findings"]:
        if finding["kind"] == "license":
            name = names[finding["subject"]]
            found[name] = finding["concluded"]
            marks = ["sources disagree"] if finding["conflict"] else []
            marks += ["low confidence"] if finding["confidence"] == "low" and finding["concluded"] else []
            if marks:
                doubts[name] = ", ".join(marks)
    return Answers(f"licscan {version('licscan')}", found, seconds, doubts=doubts)


def pip_licenses(site: Path) -> Answers:
    """pip-licenses in its default order of sources."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", _PIP_LICENSES, str(site)], check=True, capture_output=True)
    seconds = time.perf_counter() - began
    found = {str(canonicalize_name(entry["Name"])): entry["License"] for entry in json.loads(done.stdout)}
    return Answers(f"pip-licenses {version('pip-licenses')}", found, seconds)


def licensecheck(site: Path, python: Path) -> Answers:
    """licensecheck over the same packages, pinned; it sees them since the folder is on its path."""
    pinned = sorted({f"{dist.name}=={dist.version}" for dist in distributions(path=[str(site)])})
    remark = ""
    with tempfile.TemporaryDirectory() as folder:
        requirements = Path(folder) / "requirements.txt"
        requirements.write_text("\n".join(pinned), encoding="utf-8")
        for how in ("plain", "patched"):
            command = [str(python), "-c", _LICENSECHECK, how, "-f", "json", "-r", str(requirements), "-l", "Apache-2.0"]
            began = time.perf_counter()
            done = subprocess.run(
                command, check=False, capture_output=True, env={**os.environ, "PYTHONPATH": str(site)}, cwd=folder
            )
            seconds = time.perf_counter() - began
            if done.stdout.startswith(b"{"):
                break
            remark = "ends with a traceback at `WITH`; measured after that was patched"
    report = json.loads(done.stdout)
    found = {str(canonicalize_name(entry["name"])): entry["license"] for entry in report["packages"]}
    return Answers(f"licensecheck {report['info']['version']}", found, seconds, remark)


def counted(all_answers: Iterable[Answers], names: Iterable[str]) -> list[str]:
    """The table of forms, in Markdown."""
    listed, packages = list(all_answers), sorted(names)
    rows = ["| answer | " + " | ".join(answers.tool for answers in listed) + " |", "|---" * (len(listed) + 1) + "|"]
    forms = [Counter(form(answers.licenses.get(name)) for name in packages) for answers in listed]
    rows.extend(f"| {kind} | " + " | ".join(str(counts[kind]) for counts in forms) + " |" for kind in FORMS)
    rows.append("| seconds, whole process | " + " | ".join(f"{answers.seconds:.1f}" for answers in listed) + " |")
    rows.extend(f"\n{answers.tool} {answers.remark}." for answers in listed if answers.remark)
    return rows


def differing(all_answers: Iterable[Answers], names: Iterable[str]) -> list[str]:
    """The packages on which a peer's answer is of another form than ours, in Markdown."""
    listed = list(all_answers)
    rows = ["| package | " + " | ".join(answers.tool for answers in listed) + " |", "|---" * (len(listed) + 1) + "|"]
    for name in sorted(names):
        said = [answers.licenses.get(name) for answers in listed]
        if len({form(answer) for answer in said}) > 1:
            cells = [_cell(answer) + _doubt(answers, name) for answer, answers in zip(said, listed, strict=True)]
            rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return rows


def _doubt(answers: Answers, name: str) -> str:
    return f" ({answers.doubts[name]})" if name in answers.doubts else ""


def _cell(answer: str | None) -> str:
    if answer is None or not answer.strip():
        return "(nothing)"
    line = " ".join(answer.split()).replace("|", "\\|")
    return line if len(line) <= 60 else f"{line[:50]}… ({len(answer):,} characters)"


def main() -> None:
    """Run the tools and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("--licensecheck", type=Path)
    parser.add_argument("--markdown", type=Path)
    arguments = parser.parse_args()
    site = arguments.site.resolve()
    all_answers = [ours(site), pip_licenses(site)]
    if arguments.licensecheck:
        all_answers.append(licensecheck(site, arguments.licensecheck.absolute()))
    names = all_answers[0].licenses
    table = counted(all_answers, names)
    print(f"{len(names)} packages, Python {platform.python_version()}", *table, sep="\n")
    if arguments.markdown:
        lines = [f"{len(names)} packages, Python {platform.python_version()}.", "", *table, ""]
        lines += [*differing(all_answers, names), ""]
        arguments.markdown.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
