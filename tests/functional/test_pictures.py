"""Photos in a data folder: not looked at themselves, but what their Exif block says of people is found."""

import struct
from pathlib import Path

from support.archives import tar_of, zip_of
from support.command import findings, licscan


def photo(*, gps: bool) -> bytes:
    """A JPEG that holds nothing but an Exif block (Exif 2.32, 4.5): a maker, and where it was taken if asked for."""

    def entry(tag: int, kind: int, count: int, value: bytes) -> bytes:
        return struct.pack("<HHI", tag, kind, count) + value.ljust(4, b"\0")

    def rational(*numbers: int) -> bytes:
        return b"".join(struct.pack("<II", number, 1) for number in numbers)

    count = 2 if gps else 1
    first = 8 + 2 + count * 12 + 4
    ifd = struct.pack("<H", count) + entry(0x010F, 2, 4, b"Cam\0")
    place = b""
    if gps:
        ifd += entry(0x8825, 4, 1, struct.pack("<I", first))
        values = first + 2 + 4 * 12 + 4
        place = struct.pack("<H", 4)
        place += entry(1, 2, 2, b"N\0") + entry(2, 5, 3, struct.pack("<I", values))
        place += entry(3, 2, 2, b"E\0") + entry(4, 5, 3, struct.pack("<I", values + 24))
        place += struct.pack("<I", 0) + rational(1, 18, 7) + rational(103, 50, 41)
    tiff = b"II*\0" + struct.pack("<I", 8) + ifd + struct.pack("<I", 0) + place
    block = b"Exif\0\0" + tiff
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(block) + 2) + block + b"\xff\xd9"


def test_a_photo_that_says_where_it_was_taken_is_found(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "home.jpg").write_bytes(photo(gps=True))
    (tmp_path / "data" / "plain.jpg").write_bytes(photo(gps=False))
    done = licscan("pii", "data", "-o", "json", folder=tmp_path)
    found = [(one["subject"], one["entity"]) for one in findings(done.audit, "personal_data")]
    assert found == [("file:home.jpg", "GEO_COORDINATES")]
    (images,) = [one for one in done.audit["coverage"]["not_seen"] if "images" in one["reason"]]
    assert images["count"] == 2
    assert "103." not in done.out


def test_photos_in_archives_and_shards_are_read_like_loose_ones(tmp_path: Path) -> None:
    where, plain = photo(gps=True), photo(gps=False)
    odd = b"\xff\xd8\xff\xe1\x00\x16Exif\0\0" + b"no such block"
    (tmp_path / "a.zip").write_bytes(zip_of({"in/home.jpg": where, "in/plain.jpg": plain}))
    (tmp_path / "b.tar.gz").write_bytes(tar_of({"home.jpg": where, "plain.jpg": plain, "odd.jpg": odd}, "w:gz"))
    sample = {f"{number}.{end}": content for number in range(4) for end, content in (("jpg", plain), ("txt", b"a cat"))}
    (tmp_path / "shard-0.tar").write_bytes(tar_of({**sample, "4.jpg": where, "4.txt": b"a dog"}))
    done = licscan("pii", "a.zip", "b.tar.gz", "shard-0.tar", "-o", "json", folder=tmp_path)
    found = [(one["subject"], one["entity"]) for one in findings(done.audit, "personal_data")]
    assert [one for one in found if one[1] == "GEO_COORDINATES"] == [
        ("file:a.zip!/in/home.jpg", "GEO_COORDINATES"),
        ("file:b.tar.gz!/home.jpg", "GEO_COORDINATES"),
        ("file:shard-0.tar!/4.jpg", "GEO_COORDINATES"),
    ]
    counted = {one["reason"]: one["count"] for one in done.audit["coverage"]["not_seen"]}
    assert counted["images in an archive"] == 10
    assert [one["subject"] for one in findings(done.audit, "gap")] == ["file:b.tar.gz!/odd.jpg"]
    assert "103." not in done.out
