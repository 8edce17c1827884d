"""Decisions put together as people read them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from licscan.model.audit import BrokenRules, Group, IdentifiedFinding
from licscan.model.decision import PROBLEMS, Decision
from licscan.model.finding import Gap
from licscan.model.subject import WORKS, Subject, SubjectKind

if TYPE_CHECKING:
    from licscan.model.law import Severity

_UNKNOWN = frozenset({"license/unknown"})
_Verdict = tuple[tuple[str, str, int], ...]
# What a team can replace comes before what it has to work on.
_KINDS = (SubjectKind.DATASET, SubjectKind.MODEL, SubjectKind.COMPONENT, SubjectKind.DATA_FILE, SubjectKind.PROJECT)


def group(
    decisions: Iterable[Decision], findings: Iterable[IdentifiedFinding], subjects: Iterable[Subject]
) -> tuple[Group, ...]:
    """Groups, the worst first: one for each dataset, model and file.

    Packages with the same verdicts share one, and so do datasets, or models, of which nothing but that their license is
    unknown can be said: most of those on hubs state none.
    """
    by_subject: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_subject[decision.subject].append(decision)
    found_for: dict[str, list[IdentifiedFinding]] = defaultdict(list)
    for found in findings:
        if not isinstance(found.finding, Gap):
            found_for[found.finding.subject].append(found)
    kinds = {subject.ref: subject.kind for subject in subjects}
    together: dict[tuple[str, _Verdict], list[str]] = defaultdict(list)
    for ref in sorted(by_subject):
        verdict = _verdict(by_subject[ref])
        together[_apart(ref, kinds.get(ref), verdict), verdict].append(ref)
    groups = (_group(refs, by_subject, found_for) for refs in together.values())
    return tuple(sorted(groups, key=lambda made: _order(made, kinds)))


def _apart(ref: str, kind: SubjectKind | None, verdict: _Verdict) -> str:
    """What keeps a subject apart from others with the same verdicts: its ref, or for many alike their kind alone."""
    if kind is SubjectKind.COMPONENT:
        return ""
    alike = kind in WORKS and {rule for rule, _, _ in verdict} == _UNKNOWN and ref.partition(":")[0] != "file"
    return f"{kind}" if alike else ref


def _order(made: Group, kinds: Mapping[str, SubjectKind]) -> tuple[int, int, tuple[str, ...]]:
    severity = -1 if made.severity is None else int(made.severity)
    return -severity, _KINDS.index(kinds.get(made.subjects[0], SubjectKind.PROJECT)), made.subjects


def _verdict(decisions: list[Decision]) -> _Verdict:
    return tuple(sorted((decision.rule, decision.status.value, int(decision.severity)) for decision in decisions))


def _group(
    refs: list[str],
    by_subject: Mapping[str, list[Decision]],
    found_for: Mapping[str, list[IdentifiedFinding]],
) -> Group:
    decisions = tuple(decision for ref in refs for decision in by_subject[ref])
    problems = [decision for decision in decisions if decision.status in PROBLEMS]
    return Group(
        subjects=tuple(refs),
        severity=max((decision.severity for decision in problems), default=None),
        decisions=decisions,
        broken=_broken(problems),
        reasons=tuple(dict.fromkeys(sentence for decision in problems for sentence in decision.because)),
        findings=tuple(found for ref in refs for found in found_for.get(ref, ())),
    )


def _broken(problems: Sequence[Decision]) -> tuple[BrokenRules, ...]:
    rules: dict[tuple[str, Severity], set[str]] = defaultdict(set)
    for decision in problems:
        rules[decision.law, decision.severity].add(decision.rule.removeprefix(f"{decision.law}/"))
    ordered = sorted(rules, key=lambda key: (key[0], -key[1]))
    return tuple(BrokenRules(law, severity, tuple(sorted(rules[law, severity]))) for law, severity in ordered)
