"""The writer: whole files or none."""

import os
import stat
from pathlib import Path

import pytest

from licscan.errors import UsageError
from licscan.formats.writer import write_atomically


def test_a_file_is_written_with_its_folders_and_readable(tmp_path: Path) -> None:
    target = tmp_path / "out" / "audit.json"
    write_atomically(target, b"{}")
    write_atomically(target, b'{"a":1}')
    assert target.read_bytes() == b'{"a":1}'
    assert target.stat().st_mode & 0o444
    assert [path.name for path in target.parent.iterdir()] == ["audit.json"]


def test_an_impossible_target_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        write_atomically(tmp_path / "file" / "audit.json", b"{}")
    assert caught.value.hint


def test_a_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "audit.json").symlink_to(tmp_path / "kept" / "real.json")
    write_atomically(tmp_path / "audit.json", b"{}")
    assert (tmp_path / "audit.json").is_symlink()
    assert (tmp_path / "kept" / "real.json").read_bytes() == b"{}"


def test_a_loop_of_links_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(UsageError):
        write_atomically(tmp_path / "a", b"{}")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX")
def test_a_pipe_is_written_into_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, b"{}")
        assert os.read(reader, 10) == b"{}"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "audit.json"
    write_atomically(target, b"old")

    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["audit.json"]
