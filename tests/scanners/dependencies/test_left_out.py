"""What is passed over is told: nothing that a file names vanishes."""

from pathlib import Path

import pytest

from licscan.model.coverage import NotSeen
from licscan.model.finding import GapReason
from licscan.scanners.interface import Observation, Selection
from support.dependency_scan import Scan, gaps, licenses_of, subjects
from support.package_index import core_metadata, wheel


def _left_out(found: list[Observation]) -> dict[str, tuple[str, ...]]:
    return {each.reason: each.examples for each in found if isinstance(each, NotSeen)}


def _put_wheel(project: Path, folder: str, name: str, *lines: str) -> str:
    path = f"{folder}/{name.replace('-', '_')}-1.0-py3-none-any.whl"
    (project / folder).mkdir(parents=True, exist_ok=True)
    (project / path).write_bytes(wheel(name, "1.0", core_metadata(name, "1.0", *lines)))
    return path


def test_wheel_of_others_counts_though_an_example_in_the_tree_has_its_name(project: Path, scan: Scan) -> None:
    (project / "examples").mkdir()
    (project / "examples/pyproject.toml").write_text('[project]\nname = "restricted"\n')
    path = _put_wheel(project, "vendor", "restricted", "License-Expression: GPL-3.0-only")
    (project / "requirements.txt").write_text(f"./{path}\n")
    found = scan(offline=True)
    assert licenses_of(found)["pkg:pypi/restricted@1.0"].concluded == "GPL-3.0-only"


def test_what_was_built_of_the_project_itself_is_left_out_and_told(project: Path, scan: Scan) -> None:
    (project / "pyproject.toml").write_text('[project]\nname = "app"\n')
    _put_wheel(project, "dist", "app", "License-Expression: MIT")
    found = scan(offline=True)
    assert subjects(found) == {}
    assert _left_out(found) == {"dependencies: a wheel or source distribution of a project in this tree": ("app",)}


def test_extras_of_a_wheel_in_the_tree_are_a_gap(project: Path, scan: Scan) -> None:
    lines = ("License-Expression: MIT", "Provides-Extra: more", 'Requires-Dist: restricted; extra == "more"')
    path = _put_wheel(project, "vendor", "tiny", *lines)
    (project / "requirements.txt").write_text(f"./{path}[more]\n")
    (gap,) = gaps(scan(offline=True))
    assert (gap.reason, str(gap.location)) == (GapReason.UNRESOLVED, "requirements.txt:1")
    assert gap.detail == "what the extras (more) of tiny need in turn is not known: they are those of a file"


def test_project_in_the_tree_is_left_out_and_told(project: Path, scan: Scan) -> None:
    (project / "libs/near").mkdir(parents=True)
    (project / "libs/near/pyproject.toml").write_text('[project]\nname = "near"\n')
    (project / "requirements.txt").write_text("-e ./libs/near\n")
    found = scan(offline=True)
    assert gaps(found) == []
    assert _left_out(found) == {"dependencies: a project in this tree, whose own dependencies count": ("near",)}


def test_project_in_a_folder_that_is_not_entered_is_a_gap(project: Path, scan: Scan) -> None:
    (project / "node_modules/far").mkdir(parents=True)
    (project / "node_modules/far/pyproject.toml").write_text('[project]\nname = "far"\ndependencies = ["restricted"]\n')
    (project / "requirements.txt").write_text("\n./node_modules/far\n")
    (gap,) = gaps(scan(offline=True))
    assert (gap.reason, str(gap.location)) == (GapReason.UNRESOLVED, "requirements.txt:2")
    assert gap.detail == "far is a project in node_modules/far, a folder that is not entered"


def test_extra_that_no_file_states_is_a_gap_where_others_are_left_out(project: Path, scan: Scan) -> None:
    (project / "pyproject.toml").write_text('[project]\nname = "app"\n[project.optional-dependencies]\nweb = ["lib"]\n')
    (gap,) = gaps(scan(offline=True, selection=Selection(extras=("wbe",))))
    assert gap.detail == "no file states anything for the extra wbe, and others are left out"
    assert not any("no file states" in gap.detail for gap in gaps(scan(offline=True, selection=Selection(extras=()))))
    chosen = scan(offline=True, selection=Selection(extras=("web",)))
    assert not any("no file states" in gap.detail for gap in gaps(chosen))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("uv.lock", "version = 1\n" + "".join(f'[[package]]\nname = "p{n}"\nversion = "1"\n' for n in range(10_001))),
        (
            "Pipfile.lock",
            '{"_meta": {"pipfile-spec": 6}, "default": {'
            + ", ".join(f'"p{n}": {{"version": "==1"}}' for n in range(10_001))
            + "}}",
        ),
        (
            "bom.json",
            '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": ['
            + ", ".join(f'{{"name": "p{n}", "purl": "pkg:pypi/p{n}@1"}}' for n in range(10_001))
            + "]}",
        ),
    ],
)
def test_file_with_more_packages_than_are_looked_at_is_a_gap(
    project: Path, scan: Scan, name: str, content: str
) -> None:
    (project / name).write_text(content)
    found = scan(offline=True)
    assert len(subjects(found)) == 10_000
    told = [gap.detail for gap in gaps(found) if gap.reason is GapReason.TOO_LARGE]
    assert told == ["more than 10000 packages, of which the rest is not looked at"]


def test_files_that_together_name_more_packages_than_are_looked_at_are_a_gap(project: Path, scan: Scan) -> None:
    for file in ("a", "b"):
        lines = "\n".join(f"{file}{number}==1" for number in range(6_000))
        (project / f"{file}-requirements.txt").write_text(lines)
    found = scan(offline=True)
    assert len(subjects(found)) == 10_000
    told = [(gap.subject, gap.detail) for gap in gaps(found) if gap.reason is GapReason.TOO_LARGE]
    assert told == [("file:b-requirements.txt", "more than 10000 packages, of which the rest is not looked at")]
