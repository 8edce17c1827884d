import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.inputs.readers.interface import Batch, Column, ColumnKind
from licscan.scanners.personal_data.columns.field_names import FieldNames
from licscan.scanners.personal_data.columns.headers import Headers
from licscan.scanners.personal_data.columns.profile import Profiler
from licscan.scanners.personal_data.engine.detect import Detector
from licscan.scanners.personal_data.engine.faults import Faults
from licscan.scanners.personal_data.engine.presidio import Engine
from licscan.scanners.personal_data.rules import RecognizerRules
from licscan.scanners.personal_data.tables.budget import Budget, budget_for, level
from licscan.scanners.personal_data.tables.table import Judges, Table


@given(st.lists(st.integers(0, 1000), min_size=1), st.integers(0, 20_000))
def test_values_cut_to_the_level_fit_and_no_longer_cut_would(lengths: list[int], budget: int) -> None:
    cut = level(lengths, budget)
    assert sum(min(length, cut) for length in lengths) <= budget
    if cut < max(lengths):
        assert sum(min(length, cut + 1) for length in lengths) > budget


def test_a_usual_sample_of_paragraphs_fits_and_all_has_no_budget() -> None:
    usual = budget_for(200)
    assert usual is not None
    assert usual.column >= 200 * 2_000
    assert budget_for(10) == usual
    assert budget_for(None) is None


@pytest.fixture
def judges(engine: Engine, rules: RecognizerRules) -> Judges:
    detector = Detector(engine)
    return Judges(rules, detector, Headers(rules), Profiler(rules), FieldNames(rules, detector))


def noise(length: int) -> str:
    chance = random.Random(length)  # noqa: S311
    return "".join(chance.choice("-=~_") for _ in range(length))


def found(table: Table) -> dict[str | None, set[str]]:
    seen: dict[str | None, set[str]] = {}
    for profile, _, judgement in table.finish():
        seen.setdefault(profile.field, set()).add(judgement.entity)
    return seen


def test_long_values_share_and_what_was_cut_is_told(judges: Judges) -> None:
    table = Table("a.csv", judges, Faults(), sample=200, seed=0, budget=Budget(3_000, 9_000))
    cells = ["short@example.org", f"first@example.org {noise(4_000)}"]
    table.absorb(Batch(1, (Column("note", ColumnKind.TEXT, cells),)))
    assert found(table) == {"note": {"EMAIL_ADDRESS"}}
    assert (table.left.first_cut_row, table.left.columns_left_out) == (2, 0)


def test_columns_beyond_the_budget_of_a_file_are_counted_and_never_called_sampled(judges: Judges) -> None:
    table = Table("a.csv", judges, Faults(), sample=200, seed=0, budget=Budget(3_000, 3_000))
    columns = [Column(f"note {which}", ColumnKind.TEXT, [noise(2_900 + which)]) for which in range(4)]
    table.absorb(Batch(1, tuple(columns)))
    assert found(table) == {}
    assert table.left.columns_left_out == 3
    assert table.cells_sampled == 1


def test_what_is_held_in_memory_is_bounded_and_the_cut_is_told(judges: Judges) -> None:
    table = Table("a.csv", judges, Faults(), sample=200, seed=0, budget=Budget(50_000, 50_000, kept=20_000))
    for row in range(1, 40):
        table.absorb(Batch(row, (Column("note", ColumnKind.TEXT, [f"first@example.org {noise(4_000)}"]),)))
    assert table.left.first_cut_row == 1
    assert found(table) == {"note": {"EMAIL_ADDRESS"}}
