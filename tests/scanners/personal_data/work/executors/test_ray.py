"""Real clusters of several machines, as far as Ray can tell; skipped where Ray is not installed."""

import csv
import logging
import os
import tempfile
from collections.abc import Generator, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import pytest

from licscan.errors import UsageError
from licscan.inputs.sources import LocalFile
from licscan.scanners.personal_data.columns.counts import Counts
from licscan.scanners.personal_data.engine.presidio import EngineOptions
from licscan.scanners.personal_data.work.executors import ray as executor
from licscan.scanners.personal_data.work.executors.interface import Lost, Outcome, Work
from licscan.scanners.personal_data.work.executors.local import LocalExecutor
from licscan.scanners.personal_data.work.executors.ray import RayExecutor
from licscan.scanners.personal_data.work.units import Unit
from licscan.scanners.personal_data.work.work import LookForPersonalData

ray = pytest.importorskip("ray", reason='the ray extra is not installed: pip install "licscan[pii,ray]"')

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]
_HERE = Path(__file__).parent
_RULES = Path(__file__).parents[5] / "rules"
_SECRET = "Falkenrath-7731"


@pytest.fixture(autouse=True)
def works(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers import ray_works.py from its folder."""
    monkeypatch.syspath_prepend(_HERE)
    monkeypatch.setenv("PYTHONPATH", str(_HERE))
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")


@pytest.fixture
def cluster(works: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A head without processors, to which a test adds machines."""
    cluster_of = import_module("ray.cluster_utils").Cluster
    folder = tempfile.mkdtemp(prefix="lt-", dir="/tmp" if os.name == "posix" else None)  # noqa: S108 - short for sockets
    made = cluster_of(
        initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False, "temp_dir": folder}
    )
    made.folder = Path(folder)
    try:
        yield made
    finally:
        made.shutdown()


def _scripted() -> Work:
    work: Work = import_module("ray_works").Scripted()
    return work


def _units(folder: Path, *texts: str) -> list[Unit]:
    units = []
    for index, text in enumerate(texts):
        path = folder / f"{index:02}.csv"
        path.write_text(text)
        units.append(Unit(index, LocalFile(path, path.name), f"file:{path.name}"))
    return units


def _run(executor: RayExecutor, units: list[Unit], work: Work) -> dict[int, Outcome]:
    return {unit.index: outcome for unit, outcome in executor.run(units, work, lambda _: None)}


def _people(folder: Path, files: int) -> list[Unit]:
    for number in range(files):
        with (folder / f"staff{number:02}.csv").open("w", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["name", "email", "note"])
            for row in range(40):
                writer.writerow(
                    [
                        f"Marit Brandsma{row}",
                        f"m.brandsma{number}{row}@example.org",
                        "asked for another offer in spring",
                    ]
                )
    paths = sorted(folder.glob("staff*.csv"))
    return [Unit(index, LocalFile(path, path.name), f"file:{path.name}") for index, path in enumerate(paths)]


def test_a_killed_machine_changes_nothing_in_the_counts(cluster: Any, tmp_path: Path) -> None:
    cluster.add_node(num_cpus=1)
    doomed = cluster.add_node(num_cpus=1)
    units = _people(tmp_path, 60)
    work = LookForPersonalData(_RULES, (EngineOptions(),), seed=3, salt=b"of this run")
    expected = {unit.index: outcome for unit, outcome in LocalExecutor().run(units, work, lambda _: None)}
    told: list[int] = []
    seen: dict[int, Outcome] = {}
    cluster_executor = RayExecutor(cluster.address)
    assert cluster_executor.slots == 2
    for unit, outcome in cluster_executor.run(units, work, told.append):
        assert unit.index not in seen
        seen[unit.index] = outcome
        if len(seen) == 10:
            cluster.remove_node(doomed, allow_graceful=False)
    assert seen == expected
    assert sum(told) <= 1_000 * len(units)


def test_a_deadly_unit_is_given_up_and_the_others_are_done(cluster: Any, tmp_path: Path) -> None:
    cluster.add_node(num_cpus=2)
    units = _units(tmp_path, "name", "deadly", "name\nx", "slow", "name")
    outcomes = _run(RayExecutor(cluster.address), units, _scripted())
    assert outcomes.pop(1) == Lost("2 workers of the cluster died while they looked at it")
    assert outcomes == {0: Counts(rows=1), 2: Counts(rows=2), 3: Counts(rows=1), 4: Counts(rows=1)}


def test_a_machine_with_another_release_is_left_out_and_named(
    cluster: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cluster.add_node(num_cpus=1)
    cluster.add_node(num_cpus=1, env_vars={"LICSCAN_TEST_RELEASE": "another one"})
    units = _units(tmp_path, *["slow"] * 8)
    with caplog.at_level(logging.WARNING, logger="licscan"):
        outcomes = _run(RayExecutor(cluster.address), units, _scripted())
    assert outcomes == {index: Counts(rows=1) for index in range(8)}
    assert "takes no part" in caplog.text


def test_units_that_no_machine_is_fit_for_are_lost_with_the_reason(cluster: Any, tmp_path: Path) -> None:
    cluster.add_node(num_cpus=1, env_vars={"LICSCAN_TEST_RELEASE": "another one"})
    outcomes = _run(RayExecutor(cluster.address), _units(tmp_path, "name", "name"), _scripted())
    assert {type(outcome) for outcome in outcomes.values()} == {Lost}
    assert "differ" in str(outcomes[0])


def test_a_run_ends_when_all_machines_are_gone(cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "_PATIENCE", 4)
    only = cluster.add_node(num_cpus=1)
    outcomes: list[Outcome] = []
    for _, outcome in RayExecutor(cluster.address).run(_units(tmp_path, *["slow"] * 6), _scripted(), lambda _: None):
        outcomes.append(outcome)
        if len(outcomes) == 1:
            cluster.remove_node(only, allow_graceful=False)
    assert len(outcomes) == 6
    assert isinstance(outcomes[-1], Lost)


def test_no_value_of_a_file_enters_what_ray_stores_or_logs(cluster: Any, tmp_path: Path) -> None:
    cluster.add_node(num_cpus=1)
    outcomes = _run(RayExecutor(cluster.address), _units(tmp_path, f"raises\n{_SECRET}", _SECRET), _scripted())
    assert outcomes[0] == Lost("a worker of the cluster failed with KeyError")
    files = [path for path in cluster.folder.rglob("*") if path.is_file()]
    assert len(files) > 10
    assert [path.name for path in files if _SECRET.encode() in path.read_bytes()] == []


@pytest.fixture
def short_folder() -> Iterator[str]:
    """A folder for temporary files whose path is short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="lt-", dir="/tmp") as folder:
        yield folder


def test_a_cluster_of_the_run_is_quiet_and_leaves_nothing(
    tmp_path: Path, short_folder: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    units = _units(tmp_path, "name", "deadly", "name")
    told: list[int] = []
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(tempfile, "tempdir", short_folder)
        outcomes = {unit.index: outcome for unit, outcome in RayExecutor(jobs=2).run(units, _scripted(), told.append)}
    assert outcomes[0] == outcomes[2] == Counts(rows=1)
    assert sum(told) == 2_000
    assert capfd.readouterr() == ("", "")
    assert not ray.is_initialized()
    assert list(Path(short_folder).iterdir()) == []


def test_a_caller_that_stops_early_leaves_no_cluster(tmp_path: Path) -> None:
    run = RayExecutor(jobs=1).run(_units(tmp_path, *["slow"] * 20), _scripted(), lambda _: None)
    next(run)
    assert ray.is_initialized()
    cast("Generator[object, None, None]", run).close()
    assert not ray.is_initialized()


@pytest.mark.parametrize("address", ["127.0.0.1:9", "auto", "nonsense", "ray://host:10001", "host:99999999"])
def test_an_address_without_a_cluster_is_an_error_and_no_wait(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    with pytest.raises(UsageError):
        _ = RayExecutor(address).slots
