"""Decisions put together as people read them."""

from collections import defaultdict
from collections.abc import Iterable

from licscan.model.audit import Group, IdentifiedFinding
from licscan.model.decision import PROBLEMS, Decision
from licscan.model.finding import Gap
from licscan.model.law import Severity
from licscan.model.subject import Subject, SubjectKind

_Verdict = tuple[tuple[str, str, int], ...]


def group(
    decisions: Iterable[Decision], findings: Iterable[IdentifiedFinding], subjects: Iterable[Subject]
) -> tuple[Group, ...]:
    """Groups, the worst first: one for each dataset, model and file; packages with the same verdicts share one."""
    by_subject: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_subject[decision.subject].append(decision)
    found_for: dict[str, list[IdentifiedFinding]] = defaultdict(list)
    for found in findings:
        if not isinstance(found.finding, Gap):
            found_for[found.finding.subject].append(found)
    components = {subject.ref for subject in subjects if subject.kind is SubjectKind.COMPONENT}
    together: dict[tuple[str, _Verdict], list[str]] = defaultdict(list)
    for ref in sorted(by_subject):
        # A subject of its own is kept apart by its ref; packages are kept apart by their verdicts alone.
        together["" if ref in components else ref, _verdict(by_subject[ref])].append(ref)
    groups = (_group(refs, by_subject, found_for) for refs in together.values())
    return tuple(sorted(groups, key=lambda made: (-_rank(made.severity), made.subjects)))


def _verdict(decisions: list[Decision]) -> _Verdict:
    return tuple(sorted((decision.rule, decision.status.value, int(decision.severity)) for decision in decisions))


def _rank(severity: Severity | None) -> int:
    return -1 if severity is None else int(severity)


def _group(
    refs: list[str], by_subject: dict[str, list[Decision]], found_for: dict[str, list[IdentifiedFinding]]
) -> Group:
    decisions = tuple(decision for ref in refs for decision in by_subject[ref])
    worst = max((decision.severity for decision in decisions if decision.status in PROBLEMS), default=None)
    return Group(tuple(refs), worst, decisions, tuple(found for ref in refs for found in found_for[ref]))
