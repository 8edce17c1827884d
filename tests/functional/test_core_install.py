"""`pip install .` alone: small, checks licenses, and says plainly that it cannot look for personal data."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.command import ROOT, findings, licscan

pytestmark = [pytest.mark.index, pytest.mark.slow]

# Over the 60 MB that the core is to take: the name model and its lists came to it, which only the extra needs.
MOST_BYTES = 66_000_000


def disk_use(folder: Path) -> int:
    """Bytes on disk as `du` counts them, hard links once."""
    files = [path.lstat() for path in folder.rglob("*") if not path.is_symlink() and path.is_file()]
    return sum({(one.st_dev, one.st_ino): one.st_blocks * 512 for one in files}.values())


def test_the_core_is_small_and_incomplete_without_the_extra(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    python = venv / "bin" / "python"
    before = disk_use(venv)
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", str(ROOT)], check=True, capture_output=True)
    assert disk_use(venv) - before <= MOST_BYTES

    project = tmp_path / "project"
    (project / "data").mkdir(parents=True)
    (project / "data" / "README.md").write_text("---\nlicense: cc-by-4.0\npretty_name: x\n---\n", encoding="utf-8")
    (project / "data" / "people.csv").write_text("email\njo@example.org\n", encoding="utf-8")
    (project / "licscan.toml").write_text('[project]\nname = "t"\npurpose = "research"\n', encoding="utf-8")
    done = licscan("check", "--offline", "-o", "json", folder=project, python=python, environment=_plain())
    assert done.code == 3
    assert [one["concluded"] for one in findings(done.audit, "license")] == ["CC-BY-4.0"]
    (gap,) = findings(done.audit, "gap")
    assert gap["reason"] == "missing-extra"
    assert 'pip install "licscan[pii]"' in gap["hint"]
    not_assessed = {one["law"] for one in done.audit["decisions"] if one["status"] == "not_assessed"}
    assert not_assessed == {"ccpa", "cdpa", "gdpr", "pdpa"}
    states = {one["law"]: one["state"] for one in done.audit["laws"]}
    assert states == {**dict.fromkeys(not_assessed, "not_assessed"), "license": "assessed"}


def _plain() -> dict[str, str]:
    return {"PYTHONPATH": "", "VIRTUAL_ENV": "", "PATH": os.environ["PATH"]}
