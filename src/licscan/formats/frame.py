"""The frame of every report for people: whose it is and for what, what was not looked at, and the last lines."""

from collections.abc import Iterator
from itertools import groupby

from licscan.formats.lines import BLANK, Line, Span, counted, line, names, short
from licscan.model.audit import Audit
from licscan.model.finding import NOT_PINNED, Gap, LicenseFinding
from licscan.model.subject import WORKS

# What a declaration closed: shown as counts, so that data that was declared away is never invisible.
_SET_ASIDE = {
    "satisfied": "met by evidence",
    "exempt": "exempt",
    "out_of_scope": "out of a law's scope",
    "waived": "waived",
}


# How the reasons begin for which a dependency does not count; files that are no data need no line.
_DEPENDENCIES = "dependencies"
_NAMES = 6
_NOTHING_DECLARED = "no licscan.toml says what the project is for and hands out: the worst is assumed"


def head(audit: Audit) -> Iterator[Line]:
    """Tool, project, purpose, laws and day, and the notices on policy files."""
    policy, made = audit.policy, audit.provenance
    purpose = ", ".join(str(value) for value in policy.facts.get("purpose", ())) or "not declared"
    parts = [
        policy.project or policy.name or (policy.layers[-1].path if policy.layers else "no policy file"),
        f"purpose: {purpose}",
        "laws: " + " ".join(policy.laws),
        f"judged for {made.as_of}",
    ]
    yield line(Span(f"licscan {made.tool_version}", "bold"), "  " + " · ".join(parts))
    if not policy.layers:
        yield line(Span(_NOTHING_DECLARED, "yellow"))
    for notice in policy.notices:
        yield line(Span(f"{notice.location}: {notice.message}", "yellow"))


def gaps(audit: Audit) -> Iterator[Line]:
    """What was not looked at, why, and what to do about it."""
    # Works of the tree lie where the line stands.
    named = {one.ref for one in audit.subjects if one.kind in WORKS and not one.ref.startswith("file:")}
    open_questions = [found.finding for found in audit.findings if isinstance(found.finding, Gap)]
    if not open_questions:
        return
    yield BLANK
    yield line(Span(f"Not looked at ({audit.tally.gaps})", "bold"), "  the audit is incomplete")
    for hint, together in groupby(open_questions, lambda gap: gap.hint):
        for gap in together:
            place = str(gap.location) if gap.location else short(gap.subject)
            # Where a line of code names a work, the line alone does not say which.
            name = f"{short(gap.subject)}  " if gap.location and gap.subject in named else ""
            yield line(f"{place}  {name}", Span(gap.reason.value, "yellow"), f"  {gap.detail}", indent=2)
        if hint:
            yield line(Span(f"→ {hint}", "green"), indent=4)


def laws(audit: Audit) -> Iterator[Line]:
    """The laws that were not, or not wholly, assessed."""
    together: dict[tuple[str, str], list[str]] = {}
    for law in audit.laws:
        if law.state != "assessed":
            together.setdefault((law.state.replace("_", " "), law.because), []).append(law.law)
    for (state, because), of in together.items():
        yield line(Span(f"{', '.join(of)}: {state}", "yellow"), f", {because}", indent=2)


def tail(audit: Audit) -> Iterator[Line]:
    """Counts of problems and of what was looked at, and the versions that this was judged by."""
    tally, made = audit.tally, audit.provenance
    worst = [f"{count} {name}" for name, count in reversed(list(tally.problems_by_severity.items())) if count]
    yield BLANK
    problems = counted(tally.problems, "problem") + (f" ({', '.join(worst)})" if worst else "")
    yield line(
        Span(problems, "bold red" if tally.failing else "bold"),
        f", {counted(tally.gaps, 'gap')}; looked at {_looked_at(audit)}",
    )
    yield from _unseen(audit)
    yield from _aside(audit)
    aside = [f"{tally.by_status[name]} {words}" for name, words in _SET_ASIDE.items() if tally.by_status[name]]
    if aside:
        yield line(f"set aside by what is declared: {', '.join(aside)} (all of them with -v)")
    yield line(Span(f"rules {made.rules_version}, policy {made.policy_digest[:19]}, fails at {audit.fail_on}", "dim"))


def _looked_at(audit: Audit) -> str:
    """What was looked at; kinds of things that are not there need no words."""
    seen = audit.coverage
    rows = sum(file.rows_sampled for file in seen.files)
    cells = sum(file.cells_sampled for file in seen.files)
    sampled = f"{counted(len(seen.files), 'data file')} ({counted(rows, 'row')}, {counted(cells, 'value')} sampled)"
    kinds = (
        (seen.packages, counted(seen.packages, "package")),
        (seen.datasets, counted(seen.datasets, "dataset")),
        (seen.models, counted(seen.models, "model")),
        (len(seen.files), sampled),
    )
    return ", ".join(words for count, words in kinds if count) or "nothing"


def _unseen(audit: Audit) -> Iterator[Line]:
    """What the samples cannot rule out, by the file that they say least of."""
    worst = max((file.unseen_permille or 0 for file in audit.coverage.files), default=0)
    if not worst:
        return
    share = "any share of the values of a column" if worst >= 1000 else f"up to {worst / 10:g} % of a column's values"
    words = f"a sample can miss: {share} may hold a kind of personal data that none looked at showed (95 % confidence)"
    yield line(f"{words}; --sample all looks at all", hang=2)


def _aside(audit: Audit) -> Iterator[Line]:
    """Dependencies that do not count, and those whose version no file fixes."""
    for left_out in audit.coverage.not_seen:
        if left_out.reason.startswith(_DEPENDENCIES):
            rest = left_out.count - len(left_out.examples)
            shown = ", ".join(left_out.examples) + (f" and {rest:,} more" if rest > 0 else "")
            yield line(f"left out, {left_out.reason.removeprefix(f'{_DEPENDENCIES}: ')}: {shown}", hang=2)
    found = (one.finding for one in audit.findings if isinstance(one.finding, LicenseFinding))
    open_versions = [finding.subject for finding in found if (finding.note or "").startswith(NOT_PINNED)]
    if open_versions:
        what = f"{NOT_PINNED}{names(open_versions, _NAMES)}"
        yield line(f"{what}: a release that fits was taken (-v says which way); yours may have other terms", hang=2)
