"""Pictures: not looked at themselves, but what their Exif block says about people is read."""

from collections.abc import Iterator
from typing import IO

from licscan.inputs.media.exif import GPS_POSITION, MalformedExifError, exif_tags
from licscan.inputs.media.exif_blocks import exif_blocks
from licscan.inputs.readers.defects import Defects, guarded
from licscan.inputs.readers.interface import Batch, Column, ColumnKind, Part
from licscan.inputs.sources import Source
from licscan.model.finding import Gap, GapReason


def image_tags(stream: IO[bytes]) -> dict[str, str]:
    """What the Exif block of a picture says about people, by the name of the tag. Raises OSError, MalformedExifError.

    The values are personal data: they go through the scanner and nowhere else.
    """
    found: dict[str, str] = {}
    for block in exif_blocks(stream):
        for name, value in exif_tags(block).items():
            found.setdefault(name, value)
    return found


def exif_gps(stream: IO[bytes]) -> bool:
    """Whether a picture says where it was taken; a broken block says nothing. Raises OSError."""
    try:
        return GPS_POSITION in image_tags(stream)
    except MalformedExifError:
        return False


def tells_of_people(source: Source) -> bool:
    """Whether there is something to read for `ImageReader`: tags about people, or a broken block, which is a gap."""
    try:
        with source.open() as stream:
            return bool(image_tags(stream))
    except (OSError, MalformedExifError):
        return True


class ImageReader:
    """Reads a picture as one record of its Exif tags that tell of people; no record where it has none."""

    media = "image/*"

    def read(self, source: Source, ref: str, part: Part | None = None) -> Iterator[Batch | Gap]:  # noqa: ARG002 - the protocol's shape
        """Yield at most one batch of one row, columns `EXIF GPSPosition`, `EXIF Artist` and so on."""
        defects = Defects(ref, source.shown)
        return guarded(defects, _batches(source, defects))

    def parts(self, source: Source) -> tuple[Part, ...]:  # noqa: ARG002 - the protocol's shape
        """None: there is one record."""
        return ()


def _batches(source: Source, defects: Defects) -> Iterator[Batch | Gap]:
    try:
        with source.open() as stream:
            found = image_tags(stream)
    except MalformedExifError:
        yield defects.gap(GapReason.UNPARSABLE, "has an Exif block that is no such block")
        return
    if found:
        yield Batch(1, tuple(Column(name, ColumnKind.TEXT, [value]) for name, value in sorted(found.items())))
