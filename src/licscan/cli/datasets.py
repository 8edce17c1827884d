"""`licscan datasets`: licenses of dataset and model cards."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from licscan.cli.options import run_options
from licscan.cli.run import Request, execute


@click.command(short_help="Licenses of dataset and model cards.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@run_options
def datasets(**given: Any) -> int:
    """Resolve the licenses that dataset and model cards in the tree state."""
    request = Request(laws=("license",), **given)
    return execute(request, replace(request.options(), laws_of_command=True, scanners=("datasets",)))
