"""One group of the terminal report: a subject, what was found in it, and the rules it runs into."""

from collections.abc import Iterator

from licscan.formats.lines import BLANK, SEVERITY_STYLES, Line, Span, counted, line, names, short
from licscan.formats.work_lines import license_words, work_lines
from licscan.model.audit import Audit, Group, IdentifiedFinding
from licscan.model.decision import PROBLEMS, Decision, Status
from licscan.model.evidence import Evidence
from licscan.model.finding import LicenseFinding, PersonalDataFinding
from licscan.model.law import Severity
from licscan.model.subject import SubjectKind

_STATUS_WORDS = {Status.OPEN_ASSUMED: " (assumed)", Status.CONTRADICTED: " (declaration contradicted)"}
_NAMES = 8
_LABEL_WIDTH = 30


def group_lines(audit: Audit, group: Group, *, verbose: bool) -> Iterator[Line]:
    """The group's lines; a group without problems is told with -v only."""
    if group.severity is None and not verbose:
        return
    yield BLANK
    yield _title(audit, group, verbose=verbose)
    yield from work_lines(audit, group)
    if _is_data(group) or group.severity is Severity.INFO:
        yield from _personal_data(group)
        yield from _by_law(group)
    elif not verbose:
        yield from _by_rule(audit, group)
    if verbose:
        yield from _every_decision(audit, group)


def _is_data(group: Group) -> bool:
    return any(isinstance(found.finding, PersonalDataFinding) for found in group.findings)


def _title(audit: Audit, group: Group, *, verbose: bool) -> Line:
    if len(group.subjects) > 1:
        shown = names(group.subjects, len(group.subjects) if verbose else _NAMES)
        return line(Span(counted(len(group.subjects), _noun(audit, group)), "bold"), f"  {shown}")
    ref = group.subjects[0]
    about = [Span(short(ref), "bold")]
    licenses = [found.finding for found in group.findings if isinstance(found.finding, LicenseFinding)]
    about += [Span(f"  {license_words(one.concluded, one.terms)}{_name(audit, one)}") for one in licenses]
    covered = next((file for file in audit.coverage.files if f"file:{file.path}" == ref), None)
    if covered:
        total = "" if covered.rows_total is None else f" of {covered.rows_total:,}"
        seen = f"  {covered.rows_sampled:,}{total} rows sampled, {counted(covered.columns, 'column')}"
        about.append(Span(seen, "dim"))
    return line(*about)


def _noun(audit: Audit, group: Group) -> str:
    first = next((one for one in audit.subjects if one.ref == group.subjects[0]), None)
    return first.kind.value if first and first.kind in (SubjectKind.DATASET, SubjectKind.MODEL) else "package"


def _name(audit: Audit, finding: LicenseFinding) -> str:
    """What a license is called that has no SPDX id of its own."""
    name = audit.license_names.get(finding.concluded or "")
    return f" ({name})" if name else ""


def _personal_data(group: Group) -> Iterator[Line]:
    found = [one.finding for one in group.findings if isinstance(one.finding, PersonalDataFinding)]
    width = min(max((len(one.field or "text") for one in found), default=0), _LABEL_WIDTH)
    for one in found:
        share = f"{one.hits:,} of {one.sampled:,} values" if one.field else counted(one.hits, "passage")
        yield line(f"{one.field or 'text':<{width}}  ", Span(f"{one.entity:<18}", "magenta"), f"  {share}", indent=2)


def _by_law(group: Group) -> Iterator[Line]:
    """The rules that a data file breaks, a line for each law and severity, and why they are taken to apply."""
    for broken in group.broken:
        rules = ", ".join(broken.rules)
        yield line(f"{broken.law:<7}  ", _severity_span(broken.severity), f"  {rules}", indent=2)
    for sentence in group.reasons:
        yield line(Span(sentence, "dim"), indent=4)


def _by_rule(audit: Audit, group: Group) -> Iterator[Line]:
    """Each rule with its place, reasons, provision and ways out; packages with the same verdict are told once."""
    rules: set[str] = set()
    told: set[str | Evidence] = set()
    for decision in group.decisions:
        if decision.status not in PROBLEMS or decision.rule in rules:
            continue
        rules.add(decision.rule)
        if decision.severity is Severity.INFO:
            yield line(_severity_span(decision.severity), f"  {decision.rule}  {decision.title}", indent=2)
        else:
            yield from _decision(audit, group, decision, told)


def _every_decision(audit: Audit, group: Group) -> Iterator[Line]:
    """All decisions, one by one, the closed ones too."""
    for decision in group.decisions:
        if decision.status in PROBLEMS:
            yield from _decision(audit, group, decision, set())
        else:
            yield line(Span(f"{decision.status.value}: {decision.rule}", "dim"), indent=2)
            for sentence in (*decision.found, *decision.because):
                yield line(Span(sentence, "dim"), indent=4)


def _decision(audit: Audit, group: Group, decision: Decision, told: set[str | Evidence]) -> Iterator[Line]:
    """One rule; what is in `told` (reasons, excerpts) stands above under another one, and this one adds to it."""
    place = str(decision.locations[0]) if decision.locations else short(decision.subject)
    words = Span(f"{decision.severity}{_STATUS_WORDS.get(decision.status, '')}", SEVERITY_STYLES[decision.severity])
    yield line(f"{place}  ", words, Span(f"  {decision.rule}", "bold"), indent=2)
    yield line(Span(decision.title, "italic"), indent=4)
    behind = [one for one in group.findings if one.id in decision.findings]
    for sentence in dict.fromkeys((*decision.found, *decision.because)):
        if sentence not in told or sentence in decision.found[:1]:  # no rule stands there without what it fired on
            yield line(sentence, indent=4)
    told.update(decision.found, decision.because)
    yield from _excerpts(decision, behind, told)
    if cited := "; ".join(provision.cite for provision in decision.provisions):
        yield line(Span(f"Law: {cited}", "dim"), indent=4)
    yield from _ask_for(audit, decision)
    yield line(Span(f"licscan explain {decision.rule}", "dim"), indent=4)


def _excerpts(decision: Decision, behind: list[IdentifiedFinding], told: set[str | Evidence]) -> Iterator[Line]:
    """The words that say it: a line of a card with marks below, or what a package's metadata states."""
    shown = decision.locations[0].path if decision.locations else None
    for evidence in dict.fromkeys(_license_evidence(behind)):
        place = evidence.location
        if evidence.excerpt is None or place not in decision.locations or evidence in told:
            continue
        told.add(evidence)
        if place is not None and place.column and place.path != shown:
            shown = place.path
            yield line(Span(f"{shown}:", "dim"), indent=6)
        if place is None or not place.column or not place.end_column or len(evidence.excerpt) < place.column:
            # Inside a package nobody looks a line up; in a card of the tree everybody does.
            of_tree = place is not None and place.line and not decision.subject.startswith("pkg:")
            start = f"{place}  {evidence.source}: " if of_tree else f"{evidence.source}: "
            yield line(Span(start, "dim"), evidence.excerpt, indent=6)
            continue
        number = str(place.line)
        marks = " " * (place.column - 1) + "^" * max(1, place.end_column - place.column)
        yield line(Span(f"{number} | ", "dim"), evidence.excerpt, indent=6, verbatim=True)
        yield line(Span(" " * len(number) + " | ", "dim"), Span(marks, "red"), indent=6, verbatim=True)


def _license_evidence(behind: list[IdentifiedFinding]) -> Iterator[Evidence]:
    for found in behind:
        if isinstance(found.finding, LicenseFinding):
            parts = (claim for claim in found.finding.bundled if claim.part is not None)
            for claim in (*found.finding.claims, *parts):
                yield from claim.evidence
            for upstream in found.finding.lineage:
                yield from upstream.evidence


def _ask_for(audit: Audit, decision: Decision) -> Iterator[Line]:
    asked = [audit.actions[action].label for action in decision.asked_for]
    if decision.one_of:
        asked.append("one of: " + " / ".join(audit.actions[action].label for action in decision.one_of))
    if asked:
        yield line(Span("Ask for: ", "green"), "; ".join(asked), indent=4)


def _severity_span(severity: Severity) -> Span:
    return Span(f"{severity!s:<8}", SEVERITY_STYLES[severity])
