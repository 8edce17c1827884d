"""The group of commands, loaded one by one, and the one error boundary."""

import errno
import logging
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import click

from licscan.cli.failures import report_configuration, report_error, report_internal
from licscan.errors import ConfigurationError, LicscanError, UsageError
from licscan.pipeline.exit_code import ExitCode
from licscan.version import VERSION

# Name -> place: a command is imported when it is called, and all of them for `--help`.
COMMANDS: Mapping[str, str] = {
    "check": "licscan.cli.check:check",
    "deps": "licscan.cli.deps:deps",
    "datasets": "licscan.cli.datasets:datasets",
    "notice": "licscan.cli.notice:notice",
    "pii": "licscan.cli.pii:pii",
    "explain": "licscan.cli.explain:explain",
    "policy": "licscan.cli.policy:policy",
}


class LazyGroup(click.Group):
    """A click group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order of the documentation."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command by name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        found: click.Command = getattr(import_module(module), attribute)
        return found


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(VERSION, "-V", "--version", prog_name="licscan", message="%(prog)s %(version)s")
def cli() -> None:
    """Judge what a machine-learning project stands on: licenses and personal data, by law and policy.

    licscan is not legal advice: it shows what was found, which provision it touches, and what to do.
    """


def run(arguments: list[str] | None = None) -> int:
    """Run a command and give its exit code (docs/exit-codes.md); every failure ends here."""
    # A library without a handler would print its warnings on stderr, and they may quote what it read.
    logging.lastResort = None
    if sys.stderr is None:  # the caller closed it
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for the rest of the process
    try:
        code = cli.main(args=arguments, prog_name="licscan", standalone_mode=False)
    except SystemExit:
        # What click makes of a broken pipe, with code 1, which here means something else.
        return _report(BrokenPipeError())
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001 - the last boundary before the shell
        return _report(error)
    return code if isinstance(code, int) else ExitCode.CLEAN


def _report(error: BaseException) -> int:
    match error:
        case KeyboardInterrupt() | click.exceptions.Abort():
            return ExitCode.INTERRUPTED
        case click.ClickException():
            error.show()
        case ConfigurationError():
            report_configuration(error)
        case LicscanError():
            report_error(error)
        case BrokenPipeError():
            # The reader of our output went away (`licscan check | head`): not an error of ours.
            _forget_output()
            return ExitCode.INTERRUPTED
        case OSError(errno=errno.ENOSPC):
            _forget_output()
            report_error(UsageError("there is no space left to write to", hint="free some, or write elsewhere"))
        case _:
            report_internal(error)
            return ExitCode.INTERNAL
    return ExitCode.USAGE


def _forget_output() -> None:
    """What is still in the buffer would fail once more when the interpreter closes the stream."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
