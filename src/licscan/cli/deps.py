"""`licscan deps`: licenses of dependencies."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from licscan.cli.options import run_options
from licscan.cli.run import Request, execute


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--environment",
    "environments",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PYTHON",
    help="Read the packages that this interpreter sees; repeatable.",
)
@click.option(
    "--path",
    "site_packages",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="SITE_PACKAGES",
    help="Read the packages installed in this folder; repeatable.",
)
@run_options
def deps(path: Path | None, environments: tuple[Path, ...], site_packages: tuple[Path, ...], **given: Any) -> int:
    """Resolve the licenses of dependencies: manifests and lock files under PATH, or installed environments.

    With --environment or --path and no PATH, only these environments are read.
    """
    installed = bool(environments or site_packages)
    request = Request(laws=("license",), paths=(path,) if path else (), **given)
    options = replace(
        request.options(),
        scanners=("dependencies",),
        environments=environments,
        site_packages=site_packages,
        environments_only=installed and path is None,
    )
    return execute(request, options)
