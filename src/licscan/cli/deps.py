"""`licscan deps`: licenses of dependencies."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licscan.cli.options import Decorated, run_options, with_options
from licscan.cli.run import Request, execute, outputs_of, run, screen, write_report
from licscan.cli.selection import selection_options
from licscan.errors import UsageError
from licscan.pipeline.exit_code import ExitCode, exit_code

if TYPE_CHECKING:
    from licscan.model.license_diff import LicenseDiff
    from licscan.pipeline.options import Options

_INSTALLED = (
    click.option(
        "--environment",
        "environments",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="PYTHON",
        help="Read the packages that this interpreter sees; repeatable.",
    ),
    click.option(
        "--path",
        "site_packages",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="SITE_PACKAGES",
        help="Read the packages installed in this folder; repeatable.",
    ),
)


def dependency_options(command: Decorated) -> Decorated:
    """PATH or installed environments, and which dependencies count."""
    command = with_options(selection_options(command), _INSTALLED)
    return click.argument("path", required=False, type=click.Path(path_type=Path))(command)


def dependency_run(
    path: Path | None, environments: tuple[Path, ...], site_packages: tuple[Path, ...], **given: Any
) -> "tuple[Request, Options]":
    """The request and the run over dependencies that the options ask for."""
    request = Request(laws=("license",), paths=(path,) if path else (), **given)
    options = replace(
        request.options(),
        laws_of_command=True,
        scanners=("dependencies",),
        environments=environments,
        site_packages=site_packages,
        environments_only=bool(environments or site_packages) and path is None,
    )
    return request, options


@click.command(short_help="Licenses of dependencies, and what changed in them.")
@dependency_options
@click.option(
    "--diff",
    "old",
    type=click.Path(path_type=Path),
    metavar="OLD",
    help="Compare with an earlier audit JSON: what changed license, was added, removed, updated.",
)
@run_options
def deps(old: Path | None, **given: Any) -> int:
    """Resolve the licenses of dependencies: manifests and lock files under PATH, or installed environments.

    With --environment or --path and no PATH, only these environments are read.

    With --diff OLD the exit code is 1 where a license became stricter or unknown, or a new package has a problem at
    or above fail_on; problems that were there before do not count.

    \b
    Exit codes: 0 clean, 1 problems at or above fail_on,
    2 usage or policy error, 3 incomplete, 4 nothing to scan.
    """
    request, options = dependency_run(**given)
    if old is None:
        return execute(request, options, default="table")
    return _compare(old, request, options)


def _compare(old: Path, request: Request, options: "Options") -> int:
    from licscan.catalog.catalog import Catalog
    from licscan.formats.audit_reader import read_earlier_audit
    from licscan.formats.license_diff import DIFF_FORMATS, DiffText, as_json
    from licscan.pipeline.diff_licenses import diff_licenses

    outputs = outputs_of(request, "table")
    for name, _ in outputs:
        if name not in DIFF_FORMATS:
            raise UsageError(f"a comparison has no form {name}", hint=f"-o {' or -o '.join(DIFF_FORMATS)}")
    earlier = read_earlier_audit(old)
    audit = run(request, options)
    diff = diff_licenses(earlier, audit, Catalog(options.rules).licenses)
    for name, path in outputs:
        if name == "json":
            content = as_json(diff)
        else:
            color, width = screen(path)
            content = DiffText(color=color, width=width).render(diff)
        write_report(content, path)
    return _code_of(diff, request, int(exit_code(audit, exit_zero=True)))


def _code_of(diff: "LicenseDiff", request: Request, of_audit: int) -> int:
    """1 for a change that fails; else what the audit itself says of gaps and of nothing to scan."""
    if diff.failing:
        return int(ExitCode.CLEAN if request.exit_zero else ExitCode.PROBLEMS)
    if not diff.new.complete:
        return int(ExitCode.INCOMPLETE)
    return of_audit
