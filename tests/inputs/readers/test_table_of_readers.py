"""The table of readers."""

import subprocess
import sys
from pathlib import Path

import pytest

from licscan.inputs.readers import READERS, reader_for


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_every_entry_gives_a_reader_that_names_its_media_type(suffix: str) -> None:
    reader = reader_for(Path(f"data/file{suffix.upper()}"))
    assert reader is not None
    assert "/" in reader.media


def test_other_suffixes_have_no_reader() -> None:
    assert reader_for("a.pkl") is None
    assert reader_for("csv") is None


def test_no_reader_loads_pyarrow_before_it_is_needed() -> None:
    script = (
        "import sys, licscan.inputs.discover; from licscan.inputs.readers import READERS, reader_for\n"
        "[reader_for('a' + suffix) for suffix in READERS]\n"
        "print([name for name in sys.modules if name.partition('.')[0] in {'pyarrow', 'numpy', 'pandas'}])"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
