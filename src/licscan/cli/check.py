"""`licscan check`: the main job."""

from typing import Any

import click

from licscan.cli.options import (
    InputType,
    hubs_option,
    law_option,
    run_options,
    sample_option,
    staged_option,
    worker_options,
)
from licscan.cli.run import Request, execute
from licscan.cli.selection import selection_options


@click.command(short_help="Find what a project uses, and judge it by law and policy.")
@click.argument("paths", nargs=-1, type=InputType(), metavar="[PATH]...")
@law_option
@sample_option
@staged_option
@selection_options
@hubs_option
@worker_options
@run_options
def check(**given: Any) -> int:
    """Find what a project uses, scan it, and judge it by law and policy.

    PATH is a project folder (default: the current one), or files and folders to look at: its dependencies, its
    datasets and models (cards, and works that code and settings name), and its data files.

    \b
    licscan check                            the project around this folder
    licscan check -o json=audit.json         the audit too, for machines and auditors
    licscan check --offline                  no request: of caches and the registry alone

    \b
    Exit codes: 0 clean, 1 problems at or above fail_on,
    2 usage or policy error, 3 incomplete, 4 nothing to scan.
    """
    request = Request(**given)
    return execute(request, request.options())
