import os
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.scanners.personal_data.sampling import Cell, Reservoir, stream

_CELLS = st.lists(st.one_of(st.none(), st.sampled_from(["", " "]), st.text(min_size=1, max_size=3)), max_size=120)


def _sample(cells: list[str | None], size: int | None, batch: int, seed: int = 0) -> list[Cell]:
    reservoir = Reservoir(size, stream(seed, "data/a.csv", "name"))
    for start in range(0, len(cells), batch):
        reservoir.offer(start + 1, cells[start : start + batch])
    return reservoir.take()


@given(_CELLS, st.integers(1, 20), st.integers(1, 50), st.integers(1, 50))
def test_the_size_of_batches_changes_nothing(cells: list[str | None], size: int, one: int, other: int) -> None:
    assert _sample(cells, size, one) == _sample(cells, size, other)


@given(_CELLS, st.one_of(st.none(), st.integers(1, 20)))
def test_a_sample_holds_values_with_their_rows(cells: list[str | None], size: int | None) -> None:
    values = [Cell(row, text) for row, text in enumerate(cells, 1) if text is not None and text.strip()]
    sample = _sample(cells, size, 7)
    assert set(sample) <= set(values)
    assert sample == sorted(sample, key=lambda cell: cell.row)
    assert len(sample) == (len(values) if size is None else min(size, len(values)))


def test_values_that_come_late_are_drawn_as_often_as_early_ones() -> None:
    cells: list[str | None] = [str(number) for number in range(1000)]
    drawn = Counter(cell.row // 101 for seed in range(40) for cell in _sample(cells, 50, 100, seed))
    assert min(drawn[part] for part in range(9)) > 120


def test_a_nearly_empty_column_still_gives_a_full_sample() -> None:
    cells: list[str | None] = [None] * 5000
    cells[100::100] = ["x"] * len(cells[100::100])
    assert len(_sample(cells, 40, 1000)) == 40


def test_columns_files_and_seeds_draw_apart() -> None:
    draws = {
        stream(*key).random() for key in [(0, "a", "b"), (1, "a", "b"), (0, "b", "b"), (0, "a", "c"), (0, "ab", "")]
    }
    assert len(draws) == 5


@pytest.mark.parametrize("hash_seed", ["0", "1", "4711"])
def test_the_hash_seed_of_python_changes_nothing(hash_seed: str) -> None:
    program = (
        "from licscan.scanners.personal_data.sampling import stream; print(stream(3, 'data/ä.csv', 'e-mail').random())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True)
    assert float(told.stdout) == stream(3, "data/ä.csv", "e-mail").random()


def test_a_cell_does_not_show_its_value() -> None:
    assert "Mei" not in repr(Cell(1, "Mei Tan"))
