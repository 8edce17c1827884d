"""Compares the packages of an earlier audit with those of this one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from licscan.catalog.licenses import LicenseTable
from licscan.model.audit import Audit
from licscan.model.decision import PROBLEMS
from licscan.model.evidence import Evidence
from licscan.model.finding import Gap, LicenseFinding
from licscan.model.license import UNKNOWN_TERMS
from licscan.model.license_diff import (
    AuditStamp,
    Direction,
    EarlierAudit,
    LicenseDiff,
    PackageChange,
    PackageState,
)
from licscan.model.subject import Subject, SubjectKind
from licscan.pipeline.stricter import looser_words, stricter_words

_EVIDENCE = 4
_WORST_FIRST = (Direction.UNKNOWN, Direction.STRICTER, Direction.DIFFERENT, Direction.LOOSER, Direction.SAME)


def diff_licenses(old: EarlierAudit, audit: Audit, table: LicenseTable) -> LicenseDiff:
    """What was added, removed and updated, and where the license or its terms changed.

    A change fails where the new license restricts more than the old one, where it is not known or not looked at while
    the old one was, or where a new package brings a problem that the policy fails at. What `table` says of a license
    counts for both sides, so that a change of the rules alone is no change of a license.
    """
    stamp = _stamp(audit)
    licenses = tuple(one.finding for one in audit.findings if isinstance(one.finding, LicenseFinding))
    before = _by_name(_states(old.subjects, old.licenses))
    now = _by_name(_states(audit.subjects, licenses))
    same_rules = old.stamp.rules_digest == stamp.rules_digest
    failing = _failing_rules(audit)
    changes = [
        change
        for name in sorted({*before, *now})
        for change in _changes(name, before.get(name, ()), now.get(name, ()), table, failing, same_rules=same_rules)
    ]
    both = [change for change in changes if change.old and change.new]
    changed = sorted((one for one in both if one.because), key=lambda one: _WORST_FIRST.index(one.direction))
    return LicenseDiff(
        old=old.stamp,
        new=stamp,
        changed=tuple(changed),
        added=tuple(one for one in changes if one.old is None),
        removed=tuple(one for one in changes if one.new is None),
        updated=tuple(one for one in both if not one.because and _moved(one)),
        unchanged=sum(not one.because and not _moved(one) for one in both),
        failing=sum(one.fails for one in changes),
        not_seen=sum(isinstance(one.finding, Gap) for one in audit.findings),
    )


def _stamp(audit: Audit) -> AuditStamp:
    made = audit.provenance
    return AuditStamp(None, made.as_of, made.tool_version, made.rules_version, made.rules_digest, audit.complete)


def _states(subjects: Iterable[Subject], licenses: Iterable[LicenseFinding]) -> Iterator[PackageState]:
    found: dict[str, list[LicenseFinding]] = defaultdict(list)
    for license_finding in licenses:
        found[license_finding.subject].append(license_finding)
    for subject in subjects:
        if subject.kind is SubjectKind.COMPONENT:
            yield _state(subject, found.get(subject.ref, ()))


def _state(subject: Subject, findings: Sequence[LicenseFinding]) -> PackageState:
    if not findings:
        return PackageState(
            subject.ref,
            subject.version,
            seen=False,
            declared=None,
            concluded=None,
            confidence=None,
            terms=UNKNOWN_TERMS,
            conflict=False,
            ships=(),
            evidence=(),
        )
    # Two copies of a release with different metadata: a license that both conclude counts, else none is known.
    first = findings[0]
    agreed = all(one.concluded == first.concluded for one in findings)
    ships = {claim.expression for one in findings for claim in one.bundled if claim.expression}
    return PackageState(
        ref=subject.ref,
        version=subject.version,
        seen=True,
        declared=first.declared,
        concluded=first.concluded if agreed else None,
        confidence=first.confidence,
        terms=first.terms,
        conflict=any(one.conflict for one in findings) or not agreed,
        ships=tuple(sorted(ships)),
        evidence=_evidence(findings),
    )


def _evidence(findings: Sequence[LicenseFinding]) -> tuple[Evidence, ...]:
    """The best places: of what was concluded first, then of the other claims."""
    claims = [claim for one in findings for claim in sorted(one.claims, key=lambda c: c.expression != one.concluded)]
    return tuple(dict.fromkeys(evidence for claim in claims for evidence in claim.evidence))[:_EVIDENCE]


def _by_name(states: Iterable[PackageState]) -> Mapping[str, tuple[PackageState, ...]]:
    """The states of each package, the lowest version first; the kind of the package (PyPI, conda) tells them apart."""
    found: dict[str, list[PackageState]] = defaultdict(list)
    for state in states:
        found[_name(state.ref)].append(state)
    return {name: tuple(sorted(each, key=_version_order)) for name, each in found.items()}


def _name(ref: str) -> str:
    return ref.partition("@")[0].removeprefix("pkg:pypi/").removeprefix("pkg:")


def _version_order(state: PackageState) -> tuple[bool, object, str]:
    from packaging.version import InvalidVersion, Version

    try:
        return True, Version(state.version or ""), state.ref
    except InvalidVersion:
        # Not comparable with proper versions, so these stand before them, all alike.
        return False, 0, state.ref


def _failing_rules(audit: Audit) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for decision in audit.decisions:
        if decision.status in PROBLEMS and decision.severity >= audit.fail_on:
            found[decision.subject].add(decision.rule)
    return {ref: tuple(sorted(rules)) for ref, rules in found.items()}


def _changes(
    name: str,
    before: Sequence[PackageState],
    now: Sequence[PackageState],
    table: LicenseTable,
    failing: Mapping[str, tuple[str, ...]],
    *,
    same_rules: bool,
) -> Iterator[PackageChange]:
    """Releases that both have are compared with themselves, every other new one with the old one it replaces."""
    known = {state.ref: state for state in before}
    left = [state for state in before if state.ref not in {each.ref for each in now}]
    replaced = left or list(before)
    others = 0
    for state in now:
        if state.ref in known:
            yield _compared(name, known[state.ref], state, table, same_rules=same_rules)
        elif replaced:
            old = replaced[min(others, len(replaced) - 1)]
            others += 1
            yield _compared(name, old, state, table, same_rules=same_rules)
        else:
            problems = failing.get(state.ref, ())
            direction = Direction.DIFFERENT if state.concluded else Direction.UNKNOWN
            yield PackageChange(name, None, state, direction, (), problems, bool(problems))
    for state in left[others:]:
        yield PackageChange(name, state, None, Direction.SAME)


def _compared(
    name: str, old: PackageState, new: PackageState, table: LicenseTable, *, same_rules: bool
) -> PackageChange:
    lost = tuple(_lost(old, new))
    if lost:
        return PackageChange(name, old, new, Direction.UNKNOWN, lost, fails=True)
    restated = old.concluded != new.concluded
    compare_terms = same_rules or restated
    if stricter := tuple(stricter_words(old, new, table, terms=compare_terms)):
        return PackageChange(name, old, new, Direction.STRICTER, stricter, fails=True)
    looser = tuple(looser_words(old, new, table, terms=compare_terms))
    if restated or looser:
        direction = Direction.LOOSER if looser else Direction.DIFFERENT
        return PackageChange(name, old, new, direction, looser or ("another license, with no stricter terms",))
    return PackageChange(name, old, new, Direction.SAME, tuple(_reworded(old, new)))


def _lost(old: PackageState, new: PackageState) -> Iterator[str]:
    """What was known and is not any more."""
    if old.seen and not new.seen:
        yield "the license could not be looked at this time"
    elif old.concluded is not None and new.concluded is None:
        yield "no license can be concluded any more"
    if new.conflict and not old.conflict and old.seen:
        yield "sources now disagree about the license"


def _reworded(old: PackageState, new: PackageState) -> Iterator[str]:
    if old.declared != new.declared:
        yield f"declared as {new.declared or 'nothing'}, before as {old.declared or 'nothing'}; concluded the same"
    if ships := sorted({*new.ships} - {*old.ships}):
        yield f"now ships {', '.join(ships)}"


def _moved(change: PackageChange) -> bool:
    return change.old is not None and change.new is not None and change.old.version != change.new.version
