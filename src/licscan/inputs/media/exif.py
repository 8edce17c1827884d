"""Tags of an Exif block that tell of people (CIPA DC-008, TIFF 6.0), read within bounds and without a library."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

_EXIF_IFD = 0x8769
_GPS_IFD = 0x8825
_ASCII, _RATIONAL = 2, 5
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_ENTRIES = 512  # of one directory; cameras write some sixty
_DIRECTORIES = 8
_TEXT = 1_000
# Exif 2.32, tables 4 to 8: who made the picture, whose the camera is, which camera and lens it was.
NAMES = {
    0x013B: "EXIF Artist",
    0x8298: "EXIF Copyright",
    0x9C9D: "EXIF XPAuthor",
    0xA430: "EXIF CameraOwnerName",
    0xA431: "EXIF BodySerialNumber",
    0xA435: "EXIF LensSerialNumber",
    0xC62F: "EXIF CameraSerialNumber",
}
GPS_POSITION = "EXIF GPSPosition"
_WIDE = frozenset({0x9C9D})  # UTF-16 in a field of bytes
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class _Entry:
    tag: int
    kind: int
    count: int
    value: bytes


class MalformedExifError(Exception):
    """A block that is no TIFF structure. Never leaves the readers of media."""


def exif_tags(block: bytes) -> dict[str, str]:
    """The tags of a TIFF block that tell of people, by name; a position as degrees.

    Raises MalformedExifError.
    """
    if block.startswith(b"Exif\0\0"):
        block = block[6:]
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None or len(block) < 8:
        raise MalformedExifError
    return _Block(block, order).tags()


class _Block:
    """A TIFF structure; offsets that lead out of it are passed over, directories that lead in circles read once."""

    def __init__(self, block: bytes, order: str) -> None:
        self._block = block
        self._order = order
        self._seen: set[int] = set()

    def tags(self) -> dict[str, str]:
        """What the directories say."""
        found: dict[str, str] = {}
        pending = [(self._number(4), False)]
        while pending and len(self._seen) < _DIRECTORIES:
            at, is_gps = pending.pop(0)
            if at in self._seen:
                continue
            self._seen.add(at)
            entries = {entry.tag: entry for entry in self._entries(at)}
            if is_gps:
                if position := self._position(entries):
                    found[GPS_POSITION] = position
                continue
            pending.extend(
                (self._pointer(entries[tag]), tag == _GPS_IFD) for tag in (_EXIF_IFD, _GPS_IFD) if tag in entries
            )
            for tag, name in NAMES.items():
                if tag in entries and (text := _text(entries[tag])):
                    found[name] = text
        return found

    def _number(self, at: int, size: int = 4) -> int:
        return int.from_bytes(self._block[at : at + size], "little" if self._order == "<" else "big")

    def _pointer(self, entry: _Entry) -> int:
        return int.from_bytes(entry.value[:4], "little" if self._order == "<" else "big")

    def _entries(self, at: int) -> Iterator[_Entry]:
        count = self._number(at, 2) if at + 2 <= len(self._block) else 0
        for index in range(min(count, _ENTRIES)):
            begin = at + 2 + 12 * index
            if begin + 12 > len(self._block):
                return
            tag, kind, amount = struct.unpack_from(f"{self._order}HHI", self._block, begin)
            size = _SIZES.get(kind, 0) * amount
            place = begin + 8 if size <= 4 else self._number(begin + 8)
            if size > 0 and place + min(size, _TEXT) <= len(self._block):
                yield _Entry(tag, kind, amount, self._block[place : place + min(size, _TEXT)])

    def _position(self, entries: dict[int, _Entry]) -> str | None:
        latitude = self._degrees(entries.get(_LATITUDE), entries.get(_LATITUDE_REF), b"S")
        longitude = self._degrees(entries.get(_LONGITUDE), entries.get(_LONGITUDE_REF), b"W")
        if latitude is None or longitude is None or not (abs(latitude) <= 90 and abs(longitude) <= 180):
            return None
        if not latitude and not longitude:  # a camera that had no signal
            return None
        return f"{latitude:.6f}, {longitude:.6f}"

    def _degrees(self, entry: _Entry | None, reference: _Entry | None, negative: bytes) -> float | None:
        if entry is None or entry.kind != _RATIONAL or len(entry.value) < 8:
            return None
        numbers = struct.unpack_from(f"{self._order}{len(entry.value) // 8 * 2}I", entry.value)
        degrees = Fraction(0)
        for index in range(min(3, len(numbers) // 2)):
            above, below = numbers[2 * index : 2 * index + 2]
            degrees += Fraction(above, below * 60**index) if below else 0
        return -float(degrees) if reference is not None and reference.value[:1].upper() == negative else float(degrees)


def _text(entry: _Entry) -> str:
    if entry.tag in _WIDE:
        text = entry.value.decode("utf-16-le", "replace")
    elif entry.kind == _ASCII:
        text = entry.value.decode("utf-8", "replace")
    else:
        return ""
    return "".join(character for character in text.partition("\0")[0] if character.isprintable()).strip()
