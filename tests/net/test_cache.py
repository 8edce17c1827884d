import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.net.cache import Cache


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@given(content=st.binary(max_size=2000))
def test_what_is_kept_comes_back(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    cache = Cache(tmp_path_factory.getbasetemp() / "shared-cache")
    digest = cache.keep_body(content)
    assert digest == hashlib.sha256(content).hexdigest()
    assert cache.body(digest) == content


def test_record_comes_back_for_its_key_alone(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.keep_record(("release", "tinylib", "1.0"), {"file": "a.whl"})
    assert cache.record("release", "tinylib", "1.0") == {"file": "a.whl"}
    assert cache.record("release", "tinylib", "1.00") is None


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\x80\x04\x95pickle", b'{"schema": 1}', b"\xff\xfe"])
def test_damaged_entries_are_dropped(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    digest = cache.keep_body(b"body")
    cache.keep_record(("a",), {"x": 1})
    for path in _files(tmp_path):
        path.write_bytes(damage)
    assert cache.body(digest) is None
    assert cache.record("a") is None
    assert _files(tmp_path) == []


def test_truncated_record_is_dropped_at_every_length(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.keep_record(("a",), {"version": "1.0"})
    (path,) = _files(tmp_path)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert cache.record("a") is None


def test_swapped_records_are_dropped(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.keep_record(("a",), {"license": "MIT"})
    cache.keep_record(("b",), {"license": "AGPL"})
    one, other = _files(tmp_path)
    one_content, other_content = one.read_bytes(), other.read_bytes()
    one.write_bytes(other_content)
    other.write_bytes(one_content)
    assert cache.record("a") is None
    assert cache.record("b") is None


def test_linked_entry_is_not_followed(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    digest = cache.keep_body(b"body")
    (path,) = _files(tmp_path / "cache")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"body")
    path.unlink()
    path.symlink_to(elsewhere)
    assert cache.body(digest) is None
    assert elsewhere.read_bytes() == b"body"


def test_fifo_in_the_cache_does_not_block(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    digest = cache.keep_body(b"body")
    (path,) = _files(tmp_path)
    path.unlink()
    os.mkfifo(path)
    assert cache.body(digest) is None


def test_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    cache = Cache(blocked)
    digest = cache.keep_body(b"body")
    cache.keep_record(("a",), {})
    assert cache.body(digest) is None
    assert cache.record("a") is None


def test_no_temporary_file_is_left(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number in range(20):
        cache.keep_body(b"%d" % number)
    assert len(_files(tmp_path)) == 20
    assert not any(path.name.startswith(".") for path in _files(tmp_path))
