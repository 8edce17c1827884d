"""The text of a file that people wrote, code or settings: size capped, decoded strictly, never guessed at."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from licscan.inputs.sources import SourceError, open_regular
from licscan.model.finding import GapReason

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


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why there is no text, in words that follow `the file`; `line` is where it stops being text."""

    reason: GapReason
    detail: str
    line: int | None = None


def project_bytes(path: Path, *, max_bytes: int) -> bytes | Unreadable:
    """The content of a regular file, or why there is none."""
    try:
        with open_regular(path) as stream:
            content = stream.read(max_bytes + 1)
    except SourceError as error:
        return Unreadable(error.reason, error.detail.removeprefix("is "))
    except OSError as error:
        return Unreadable(GapReason.UNREADABLE, f"cannot be read: {error.strerror or type(error).__name__}")
    if len(content) > max_bytes:
        return Unreadable(GapReason.TOO_LARGE, f"larger than {max_bytes} bytes")
    return content


def project_text(path: Path, *, max_bytes: int) -> str | Unreadable:
    """The text of a regular file: UTF-8 unless a byte order mark or a line as in PEP 263 names another encoding."""
    content = project_bytes(path, max_bytes=max_bytes)
    return content if isinstance(content, Unreadable) else _decoded(content, _encoding(content))


def _encoding(content: bytes) -> str:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    declared = _DECLARED.match(content)
    name = declared[1].decode("ascii", "replace") if declared else ""
    return name if _SINGLE_BYTE.fullmatch(name) else "utf-8-sig"


def _decoded(content: bytes, encoding: str) -> str | Unreadable:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        shown = "UTF-8" if encoding == "utf-8-sig" else encoding.upper()
        return Unreadable(GapReason.ENCODING, f"not {shown}", line)
    except LookupError:
        return Unreadable(GapReason.ENCODING, "an encoding that Python does not know", 1)
