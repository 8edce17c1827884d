"""A data file without a path of its own."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True, slots=True)
class Member:
    """A file that has no path of its own, like a member of an archive."""

    content: bytes
    name: str = "data.arrow"

    @property
    def shown(self) -> str:
        return f"data/a.zip!/{self.name}"

    @property
    def size(self) -> int | None:
        return len(self.content)

    @property
    def path(self) -> Path | None:
        return None

    def open(self) -> IO[bytes]:
        return io.BytesIO(self.content)
