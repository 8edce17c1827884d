"""The writer: whole files or none."""

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
