"""A manifest's text, read with care: size capped, UTF-8, a Gap where that fails."""

import os
import stat
from pathlib import Path

from licscan.model.finding import Gap, GapReason
from licscan.scanners.dependencies.sources.interface import file_gap

MAX_BYTES = 16_000_000


def read_text(root: Path, path: str) -> str | Gap:
    """The text of a regular file under `root`, or the Gap that says why there is none."""
    try:
        handle = os.open(root / path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return file_gap(path, GapReason.UNREADABLE, "not a regular file")
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return file_gap(path, GapReason.UNREADABLE, f"cannot be read: {error.strerror or type(error).__name__}")
    if len(content) > MAX_BYTES:
        return file_gap(path, GapReason.TOO_LARGE, f"larger than {MAX_BYTES} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return file_gap(path, GapReason.ENCODING, "not UTF-8", line=line, hint="save the file as UTF-8")
