"""How many of the references that a person finds in training scripts licscan finds."""

import sys
from pathlib import Path

import pytest

from scanners.datasets.references.measured import measured


@pytest.mark.parametrize("group", ["developed", "unseen", "later", "public"])
def test_recall_and_precision(group: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = measured(group, tmp_path)
    with capsys.disabled():
        sys.stdout.write(f"\n{group}: {figures}\n")
    assert figures.recall >= 0.95
    assert figures.precision >= 0.95
