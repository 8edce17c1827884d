"""Lines of styled text, before a terminal width is known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from licscan.model.law import Severity

SEVERITY_STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}
_COMMIT = re.compile(r"@([0-9a-f]{12})[0-9a-f]{28}\Z")


@dataclass(frozen=True, slots=True)
class Span:
    """Some text in one style (a rich style name)."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Spans on one indented line; `verbatim` lines keep their columns and are cut instead of wrapped.

    Where a line is wrapped, the rows after the first stand `hang` columns further in.
    """

    spans: tuple[Span, ...] = ()
    indent: int = 0
    verbatim: bool = False
    hang: int = 0


BLANK = Line()


def line(*spans: Span | str, indent: int = 0, verbatim: bool = False, hang: int = 0) -> Line:
    """A line of spans and plain texts."""
    return Line(tuple(Span(span) if isinstance(span, str) else span for span in spans), indent, verbatim, hang)


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """`1 package`, `12 packages`, `1,200 rows`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def names(refs: Sequence[str], most: int) -> str:
    """The first few names, and how many more there are."""
    shown = ", ".join(short(ref) for ref in refs[:most])
    return shown if len(refs) <= most else f"{shown} and {len(refs) - most} more"


def short(ref: str) -> str:
    """A ref as people say it: packages as `name version`, files as their path, hub names with 12 digits of a commit."""
    if ref.startswith("pkg:pypi/"):
        return ref.removeprefix("pkg:pypi/").replace("@", " ")
    if ref.startswith("project:"):
        return "the whole project"
    return _COMMIT.sub(r"@\1", ref.removeprefix("file:"))
