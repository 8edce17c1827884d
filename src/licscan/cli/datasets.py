"""`licscan datasets`: licenses of dataset and model cards, in the tree or on a hub."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from licscan.cli.options import run_options
from licscan.cli.run import Request, execute
from licscan.errors import UsageError

_PREFIXES = ("hf:", "kaggle:", "kaggle-competition:")


@click.command(short_help="Licenses of dataset and model cards, in the tree or on a hub.")
@click.argument("targets", nargs=-1, metavar="[PATH | hf:OWNER/NAME[@REV] | kaggle:OWNER/NAME]...")
@click.option("--no-hubs", is_flag=True, help="Ask no hub of works that only code or cards name.")
@run_options
def datasets(targets: tuple[str, ...], no_hubs: bool, **given: Any) -> int:
    """Resolve the licenses that dataset and model cards state, and those of the works that code and cards name.

    A PATH is read with all below it. A name such as hf:owner/name or kaggle:owner/name is asked from that hub, and
    nothing of the current folder is read unless a PATH says so; hf:datasets/owner/name and hf:models/owner/name
    say which of both is meant where a dataset and a model have the same name.

    \b
    Exit codes: 0 clean, 1 problems at or above fail_on,
    2 usage or policy error, 3 incomplete, 4 nothing to scan.
    """
    works, paths = _works_and_paths(targets)
    if works and no_hubs:
        raise UsageError("--no-hubs and the name of a work on a hub exclude each other", hint="drop one of them")
    request = Request(laws=("license",), paths=paths, **given)
    options = replace(
        request.options(),
        laws_of_command=True,
        scanners=("datasets",),
        works=works,
        hubs=False if no_hubs else None,
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
