"""Where the bytes of a data file come from: the one thing that every reader opens."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from licscan.model.finding import GapReason


class SourceError(OSError):
    """Bytes that cannot be had: `detail` is our own sentence for the gap, never a text out of the file."""

    def __init__(self, reason: GapReason, detail: str, hint: str | None = None) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.hint = hint


class Source(Protocol):
    """The bytes of one data file: on disk, inside an archive, behind a compression, in a remote store.

    A source can be pickled, so that another process or machine opens it anew.
    """

    @property
    def shown(self) -> str:
        """What outputs call it: a relative path, the members of archives behind `!/`, or an address."""
        ...

    @property
    def name(self) -> str:
        """The last part of its path; the suffix tells the format, without that of a compression."""
        ...

    @property
    def size(self) -> int | None:
        """Bytes, None where only reading would tell. Raises OSError."""
        ...

    @property
    def path(self) -> Path | None:
        """Where it is a plain file on disk, else None."""
        ...

    def open(self) -> IO[bytes]:
        """A stream from the first byte on; may be called again. Raises OSError, SourceError with a detail."""
        ...


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A plain file on disk; `path` opens it, `shown` names it in outputs."""

    path: Path
    shown: str

    @property
    def name(self) -> str:
        """The last part of its path."""
        return PurePosixPath(self.shown).name or self.path.name

    @property
    def size(self) -> int | None:
        """Bytes. Raises OSError."""
        return self.path.stat().st_size

    def open(self) -> IO[bytes]:
        """A stream from the first byte on; what is no regular file (a device, a pipe) is refused unopened."""
        return open_regular(self.path)


def open_regular(path: Path) -> IO[bytes]:
    """Open a regular file for reading; raises OSError, SourceError for anything else, and never waits for a pipe."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except ValueError as error:  # a NUL in the path
        raise SourceError(GapReason.UNREADABLE, "has a path that no file can have") from error
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            raise SourceError(GapReason.UNREADABLE, "is not a regular file")
        return os.fdopen(descriptor, "rb")
    except OSError:
        os.close(descriptor)
        raise
