"""The text of a file that may name data sets and models, or the Gap that says why there is none."""

from pathlib import Path

from licscan.inputs.project_text import Unreadable, project_text
from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason

MAX_BYTES = 1_000_000
HINT = "name what the file loads in a comment `# licscan: hf:owner/name`, or declare it in licscan.toml"


def reference_gap(path: str, reason: GapReason, detail: str, line: int | None = None, hint: str | None = HINT) -> Gap:
    """A gap at a file that may name data sets and models."""
    return Gap(f"file:{path}", reason, detail, Concern.LICENSE, Location(path, line), hint)


def source_text(root: Path, path: str, *, max_bytes: int = MAX_BYTES) -> str | Gap:
    """The text of a regular file under `root`, its lines ended by `\\n`, or the Gap that says why there is none."""
    match project_text(root / path, max_bytes=max_bytes):
        case Unreadable(reason, detail, line):
            return reference_gap(path, reason, f"{detail}: not read for references to data sets and models", line)
        case text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
