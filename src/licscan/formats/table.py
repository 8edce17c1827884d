"""A table of packages: what each is licensed under, how sure that is, and what stands out.

A `!` marks a package with a problem that fails the run, a `?` one whose license is not known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from licscan.formats import frame
from licscan.formats.lines import BLANK, SEVERITY_STYLES, Line, Span, line, names
from licscan.formats.packages import (
    PackageFacts,
    commercial_span,
    confidence_words,
    declared_words,
    fails,
    license_spans,
    packages,
    scope_words,
    standing_out,
)
from licscan.formats.paint import columns, paint, wrapped
from licscan.formats.terminal import clean
from licscan.model.audit import Audit, Group
from licscan.model.decision import PROBLEMS, Decision
from licscan.model.finding import NOT_PINNED
from licscan.model.law import Severity

NO_PACKAGES = line(Span("no packages were found", "bold yellow"), ": name a project, --environment or --path")
WORKS_ELSEWHERE = line(
    "The table lists packages; datasets and models stand below with their problems, each in full in -o console"
)
_GAP = "  "
_NAMES = 6
_SENTENCES = 3
_MARK_WIDTH = 1
Cell = tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: `least` and `most` are its width in columns of the terminal."""

    title: str
    least: int
    most: int


_COLUMNS = (
    _Column("", _MARK_WIDTH, _MARK_WIDTH),
    _Column("package", 14, 30),
    _Column("version", 10, 14),
    _Column("license", 14, 36),
    _Column("sure", 6, 8),
    _Column("commercial", 10, 11),
    _Column("stands out", 14, 48),
    _Column("needed for", 8, 24),
)
# What a narrow terminal goes without, the first one first.
_DISPENSABLE = ("needed for", "sure", "commercial")


@dataclass(frozen=True, slots=True)
class Table:
    """The table with open problems, gaps and counts below; `verbose` adds what each source says."""

    media_type: ClassVar[str] = "text/plain"
    extension: ClassVar[str] = "txt"
    color: bool = False
    width: int = 110
    verbose: bool = False

    def render(self, audit: Audit) -> bytes:
        """The table as UTF-8 text, with ANSI styles where `color` is set."""
        return paint(self._lines(audit), width=self.width, color=self.color)

    def _lines(self, audit: Audit) -> Iterator[Line]:
        yield from frame.head(audit)
        listed = tuple(packages(audit))
        yield BLANK
        works = audit.coverage.datasets + audit.coverage.models
        yield from self._rows(audit, listed) if listed else (WORKS_ELSEWHERE if works else NO_PACKAGES,)
        yield from problem_lines(audit)
        yield from frame.gaps(audit)
        yield from frame.tail(audit)

    def _rows(self, audit: Audit, listed: Sequence[PackageFacts]) -> Iterator[Line]:
        cells = [_cells(audit, facts) for facts in listed]
        widths, without = _widths(cells, self.width)
        titles = tuple((((Span(column.title, "bold"),),) if column.title else ()) for column in _COLUMNS)
        yield from _laid_out(titles, widths)
        for facts, row in zip(listed, cells, strict=True):
            yield from _laid_out(row, widths)
            if self.verbose:
                yield from claim_lines(facts)
        if without:
            yield line(Span(f"no room for {', '.join(without)}: use a wider terminal, -o tree or -o json", "dim"))


def problem_lines(audit: Audit) -> Iterator[Line]:
    """The open problems, worst first, a line for the packages that share them; what is only noted is left out."""
    told = [group for group in audit.groups if group.severity is not None and group.severity > Severity.INFO]
    if not told:
        return
    yield BLANK
    noted = audit.tally.problems_by_severity.get(str(Severity.INFO), 0)
    more = f", and {noted:,} of severity info" if noted else ""
    yield line(Span("Problems", "bold"), f"  (each in full{more}: -o console)")
    for group in told:
        yield from _problem(group)
    worst = told[0].broken[0]
    yield line(f"What a rule asks for: licscan explain {worst.law}/{worst.rules[0]}", indent=2)


def _problem(group: Group) -> Iterator[Line]:
    rules = [rule for broken in group.broken if broken.severity > Severity.INFO for rule in broken.rules]
    severity = group.severity or Severity.INFO
    yield line(
        Span(f"{severity!s:<8}", SEVERITY_STYLES[severity]),
        Span(f"  {', '.join(dict.fromkeys(rules))}", "bold"),
        f"  {names(group.subjects, _NAMES)}",
        indent=2,
        hang=10,
    )
    worst = [one for one in group.decisions if one.severity is severity and one.status in PROBLEMS]
    for sentence in (*dict.fromkeys(one.title for one in worst[:1]), *_found(group, worst)):
        yield line(Span(sentence, "dim"), indent=12)


def _found(group: Group, worst: Sequence[Decision]) -> Iterator[str]:
    """What the worst rule found; of several packages that share the verdict, what differs."""
    found = tuple(dict.fromkeys(sentence for one in worst if one.rule == worst[0].rule for sentence in one.found))
    yield from found[:_SENTENCES]
    if len(found) > _SENTENCES:
        yield f"and {len(found) - _SENTENCES} more: -o console"
    if len(group.subjects) == 1:
        # What is said of one package need not hold of the others that share its verdict.
        yield from [reason for reason in group.reasons if not reason.startswith(NOT_PINNED)][:1]


def claim_lines(facts: PackageFacts, indent: int = 4) -> Iterator[Line]:
    """What each source says of a package, with its place."""
    for finding in facts.findings:
        for claim in (*finding.claims, *finding.bundled):
            said = claim.expression or claim.unrecognized or "nothing that names a license"
            for evidence in claim.evidence:
                place = f"  {evidence.location}" if evidence.location else ""
                kind = "ships " if claim in finding.bundled else ""
                yield line(Span(f"{kind}{evidence.source}: {said}{place}", "dim"), indent=indent)
        if finding.note:
            yield line(Span(finding.note, "dim"), indent=indent)


def _cells(audit: Audit, facts: PackageFacts) -> tuple[Cell, ...]:
    """The cells of a row, each a tuple of paragraphs."""
    subject = facts.subject
    mark = Span("?", "bold red") if facts.unknown else Span("!", "bold red") if fails(facts, audit) else Span(" ")
    declared = declared_words(facts)
    license_cell = (license_spans(facts), *(((Span(declared, "dim"),),) if declared else ()))
    return (
        ((mark,),),
        ((Span(subject.name, "bold" if mark.text != " " else ""),),),
        ((Span(subject.version or "-"),),),
        license_cell,
        ((Span(confidence_words(facts)),),),
        ((commercial_span(facts),),),
        (standing_out(facts),),
        ((Span(scope_words(facts)),),),
    )


def _widths(rows: Sequence[tuple[Cell, ...]], width: int) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The width of each column, and the columns that there is no room for.

    A column has what its texts need, up to its most; the widest are narrowed until all fit. One without text has none.
    """
    needed = [max((_need(row[index]) for row in rows), default=0) for index in range(len(_COLUMNS))]
    widths = [
        min(max(need, len(column.title)), column.most) if need else 0
        for need, column in zip(needed, _COLUMNS, strict=True)
    ]
    least = [min(have, column.least) for have, column in zip(widths, _COLUMNS, strict=True)]
    without: list[str] = []
    for title in _DISPENSABLE:
        index = next(number for number, column in enumerate(_COLUMNS) if column.title == title)
        if _total(least) > width and widths[index]:
            widths[index] = least[index] = 0
            without.append(title)
    while _total(widths) > width and widths != least:
        widest = max(range(len(widths)), key=lambda index: widths[index] - least[index])
        widths[widest] -= 1
    return tuple(widths), tuple(without)


def _need(cell: Cell) -> int:
    return max((sum(columns(clean(span.text)) for span in paragraph) for paragraph in cell), default=0)


def _total(widths: Sequence[int]) -> int:
    used = [width for width in widths if width]
    return sum(used) + len(_GAP) * max(0, len(used) - 1)


def _laid_out(cells: Sequence[Cell], widths: Sequence[int]) -> Iterator[Line]:
    """A row of cells as lines, each cell wrapped inside its column."""
    stacks = [
        [row for paragraph in cell for row in wrapped(_cleaned(paragraph), width)]
        for cell, width in zip(cells, widths, strict=True)
        if width
    ]
    used = [width for width in widths if width]
    for number in range(max((len(stack) for stack in stacks), default=0)):
        spans: list[Span] = []
        for stack, width in zip(stacks, used, strict=True):
            row = stack[number] if number < len(stack) else ()
            spans.extend(row)
            spans.append(Span(" " * (width - sum(columns(span.text) for span in row)) + _GAP))
        yield Line(tuple(spans), verbatim=True)


def _cleaned(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(Span(clean(span.text), span.style) for span in spans)
