"""The text of a file of the project, read with care: size capped, decoded strictly, a Gap where that fails."""

import codecs
import os
import re
import stat
from pathlib import Path

from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason

MAX_BYTES = 1_000_000
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# A declared encoding (PEP 263) counts where it is one of a byte a sign.
_DECLARED = re.compile(rb"\A(?:[^\n]*\n)?[ \t\f]*#[^\n]{0,200}?coding[:=][ \t]*([-\w.]{1,40})")
_SINGLE_BYTE = re.compile(r"latin[-_]?1|iso[-_]?8859[-_](?:[1-9]|1[0-6])|(?:cp|windows-)125[0-8]", re.IGNORECASE)
HINT = "name what the file loads in a comment `# licscan: hf:owner/name`, or declare it in licscan.toml"


def reference_gap(path: str, reason: GapReason, detail: str, line: int | None = None, hint: str | None = HINT) -> Gap:
    """A gap at a file that may name data sets and models."""
    return Gap(f"file:{path}", reason, detail, Concern.LICENSE, Location(path, line), hint)


def source_text(root: Path, path: str, *, max_bytes: int = MAX_BYTES) -> str | Gap:
    """The text of a regular file under `root`, its lines ended by `\\n`, or the Gap that says why there is none."""
    try:
        handle = os.open(root / path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return reference_gap(path, GapReason.UNREADABLE, "not a regular file")
            content = stream.read(max_bytes + 1)
    except OSError as error:
        detail = f"cannot be read for references: {error.strerror or type(error).__name__}"
        return reference_gap(path, GapReason.UNREADABLE, detail)
    if len(content) > max_bytes:
        detail = f"larger than {max_bytes} bytes: not read for references to data sets and models"
        return reference_gap(path, GapReason.TOO_LARGE, detail)
    return _decoded(content, path)


def _decoded(content: bytes, path: str) -> str | Gap:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8-sig")
    declared = _DECLARED.match(content)
    if declared and _SINGLE_BYTE.fullmatch(declared[1].decode("ascii", "replace")):
        encoding = declared[1].decode("ascii")
    try:
        return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return reference_gap(path, GapReason.ENCODING, "not UTF-8: not read for references", line)
    except LookupError:
        return reference_gap(path, GapReason.ENCODING, "an encoding that Python does not know", 1)
