"""A manifest's text, or the Gap that says why there is none."""

from pathlib import Path
from typing import TypeVar

from licscan.inputs.project_text import Unreadable, project_bytes, project_text
from licscan.model.finding import Gap, GapReason
from licscan.scanners.dependencies.sources.interface import file_gap

MAX_BYTES = 16_000_000
Content = TypeVar("Content", bytes, str)
_HINT = "save the file as UTF-8"


def read_bytes(root: Path, path: str, *, max_bytes: int = MAX_BYTES) -> bytes | Gap:
    """The content of a regular file under `root`, or the Gap that says why there is none."""
    return _or_gap(project_bytes(root / path, max_bytes=max_bytes), path)


def read_text(root: Path, path: str) -> str | Gap:
    """The text of a regular file under `root`, or the Gap that says why there is none."""
    return _or_gap(project_text(root / path, max_bytes=MAX_BYTES), path)


def _or_gap(content: Content | Unreadable, path: str) -> Content | Gap:
    if not isinstance(content, Unreadable):
        return content
    hint = _HINT if content.reason is GapReason.ENCODING else None
    return file_gap(path.replace("\0", ""), content.reason, content.detail, line=content.line, hint=hint)
