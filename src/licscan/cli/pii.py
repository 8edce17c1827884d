"""`licscan pii`: personal data in data files."""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import click

from licscan.cli.options import (
    InputType,
    LanguageType,
    ModelType,
    law_option,
    run_options,
    sample_option,
    staged_option,
    worker_options,
)
from licscan.cli.run import Request, execute
from licscan.errors import UsageError
from licscan.formats.terminal import clean
from licscan.formats.writer import written_atomically
from licscan.pipeline.options import Options
from licscan.scanners.interface import Question


@click.command(short_help="Personal data in data files.")
@click.argument("paths", nargs=-1, type=InputType(), metavar="PATH...")
@law_option
@sample_option
@staged_option
@worker_options
@click.option(
    "--locations",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the place of every hit to this file, one line of JSON each; places, never values.",
)
@click.option(
    "--language",
    type=LanguageType(),
    help="The language of texts of which the policy file says no other (ISO 639, for example de); en unless said.",
)
@click.option(
    "--model",
    "models",
    type=ModelType(),
    multiple=True,
    help="Look for names with this model: an installed spaCy pipeline or its folder, hf:NAME (transformers) or "
    "gliner:NAME, where ./FOLDER may stand for NAME; de=MODEL for texts in another language than --language; "
    "repeatable.",
)
@click.option(
    "--recognizers",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Also run the recognizers of this YAML file, in Presidio's form; repeatable.",
)
@click.option(
    "--explain",
    metavar="FILE:COLUMN",
    help="In place of a report on stdout, say why a column was judged as it was. Name it as reports do, or by number.",
)
@run_options
def pii(
    locations: Path | None,
    language: str | None,
    models: tuple[tuple[str | None, str], ...],
    recognizers: tuple[Path, ...],
    explain: str | None,
    **given: Any,
) -> int:
    """Find personal data in data files and judge it by the privacy laws of the policy.

    PATH is a file, a folder, or an address that fsspec knows (s3://, gs://, hf://, https://).

    Every file in a named folder that can be read counts as data. A sample that shows nothing does not prove that the
    data holds nothing.
    """
    request = Request(**given)
    question, lines = None, list[str]()
    if explain is not None:
        file, column = _split(explain)
        question = Question(column, lines.append)
        request = replace(request, paths=(file,), quiet=True)
    if not (request.paths or request.staged):
        raise UsageError("nothing to look at", hint="name files, folders or addresses, or give --staged")
    options = replace(
        request.options(),
        scanners=("personal_data",),
        folders_are_data=True,
        language=language,
        models=_by_language(models),
        recognizers=recognizers,
        question=question,
    )
    code = _run(request, options, locations)
    if question is not None:
        if not lines:
            raise UsageError(f"no such column was looked at: {clean(question.column)}", hint="the report names them")
        click.echo("\n".join(map(clean, lines)))
    return code


def _by_language(models: tuple[tuple[str | None, str], ...]) -> dict[str | None, str]:
    """The models by language; None is the main one, whichever that is."""
    found: dict[str | None, str] = {}
    for language, model in models:
        if language in found:
            raise UsageError(f"two models for {language or 'the main language'}", hint="one reads all of its texts")
        found[language] = model
    return found


def _split(explain: str) -> tuple[Path, str]:
    """The file and the column; either may hold a colon, so the first one that ends the name of a file counts."""
    for place, character in enumerate(explain):
        if character == ":" and Path(explain[:place]).is_file():
            return Path(explain[:place]), explain[place + 1 :]
    raise UsageError("--explain names no file that is there", hint="for example --explain data/people.csv:email")


def _run(request: Request, options: Options, locations: Path | None) -> int:
    if locations is None:
        return execute(request, options)
    with ExitStack() as stack:
        lines = _Lines(locations, stack)
        code = execute(request, replace(options, locations=lines.write))
        lines.write(b"")
    return code


class _Lines:
    """A file that is begun with its first line: before that, the folder that is scanned holds nothing of ours."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self._path = path
        self._stack = stack
        self._stream: IO[bytes] | None = None

    def write(self, line: bytes) -> None:
        """Write a line."""
        if self._stream is None:
            self._stream = self._stack.enter_context(written_atomically(self._path))
        self._stream.write(line)
