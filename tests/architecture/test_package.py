"""The wheel holds the rules of the checkout, no more and no less."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_wheel_ships_exactly_the_rules_that_git_knows(tmp_path: Path) -> None:
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            str(tmp_path),
            str(ROOT),
        ],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {name.removeprefix("licscan/_rules/") for name in names if name.startswith("licscan/_rules/")}
    listed = subprocess.run(["git", "ls-files", "rules"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shipped == {name.removeprefix("rules/") for name in listed.stdout.splitlines()}
    assert "licscan/py.typed" in names


def test_public_names_are_those_of_all() -> None:
    import licscan

    assert set(licscan.__all__) == {"__version__", "check", "load_policy", "resolve_license"}
    for name in licscan.__all__:
        assert getattr(licscan, name) is not None
