"""Which executor a run gets, by what its command line says."""

import pytest

from licscan.scanners.personal_data.work.executors import executor_for
from licscan.scanners.personal_data.work.executors.local import LocalExecutor


def test_jobs_bound_the_workers_of_a_cluster() -> None:
    pytest.importorskip("ray")
    from licscan.scanners.personal_data.work.executors.ray import RayExecutor

    executor = executor_for("ray", processes=1, workers=3)
    assert isinstance(executor, RayExecutor)
    assert executor.slots == 3
    assert executor_for("ray", processes=1).slots >= 1


def test_one_process_needs_no_other() -> None:
    assert isinstance(executor_for("local", processes=1, workers=3), LocalExecutor)
    assert executor_for("local", processes=2).slots == 2
