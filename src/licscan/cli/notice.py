"""`licscan notice`: the third-party notices that the licenses ask for."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licscan.cli.deps import dependency_options, dependency_run
from licscan.cli.options import OutputType
from licscan.cli.run import reporting, write_report
from licscan.formats.notice import NOTICE_FORMATS, find_notice_format
from licscan.pipeline.exit_code import ExitCode

if TYPE_CHECKING:
    from licscan.model.notice import Notices


@click.command(short_help="Third-party notices for what a project hands out.")
@dependency_options
@click.option("--build", is_flag=True, help="Take in what only the build needs, too.")
@click.option(
    "-o",
    "--output",
    "outputs",
    type=OutputType(NOTICE_FORMATS),
    multiple=True,
    help="Notices as FORMAT to stdout or to PATH; repeatable. Formats: " + ", ".join(NOTICE_FORMATS) + ".",
)
@click.option("--policy", type=click.Path(path_type=Path), help="Use this policy file instead of searching upwards.")
@click.option("--offline", is_flag=True, help="Make no request; what is not in the cache is incomplete.")
@click.option("--rules", type=click.Path(path_type=Path), help="Use this rules folder instead of the built-in one.")
@click.option("-v", "--verbose", is_flag=True, help="Log what is done.")
@click.option("--no-progress", is_flag=True, help="Show no progress.")
def notice(*, build: bool, outputs: tuple[tuple[str, Path | None], ...], **given: Any) -> int:
    """Write the third-party notices of what a project hands out: licenses, copyright lines, NOTICE files, texts.

    Packages that only the build or a dependency group needs are left out, and the end of the notices says so; name a
    group with --group, or add --build, to take them in.

    \b
    Exit codes: 0 whole, 2 usage or policy error,
    3 something is missing (named at the top), 4 no packages.
    """
    from dataclasses import replace

    from licscan.pipeline.notices import HandedOut, notices

    request, options = dependency_run(**given)
    with reporting(request) as progress:
        made = notices(replace(options, progress=progress), HandedOut(options.selection.groups or (), build))
    for name, path in outputs or (("text", None),):
        write_report(find_notice_format(name).render(made), path)
    return int(_code_of(made))


def _code_of(made: "Notices") -> ExitCode:
    if made.missing:
        return ExitCode.INCOMPLETE
    return ExitCode.CLEAN if made.components or made.left_out else ExitCode.NOTHING_TO_SCAN
