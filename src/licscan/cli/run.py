"""From parsed options to a run, its reports and its exit code."""

import datetime
import logging
import os
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from licscan.errors import UsageError
from licscan.formats import find_format
from licscan.formats.interface import Format
from licscan.formats.writer import write_atomically
from licscan.model.audit import Audit
from licscan.model.law import Severity
from licscan.pipeline.exit_code import exit_code
from licscan.pipeline.options import Options


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
    paths: tuple[Path, ...] = field(default=())

    def options(self) -> Options:
        """The run that is asked for."""
        return Options(
            paths=self.paths or (Path(),),
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
        )


def execute(request: Request, options: Options) -> int:
    """Run, write all reports, give the exit code."""
    from licscan.cli.progress import progress_for
    from licscan.pipeline.check import check

    if request.verbose and request.quiet:
        raise UsageError("--verbose and --quiet exclude each other")
    _log_to_stderr(verbose=request.verbose)
    with progress_for(enabled=not request.no_progress and not request.quiet) as progress:
        audit = check(replace(options, progress=progress))
    _write_reports(request, audit)
    return int(exit_code(audit, exit_zero=request.exit_zero))


def _write_reports(request: Request, audit: Audit) -> None:
    outputs = request.outputs
    if not request.quiet and all(path is not None for _, path in outputs):
        outputs = (("console", None), *outputs)
    for name, path in outputs:
        content = _format(name, path, verbose=request.verbose).render(audit)
        if path:
            write_atomically(path, content)
        else:
            _print(content)


def _print(content: bytes) -> None:
    if sys.stdout is None:  # the caller closed it
        raise UsageError("there is no standard output to write to", hint="name a file: -o FORMAT=PATH")
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _format(name: str, path: Path | None, *, verbose: bool) -> Format:
    if name != "console":
        return find_format(name)
    from licscan.formats.console import Console

    to_terminal = path is None and sys.stdout is not None and sys.stdout.isatty()
    width = os.get_terminal_size().columns if to_terminal else 110
    return Console(color=_wants_color(to_terminal=to_terminal), width=max(60, width), verbose=verbose)


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
