"""The frame of every report for people: whose it is and for what, what was not looked at, and the last lines."""

from collections.abc import Iterator

from licscan.formats.lines import BLANK, Line, Span, counted, line, short
from licscan.model.audit import Audit
from licscan.model.finding import Gap

# What a declaration closed: shown as counts, so that data that was declared away is never invisible.
_SET_ASIDE = {
    "satisfied": "met by evidence",
    "exempt": "exempt",
    "out_of_scope": "out of a law's scope",
    "waived": "waived",
}


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
    for notice in policy.notices:
        yield line(Span(f"{notice.location}: {notice.message}", "yellow"))


def gaps(audit: Audit) -> Iterator[Line]:
    """What was not looked at, why, and what to do about it."""
    open_questions = [found.finding for found in audit.findings if isinstance(found.finding, Gap)]
    if not open_questions:
        return
    yield BLANK
    yield line(Span(f"Not looked at ({audit.tally.gaps})", "bold"), "  the audit is incomplete")
    for gap in open_questions:
        place = str(gap.location) if gap.location else short(gap.subject)
        yield line(f"{place}  ", Span(gap.reason.value, "yellow"), f"  {gap.detail}", indent=2)
        if gap.hint:
            yield line(Span(f"→ {gap.hint}", "green"), indent=4)


def laws(audit: Audit) -> Iterator[Line]:
    """The laws that were not, or not wholly, assessed."""
    for law in audit.laws:
        if law.state != "assessed":
            state = law.state.replace("_", " ")
            yield line(Span(f"{law.law}: {state}", "yellow"), f", {law.because}", indent=2)


def tail(audit: Audit) -> Iterator[Line]:
    """Counts of problems and of what was looked at, and the versions that this was judged by."""
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
