"""The same input gives the same bytes, wherever and however it runs."""

import shutil
from pathlib import Path

import pytest

from support.command import licscan

PEOPLE = "".join(f"{n},Jo Tan {n},jo{n}@example.org,+65 8123 45{n:02}\n" for n in range(60))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "first" / "project"
    (folder / "data" / "nc").mkdir(parents=True)
    (folder / "data" / "nc" / "README.md").write_text("---\nlicense: cc-by-nc-4.0\n---\n", encoding="utf-8")
    (folder / "data" / "people.csv").write_text("id,name,email,phone\n" + PEOPLE, encoding="utf-8")
    (folder / "data" / "latin.csv").write_bytes(b"sku,color\na1,beig\xe9\n")
    (folder / "requirements.txt").write_text("demo-package==1.0\n", encoding="utf-8")
    (folder / "licscan.toml").write_text('[project]\nname = "t"\npurpose = "commercial"\n', encoding="utf-8")
    return folder


def audit_bytes(folder: Path, *arguments: str, **environment: str) -> str:
    fixed = {"SOURCE_DATE_EPOCH": "1790000000", **environment}
    done = licscan("check", ".", "--offline", "-o", "json", *arguments, folder=folder, environment=fixed)
    assert done.code == 1
    return done.out


def test_hash_seed_locale_time_zone_folder_and_jobs_change_no_byte(project: Path, tmp_path: Path) -> None:
    moved = tmp_path / "second" / "some other folder"
    shutil.copytree(project, moved)
    first = audit_bytes(project, "--jobs", "1", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    second = audit_bytes(moved, "--jobs", "2", PYTHONHASHSEED="77", TZ="Asia/Singapore", LC_ALL="C.UTF-8")
    assert first == second
    assert str(tmp_path) not in first


def test_another_seed_is_another_sample_of_the_same_data(project: Path) -> None:
    one, two = (audit_bytes(project, "--sample", "20", "--seed", seed) for seed in ("1", "2"))
    assert one != two
