from pathlib import Path
from textwrap import dedent

import pytest

from licscan.model.finding import GapReason
from licscan.scanners.dependencies.sources.interface import Manifest
from licscan.scanners.dependencies.sources.script import ScriptSource


def _read(root: Path, text: str) -> Manifest:
    (root / "job.py").write_text(text, encoding="utf-8", newline="")
    return ScriptSource().read(root, "job.py")


# Indented, so that this file is no script with metadata itself.
SCRIPT = dedent("""\
    #!/usr/bin/env -S uv run
    '''Not # /// script here.'''

    # /// script
    # requires-python = ">=3.12"
    # dependencies = [
    #   "requests<3",
    #
    #   "rich==14.0; sys_platform == 'win32'",
    #   "bad one",
    # ]
    # ///
    # A comment behind.
    import requests
    """)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_block_is_read_with_lines_of_the_file(tmp_path: Path, ending: str) -> None:
    manifest = _read(tmp_path, SCRIPT.replace("\n", ending))
    assert [(d.name, d.version, d.marker, d.scopes, d.reference.line) for d in manifest.dependencies] == [
        ("requests", None, None, ("runtime",), 7),
        ("rich", "14.0", 'sys_platform == "win32"', ("runtime",), 9),
    ]
    assert manifest.requires_python == ">=3.12"
    assert [(gap.reason, gap.location and gap.location.line) for gap in manifest.gaps] == [(GapReason.UNPARSABLE, 10)]


def test_a_second_block_is_refused_and_other_blocks_are_none(tmp_path: Path) -> None:
    block = '# /// script\n# dependencies = ["x"]\n# ///\n\n'
    manifest = _read(tmp_path, block + block)
    assert manifest.dependencies == ()
    assert [gap.location and gap.location.line for gap in manifest.gaps] == [5]
    other = block.replace("script", "other").replace('"x"', '"y"')
    assert [d.name for d in _read(tmp_path, other + block).dependencies] == ["x"]


@pytest.mark.parametrize(
    "text", ["# /// script\n# no end\n", "# /// script\nx = 1\n# ///\n", "    # /// script\n    # ///\n"]
)
def test_what_is_no_block_says_nothing(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, text) == Manifest("job.py")


@pytest.mark.parametrize("content", ["# dependencies = [", "# dependencies = 3"])
def test_a_broken_block_is_a_gap_with_its_line(tmp_path: Path, content: str) -> None:
    (gap,) = _read(tmp_path, f"import x\n# /// script\n{content}\n# ///\n").gaps
    assert gap.reason is GapReason.UNPARSABLE
    assert gap.location is not None
    assert gap.location.line in (3, 4)
