import os
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.scanners.personal_data.tables.sampling import (
    Cell,
    Everything,
    Kept,
    Sample,
    key_of,
    priorities,
    unseen_permille,
)

_CELLS = st.lists(st.one_of(st.none(), st.sampled_from(["", " "]), st.text(min_size=1, max_size=3)), max_size=120)
_LONG = 1_000


def _sample(cells: list[str | None], size: int | None, batch: int, seed: int = 0) -> list[Cell]:
    kept: Kept = Everything(_LONG) if size is None else Sample(size, key_of(seed, "data/a.csv", "name"), _LONG)
    for start in range(0, len(cells), batch):
        kept.offer(start + 1, cells[start : start + batch])
    return kept.take()


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


@given(_CELLS, st.integers(1, 10))
def test_a_sample_is_those_with_the_smallest_priorities(cells: list[str | None], size: int) -> None:
    chances = priorities(key_of(0, "data/a.csv", "name"), 1, len(cells))
    there = [(int(chance), row) for row, (chance, text) in enumerate(zip(chances, cells, strict=True), 1) if _is(text)]
    assert [cell.row for cell in _sample(cells, size, 13)] == sorted(row for _, row in sorted(there)[:size])


def _is(text: str | None) -> bool:
    return bool(text and not text.isspace())


def test_values_that_come_late_are_drawn_as_often_as_early_ones() -> None:
    cells: list[str | None] = [str(number) for number in range(1000)]
    drawn = Counter(cell.row // 101 for seed in range(40) for cell in _sample(cells, 50, 100, seed))
    assert min(drawn[part] for part in range(9)) > 120


def test_the_pieces_of_one_long_line_have_a_chance_each() -> None:
    sample = Sample(10, key_of(0, "a.txt", ""), _LONG)
    for piece in range(200):
        sample.offer(1, [f"piece {piece}"])
    drawn = [int(cell.text.split()[1]) for cell in sample.take()]
    assert len(drawn) == 10
    assert max(drawn) > 100


def test_a_nearly_empty_column_still_gives_a_full_sample() -> None:
    cells: list[str | None] = [None] * 5000
    cells[100::100] = ["x"] * len(cells[100::100])
    assert len(_sample(cells, 40, 1000)) == 40


def test_columns_files_and_seeds_draw_apart() -> None:
    keys = {key_of(*key) for key in [(0, "a", "b"), (1, "a", "b"), (0, "b", "b"), (0, "a", "c"), (0, "ab", "")]}
    assert len(keys) == 5


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_the_hash_seed_of_python_changes_nothing(hash_seed: str) -> None:
    program = (
        "from licscan.scanners.personal_data.tables.sampling import key_of, priorities;"
        "print(int(priorities(key_of(3, 'data/ä.csv', 'e-mail'), 1, 9)[8]))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True)
    assert int(told.stdout) == int(priorities(key_of(3, "data/ä.csv", "e-mail"), 1, 9)[8])


def test_a_cell_does_not_show_its_value() -> None:
    assert "Mei" not in repr(Cell(1, "Mei Tan"))


@pytest.mark.parametrize(
    ("sampled", "total", "permille"),
    [(200, 10_000, 15), (200, None, 15), (200, 200, 0), (30, 31, 100), (2, 9, 1000), (0, 9, 1000), (0, 0, 0)],
)
def test_the_rule_of_three_bounds_what_a_sample_can_miss(sampled: int, total: int | None, permille: int) -> None:
    assert unseen_permille(sampled, total) == permille


@given(st.integers(30, 5_000))
def test_the_bound_holds_with_95_percent(sampled: int) -> None:
    share = unseen_permille(sampled, None) / 1000
    assert (1 - share) ** sampled <= 0.05
