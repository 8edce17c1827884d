"""`licscan pii`: personal data in data files."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from licscan.cli.options import law_option, run_options, sample_option
from licscan.cli.run import Request, execute


@click.command(short_help="Personal data in data files.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@law_option
@sample_option
@run_options
def pii(**given: Any) -> int:
    """Find personal data in data files and judge it by the privacy laws of the policy.

    Every file in a named folder that can be read counts as data. A sample that shows nothing does not prove that the
    data holds nothing.
    """
    request = Request(**given)
    return execute(request, replace(request.options(), scanners=("personal_data",), folders_are_data=True))
