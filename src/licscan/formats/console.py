"""The report on a terminal: by subject and rule, then what to do, then what was not looked at.

Every foreign string passes `terminal.clean`, and none goes through rich's markup.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from licscan.formats.console_group import group_lines
from licscan.formats.lines import BLANK, SEVERITY_STYLES, Line, Span, counted, line, names, short
from licscan.formats.terminal import clean
from licscan.model.audit import Audit
from licscan.model.finding import Gap

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

_TO_DO_SUBJECTS = 6
# What a declaration closed: shown as counts, so that data that was declared away is never invisible.
_SET_ASIDE = {
    "satisfied": "met by evidence",
    "exempt": "exempt",
    "out_of_scope": "out of a law's scope",
    "waived": "waived",
}


@dataclass(frozen=True, slots=True)
class Console:
    """Text for people; `verbose` spells out what is otherwise put on one line."""

    color: bool = False
    width: int = 110
    verbose: bool = False

    @property
    def media_type(self) -> str:
        """Plain text, UTF-8."""
        return "text/plain"

    @property
    def extension(self) -> str:
        """The ending of a file that holds the report."""
        return "txt"

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
        yield from _head(audit)
        for group in audit.groups:
            yield from group_lines(audit, group, verbose=self.verbose)
        yield from _to_do(audit)
        yield from _gaps(audit)
        yield from _laws(audit)
        yield from _tail(audit)


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


def _head(audit: Audit) -> Iterator[Line]:
    policy, made = audit.policy, audit.provenance
    purpose = ", ".join(str(value) for value in policy.facts.get("purpose", ())) or "not declared"
    parts = [
        policy.project or policy.name or (policy.layers[-1].path if policy.layers else "no policy file"),
        f"purpose: {purpose}",
        "laws: " + " ".join(policy.laws),
        f"judged for {made.as_of}",
    ]
    yield line(Span(f"licscan {made.tool_version}", "bold"), "  " + " · ".join(parts))
    for notice in policy.notices:
        yield line(Span(f"{notice.location}: {notice.message}", "yellow"))


def _to_do(audit: Audit) -> Iterator[Line]:
    if not audit.tasks:
        return
    yield BLANK
    yield line(Span(f"What to do ({audit.tally.tasks})", "bold"))
    cited = {one.rule: one.provisions[0].cite if one.provisions else "" for one in audit.decisions}
    for number, task in enumerate(audit.tasks, 1):
        label = " or ".join((task.label, *(audit.actions[action].label for action in task.alternative_to)))
        yield line(
            f"{number:>3}. ",
            Span(f"{task.severity!s:<8}", SEVERITY_STYLES[task.severity]),
            Span(f"  {label}", "bold"),
        )
        yield line(task.do, indent=15)
        rules = " · ".join(f"{rule} ({cited[rule]})" if cited[rule] else rule for rule in task.rules)
        yield line(Span(rules, "dim"), indent=15)
        yield line(Span(f"for {names(task.subjects, _TO_DO_SUBJECTS)}", "dim"), indent=15)


def _gaps(audit: Audit) -> Iterator[Line]:
    gaps = [found.finding for found in audit.findings if isinstance(found.finding, Gap)]
    if not gaps:
        return
    yield BLANK
    yield line(Span(f"Not looked at ({audit.tally.gaps})", "bold"), "  the audit is incomplete")
    for gap in gaps:
        place = str(gap.location) if gap.location else short(gap.subject)
        yield line(f"{place}  ", Span(gap.reason.value, "yellow"), f"  {gap.detail}", indent=2)
        if gap.hint:
            yield line(Span(f"→ {gap.hint}", "green"), indent=4)


def _laws(audit: Audit) -> Iterator[Line]:
    for law in audit.laws:
        if law.state != "assessed":
            state = law.state.replace("_", " ")
            yield line(Span(f"{law.law}: {state}", "yellow"), f", {law.because}", indent=2)


def _tail(audit: Audit) -> Iterator[Line]:
    tally, seen, made = audit.tally, audit.coverage, audit.provenance
    worst = [f"{count} {name}" for name, count in reversed(list(tally.problems_by_severity.items())) if count]
    rows = sum(file.rows_sampled for file in seen.files)
    cells = sum(file.cells_sampled for file in seen.files)
    looked = [
        counted(seen.packages, "package"),
        counted(seen.datasets, "dataset"),
        counted(seen.models, "model"),
        f"{counted(len(seen.files), 'data file')} ({counted(rows, 'row')}, {counted(cells, 'value')} sampled)",
    ]
    yield BLANK
    problems = counted(tally.problems, "problem") + (f" ({', '.join(worst)})" if worst else "")
    yield line(
        Span(problems, "bold red" if tally.failing else "bold"),
        f", {counted(tally.gaps, 'gap')}; looked at {', '.join(looked)}",
    )
    aside = [f"{tally.by_status[name]} {words}" for name, words in _SET_ASIDE.items() if tally.by_status[name]]
    if aside:
        yield line(f"set aside by what is declared: {', '.join(aside)} (all of them with -v)")
    yield line(Span(f"rules {made.rules_version}, policy {made.policy_digest[:19]}, fails at {audit.fail_on}", "dim"))
