"""What a worker of a cluster answers; needs no Ray."""

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.inputs.sources import LocalFile
from licscan.scanners.personal_data.columns.counts import Counts
from licscan.scanners.personal_data.work.executors.interface import Lost
from licscan.scanners.personal_data.work.executors.ray_station import (
    Ledger,
    OutcomeRow,
    Sealed,
    Station,
    UnitRow,
    digest_of,
)
from licscan.scanners.personal_data.work.units import Unit
from scanners.personal_data.work.executors.ray_works import Scripted

_SECRET = "Falkenrath-7731"


def _row(path: Path, text: str, index: int = 0) -> UnitRow:
    path.write_text(text)
    unit = Unit(index, LocalFile(path, path.name), f"file:{path.name}")
    return UnitRow(index=index, unit=pickle.dumps(unit), size=path.stat().st_size)


def _station(ledger: Ledger, work: Scripted | None = None, digest: str | None = None) -> Station:
    work = work or Scripted()
    return Station(pickle.dumps(work), digest or digest_of(work), "machine", ledger)


def _outcome(row: OutcomeRow) -> object:
    assert row["unfit"] == ""
    return pickle.loads(row["outcome"])  # noqa: S301 - made two lines above


def test_a_unit_comes_back_with_its_counts_and_the_progress_is_noted(tmp_path: Path) -> None:
    ledger = Ledger()
    row = _station(ledger).answer(_row(tmp_path / "a.csv", "name\nx\ny"))
    assert _outcome(row) == Counts(rows=3)
    assert ledger.news() == 1_000
    assert ledger.news() == 0


def test_an_exception_becomes_a_code_that_does_not_quote_the_file(tmp_path: Path) -> None:
    row = _station(Ledger()).answer(_row(tmp_path / "a.csv", f"raises\n{_SECRET}"))
    assert _outcome(row) == Lost("a worker of the cluster failed with KeyError")
    assert _SECRET.encode() not in row["outcome"]


def test_a_machine_with_another_release_takes_no_part(tmp_path: Path) -> None:
    row = _station(Ledger(), digest="of another release").answer(_row(tmp_path / "a.csv", "name"))
    assert "differ" in row["unfit"]
    assert row["outcome"] == b""


def test_a_machine_without_the_model_takes_no_part_and_says_what_it_lacks(tmp_path: Path) -> None:
    row = _station(Ledger(), Scripted(has_model=False)).answer(_row(tmp_path / "a.csv", "name"))
    assert row["unfit"] == "the model is not installed"


def test_work_that_cannot_be_read_there_is_the_work_of_another_release(tmp_path: Path) -> None:
    station = Station(b"\x80\x04no pickle", "digest", "machine", Ledger())
    assert "differ" in station.answer(_row(tmp_path / "a.csv", "name"))["unfit"]


@pytest.mark.parametrize("change", ["gone", "other"])
def test_a_machine_that_lacks_the_file_or_has_another_one_takes_no_part(tmp_path: Path, change: str) -> None:
    row = _row(tmp_path / "a.csv", "name\nx")
    if change == "gone":
        (tmp_path / "a.csv").unlink()
    else:
        (tmp_path / "a.csv").write_text("name\nsomebody else")
    assert "files" in _station(Ledger()).answer(row)["unfit"]


def test_a_file_that_nobody_can_read_is_the_gap_that_it_is_in_a_local_run(tmp_path: Path) -> None:
    unit = Unit(0, LocalFile(tmp_path / "gone.csv", "gone.csv"), "file:gone.csv")
    row = _station(Ledger()).answer(UnitRow(index=0, unit=pickle.dumps(unit), size=-1))
    assert row["unfit"] == ""


def test_a_unit_of_which_two_workers_died_is_given_up(tmp_path: Path) -> None:
    ledger = Ledger()
    assert [ledger.begin(0), ledger.begin(0)] == [0, 1]
    row = _station(ledger).answer(_row(tmp_path / "a.csv", "deadly"))
    assert _outcome(row) == Lost("2 workers of the cluster died while they looked at it")


def test_a_unit_that_is_done_again_because_its_answer_was_lost_is_not_deadly(tmp_path: Path) -> None:
    ledger = Ledger()
    row = _row(tmp_path / "a.csv", "name")
    assert [_outcome(_station(ledger).answer(row)) for _ in range(4)] == [Counts(rows=1)] * 4


@given(st.lists(st.tuples(st.integers(0, 3), st.one_of(st.none(), st.integers(1, 700)))))
def test_progress_of_a_unit_never_adds_up_to_more_than_the_unit(steps: list[tuple[int, int | None]]) -> None:
    ledger = Ledger()
    told = 0
    for index, step in steps:
        if step is None:
            ledger.begin(index)
        else:
            ledger.advance(index, step)
        told += ledger.news()
    assert 0 <= told <= 1_000 * len({index for index, _ in steps})


def test_a_seal_keeps_the_name_of_an_exception_and_lets_an_interrupt_pass() -> None:
    with Sealed() as sealed:
        raise LookupError(_SECRET)
    assert sealed.fault == "LookupError"
    with pytest.raises(KeyboardInterrupt), Sealed():
        raise KeyboardInterrupt
