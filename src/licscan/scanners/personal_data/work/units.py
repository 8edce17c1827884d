"""Units: the pieces that personal data is looked for in, each of which can be worked on by any process or machine."""

from dataclasses import dataclass

from licscan.inputs.readers.interface import Part
from licscan.inputs.sources import Source


@dataclass(frozen=True, slots=True)
class Unit:
    """One file or row group, or a share of its values; picklable, and it holds no value out of the file.

    `index` orders the units of a run; `part` is a row group, None for the whole file; `parts` says how many row groups
    of the file are units. Of a column `sample` values are looked at, None for all. Of these a share takes the distinct
    values whose checksum leaves `share` when divided by `shares`, so that several processes can look at one file and no
    value is looked at twice.
    """

    index: int
    source: Source
    ref: str
    part: Part | None = None
    parts: int = 1
    sample: int | None = 200
    share: int = 0
    shares: int = 1

    @property
    def is_first(self) -> bool:
        """Whether this share is the one that tells what is the same for all shares: names, rows, gaps."""
        return self.share == 0
