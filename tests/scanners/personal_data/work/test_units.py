"""One file, looked at in one go, in shares, in row groups, in two runs: the counts are the same."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from licscan.catalog.catalog import Catalog
from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.inputs.sources import LocalFile
from licscan.model.finding import Gap, PersonalDataFinding
from licscan.net.cache import Cache
from licscan.scanners.interface import ScanContext
from licscan.scanners.personal_data.columns.counts import Counts, total_of
from licscan.scanners.personal_data.columns.field_names import FieldNames
from licscan.scanners.personal_data.columns.headers import Headers
from licscan.scanners.personal_data.columns.profile import Profiler
from licscan.scanners.personal_data.engine.detect import Detector
from licscan.scanners.personal_data.engine.presidio import Engine, EngineOptions
from licscan.scanners.personal_data.rules import RecognizerRules
from licscan.scanners.personal_data.scan import PersonalDataScanner
from licscan.scanners.personal_data.tables.looking import Judges
from licscan.scanners.personal_data.tables.state import StaleError, State
from licscan.scanners.personal_data.work.checkpoint import Checkpoint
from licscan.scanners.personal_data.work.plan import plan
from licscan.scanners.personal_data.work.units import Unit
from licscan.scanners.personal_data.work.work import LookForPersonalData, UnitWorker
from support.planted_people import People


@pytest.fixture
def work(rules_folder: Path, tmp_path: Path) -> LookForPersonalData:
    return LookForPersonalData(rules_folder, (EngineOptions(),), seed=0, salt=b"run", cache=tmp_path / "cache")


@pytest.fixture
def worker(engine: Engine, rules: RecognizerRules, work: LookForPersonalData) -> UnitWorker:
    detector = Detector(engine)
    judges = Judges(rules, detector, Headers(rules), Profiler(rules), FieldNames(rules, detector))
    return UnitWorker(work, judges)


@pytest.fixture
def table(tmp_path: Path, people: People) -> LocalFile:
    """A file of 600 kB whose people come again and again."""
    path = tmp_path / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["name", "email", "nric", "amount", "remark"])
        for number in range(7_000):
            one = people[number * 7 % len(people)]
            rows.writerow([one["name"], one["email"], one["nric"], number % 97, f"order {number % 50} " + "-" * 30])
    return LocalFile(path, "people.csv")


def _silent(_: int) -> None: ...


def _comparable(counts: Counts) -> object:
    return [
        (column.key, column.total, column.profile, replace(column.shape, distinct=None)) for column in counts.columns
    ], (counts.rows, counts.rows_sampled, counts.left)


@pytest.mark.parametrize("sample", [40, None])
def test_shares_add_up_to_the_whole(worker: UnitWorker, table: LocalFile, sample: int | None) -> None:
    whole = worker.look(Unit(0, table, "file:people.csv", sample=sample), _silent)
    shares = [Unit(n, table, "file:people.csv", sample=sample, share=n, shares=3) for n in range(3)]
    parts = [worker.look(unit, _silent) for unit in shares]
    assert all(any(column.profile.sampled for column in part.columns) for part in parts)
    assert _comparable(total_of(parts)) == _comparable(whole)


def test_a_run_that_was_killed_goes_on_and_ends_alike(
    worker: UnitWorker, table: LocalFile, work: LookForPersonalData, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = Unit(0, table, "file:people.csv", sample=None)
    whole = worker.look(unit, _silent)
    assert not [path for path in (work.cache or Path()).rglob("*") if path.is_file()]  # a finished run leaves nothing
    kept = Checkpoint.keep
    seen: list[State] = []

    def keep_and_die(self: Checkpoint, state: State) -> None:
        kept(self, state)
        seen.append(state)
        raise KeyboardInterrupt

    monkeypatch.setattr(Checkpoint, "keep", keep_and_die)
    with pytest.raises(KeyboardInterrupt):
        worker.look(unit, _silent)
    monkeypatch.setattr(Checkpoint, "keep", lambda _, state: seen.append(state))
    assert _comparable(worker.look(unit, _silent)) == _comparable(whole)
    assert seen[0].segments < seen[1].segments
    told = str(seen[0].as_json())
    assert "people" not in told
    assert "remark" not in told
    assert "@" not in told


def test_a_checkpoint_of_another_version_of_the_file_or_a_broken_one_is_not_used(
    worker: UnitWorker, table: LocalFile, work: LookForPersonalData
) -> None:
    unit = Unit(0, table, "file:people.csv", sample=None)
    whole = worker.look(unit, _silent)
    first = Checkpoint.of(unit, work.cache, work.digest())
    assert first is not None
    for broken in ({}, {"segments": -1}, {"segments": 1, "columns": "x"}):
        Cache(work.cache).keep_record(first.key, broken)
        assert first.state() is None
    first.keep(State.from_json({**_EMPTY, "segments": 1}))  # well formed, and of no such table
    assert _comparable(worker.look(unit, _silent)) == _comparable(whole)
    with table.path.open("a") as stream:
        stream.write("x,y,z,1,2\n")
    assert Checkpoint.of(unit, work.cache, work.digest()) != first
    with pytest.raises(StaleError):
        State.from_json({**_EMPTY, "rows": True})


_EMPTY = {"segments": 0, "rows": 0, "left": [None, None, 0, 0], "columns": [], "timeouts": 0, "failures": {}}


def test_row_groups_share_the_sample_and_the_rest_is_not_read(tmp_path: Path, worker: UnitWorker) -> None:
    import random

    import pyarrow as pa
    import pyarrow.parquet as pq

    chance = random.Random(4)  # noqa: S311
    path = tmp_path / "log.parquet"
    rows, group = 60_000, 5_000
    mails = [f"someone{number}@example.org" for number in range(rows)]
    noise = [chance.randbytes(500) for _ in range(group)]
    pq.write_table(
        pa.table({"mail": mails, "n": [noise[i % group].hex() for i in range(rows)]}), path, row_group_size=group
    )
    source = LocalFile(path, "log.parquet")
    (planned,) = plan([(source, "file:log.parquet")], sample=200, seed=0, slots=1)
    assert [unit.part.index for unit in planned.units if unit.part][:: len(planned.units) - 1] == [0, 11]
    assert len(planned.units) == 8
    assert (planned.rows, planned.is_whole) == (rows, False)
    counts = total_of(worker.look(unit, _silent) for unit in planned.units)
    assert not [gap for gap in counts.gaps if isinstance(gap, Gap)]
    mail = next(column for column in counts.columns if column.profile.field == "mail")
    assert (counts.rows, mail.profile.sampled, mail.profile.tally("EMAIL_ADDRESS").cells) == (8 * group, 200, 200)
    (everything,) = plan([(source, "file:log.parquet")], sample=None, seed=0, slots=1)
    assert (len(everything.units), everything.is_whole) == (12, True)


def test_two_processes_find_what_one_finds(table: LocalFile, rules_folder: Path, work: LookForPersonalData) -> None:
    inventory = Inventory(table.path.parent, (InputFile("people.csv", FileKind.DATA),))
    one, two = (
        list(
            PersonalDataScanner().scan(
                inventory, ScanContext(Catalog(rules_folder), sample=None, jobs=jobs, cache=work.cache)
            )
        )
        for jobs in (1, 2)
    )
    assert one == two
    assert any(isinstance(each, PersonalDataFinding) for each in two)
