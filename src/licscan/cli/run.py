"""From parsed options to a run, its reports and its exit code."""

import datetime
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from licscan.cli.selection import selection_of
from licscan.errors import UsageError
from licscan.formats import FOR_PEOPLE, find_format
from licscan.formats.interface import Format
from licscan.formats.writer import write_atomically
from licscan.model.audit import Audit
from licscan.model.law import Severity
from licscan.pipeline.exit_code import exit_code
from licscan.pipeline.options import Options
from licscan.scanners.interface import Progress


@dataclass(frozen=True, slots=True)
class Request:
    """What the shared options say; field names are the options' own."""

    outputs: tuple[tuple[str, Path | None], ...] = ()
    policy: Path | None = None
    purpose: str | None = None
    fail_on: str | None = None
    exit_zero: bool = False
    as_of: datetime.date | None = None
    offline: bool = False
    rules: Path | None = None
    jobs: int = 0
    seed: int = 0
    verbose: bool = False
    quiet: bool = False
    no_progress: bool = False
    laws: tuple[str, ...] = ()
    sample: int = 200
    extras: tuple[str, ...] = ()
    no_extras: bool = False
    groups: tuple[str, ...] = ()
    no_groups: bool = False
    python: str | None = None
    platforms: tuple[str, ...] = ()
    resolver: str = "auto"
    no_hubs: bool = False
    engine: str = "local"
    address: str | None = None
    resume: bool = True
    staged: bool = False
    paths: tuple[Path | str, ...] = field(default=())

    def options(self) -> Options:
        """The run that is asked for."""
        selection = selection_of(
            extras=self.extras,
            no_extras=self.no_extras,
            groups=self.groups,
            no_groups=self.no_groups,
            python=self.python,
            platforms=self.platforms,
        )
        paths = tuple(path for path in self.paths if isinstance(path, Path))
        remote = tuple(path for path in self.paths if isinstance(path, str))
        return Options(
            paths=paths if paths and not self.staged else (Path(),),
            staged=paths if self.staged else None,
            remote=remote,
            remote_only=bool(remote) and not paths and not self.staged,
            policy=self.policy,
            rules=self.rules,
            purpose=self.purpose,
            laws=self.laws,
            fail_on=Severity[self.fail_on.upper()] if self.fail_on else None,
            as_of=self.as_of,
            offline=self.offline,
            sample=self.sample or None,
            seed=self.seed,
            jobs=self.jobs,
            selection=selection,
            resolver=self.resolver,
            hubs=False if self.no_hubs else None,
            engine=self.engine,
            address=self.address,
            resume=self.resume,
        )


def execute(request: Request, options: Options, *, default: str = "console") -> int:
    """Run, write all reports (in the format `default` where none goes to stdout), give the exit code."""
    audit = run(request, options)
    for name, path in outputs_of(request, default):
        write_report(_format(name, path, verbose=request.verbose).render(audit), path)
    return int(exit_code(audit, exit_zero=request.exit_zero))


def run(request: Request, options: Options) -> Audit:
    """Run with a log and progress as the shared options ask for them."""
    from licscan.pipeline.check import check

    with reporting(request) as progress:
        return check(replace(options, progress=progress))


@contextmanager
def reporting(request: Request) -> Iterator[Progress]:
    """The log on stderr and the progress of a run."""
    from licscan.cli.progress import progress_for

    if request.verbose and request.quiet:
        raise UsageError("--verbose and --quiet exclude each other")
    _log_to_stderr(verbose=request.verbose)
    with progress_for(enabled=not request.no_progress and not request.quiet) as progress:
        yield progress


def outputs_of(request: Request, default: str) -> tuple[tuple[str, Path | None], ...]:
    """The reports to write; stdout gets one unless `--quiet`."""
    outputs = request.outputs
    if not request.quiet and all(path is not None for _, path in outputs):
        return ((default, None), *outputs)
    return outputs


def write_report(content: bytes, path: Path | None) -> None:
    """Write a report to a file, or to stdout for None."""
    if path:
        write_atomically(path, content)
        return
    if sys.stdout is None:  # the caller closed it
        raise UsageError("there is no standard output to write to", hint="name a file: -o FORMAT=PATH")
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _format(name: str, path: Path | None, *, verbose: bool) -> Format:
    if name not in FOR_PEOPLE:
        return find_format(name)
    color, width = screen(path)
    return find_format(name, color=color, width=width, verbose=verbose)


def screen(path: Path | None) -> tuple[bool, int]:
    """Whether a report for people gets colors, and its columns: those of the terminal, 110 elsewhere."""
    to_terminal = path is None and sys.stdout is not None and sys.stdout.isatty()
    width = os.get_terminal_size().columns if to_terminal else 110
    return _wants_color(to_terminal=to_terminal), max(60, width)


def _wants_color(*, to_terminal: bool) -> bool:
    """NO_COLOR (https://no-color.org) wins over FORCE_COLOR, which wins over the kind of stream."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or to_terminal


def _log_to_stderr(*, verbose: bool) -> None:
    """Our own loggers speak on stderr with -v; those of other libraries never do, they may quote what they read."""
    logger = logging.getLogger("licscan")
    logger.propagate = False
    logger.setLevel(logging.DEBUG if verbose else logging.WARNING)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logger.handlers = [handler]
