"""What the table and the tree say of a package: license, certainty, commercial use, and what stands out."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from licscan.formats.lines import SEVERITY_STYLES, Span
from licscan.model.audit import Audit, BrokenRules
from licscan.model.decision import Status
from licscan.model.finding import Gap, LicenseFinding
from licscan.model.law import Severity
from licscan.model.license import Commercial
from licscan.model.subject import Subject, SubjectKind

UNKNOWN = "unknown"
UNSEEN = "not looked at"
_ALARM = "bold red"
_WORDS = 60
_CONFLICT = "license/license-conflict"
_SCOPES = ("runtime", "extra", "group", "build")
_SHOWN_SCOPES = 2
_COMMERCIAL_STYLES = {
    Commercial.YES: "",
    Commercial.NO: "red",
    Commercial.CONDITIONAL: "yellow",
    Commercial.UNKNOWN: "bold yellow",
}
_SHARE_ALIKE = "share-alike"
_FLAGS = (
    ("noncommercial", "non_commercial"),
    ("research-only", "research_only"),
    ("no-derivatives", "no_derivatives"),
    ("use-limits", "use_restrictions"),
    (_SHARE_ALIKE, "share_alike"),
)


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """One package of an audit with all that is said of it; `settled`: a person's conclusion ends a conflict."""

    subject: Subject
    findings: tuple[LicenseFinding, ...]
    gaps: tuple[Gap, ...]
    broken: tuple[BrokenRules, ...]
    settled: bool = False

    @property
    def unknown(self) -> bool:
        """Whether no license could be concluded."""
        return not self.findings or any(finding.concluded is None for finding in self.findings)


def packages(audit: Audit) -> Iterator[PackageFacts]:
    """The packages by name."""
    findings: dict[str, list[LicenseFinding]] = defaultdict(list)
    gaps: dict[str, list[Gap]] = defaultdict(list)
    for found in audit.findings:
        match found.finding:
            case LicenseFinding():
                findings[found.finding.subject].append(found.finding)
            case Gap():
                gaps[found.finding.subject].append(found.finding)
            case _:
                pass
    settled = {one.subject for one in audit.decisions if one.rule == _CONFLICT and one.status is Status.SATISFIED}
    broken = {ref: group.broken for group in audit.groups for ref in group.subjects}
    components = (subject for subject in audit.subjects if subject.kind is SubjectKind.COMPONENT)
    # By ref, httpcore@1.0 would stand behind httpcore2@2.0.
    for subject in sorted(components, key=lambda subject: (subject.name, subject.ref)):
        ref = subject.ref
        yield PackageFacts(subject, tuple(findings[ref]), tuple(gaps[ref]), broken.get(ref, ()), ref in settled)


def license_spans(facts: PackageFacts) -> tuple[Span, ...]:
    """The license that was concluded; where there is none, that and the author's words."""
    if not facts.findings:
        return (Span(UNSEEN, _ALARM),)
    spans: list[Span] = []
    for finding in facts.findings:
        if spans:
            spans.append(Span(" / "))
        if finding.concluded is not None:
            spans.append(Span(finding.concluded))
            continue
        words = finding.declared or _words(finding)
        spans.append(Span(UNKNOWN, _ALARM))
        spans += [Span(f" ({words})", "dim")] if words else []
    return tuple(spans)


def declared_words(facts: PackageFacts) -> str | None:
    """What the author declares where that differs from what was concluded."""
    different = [
        finding.declared
        for finding in facts.findings
        if finding.declared and finding.concluded and finding.declared != finding.concluded
    ]
    return f"declared: {' / '.join(different)}" if different else None


def confidence_words(facts: PackageFacts) -> str:
    """How sure the conclusion is; nothing where there is none."""
    return "/".join(dict.fromkeys(one.confidence.value for one in facts.findings if one.concluded is not None)) or "-"


def commercial_span(facts: PackageFacts) -> Span:
    """Whether the license allows commercial use."""
    words = tuple(dict.fromkeys(finding.terms.commercial for finding in facts.findings)) or (Commercial.UNKNOWN,)
    worst = next((word for word in words if word is not Commercial.YES), words[0])
    return Span("/".join(word.value for word in words), _COMMERCIAL_STYLES[worst])


def standing_out(facts: PackageFacts, *, parts: int = 1) -> tuple[Span, ...]:
    """Open problems by the name of their rule, colored by severity; then restrictive terms, bundled licenses, gaps.

    Of bundled licenses the first `parts` are named.
    """
    shown: dict[str, str] = {}
    for broken in facts.broken:
        if broken.severity is not Severity.INFO:
            shown.update(dict.fromkeys(broken.rules, SEVERITY_STYLES[broken.severity]))
    copyleft = any("copyleft" in rule for rule in shown)
    for finding in facts.findings:
        for words in _remarkable(finding, parts, settled=facts.settled):
            if not (copyleft and words == _SHARE_ALIKE):
                shown.setdefault(words, "yellow")
    for gap in facts.gaps:
        shown.setdefault(f"gap: {gap.reason.value}", "bold yellow")
    spans: list[Span] = []
    for words, style in shown.items():
        spans += [Span(","), Span(" ")] if spans else []
        spans.append(Span(words, style))
    return tuple(spans)


def scope_order(scope: str) -> tuple[int, str]:
    """What is handed out first, then groups, the build, the rest."""
    kind = scope.partition(":")[0]
    return (_SCOPES.index(kind) if kind in _SCOPES else len(_SCOPES)), scope


def scope_words(facts: PackageFacts) -> str:
    """What a package is needed for, as far as it fits into a cell."""
    scopes = sorted(facts.subject.scopes, key=scope_order)
    rest = len(scopes) - _SHOWN_SCOPES
    return ", ".join(scopes[:_SHOWN_SCOPES]) + (f" +{rest}" if rest > 0 else "")


def _remarkable(finding: LicenseFinding, most_parts: int, *, settled: bool) -> Iterator[str]:
    """What restricts or unsettles, named as the rules that are about it are."""
    for name, member in _FLAGS:
        if getattr(finding.terms, member) is True:
            yield name
    if finding.conflict:
        yield "conflict settled" if settled else "license-conflict"
    if finding.gated:
        yield "gated"
    if parts := _bundled(finding, most_parts):
        yield parts
    if finding.change_date and finding.change_license:
        yield f"{finding.change_license} from {finding.change_date}"


def fails(facts: PackageFacts, audit: Audit) -> bool:
    """Whether a problem of the package reaches what the policy fails at."""
    return any(broken.severity >= audit.fail_on for broken in facts.broken)


def _bundled(finding: LicenseFinding, most: int) -> str | None:
    names = tuple(dict.fromkeys(claim.expression or claim.unrecognized or UNKNOWN for claim in finding.bundled))
    if not names:
        return None
    rest = len(names) - most
    return f"ships {'; '.join(names[:most])}" + (f" and {rest} more" if rest > 0 else "")


def _words(finding: LicenseFinding) -> str | None:
    """The author's own words, as far as they fit into a cell."""
    words = next((claim.unrecognized for claim in finding.claims if claim.unrecognized), None)
    if words is None:
        return None
    return words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"
