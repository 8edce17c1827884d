"""Files that state dependencies in a form that no source reads yet: nothing is skipped in silence."""

import posixpath
from pathlib import Path

from licscan.model.finding import GapReason
from licscan.scanners.dependencies.sources.interface import Manifest, file_gap

_HINT = "scan the project's environment (licscan deps --environment PYTHON), or lock the project with uv"


class UnreadSource:
    """Reads nothing and says so."""

    def read(self, root: Path, path: str) -> Manifest:  # noqa: ARG002 - every source has both
        """The Gap for a file."""
        detail = f"{posixpath.basename(path)} states dependencies in a form that is not read yet"
        return Manifest(path, gaps=(file_gap(path, GapReason.UNSUPPORTED_FORMAT, detail, hint=_HINT),))
