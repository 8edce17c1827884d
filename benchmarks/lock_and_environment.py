"""One project resolved twice: from its lock file with nothing installed, and from the environment made of that lock.

    python benchmarks/lock_and_environment.py [REQUIREMENT ...] [--markdown FILE]

Makes a project that asks for the requirements, locks it and installs it with uv (both through the package index that
uv is set up for), and runs `licscan deps` on the lock file and on the environment, each with an empty cache. Prints how
many packages have the same answer, and each difference: in the conclusion, its confidence, its terms, whether sources
disagree, and which parts are shipped inside. Packages that only one side has are listed too.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

_REQUIREMENTS = (
    *(
        "aiohttp",
        "asyncssh",
        "beautifulsoup4",
        "certifi",
        "datasets",
        "fastapi",
        "gurobipy",
        "httpx",
        "igraph",
        "jupyterlab",
    ),
    *(
        "matplotlib",
        "mlflow-skinny",
        "numba",
        "onnxruntime",
        "opencv-python-headless",
        "pandas",
        "paramiko",
        "psycopg2-binary",
    ),
    *(
        "pyarrow",
        "pygit2",
        "pymupdf",
        "python-dateutil",
        "regex",
        "scikit-learn",
        "sentencepiece",
        "spacy",
        "statsmodels",
    ),
    *("tiktoken", "tokenizers", "tqdm", "unidecode", "wandb"),
)
_COMPARED = ("concluded", "confidence", "terms", "conflict", "declared")


def run(*command: str, folder: Path, **environ: str) -> None:
    """A command that has to succeed."""
    subprocess.run(command, check=True, cwd=folder, env={**os.environ, **environ}, stdout=subprocess.DEVNULL)


def make(folder: Path, requirements: Sequence[str]) -> Path:
    """A locked and installed project; returns the interpreter of its environment."""
    listed = "\n".join(f"    {json.dumps(each)}," for each in requirements)
    text = f'[project]\nname = "compared"\nversion = "0"\nrequires-python = ">=3.11"\ndependencies = [\n{listed}\n]\n'
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    run("uv", "lock", "--quiet", "--python", sys.executable, folder=folder)
    run("uv", "sync", "--quiet", "--python", sys.executable, folder=folder)
    return folder / ".venv" / "bin" / "python"


def resolve(folder: Path, *arguments: str) -> Mapping[str, Mapping[str, Any]]:
    """License findings by package and version."""
    with tempfile.TemporaryDirectory() as own:
        report = Path(own) / "audit.json"
        command = [sys.executable, "-m", "licscan", "deps", *arguments, "-q", "--no-progress", "-o", f"json={report}"]
        subprocess.run(command, check=False, cwd=folder, env={**os.environ, "XDG_CACHE_HOME": own})
        audit = json.loads(report.read_bytes())
    return {each["subject"]: each for each in audit["findings"] if each["kind"] == "license"}


def inside(finding: Mapping[str, Any]) -> set[str]:
    """What is told as shipped inside."""
    return {claim["expression"] or claim["unrecognized"] for claim in finding["bundled"]}


def differences(locked: Mapping[str, Any], installed: Mapping[str, Any]) -> Iterator[str]:
    """What the two findings on a package say otherwise."""
    for name in _COMPARED:
        if locked[name] != installed[name]:
            yield f"{name}: {locked[name]} in the lock, {installed[name]} in the environment"
    if more := sorted(inside(installed) - inside(locked)):
        yield f"parts seen only in the environment: {', '.join(more)}"
    if more := sorted(inside(locked) - inside(installed)):
        yield f"parts seen only through the lock: {', '.join(more)}"


def main() -> None:
    """Make the project, resolve it twice, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("requirements", nargs="*", default=list(_REQUIREMENTS))
    parser.add_argument("--markdown", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        python = make(folder, arguments.requirements)
        installed = resolve(folder, "--environment", str(python))
        (folder / ".venv").rename(folder / "gone")
        bare = folder / "bare"
        bare.mkdir()
        for name in ("pyproject.toml", "uv.lock"):
            (folder / name).rename(bare / name)
        locked = resolve(bare, ".")
    both = sorted(locked.keys() & installed.keys())
    told = {ref: list(differences(locked[ref], installed[ref])) for ref in both}
    lines = [f"{len(both)} packages on both sides, {sum(not each for each in told.values())} with the same answer."]
    lines += [f"- only in the lock: {ref}" for ref in sorted(locked.keys() - installed.keys())]
    lines += [f"- only in the environment: {ref}" for ref in sorted(installed.keys() - locked.keys())]
    lines += [f"- {ref}: {'; '.join(each)}" for ref, each in told.items() if each]
    print("\n".join(lines))
    if arguments.markdown:
        arguments.markdown.write_text("\n".join([lines[0], "", *lines[1:], ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
