"""What an archive comes to: its data files as sources, the rest told or counted."""

import bz2
import gzip
import pickle
import tarfile
import zipfile
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.inputs.sources import SourceError
from licscan.model.finding import GapReason
from support.archives import PEOPLE, expanded, read_source, tar_of, zip_of

MEMBERS = {
    "inner/people.csv": PEOPLE.encode(),
    "inner/": b"",
    "notes.txt": b"Ann Lee called.",
    "photo.jpg": b"\xff\xd8",
    "model.bin": b"x",
    "table.pkl": b"x",
    "README.md": b"x",
    "run.py": b"x",
}
PLAIN = {name: content for name, content in MEMBERS.items() if not name.endswith("/")}
KINDS = {
    "a.zip": zip_of(MEMBERS),
    "stored.zip": zip_of(MEMBERS, zipfile.ZIP_STORED),
    "bz2.zip": zip_of(MEMBERS, zipfile.ZIP_BZIP2),
    "a.tar": tar_of(PLAIN),
    "ustar.tar": tar_of(PLAIN, format=tarfile.USTAR_FORMAT),
    "gnu.tar": tar_of(PLAIN, format=tarfile.GNU_FORMAT),
    "a.tar.gz": tar_of(PLAIN, "w:gz"),
    "a.tgz": tar_of(PLAIN, "w:gz"),
    "a.tar.bz2": tar_of(PLAIN, "w:bz2"),
    "a.tar.xz": tar_of(PLAIN, "w:xz"),
    "prefixed.zip": b"#!/bin/sh\n" + zip_of(MEMBERS),
}


@pytest.mark.parametrize("name", KINDS)
def test_members_with_a_reader_are_data_files_and_the_rest_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(KINDS[name])
    found = expanded(tmp_path, name)
    assert found.shown == [f"{name}!/inner/people.csv", f"{name}!/notes.txt"]
    assert found.cells(f"{name}!/inner/people.csv")["email"] == ["ann@example.com", "bo@example.com"]
    assert [(gap.reason, gap.subject, gap.detail) for gap in found.gaps] == [
        (GapReason.UNSUPPORTED_FORMAT, f"file:{name}", "1 .pkl file: no reader opens this format")
    ]
    assert found.not_seen == {
        "images in an archive": 1,
        "model weights in an archive": 1,
        "not a data file, in an archive": 2,
    }


@pytest.mark.parametrize("name", KINDS)
def test_a_member_opens_again_and_in_another_process(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(KINDS[name])
    source = expanded(tmp_path, name).sources[0]
    again = pickle.loads(pickle.dumps(source))  # noqa: S301 - our own
    assert b"ann@" not in pickle.dumps(source)
    for each in (source, again, source):
        with each.open() as stream:
            assert stream.read() == PEOPLE.encode()


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("tenth", range(10))
def test_an_archive_that_is_cut_off_is_told(tmp_path: Path, name: str, tenth: int) -> None:
    (tmp_path / name).write_bytes(KINDS[name][: len(KINDS[name]) * tenth // 10])
    found = expanded(tmp_path, name)
    gaps = [*found.gaps, *(gap for source in found.sources for gap in read_source(source)[1])]
    about_archive = [gap for gap in gaps if not gap.detail.startswith("1 .pkl")]
    # One that lost nothing but padding or a last checksum is whole.
    assert about_archive or len(found.sources) == 2
    assert all(gap.subject.startswith(f"file:{name}") for gap in gaps)


def test_an_archive_in_an_archive_is_opened_and_a_third_is_not(tmp_path: Path) -> None:
    third = zip_of({"deep.csv": PEOPLE.encode()})
    second = tar_of({"third.zip": third, "two.csv": PEOPLE.encode()}, "w:gz")
    (tmp_path / "first.zip").write_bytes(zip_of({"second.tgz": second, "z.zip": third}))
    found = expanded(tmp_path, "first.zip")
    assert found.shown == ["first.zip!/second.tgz!/two.csv", "first.zip!/z.zip!/deep.csv"]
    assert found.cells("first.zip!/z.zip!/deep.csv")["name"] == ["Ann Lee", "Bo Chan"]
    assert found.cells("first.zip!/second.tgz!/two.csv")["name"] == ["Ann Lee", "Bo Chan"]
    assert [(gap.subject, gap.reason) for gap in found.gaps] == [
        ("file:first.zip!/second.tgz!/third.zip", GapReason.TOO_LARGE)
    ]


def test_a_compressed_table_in_an_archive_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(tar_of({"people.csv.gz": gzip.compress(PEOPLE.encode())}))
    found = expanded(tmp_path, "a.tar")
    assert found.cells("a.tar!/people.csv.gz")["email"] == ["ann@example.com", "bo@example.com"]


def test_a_file_that_is_compressed_and_does_not_say_so_is_read(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(bz2.compress(PEOPLE.encode()))
    found = expanded(tmp_path, "people.csv")
    assert found.cells("people.csv")["email"] == ["ann@example.com", "bo@example.com"]


def test_names_that_lead_out_links_and_devices_are_not_followed(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for name, kind in [
            ("link.csv", tarfile.SYMTYPE),
            ("hard.csv", tarfile.LNKTYPE),
            ("pipe.csv", tarfile.FIFOTYPE),
            ("device.csv", tarfile.CHRTYPE),
            ("/etc/people.csv", tarfile.REGTYPE),
            ("../people.csv", tarfile.REGTYPE),
            ("a/../../people.csv", tarfile.REGTYPE),
        ]:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    found = expanded(tmp_path, "a.tar")
    assert found.shown == []
    assert [gap.detail for gap in found.gaps] == [
        "2 files devices or pipes, which are not read",
        "3 files with a name that leads out of the archive, which are not read",
    ]
    assert found.not_seen == {"link in an archive": 2}


def test_members_of_one_name_are_all_read(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for size in (0, 40, 0):
            info = tarfile.TarInfo("./people.csv")
            info.size = size
            with (tmp_path / "content").open("wb+") as content:
                content.write(b"name\n" + b"A" * 35)
                content.seek(0)
                archive.addfile(info, content)
    assert expanded(tmp_path, "a.tar").shown == [
        "a.tar!/people.csv",
        "a.tar!/people.csv (2)",
        "a.tar!/people.csv (3)",
    ]


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    content = bytearray(zip_of({"people.csv": PEOPLE.encode()}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    (tmp_path / "a.zip").write_bytes(content)
    found = expanded(tmp_path, "a.zip")
    assert [gap.detail for gap in found.gaps] == ["1 file encrypted, which are not read"]


@pytest.mark.parametrize("claimed", [1, 10, 1 << 31])
def test_a_member_that_lies_about_its_size_is_told(tmp_path: Path, claimed: int) -> None:
    content = bytearray(zip_of({"people.csv": PEOPLE.encode()}))
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = claimed.to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(content)
    found = expanded(tmp_path, "a.zip")
    gaps = [*found.gaps, *(gap for source in found.sources for gap in read_source(source)[1])]
    assert {gap.reason for gap in gaps} & {GapReason.UNPARSABLE, GapReason.TOO_LARGE}


def test_damaged_bytes_of_a_member_are_told(tmp_path: Path) -> None:
    content = bytearray(zip_of({"people.csv": PEOPLE.encode()}, zipfile.ZIP_STORED))
    content[content.index(b"ann@")] = ord("x")
    (tmp_path / "a.zip").write_bytes(content)
    cells, gaps = read_source(expanded(tmp_path, "a.zip").sources[0])
    assert cells["email"][1] == "bo@example.com"
    assert [gap.reason for gap in gaps] == [GapReason.UNPARSABLE]


def test_a_zip_of_overlapping_members_is_refused(tmp_path: Path) -> None:
    # As in https://www.bamsoftware.com/hacks/zipbomb/: the directory names the same bytes again and again.
    whole = zip_of({"0.csv": b"a" * 1_000_000})
    start = whole.index(b"PK\x01\x02")
    entry, end = whole[start : whole.index(b"PK\x05\x06")], bytearray(whole[whole.index(b"PK\x05\x06") :])
    count = 5_000
    directory = b"".join(entry.replace(b"0.csv", b"%d.csv" % (n % 10)) for n in range(count))
    end[8:12] = count.to_bytes(2, "little") * 2
    end[12:16] = len(directory).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(whole[:start] + directory + bytes(end))
    found = expanded(tmp_path, "a.zip")
    assert found.shown == []
    assert [(gap.reason, gap.detail.split()[0]) for gap in found.gaps] == [(GapReason.TOO_LARGE, "5,000")]


def test_a_bomb_inside_an_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zip_of({"bomb.csv": b"a,b\n" * 5_000_000}))
    found = expanded(tmp_path, "a.zip")
    assert (found.shown, [gap.reason for gap in found.gaps]) == ([], [GapReason.TOO_LARGE])


def test_many_small_bombs_in_nested_archives_are_refused_together(tmp_path: Path) -> None:
    inner = zip_of({f"{n}.csv": b"a,b\n" * 3_900_000 for n in range(2)})
    (tmp_path / "a.zip").write_bytes(zip_of({f"{n}.zip": inner for n in range(16)}))
    found = expanded(tmp_path, "a.zip")
    assert len(found.sources) <= 1
    assert GapReason.TOO_LARGE in {gap.reason for gap in found.gaps}


def test_a_hundred_thousand_members_end_within_bounds(tmp_path: Path) -> None:
    header = tar_of({"0.csv": b""})[:512]
    (tmp_path / "a.tar").write_bytes(header * 100_001 + bytes(1_024))
    found = expanded(tmp_path, "a.tar")
    assert len(found.sources) == 10_000
    assert [gap.reason for gap in found.gaps] == [GapReason.TRUNCATED]


def test_hostile_names_can_be_shown(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x" * 5_000 + ".csv", PEOPLE)
        archive.writestr("\x1b[31m\N{RIGHT-TO-LEFT OVERRIDE}.csv", PEOPLE)
    (tmp_path / "b.tar").write_bytes(tar_of({"\udcff.csv": PEOPLE.encode()}))
    found = expanded(tmp_path, "a.zip", "b.tar")
    assert len(found.sources) == 3
    assert all(len(shown) < 1_100 and shown.encode() for shown in found.shown)


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    for name in ("a.zip", "a.tar", "a.tar.gz", "a.tgz"):
        (tmp_path / name).write_bytes(b"hello, this is no archive" * 50)
    found = expanded(tmp_path, "a.zip", "a.tar", "a.tar.gz", "a.tgz", "missing.zip")
    assert [gap.reason for gap in found.gaps] == [GapReason.UNPARSABLE] * 4 + [GapReason.UNREADABLE]
    assert not any("hello" in gap.detail for gap in found.gaps)


def test_an_archive_that_changes_between_two_opens_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.tgz").write_bytes(KINDS["a.tgz"])
    source = expanded(tmp_path, "a.tgz").sources[0]
    with source.open() as stream:
        stream.read()
    (tmp_path / "a.tgz").write_bytes(gzip.compress(b"short"))
    with pytest.raises(SourceError):
        source.open()


def test_members_in_the_order_of_a_compressed_tar_cost_one_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from licscan.inputs import sources

    opened: list[Path] = []
    real = sources.open_regular

    def counted(path: Path) -> IO[bytes]:
        opened.append(path)
        return real(path)

    monkeypatch.setattr(sources, "open_regular", counted)
    (tmp_path / "a.tgz").write_bytes(tar_of({f"{n}.csv": PEOPLE.encode() for n in range(50)}, "w:gz"))
    for source in expanded(tmp_path, "a.tgz").sources:
        for _ in range(3):
            source.open().close()
    assert len(opened) <= 1 + 150 + 1


@given(st.binary(max_size=2_000), st.sampled_from(sorted(KINDS)), st.integers(0, 3_000))
def test_any_damage_ends_in_sources_and_gaps(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, name: str, at: int
) -> None:
    root = tmp_path_factory.getbasetemp()
    whole = KINDS[name]
    (root / name).write_bytes(whole[:at] + noise + whole[at + len(noise) :])
    found = expanded(root, name)
    for source in found.sources:
        read_source(source)
