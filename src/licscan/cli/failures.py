"""How errors are told: what, where, what to do; never a value out of the user's data."""

import sys
import traceback
from pathlib import Path

import click

from licscan.errors import ConfigurationError, LicscanError
from licscan.formats.terminal import clean
from licscan.version import VERSION


def report_error(error: LicscanError) -> None:
    """One error on stderr."""
    place = f"{error.location}: " if error.location else ""
    click.echo(f"error: {clean(place)}{clean(error.message)}", err=True)
    if error.hint:
        click.echo(f"  help: {clean(error.hint)}", err=True)


def report_configuration(error: ConfigurationError) -> None:
    """All problems of the policy files, each with its place."""
    for problem in error.problems:
        click.echo(f"error: {clean(str(problem.location))}: {clean(problem.message)}", err=True)
        if problem.hint:
            click.echo(f"  help: {clean(problem.hint)}", err=True)
    count = len(error.problems)
    click.echo(f"{count} problem{'' if count == 1 else 's'} in the policy; nothing was scanned", err=True)


def report_internal(error: BaseException) -> None:
    """An internal error as a report that can be sent on: places in the code, no message and no data.

    The text of an unforeseen exception may quote what was being read, so only its type is shown.
    """
    frames = traceback.extract_tb(error.__traceback__)
    click.echo(
        f"internal error: {type(error).__name__} in licscan {VERSION} on Python {sys.version.split()[0]}",
        err=True,
    )
    for frame in frames:
        if "licscan" in frame.filename:
            click.echo(f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}", err=True)
    click.echo("  help: please report these lines; they hold no data", err=True)
