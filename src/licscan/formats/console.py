"""The report on a terminal: by subject and rule, then what to do, then what was not looked at.

Every foreign string passes `terminal.clean`, and none goes through rich's markup.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from licscan.formats import frame
from licscan.formats.console_group import group_lines
from licscan.formats.lines import BLANK, SEVERITY_STYLES, Line, Span, line, names
from licscan.formats.terminal import clean
from licscan.model.audit import Audit

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

_TO_DO_SUBJECTS = 6


@dataclass(frozen=True, slots=True)
class Console:
    """Text for people; `verbose` spells out what is otherwise put on one line."""

    media_type: ClassVar[str] = "text/plain"
    extension: ClassVar[str] = "txt"
    color: bool = False
    width: int = 110
    verbose: bool = False

    def render(self, audit: Audit) -> bytes:
        """The report as UTF-8 text, with ANSI styles where `color` is set."""
        from rich.console import Console as RichConsole

        buffer = io.StringIO()
        console = RichConsole(
            file=buffer,
            width=self.width,
            force_terminal=self.color,
            no_color=not self.color,
            color_system="standard" if self.color else None,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )
        for entry in self._lines(audit):
            _print(console, entry)
        rows = (row.rstrip() for row in buffer.getvalue().splitlines())
        return ("\n".join(rows) + "\n").encode("utf-8", "replace")

    def _lines(self, audit: Audit) -> Iterator[Line]:
        yield from frame.head(audit)
        for group in audit.groups:
            yield from group_lines(audit, group, verbose=self.verbose)
        yield from _to_do(audit)
        yield from frame.gaps(audit)
        yield from frame.laws(audit)
        yield from frame.tail(audit)


def _print(console: "RichConsole", entry: Line) -> None:
    from rich.padding import Padding
    from rich.text import Text

    if not entry.spans:
        console.line()
        return
    text = Text.assemble(*((clean(span.text, max_length=4_000), span.style) for span in entry.spans))
    if entry.verbatim:
        # A source excerpt keeps its columns, so that the marks stay below the text that they mark.
        text.no_wrap, text.overflow = True, "ellipsis"
    console.print(Padding(text, (0, 0, 0, entry.indent), expand=False))


def _cited(audit: Audit) -> dict[str, str]:
    """The first provision of each rule; nothing where it differs by subject, as the terms of licenses do."""
    cites: dict[str, set[str]] = {}
    for one in audit.decisions:
        cites.setdefault(one.rule, set()).add(one.provisions[0].cite if one.provisions else "")
    return {rule: next(iter(found)) for rule, found in cites.items() if len(found) == 1}


def _to_do(audit: Audit) -> Iterator[Line]:
    if not audit.tasks:
        return
    yield BLANK
    yield line(Span(f"What to do ({audit.tally.tasks})", "bold"))
    cited = _cited(audit)
    for number, task in enumerate(audit.tasks, 1):
        label = " or ".join((task.label, *(audit.actions[action].label for action in task.alternative_to)))
        yield line(
            f"{number:>3}. ",
            Span(f"{task.severity!s:<8}", SEVERITY_STYLES[task.severity]),
            Span(f"  {label}", "bold"),
        )
        yield line(task.do, indent=15)
        rules = " · ".join(f"{rule} ({cited[rule]})" if cited.get(rule) else rule for rule in task.rules)
        yield line(Span(rules, "dim"), indent=15)
        yield line(Span(f"for {names(task.subjects, _TO_DO_SUBJECTS)}", "dim"), indent=15)
