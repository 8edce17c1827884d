"""WebDataset shards: tar archives whose consecutive members with the same key make one sample.

The layout is that of https://github.com/webdataset/webdataset: the key is the path up to the first dot of its last
part.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import IO

from licscan.inputs.containers.interface import Member, Oddity
from licscan.inputs.sources import Source

LOOKED_AT = 1_000  # members by which a tar archive is told to be a shard
MAX_TEXT = 1_000_000  # bytes of one text member that are read
_SAMPLES = 3
# The last part of an extension, for members whose text is read into a cell.
TEXT = frozenset({"caption", "cls", "cls2", "id", "index", "inx", "md", "text", "transcript", "txt"})
JSON = frozenset({"jsn", "json"})
LINES = frozenset({"jsonl", "ndjson"})
TABLES = frozenset({"csv", "tsv"})
READ = TEXT | JSON | LINES | TABLES
_MAY_BE_FILES_OF_THEIR_OWN = JSON | LINES | TABLES | {"parquet"}


def key_and_extension(path: str) -> tuple[str, str]:
    """The key of a member's sample, and its extension in lower case: all after the first dot of the last part."""
    folder, slash, name = path.rpartition("/")
    key, _, extension = name.partition(".")
    return f"{folder}{slash}{key}", extension.lower()


def is_text(extension: str) -> bool:
    """Whether the members of an extension are read."""
    return extension.rpartition(".")[2] in READ


def is_webdataset(members: Sequence[Member]) -> bool:
    """Whether the first members of a tar archive are samples: at least three, most of them of the same extensions.

    Tables and JSON alone make files that happen to share names; a sample has something else beside them.
    """
    whole = [member for member in members if not isinstance(member.source, Oddity)]
    split = [(*key_and_extension(member.path), member.size) for member in whole]
    if any(is_text(extension) and size > MAX_TEXT for _, extension, size in split):
        return False
    samples = [frozenset(part[1] for part in parts) for _, parts in groupby(split, key=lambda part: part[0])]
    if len(samples) < _SAMPLES:
        return False
    ((shape, count),) = Counter(samples).most_common(1)
    ends = {extension.rpartition(".")[2] for extension in shape}
    return 2 * count >= len(samples) and len(shape) > 1 and bool(ends & READ) and not ends <= _MAY_BE_FILES_OF_THEIR_OWN


def other_members(members: Iterable[Member]) -> Iterator[Member]:
    """The members of a shard that its reader does not read: media above all."""
    for member in members:
        if isinstance(member.source, Oddity) or not is_text(key_and_extension(member.path)[1]):
            yield member


@dataclass(frozen=True, slots=True)
class WebDatasetShard:
    """A tar archive to be read as one table of samples; its name leads to the reader of shards."""

    archive: Source

    @property
    def shown(self) -> str:
        """As the archive."""
        return self.archive.shown

    @property
    def name(self) -> str:
        """The archive's, with a suffix that stands for its layout."""
        return f"{self.archive.name}.webdataset"

    @property
    def size(self) -> int | None:
        """Bytes of the archive. Raises OSError."""
        return self.archive.size

    @property
    def path(self) -> Path | None:
        """None: only as a stream."""
        return None

    def open(self) -> IO[bytes]:
        """The bytes of the archive. Raises OSError."""
        return self.archive.open()
