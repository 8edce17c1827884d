"""WebDataset shards: a row a sample, a column an extension."""

import gzip
from pathlib import Path

import pytest

from licscan.model.finding import GapReason
from support.archives import PEOPLE, expanded, read_source, tar_of


def samples(count: int) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for number in range(count):
        key = f"shard/{number:06}"
        found[f"{key}.jpg"] = b"\xff\xd8"
        found[f"{key}.txt"] = f"A photo of person {number}".encode()
        found[f"{key}.meta.json"] = b'{"author": {"email": "user%d@example.com"}, "tags": ["a", "b"]}' % number
        found[f"{key}.cls"] = b"%d" % (number % 10)
    return found


@pytest.mark.parametrize("name", ["s.tar", "s.tar.gz"])
def test_samples_make_one_table(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(tar_of(samples(2_000), "w:gz" if name.endswith("gz") else "w"))
    found = expanded(tmp_path, name)
    assert (found.shown, found.gaps, found.not_seen) == ([name], [], {"images in an archive": 2_000})
    cells = found.cells(name)
    assert list(cells) == ["__key__", "txt", "/meta.json/author/email", "/meta.json/tags/*", "cls"]
    assert cells["/meta.json/author/email"][1_999] == "user1999@example.com"
    assert cells["txt"][7] == "A photo of person 7"
    assert cells["__key__"][0] == "shard/000000"
    assert cells["cls"][12] == "2"


def test_a_shard_that_is_cut_off_gives_what_stands_before(tmp_path: Path) -> None:
    whole = tar_of(samples(2_000))
    (tmp_path / "s.tar").write_bytes(whole[: len(whole) * 3 // 4 + 100])
    found = expanded(tmp_path, "s.tar")
    cells, gaps = read_source(found.sources[0])
    assert len(cells["txt"]) > 1_400
    assert {gap.reason for gap in (*gaps, *found.gaps)} == {GapReason.UNPARSABLE}


def test_files_that_share_names_are_no_samples(tmp_path: Path) -> None:
    tables = {f"{name}.{end}": PEOPLE.encode() for name in ("people", "orders", "items") for end in ("csv", "json")}
    (tmp_path / "a.tar").write_bytes(tar_of(tables))
    assert len(expanded(tmp_path, "a.tar").shown) == 6


def test_odd_members_of_a_shard_are_told(tmp_path: Path) -> None:
    members = {
        **samples(5),
        "x.json": b"{broken",
        "x.txt": b"caf\xe9",
        "y.txt": b"a" * 900_000,
        "z.pkl": b"x",
        "z.json.gz": gzip.compress(b"{}"),
    }
    (tmp_path / "s.tar").write_bytes(tar_of(members))
    found = expanded(tmp_path, "s.tar")
    cells, gaps = read_source(found.sources[0])
    assert {gap.detail.partition(":")[0] for gap in gaps} == {
        "JSON members that are not valid",
        "text members that are not UTF-8",
    }
    assert "caf\N{LATIN SMALL LETTER E WITH ACUTE}" in cells["txt"]
    assert sorted(gap.detail.partition(":")[0] for gap in found.gaps) == ["1 .json.gz file", "1 .pkl file"]
