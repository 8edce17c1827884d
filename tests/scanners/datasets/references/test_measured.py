"""How many of the references that a person finds in training scripts licscan finds."""

from pathlib import Path

import pytest
from measured import Figures, measured  # type: ignore[import-not-found]


@pytest.mark.parametrize("group", ["developed", "unseen", "later"])
def test_recall_and_precision(group: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = measured(group, tmp_path)
    with capsys.disabled():
        print(f"\n{group}: {figures}")
    assert isinstance(figures, Figures)
    assert figures.recall >= 0.95
    assert figures.precision >= 0.95
