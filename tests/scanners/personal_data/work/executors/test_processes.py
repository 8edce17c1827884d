"""Real processes that work, die and are left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent

import pytest

from licscan.scanners.personal_data.columns.counts import Counts
from licscan.scanners.personal_data.work.executors.interface import Lost
from licscan.scanners.personal_data.work.executors.local import LocalExecutor
from licscan.scanners.personal_data.work.executors.processes import ProcessExecutor
from support.unit_works import CountLines, units_of

_TEXTS = ["a\nb\n", "print\n", "x\n" * 5, "", "y\n" * 7]


def test_processes_find_what_this_process_finds(tmp_path: Path) -> None:
    units = units_of(tmp_path, _TEXTS)
    work = CountLines(tmp_path)
    told: list[int] = []
    apart = sorted(ProcessExecutor(2).run(units, work, told.append), key=lambda each: each[0].index)
    assert apart == list(LocalExecutor().run(units, work, lambda _: None))
    assert sum(told) == 1000 * len(units)


def test_a_unit_whose_process_died_is_done_again_and_given_up_the_second_time(tmp_path: Path) -> None:
    units = units_of(tmp_path, ["die once\n", "die\n", "a\n", "b\n"])
    found = {
        unit.index: outcome for unit, outcome in ProcessExecutor(2).run(units, CountLines(tmp_path), lambda _: None)
    }
    assert found[0] == found[2] == found[3] == Counts(rows=1)
    assert isinstance(found[1], Lost)


def test_who_stops_listening_leaves_no_process_behind(tmp_path: Path) -> None:
    units = units_of(tmp_path, ["a\n", "wait\n"])
    run = ProcessExecutor(2).run(units, CountLines(tmp_path), lambda _: None)
    next(run)
    process = _waiting(tmp_path / "1.pid")
    run.close()  # type: ignore[attr-defined]
    assert _is_gone(process)


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_the_first_process(tmp_path: Path, ending: signal.Signals) -> None:
    program = dedent(
        """
        import sys
        from pathlib import Path
        from licscan.scanners.personal_data.work.executors.processes import ProcessExecutor
        from support.unit_works import CountLines, units_of
        folder = Path(sys.argv[1])
        list(ProcessExecutor(2).run(units_of(folder, ["wait"]), CountLines(folder), lambda _: None))
        """
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], env=environment, stderr=subprocess.DEVNULL
    ) as first:
        process = _waiting(tmp_path / "0.pid")
        first.send_signal(ending)
        first.wait(timeout=20)
    assert _is_gone(process)


def _waiting(path: Path) -> int:
    for _ in range(600):
        if path.exists() and path.read_text():
            return int(path.read_text())
        time.sleep(0.05)
    raise AssertionError("no worker began")


def _is_gone(process: int) -> bool:
    for _ in range(200):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{process}/stat").exists() and ") Z " in Path(f"/proc/{process}/stat").read_text():
            return True  # dead, and nobody asks for it: there is no init in this container
        time.sleep(0.05)
    return False
