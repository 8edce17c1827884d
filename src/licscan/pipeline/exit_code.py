"""The exit code of an audit, the same for every format (docs/exit-codes.md)."""

from enum import IntEnum

from licscan.model.audit import Audit
from licscan.model.subject import SubjectKind


class ExitCode(IntEnum):
    """What scripts read."""

    CLEAN = 0
    PROBLEMS = 1
    USAGE = 2
    INCOMPLETE = 3
    NOTHING_TO_SCAN = 4
    INTERNAL = 70
    INTERRUPTED = 130


def exit_code(audit: Audit, *, exit_zero: bool = False) -> ExitCode:
    """Problems at or above `fail_on` come before incompleteness; `exit_zero` turns PROBLEMS into CLEAN only."""
    if audit.tally.failing:
        return ExitCode.CLEAN if exit_zero else ExitCode.PROBLEMS
    if not audit.complete:
        return ExitCode.INCOMPLETE
    if all(subject.kind is SubjectKind.PROJECT for subject in audit.subjects):
        return ExitCode.NOTHING_TO_SCAN
    return ExitCode.CLEAN
