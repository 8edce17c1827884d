import subprocess
import sys
from pathlib import Path

import pytest

from licscan.inputs.inventory import FileKind
from licscan.scanners.datasets import cards, references
from licscan.scanners.dependencies.sources import SOURCES

_OF_OTHERS = {FileKind.DATA, FileKind.PICTURE, *cards.KINDS, *references.READERS}


def test_every_kind_of_file_that_states_dependencies_has_a_source() -> None:
    assert set(SOURCES) == set(FileKind) - _OF_OTHERS


@pytest.mark.parametrize("kind", SOURCES)
def test_every_source_reads_a_file_or_says_why_not(kind: FileKind, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"\xff\x00 no text")
    manifest = SOURCES[kind].read(tmp_path, "file")
    assert (manifest.path, manifest.dependencies) == ("file", ())
    assert [gap.subject for gap in manifest.gaps] == ["file:file"]


@pytest.mark.parametrize("kind", SOURCES)
def test_a_file_that_went_away_is_a_gap(kind: FileKind, tmp_path: Path) -> None:
    (gap,) = SOURCES[kind].read(tmp_path, "gone/file").gaps
    assert gap.location is not None
    assert gap.location.path == "gone/file"


def test_the_table_loads_no_source() -> None:
    script = (
        "import sys, licscan.scanners.dependencies.sources\n"
        "print([name for name in sys.modules if name.endswith(('.sbom', '.archive', '.uv_lock', '.setup_py'))])"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
