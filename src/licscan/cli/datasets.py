"""`licscan datasets`: licenses of datasets and models, in the project or on a hub."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from licscan.cli.options import hubs_option, run_options
from licscan.cli.run import Request, execute
from licscan.errors import UsageError

_PREFIXES = ("hf:", "kaggle:", "kaggle-competition:")


@click.command(short_help="Licenses of datasets and models: in the project, or on a hub.")
@click.argument("targets", nargs=-1, metavar="[PATH|NAME]...")
@hubs_option
@run_options
def datasets(targets: tuple[str, ...], no_hubs: bool, **given: Any) -> int:
    """Resolve the licenses of datasets and models: what cards declare, what their text says, what they were made from.

    Of a PATH (default: the current folder) all cards below it are read, and all works that code, notebooks,
    settings and commands in it name. A name is asked from its hub, and then no folder is read unless a PATH is given
    too. hf:datasets/owner/name and hf:models/owner/name tell a dataset from a model of the same name.

    \b
    licscan datasets                         the project around this folder
    licscan datasets hf:owner/name           one work, as the hub has it now
    licscan datasets hf:owner/name@v1.0      at a branch, tag or commit
    licscan datasets kaggle:owner/name

    \b
    Exit codes: 0 clean, 1 problems at or above fail_on,
    2 usage or policy error, 3 incomplete, 4 nothing to scan.
    """
    works, paths = _works_and_paths(targets)
    if works and no_hubs:
        raise UsageError("--no-hubs and the name of a work on a hub exclude each other", hint="drop one of them")
    request = Request(laws=("license",), paths=paths, no_hubs=no_hubs, **given)
    options = replace(
        request.options(),
        laws_of_command=True,
        scanners=("datasets",),
        works=works,
        environments_only=bool(works) and not paths,
    )
    return execute(request, options)


def _works_and_paths(targets: Sequence[str]) -> tuple[tuple[str, ...], tuple[Path, ...]]:
    """The names of works, each once, and the paths. Raises UsageError for a name that no work can have."""
    works = tuple(dict.fromkeys(target for target in targets if target.startswith(_PREFIXES)))
    if works:
        from licscan.scanners.datasets.hubs.names import wanted_of

        for work in works:
            wanted_of(work)
    return works, tuple(Path(target) for target in targets if not target.startswith(_PREFIXES))
