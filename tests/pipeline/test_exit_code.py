"""The truth table of exit codes."""

from dataclasses import replace

import pytest

from licscan.pipeline.exit_code import ExitCode, exit_code
from licscan.pipeline.identify import project_subject
from support.audits import audit


@pytest.mark.parametrize(
    ("failing", "complete", "subjects", "exit_zero", "expected"),
    [
        (0, True, True, False, ExitCode.CLEAN),
        (0, True, False, False, ExitCode.NOTHING_TO_SCAN),
        (0, False, True, False, ExitCode.INCOMPLETE),
        (0, False, False, False, ExitCode.INCOMPLETE),
        (2, True, True, False, ExitCode.PROBLEMS),
        (2, False, True, False, ExitCode.PROBLEMS),
        (2, True, True, True, ExitCode.CLEAN),
        (2, False, True, True, ExitCode.CLEAN),
        (0, False, True, True, ExitCode.INCOMPLETE),
        (0, True, False, True, ExitCode.NOTHING_TO_SCAN),
    ],
)
def test_exit_code(*, failing: int, complete: bool, subjects: bool, exit_zero: bool, expected: ExitCode) -> None:
    made = audit()
    made = replace(
        made,
        complete=complete,
        tally=replace(made.tally, failing=failing),
        subjects=made.subjects if subjects else (project_subject("p"),),
    )
    assert exit_code(made, exit_zero=exit_zero) is expected
