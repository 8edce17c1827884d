"""A manifest's text, read with care: size capped, decoded strictly, a Gap where that fails."""

import codecs
import os
import re
import stat
from pathlib import Path

from licscan.model.finding import Gap, GapReason
from licscan.scanners.dependencies.sources.interface import file_gap

MAX_BYTES = 16_000_000
_HINT = "save the file as UTF-8"
# What PowerShell writes; UTF-32 comes first, as its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A declared encoding (PEP 263) counts where it is one of a byte a sign; pip reads requirements files so too.
_DECLARED = re.compile(rb"\A(?:[^\n]*\n)?[ \t\f]*#[^\n]{0,200}?coding[:=][ \t]*([-\w.]{1,40})")
_SINGLE_BYTE = re.compile(r"latin[-_]?1|iso[-_]?8859[-_](?:[1-9]|1[0-6])|(?:cp|windows-)125[0-8]", re.IGNORECASE)


def read_bytes(root: Path, path: str, *, max_bytes: int = MAX_BYTES) -> bytes | Gap:
    """The content of a regular file under `root`, or the Gap that says why there is none."""
    try:
        handle = os.open(root / path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return file_gap(path, GapReason.UNREADABLE, "not a regular file")
            content = stream.read(max_bytes + 1)
    except OSError as error:
        return file_gap(path, GapReason.UNREADABLE, f"cannot be read: {error.strerror or type(error).__name__}")
    except ValueError:  # a NUL in a path
        return file_gap(path.replace("\0", ""), GapReason.UNREADABLE, "cannot be read: not a path")
    if len(content) > max_bytes:
        return file_gap(path, GapReason.TOO_LARGE, f"larger than {max_bytes} bytes")
    return content


def read_text(root: Path, path: str) -> str | Gap:
    """The text of a regular file under `root`, or the Gap that says why there is none.

    UTF-8 unless a byte order mark or a line as in PEP 263 names another encoding.
    """
    content = read_bytes(root, path)
    if isinstance(content, Gap):
        return content
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _decoded(content, name, path)
    declared = _DECLARED.match(content)
    name = declared[1].decode("ascii", "replace") if declared else ""
    return _decoded(content, name if _SINGLE_BYTE.fullmatch(name) else "utf-8-sig", path)


def _decoded(content: bytes, encoding: str, path: str) -> str | Gap:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        shown = "UTF-8" if encoding == "utf-8-sig" else encoding.upper()
        return file_gap(path, GapReason.ENCODING, f"not {shown}", line=line, hint=_HINT)
    except LookupError:
        return file_gap(path, GapReason.ENCODING, "an encoding that Python does not know", line=1, hint=_HINT)
