"""A lock file in another version of its format is a gap at the line that says so."""

from pathlib import Path

import pytest

from licscan.inputs.inventory import FileKind
from licscan.model.finding import GapReason
from licscan.scanners.dependencies.sources import SOURCES


@pytest.mark.parametrize(
    ("kind", "text", "line"),
    [
        (FileKind.CONDA_LOCK, "# x\nversion: 2\n", 2),
        (FileKind.CONDA_LOCK, "version: '1'\n", 1),
        (FileKind.CONDA_LOCK, "package: []\n", 1),
        (FileKind.CONDA_LOCK, "", 1),
        (FileKind.PDM_LOCK, '[metadata]\nlock_version = "3.1"\n', 2),
        (FileKind.PDM_LOCK, "[metadata]\nlock_version = 4\n", 2),
        (FileKind.PDM_LOCK, "x = 1\n", 1),
        (FileKind.PIXI_LOCK, "# x\nversion: 3\n", 2),
        (FileKind.PIXI_LOCK, "version: x\n", 1),
        (FileKind.PIXI_LOCK, "packages: []\n", 1),
        (FileKind.POETRY_LOCK, '[metadata]\nlock-version = "3.0"\n', 2),
        (FileKind.POETRY_LOCK, "[metadata]\nlock-version = 2.1\n", 2),
        (FileKind.POETRY_LOCK, '[metadata]\ncontent-hash = "0"\n', 1),
        (FileKind.POETRY_LOCK, "", 1),
        (FileKind.PYLOCK, 'created-by = "x"\nlock-version = "2.0"\n', 2),
        (FileKind.PYLOCK, "lock-version = 1.0\n", 1),
        (FileKind.PYLOCK, 'lock-version = "1.1"\n', 1),
        (FileKind.PYLOCK, "", 1),
        (FileKind.UV_LOCK, "version = 2\n", 1),
        (FileKind.UV_LOCK, "# by uv\nversion = 99\n", 2),
        (FileKind.UV_LOCK, 'version = "1"\n', 1),
        (FileKind.UV_LOCK, "requires-python = '>=3'\n", 1),
    ],
)
def test_other_versions_are_a_gap_at_the_line(tmp_path: Path, kind: FileKind, text: str, line: int) -> None:
    (tmp_path / "lock").write_text(text, encoding="utf-8")
    manifest = SOURCES[kind].read(tmp_path, "lock")
    (gap,) = manifest.gaps
    assert gap.reason is GapReason.UNSUPPORTED_VERSION
    assert gap.location is not None
    assert gap.location.line == line
    assert not manifest.complete
    assert not manifest.dependencies
