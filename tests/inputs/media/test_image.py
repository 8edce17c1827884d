"""What pictures say about people beside what they show."""

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licscan.inputs.media.exif import MalformedExifError, exif_tags
from licscan.inputs.media.image import ImageReader, exif_gps, image_tags
from licscan.inputs.readers.interface import Batch
from licscan.inputs.sources import LocalFile
from licscan.model.finding import Gap, GapReason

Entry = tuple[int, int, bytes]  # tag, type, value


def directory(order: str, at: int, entries: list[Entry]) -> bytes:
    """One directory of a TIFF structure (TIFF 6.0, section 2), its longer values behind it."""
    sizes = {2: 1, 4: 4, 5: 8}
    head, tail = struct.pack(f"{order}H", len(entries)), b""
    behind = at + 2 + 12 * len(entries) + 4
    for tag, kind, value in sorted(entries):
        count = len(value) // sizes[kind]
        place = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack(f"{order}I", behind + len(tail))
        tail += value if len(value) > 4 else b""
        head += struct.pack(f"{order}HHI", tag, kind, count) + place
    return head + bytes(4) + tail


def rationals(order: str, *numbers: tuple[int, int]) -> bytes:
    return b"".join(struct.pack(f"{order}II", *number) for number in numbers)


def block(order: str = "<", *, gps: bool = True, artist: bytes = b"Mary Poe\0") -> bytes:
    mark = b"II*\0" if order == "<" else b"MM\0*"
    length = 8 + 2 + 12 * 3 + 4 + len(artist)
    camera = directory(order, length, [(0xA431, 2, b"SN-778812\0")])
    where = directory(
        order,
        length + len(camera),
        [
            (1, 2, b"N\0"),
            (2, 5, rationals(order, (1, 1), (18, 1), (306, 10))),
            (3, 2, b"W\0"),
            (4, 5, rationals(order, (103, 1), (51, 1), (0, 1))),
        ],
    )
    entries: list[Entry] = [(0x013B, 2, artist), (0x8769, 4, struct.pack(f"{order}I", length))]
    entries.append((0x8825 if gps else 0x9999, 4, struct.pack(f"{order}I", length + len(camera))))
    return mark + struct.pack(f"{order}I", 8) + directory(order, 8, entries) + camera + where


def jpeg(exif: bytes) -> bytes:
    body = b"Exif\0\0" + exif
    return b"\xff\xd8\xff\xe0\x00\x04ab\xff\xe1" + struct.pack(">H", len(body) + 2) + body + b"\xff\xda\x00\x02picture"


def png(exif: bytes) -> bytes:
    chunks = [(b"IHDR", bytes(13)), (b"eXIf", exif), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + bytes(4) for kind, body in chunks
    )


def webp(exif: bytes) -> bytes:
    body = b"WEBPVP8 " + struct.pack("<I", 3) + b"abc\0" + b"EXIF" + struct.pack("<I", len(exif)) + exif
    return b"RIFF" + struct.pack("<I", len(body)) + body


def heic(exif: bytes) -> bytes:
    return (
        b"\0\0\0\x18ftypheic" + bytes(12) + b"\0\0\0\x40infe\0\0\0\0Exif\0\0" + bytes(40) + b"\0\0\0\x06Exif\0\0" + exif
    )


PLACE = "1.308500, -103.850000"


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("made", [jpeg, png, webp, heic, bytes], ids=["jpeg", "png", "webp", "heic", "tiff"])
def test_place_artist_and_serial_number_are_found(made: object, order: str) -> None:
    picture = made(block(order))  # type: ignore[operator]
    assert image_tags(io.BytesIO(picture)) == {
        "EXIF GPSPosition": PLACE,
        "EXIF Artist": "Mary Poe",
        "EXIF BodySerialNumber": "SN-778812",
    }
    assert exif_gps(io.BytesIO(picture))


def test_a_picture_without_a_place() -> None:
    assert not exif_gps(io.BytesIO(jpeg(block(gps=False))))
    assert image_tags(io.BytesIO(b"\xff\xd8\xff\xda")) == {}
    assert image_tags(io.BytesIO(b"GIF89a")) == {}


def test_the_reader_gives_one_record(tmp_path: Path) -> None:
    path = tmp_path / "beach.jpg"
    path.write_bytes(jpeg(block()))
    (batch,) = ImageReader().read(LocalFile(path, "beach.jpg"), "file:beach.jpg")
    assert isinstance(batch, Batch)
    assert {column.name: list(column.cells) for column in batch.columns}["EXIF GPSPosition"] == [PLACE]


def test_a_block_that_is_none_is_a_gap_and_no_tags_are_silence(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg(b"nonsense"))
    (gap,) = ImageReader().read(LocalFile(path, "a.jpg"), "file:a.jpg")
    assert isinstance(gap, Gap)
    assert gap.reason is GapReason.UNPARSABLE
    assert not exif_gps(io.BytesIO(jpeg(b"nonsense")))


def test_what_pillow_writes() -> None:
    image = pytest.importorskip("PIL.Image")
    made = image.new("RGB", (4, 4))
    exif = made.getexif()
    exif[0x013B] = "Mary Poe"
    exif[0x8825] = {1: "S", 2: (33.0, 51.0, 30.0), 3: "E", 4: (151.0, 12.0, 0.0)}
    for form in ("JPEG", "PNG", "WEBP"):
        held = io.BytesIO()
        made.save(held, form, exif=exif)
        held.seek(0)
        assert image_tags(held) == {"EXIF GPSPosition": "-33.858333, 151.200000", "EXIF Artist": "Mary Poe"}


@pytest.mark.parametrize("made", [jpeg, png, webp, heic], ids=["jpeg", "png", "webp", "heic"])
def test_cut_pictures_never_raise_but_for_what_is_malformed(made: object) -> None:
    whole = made(block())  # type: ignore[operator]
    for end in range(len(whole)):
        try:
            image_tags(io.BytesIO(whole[:end]))
        except MalformedExifError:
            continue


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"II*\0", b"MM\0*"]))
def test_no_block_breaks_it(rest: bytes, mark: bytes) -> None:
    exif_tags(mark + b"\x08\0\0\0" + rest)


def test_directories_in_circles_end() -> None:
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<HHII", 0x8825, 4, 1, 8)
    assert exif_tags(b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 2) + entry) == {}
