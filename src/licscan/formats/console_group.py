"""One group of the terminal report: a subject, what was found in it, and the rules it runs into."""

from collections.abc import Iterator

from licscan.formats.lines import BLANK, SEVERITY_STYLES, Line, Span, counted, line, names, short
from licscan.model.audit import Audit, Group, IdentifiedFinding
from licscan.model.decision import PROBLEMS, Decision, Status
from licscan.model.evidence import Evidence
from licscan.model.finding import LicenseFinding, PersonalDataFinding

_STATUS_WORDS = {Status.OPEN_ASSUMED: " (assumed)", Status.CONTRADICTED: " (declaration contradicted)"}


def group_lines(audit: Audit, group: Group, *, verbose: bool) -> Iterator[Line]:
    """The group's lines; a group without problems is told in one line."""
    open_decisions = [decision for decision in group.decisions if decision.status in PROBLEMS]
    if not open_decisions and not verbose:
        return
    yield BLANK
    if len(group.subjects) > 1:
        yield from _packages(group, open_decisions)
        return
    yield _title(audit, group)
    yield from _personal_data(group)
    detailed = [one for one in open_decisions if verbose or one.severity >= audit.fail_on]
    for decision in detailed:
        yield from _decision(audit, group, decision)
    yield from _in_short([one for one in open_decisions if one not in detailed])
    if verbose:
        yield from _closed([one for one in group.decisions if one.status not in PROBLEMS])


def _title(audit: Audit, group: Group) -> Line:
    ref = group.subjects[0]
    about = [Span(short(ref), "bold")]
    licenses = [found.finding for found in group.findings if isinstance(found.finding, LicenseFinding)]
    about += [Span(f"  {one.concluded or 'license unknown'}") for one in licenses]
    covered = next((file for file in audit.coverage.files if f"file:{file.path}" == ref), None)
    if covered:
        total = "" if covered.rows_total is None else f" of {covered.rows_total:,}"
        seen = f"  {covered.rows_sampled:,}{total} rows sampled, {counted(covered.columns, 'column')}"
        about.append(Span(seen, "dim"))
    return line(*about)


def _packages(group: Group, decisions: list[Decision]) -> Iterator[Line]:
    """Many packages with the same verdicts: the names, then each rule once."""
    yield line(
        Span(counted(len(group.subjects), "package"), "bold"),
        f"  {names(group.subjects, len(group.subjects))}",
    )
    told: set[str] = set()
    for decision in decisions:
        if decision.rule not in told:
            told.add(decision.rule)
            yield line(_severity(decision), f"  {decision.rule}  {decision.title}", indent=2)
            yield from _ask_for_named(decision, indent=4)


def _personal_data(group: Group) -> Iterator[Line]:
    found = [one.finding for one in group.findings if isinstance(one.finding, PersonalDataFinding)]
    width = max((len(one.field or "text") for one in found), default=0)
    for one in found:
        column = (one.field or "text").ljust(min(width, 28))
        share = f"{one.hits:,} of {one.sampled:,} values" if one.field else counted(one.hits, "place")
        yield line(f"{column}  ", Span(one.entity, "magenta"), f"  {share}", indent=2)


def _decision(audit: Audit, group: Group, decision: Decision) -> Iterator[Line]:
    place = str(decision.locations[0]) if decision.locations else short(decision.subject)
    yield line(f"{place}  ", _severity(decision), Span(f"  {decision.rule}", "bold"), f"  {decision.title}", indent=2)
    behind = [one for one in group.findings if one.id in decision.findings]
    for sentence in _sentences(decision, behind):
        yield line(sentence, indent=4)
    yield from _excerpt(decision, behind)
    cited = "; ".join(provision.cite for provision in decision.provisions)
    yield line(Span(f"Law: {cited}", "dim"), indent=4)
    yield from _ask_for(audit, decision)
    yield line(Span(f"licscan explain {decision.rule}", "dim"), indent=4)


def _sentences(decision: Decision, behind: list[IdentifiedFinding]) -> Iterator[str]:
    """Why: for licenses every sentence, for personal data the columns (the table above has the figures)."""
    fields = [one.finding.field or "text" for one in behind if isinstance(one.finding, PersonalDataFinding)]
    if not fields:
        yield from decision.because
        return
    yield "In: " + ", ".join(dict.fromkeys(fields))
    yield from (sentence for sentence in decision.because if not sentence.startswith("Found: "))


def _excerpt(decision: Decision, behind: list[IdentifiedFinding]) -> Iterator[Line]:
    """The line of the card or manifest that says it, with marks below the words."""
    for evidence in _license_evidence(behind):
        place = evidence.location
        if place is None or place.line is None or evidence.excerpt is None or place not in decision.locations:
            continue
        number = str(place.line)
        yield line(Span(f"{number} | ", "dim"), evidence.excerpt, indent=6, verbatim=True)
        if place.column and place.end_column:
            marks = " " * (place.column - 1) + "^" * max(1, place.end_column - place.column)
            yield line(Span(" " * len(number) + " | ", "dim"), Span(marks, "red"), indent=6, verbatim=True)


def _license_evidence(behind: list[IdentifiedFinding]) -> Iterator[Evidence]:
    for found in behind:
        if isinstance(found.finding, LicenseFinding):
            for claim in found.finding.claims:
                yield from claim.evidence


def _ask_for(audit: Audit, decision: Decision) -> Iterator[Line]:
    asked = [audit.actions[action].label for action in decision.asked_for]
    if decision.one_of:
        asked.append("one of: " + " / ".join(audit.actions[action].label for action in decision.one_of))
    if asked:
        yield line(Span("Ask for: ", "green"), "; ".join(asked), indent=4)


def _ask_for_named(decision: Decision, *, indent: int) -> Iterator[Line]:
    asked = ", ".join((*decision.asked_for, *decision.one_of))
    cited = "; ".join(provision.cite for provision in decision.provisions)
    yield line(Span("Ask for: ", "green"), asked, Span(f"  ({cited})", "dim"), indent=indent)


def _in_short(decisions: list[Decision]) -> Iterator[Line]:
    """Problems below the severity that fails: one line for each severity, no rule left out."""
    for severity, style in SEVERITY_STYLES.items():
        rules = [one.rule for one in decisions if one.severity is severity]
        if rules:
            yield line(Span(f"{severity}: ", style), ", ".join(rules), indent=2)


def _closed(decisions: list[Decision]) -> Iterator[Line]:
    for decision in decisions:
        yield line(Span(f"{decision.status.value}: {decision.rule}", "dim"), indent=2)
        for sentence in decision.because:
            yield line(Span(sentence, "dim"), indent=4)


def _severity(decision: Decision) -> Span:
    words = f"{decision.severity}{_STATUS_WORDS.get(decision.status, '')}"
    return Span(words, SEVERITY_STYLES[decision.severity])
