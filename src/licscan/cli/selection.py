"""Options that say which dependencies count, shared by the commands that read them."""

import re
from collections.abc import Sequence

import click

from licscan.cli.options import Decorated, with_options
from licscan.errors import UsageError
from licscan.model.package_name import normalized
from licscan.model.policy import PLATFORMS
from licscan.scanners.interface import Selection

_VERSION = re.compile(r"[23]\.\d{1,3}(\.\d{1,3})?")
_RESOLVERS = ("auto", "pip", "uv", "off")


class PythonVersionType(click.ParamType[str]):
    """A version of Python such as `3.12`."""

    name = "VERSION"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check the shape; a path of an interpreter belongs to --environment."""
        if not _VERSION.fullmatch(value):
            self.fail("give a version such as 3.12 (an interpreter goes with --environment)", param, ctx)
        return value


_OPTIONS = (
    click.option("--extra", "extras", multiple=True, metavar="NAME", help="Of the extras only this one; repeatable."),
    click.option("--no-extras", is_flag=True, help="Leave out what only an extra needs."),
    click.option(
        "--group", "groups", multiple=True, metavar="NAME", help="Of the dependency groups only this one; repeatable."
    ),
    click.option("--no-groups", is_flag=True, help="Leave out what only a dependency group needs."),
    click.option("--python", type=PythonVersionType(), help="Count what this version of Python needs."),
    click.option(
        "--platform",
        "platforms",
        multiple=True,
        type=click.Choice(PLATFORMS),
        help="Count what this platform needs; repeatable.",
    ),
    click.option(
        "--resolver",
        type=click.Choice(_RESOLVERS),
        default="auto",
        help="What completes unpinned requirements.  [default: auto, uv where it is on PATH, else pip]",
    ),
)


def selection_options(command: Decorated) -> Decorated:
    """Which extras, groups, Python versions and platforms count, and who resolves."""
    return with_options(command, _OPTIONS)


def selection_of(
    *,
    extras: Sequence[str],
    no_extras: bool,
    groups: Sequence[str],
    no_groups: bool,
    python: str | None,
    platforms: Sequence[str],
) -> Selection:
    """The selection that the options ask for; what no option names stays None, so that the policy file can say it.

    Raises UsageError where an option and its opposite are both given.
    """
    return Selection(
        extras=_named("extra", extras, none=no_extras),
        groups=_named("group", groups, none=no_groups),
        python=python,
        platforms=tuple(sorted(set(platforms))) or None,
    )


def _named(what: str, names: Sequence[str], *, none: bool) -> tuple[str, ...] | None:
    if none and names:
        raise UsageError(
            f"--{what} and --no-{what}s exclude each other", hint=f"drop one of them: --no-{what}s is none"
        )
    if none:
        return ()
    return tuple(sorted({normalized(name) for name in names})) or None
