"""Copies of a process that share its work; in processes of their own, since those of a test have threads."""

import subprocess
import sys
import textwrap
import threading

import pytest

from licscan.scanners.dependencies.crew import helpers_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is copied")
HEAD = """
import os, time
from licscan.scanners.dependencies.crew import Crew, Work, helpers_for
me = os.getpid()
def alone():
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False
"""


def run(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", HEAD + textwrap.dedent(script)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout.strip()


def test_every_piece_is_done_once_and_copies_are_gone() -> None:
    script = """
    assert helpers_for(500, jobs=4, least=30, most=4) == 3
    told = []
    with Crew(Work(500, lambda n: [n, n * n, "x" * 1000], lambda: os.getpid() != me), 3) as crew:
        mine = {n: [n, n * n, "x" * 1000] for n in crew.mine()}
        for done, also in crew.theirs():
            assert also
            told.append(done)
    theirs = {n: answer for done in told for n, answer in done.items()}
    assert len(told) == 3 and not set(mine) & set(theirs)
    assert {**mine, **theirs} == {n: [n, n * n, "x" * 1000] for n in range(500)}
    print(len({*mine, *theirs}), alone())
    """
    assert run(script) == "500 True"


@pytest.mark.parametrize("grief", ["raise ValueError('secret')", "os._exit(0)", "os.kill(os.getpid(), 9)"])
def test_what_a_copy_leaves_undone_is_told_by_its_absence(grief: str) -> None:
    script = f"""
    def do(number):
        if os.getpid() != me and number > 5:
            {grief}
        return number
    with Crew(Work(100, do, lambda: None), 1) as crew:
        while crew._copies and b"" == os.read(crew._copies[0].answers, 0):
            time.sleep(0.2)
            break
        mine = list(crew.mine())
        theirs = list(crew.theirs())
    assert theirs == [], theirs
    print(len(mine) < 100, alone())
    """
    assert run(script) == "True True"


def test_an_interrupt_ends_all_copies() -> None:
    script = """
    try:
        with Crew(Work(10, lambda n: time.sleep(60), lambda: None), 3) as crew:
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        print(alone())
    """
    assert run(script) == "True"


def test_a_process_with_threads_is_not_copied() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert helpers_for(500, jobs=4, least=30, most=4) == 0
    finally:
        done.set()
        thread.join()


@pytest.mark.parametrize(("pieces", "jobs", "helpers"), [(500, 1, 0), (59, 4, 0), (60, 4, 1), (9_000, 4, 0)])
def test_copies_are_made_where_they_are_worth_it(pieces: int, jobs: int, helpers: int) -> None:
    assert run(f"print(helpers_for({pieces}, jobs={jobs}, least=30, most=4))") == str(helpers)
