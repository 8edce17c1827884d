"""Options that several commands share, and how they become a run."""

import datetime
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from licscan.formats import FORMATS
from licscan.model.law import Severity
from licscan.model.policy import is_language

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
SEVERITIES = [str(severity) for severity in Severity]


class OutputType(click.ParamType[tuple[str, Path | None]]):
    """`FORMAT` or `FORMAT=PATH`, where `formats` are the known ones; a path of `-` is stdout."""

    name = "FORMAT[=PATH]"

    def __init__(self, formats: Collection[str]) -> None:
        self._formats = formats

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Path | None]:
        """Split and check; an unknown format is a usage error that names the known ones."""
        if isinstance(value, tuple):
            return value
        name, given, path = value.partition("=")
        if name not in self._formats:
            self.fail(f"unknown format {name!r}; known are {', '.join(self._formats)}", param, ctx)
        if given and not path:
            self.fail(f"no path after {name}=", param, ctx)
        return name, None if path in {"", "-"} else Path(path)


class InputType(click.ParamType[Path | str]):
    """A path, or the address of a remote store as text (`s3://bucket/folder`)."""

    name = "PATH"

    def convert(self, value: Path | str, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:  # noqa: ARG002 - click's shape
        """Tell addresses by their scheme; a path would lose the second slash."""
        if isinstance(value, str) and "://" in value:
            from licscan.inputs.remote import is_address

            return value if is_address(value) else Path(value)
        return Path(value)


class SampleType(click.ParamType[int]):
    """A number of values a column, or `all` (None)."""

    name = "N|all"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """A positive number; `all` becomes 0."""
        if value == "all":
            return 0
        try:
            number = int(value)
        except ValueError:
            number = 0
        if number < 1:
            self.fail("give a number of values from 1, or all", param, ctx)
        return number


class LanguageType(click.ParamType[str]):
    """A language as two or three letters (ISO 639)."""

    name = "LANGUAGE"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Small letters only, as every model of spaCy says it."""
        if not is_language(value):
            self.fail(f"{value!r} is no language such as de (two or three small letters, ISO 639)", param, ctx)
        return value


class ModelType(click.ParamType[tuple[str | None, str]]):
    """A model, and the language that it reads where one is given."""

    name = "[LANGUAGE=]MODEL"

    def convert(
        self, value: tuple[str | None, str] | str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str | None, str]:
        """What stands before the first `=` is a language, if it looks like one: else it is part of a folder's name."""
        if isinstance(value, tuple):
            return value
        language, given, model = value.partition("=")
        if given and is_language(language):
            if not model:
                self.fail(f"no model after {language}=", param, ctx)
            return language, model
        return None, value


class DateType(click.ParamType[datetime.date]):
    """A day as YYYY-MM-DD."""

    name = "DATE"

    def convert(
        self, value: str | datetime.date, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime.date:
        """Parse an ISO 8601 calendar date."""
        if isinstance(value, datetime.date):
            return value
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day such as 2026-11-23", param, ctx)


_RUN = (
    click.option(
        "-o",
        "--output",
        "outputs",
        type=OutputType(FORMATS),
        multiple=True,
        help="Report as FORMAT to stdout or to PATH; repeatable. Formats: " + ", ".join(FORMATS) + ".",
    ),
    click.option(
        "--policy", type=click.Path(path_type=Path), help="Use this policy file instead of searching upwards."
    ),
    click.option("--purpose", type=click.Choice(["commercial", "internal", "research"]), help="What the work is for."),
    click.option("--fail-on", type=click.Choice(SEVERITIES), help="Exit 1 from this severity on."),
    click.option("--exit-zero", is_flag=True, help="Turn exit code 1 into 0."),
    click.option("--as-of", type=DateType(), help="Judge for this day."),
    click.option("--offline", is_flag=True, help="Make no request; what is not in the cache is a gap."),
    click.option("--rules", type=click.Path(path_type=Path), help="Use this rules folder instead of the built-in one."),
    click.option(
        "--jobs",
        type=click.IntRange(min=0),
        default=0,
        help="Processes that judge installed packages and look at data files (0: one a core, as far as it pays).",
    ),
    click.option("--seed", type=int, default=0, help="Seed of the sample."),
    click.option("-v", "--verbose", is_flag=True, help="Spell out every decision; log what is done."),
    click.option("-q", "--quiet", is_flag=True, help="No report on stdout unless -o asks for one."),
    click.option("--no-progress", is_flag=True, help="Show no progress."),
)
_LAW = click.option("--law", "laws", multiple=True, help="Judge by this law only; repeatable.")
_SAMPLE = click.option(
    "--sample", type=SampleType(), default=200, help="Values a column that are looked at: a number, or all."
)

_WORKERS = (
    click.option(
        "--engine",
        type=click.Choice(["local", "ray"]),
        default="local",
        help="Who looks at the values: processes of this machine, or a Ray cluster.",
    ),
    click.option("--address", metavar="HOST:PORT", help="With --engine ray: a cluster that runs already, or auto."),
    click.option(
        "--resume/--no-resume",
        default=True,
        help="With --sample all: go on where a run over the same file was stopped, or start anew.",
    ),
)

_STAGED = click.option(
    "--staged", is_flag=True, help="Look at data files as they are staged in git, not as they are in the folder."
)
_HUBS = click.option(
    "--no-hubs",
    is_flag=True,
    help="Do not ask Hugging Face or Kaggle about works that code, settings and cards name.",
)


def with_options(command: Decorated, options: Sequence[Callable[[Decorated], Decorated]]) -> Decorated:
    """The command with all options, which its help lists in this order."""
    for option in reversed(options):
        command = option(command)
    return command


def run_options(command: Decorated) -> Decorated:
    """The options that hold everywhere."""
    return with_options(command, _RUN)


def law_option(command: Decorated) -> Decorated:
    """`--law ID`, repeatable."""
    return _LAW(command)


def sample_option(command: Decorated) -> Decorated:
    """`--sample N|all`."""
    return _SAMPLE(command)


def staged_option(command: Decorated) -> Decorated:
    """`--staged`."""
    return _STAGED(command)


def worker_options(command: Decorated) -> Decorated:
    """`--engine`, `--address`, `--resume`."""
    return with_options(command, _WORKERS)


def hubs_option(command: Decorated) -> Decorated:
    """`--no-hubs`."""
    return _HUBS(command)
