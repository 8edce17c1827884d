"""Staged data files, in real repositories."""

import os
import pickle
import subprocess
from pathlib import Path

import pytest

from licscan.inputs.classify import Wanted
from licscan.inputs.globs import Globs
from licscan.inputs.inventory import Inventory
from licscan.inputs.staged import staged_files
from licscan.model.finding import GapReason
from support.archives import PEOPLE, read_source

NOTHING = Wanted(Globs(()), Globs(()))
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "4d" * 32 + "\nsize 12345\n"


def git(root: Path, *arguments: str) -> None:
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        **{f"GIT_{who}_{what}": "t@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, env=environment)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    return tmp_path


def write(root: Path, path: str, text: str) -> Path:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")
    return root / path


def shown(inventory: Inventory) -> list[str]:
    return [source.shown for source in inventory.sources]


def test_the_index_is_read_and_not_the_working_tree(repository: Path) -> None:
    people = write(repository, "data/people.csv", PEOPLE)
    git(repository, "add", ".")
    people.write_text("name,email\n", encoding="utf-8")
    (source,) = staged_files(repository, NOTHING).sources
    people.unlink()
    assert (source.shown, source.size) == ("data/people.csv", len(PEOPLE))
    again = pickle.loads(pickle.dumps(source))  # noqa: S301 - our own
    for each in (source, again):
        assert read_source(each)[0]["email"] == ["ann@example.com", "bo@example.com"]


def test_only_what_the_commit_changes_is_looked_at(repository: Path) -> None:
    for name in ("old.csv", "changed.csv", "removed.csv", "moved.csv"):
        write(repository, name, PEOPLE + name)
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "first")
    write(repository, "changed.csv", PEOPLE)
    write(repository, "not_staged.csv", PEOPLE)
    write(repository, "announced.csv", PEOPLE)
    git(repository, "rm", "-q", "removed.csv")
    git(repository, "mv", "moved.csv", "new name \N{LATIN SMALL LETTER U WITH DIAERESIS}.csv")
    git(repository, "add", "changed.csv")
    git(repository, "add", "-N", "announced.csv")
    assert shown(staged_files(repository, NOTHING)) == [
        "changed.csv",
        "new name \N{LATIN SMALL LETTER U WITH DIAERESIS}.csv",
    ]


def test_named_files_and_folders_limit_it(repository: Path) -> None:
    for name in ("a.csv", "sub/b.csv", "sub/c.txt", "d.txt"):
        write(repository, name, PEOPLE)
    git(repository, "add", ".")
    assert shown(staged_files(repository, NOTHING)) == ["a.csv", "sub/b.csv"]
    assert shown(staged_files(repository, NOTHING, [repository / "d.txt"])) == ["d.txt"]
    assert shown(staged_files(repository, NOTHING, [repository / "sub"])) == ["sub/b.csv"]


def test_paths_are_those_below_the_root_of_the_run(repository: Path) -> None:
    write(repository, "sub/b.csv", PEOPLE)
    write(repository, "a.csv", PEOPLE)
    git(repository, "add", ".")
    (source,) = staged_files(repository / "sub", NOTHING).sources
    assert source.shown == "b.csv"
    assert read_source(source)[0]["name"] == ["Ann Lee", "Bo Chan"]


def test_an_lfs_pointer_is_a_gap(repository: Path) -> None:
    write(repository, "big.csv", POINTER)
    git(repository, "add", ".")
    (source,) = staged_files(repository, NOTHING).sources
    cells, gaps = read_source(source)
    assert (cells, [gap.reason for gap in gaps]) == ({}, [GapReason.UNREADABLE])
    assert "LFS" in gaps[0].detail


def test_links_and_submodules_are_no_data_and_excluded_paths_are_counted(repository: Path) -> None:
    inner = repository / "inner.csv"
    inner.mkdir()
    git(inner, "init", "-q")
    git(inner, "commit", "-q", "--allow-empty", "-m", "x")
    (repository / "link.csv").symlink_to("/etc/passwd")
    write(repository, "left/out.csv", PEOPLE)
    write(repository, "data/photo.jpg", "x")
    git(repository, "add", ".")
    inventory = staged_files(repository, Wanted(Globs(()), Globs(("left/**",))))
    assert shown(inventory) == []
    assert {entry.reason: entry.count for entry in inventory.not_seen}["excluded by policy"] == 1


def test_a_conflict_is_a_gap(repository: Path) -> None:
    write(repository, "a.csv", PEOPLE)
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "first")
    git(repository, "switch", "-q", "-c", "other")
    write(repository, "a.csv", "x\n1\n")
    git(repository, "commit", "-q", "-a", "-m", "other")
    git(repository, "switch", "-q", "main")
    write(repository, "a.csv", "y\n2\n")
    git(repository, "commit", "-q", "-a", "-m", "main")
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, "merge", "other")
    assert [(gap.subject, gap.reason) for gap in staged_files(repository, NOTHING).gaps] == [
        ("file:a.csv", GapReason.UNREADABLE)
    ]


def test_no_repository_is_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (gap,) = staged_files(tmp_path, NOTHING).gaps
    assert gap.reason is GapReason.UNREADABLE


def test_content_that_git_lost_is_a_gap(repository: Path) -> None:
    write(repository, "a.csv", PEOPLE)
    git(repository, "add", ".")
    (source,) = staged_files(repository, NOTHING).sources
    for path in (repository / ".git" / "objects").glob("??/*"):
        path.unlink()
    assert [gap.reason for gap in read_source(source)[1]] == [GapReason.UNREADABLE]
