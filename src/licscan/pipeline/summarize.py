"""Counting: what no format may do for itself."""

from collections import Counter
from collections.abc import Iterable, Sequence

from licscan.catalog.catalog import Catalog
from licscan.model.audit import IdentifiedFinding, LawCoverage, Tally
from licscan.model.coverage import Coverage, FileCoverage, LookedWith, NotSeen
from licscan.model.decision import PROBLEMS, Decision, Status, Task
from licscan.model.finding import Concern, Gap
from licscan.model.law import Category, ClassKind, Judges, Severity
from licscan.model.policy import Policy
from licscan.model.subject import Subject, SubjectKind

_NOT_LOOKED_FOR = "this command does not look for what the law is about"


def tally(
    decisions: Sequence[Decision],
    findings: Iterable[IdentifiedFinding],
    tasks: Sequence[Task],
    fail_on: Severity,
) -> Tally:
    """All counts of an audit; every status and severity is present, also with 0."""
    problems = [decision for decision in decisions if decision.status in PROBLEMS]
    statuses = Counter(decision.status for decision in decisions)
    severities = Counter(decision.severity for decision in problems)
    return Tally(
        by_status={status.value: statuses[status] for status in Status},
        problems_by_severity={str(severity): severities[severity] for severity in Severity},
        problems=len(problems),
        failing=sum(decision.severity >= fail_on for decision in problems),
        gaps=sum(isinstance(found.finding, Gap) for found in findings),
        tasks=len(tasks),
    )


def coverage(
    subjects: Iterable[Subject],
    files: Iterable[FileCoverage],
    not_seen: Iterable[NotSeen],
    recognizers: Iterable[str],
    looked_with: Iterable[LookedWith],
    *,
    sample: int | None,
    seed: int,
) -> Coverage:
    """What was seen, sorted."""
    kinds = Counter(subject.kind for subject in subjects)
    return Coverage(
        files=tuple(sorted(files, key=lambda file: file.path)),
        not_seen=tuple(sorted(not_seen, key=lambda entry: entry.reason)),
        recognizers=tuple(sorted(set(recognizers))),
        looked_with=tuple(dict.fromkeys(looked_with)),
        packages=kinds[SubjectKind.COMPONENT],
        datasets=kinds[SubjectKind.DATASET],
        models=kinds[SubjectKind.MODEL],
        sample=sample,
        seed=seed,
    )


def law_coverage(
    catalog: Catalog,
    policy: Policy,
    gaps: Sequence[Gap],
    scanned: frozenset[Judges],
    seen: frozenset[Judges],
    *,
    looked_for: frozenset[str] | None = None,
    laws_of_command: bool = False,
) -> tuple[LawCoverage, ...]:
    """For every law that rules/ knows, whether this run assessed it; a law nobody looked at says so.

    `scanned` is what the run set out to look for, `seen` what at least one file or package was looked at for.
    `looked_for` are the entity types that recognizers were at hand for, None where no data file was read.
    With `laws_of_command` it is the command that leaves laws out, and no flag.
    """
    left_out = dict.fromkeys(policy.left_out, _NOT_LOOKED_FOR if laws_of_command else "left out by --law")
    return tuple(
        LawCoverage(law, catalog.laws[law].title, "not_assessed", left_out[law])
        if law in left_out
        else _one_law(catalog, policy, gaps, scanned, seen, law, looked_for)
        for law in sorted(catalog.laws)
    )


def _one_law(
    catalog: Catalog,
    policy: Policy,
    gaps: Sequence[Gap],
    scanned: frozenset[Judges],
    seen: frozenset[Judges],
    law: str,
    looked_for: frozenset[str] | None,
) -> LawCoverage:
    title, judges = catalog.laws[law].title, catalog.laws[law].judges
    if law not in policy.laws:
        return LawCoverage(law, title, "not_assessed", "not among the laws of the policy")
    if judges not in scanned:
        return LawCoverage(law, title, "not_assessed", _NOT_LOOKED_FOR)
    open_questions = sum(gap.concern in (Concern.BOTH, Concern(judges.value)) for gap in gaps)
    if open_questions:
        things = "1 thing" if open_questions == 1 else f"{open_questions} things"
        state = "partly" if judges in seen else "not_assessed"
        return LawCoverage(law, title, state, f"{things} could not be looked at")
    if looked_for is not None and judges is Judges.PERSONAL_DATA:
        key = _key_categories(catalog, law)
        missed = tuple(each.label for each in key if looked_for.isdisjoint(each.detects))
        if missed:
            state = "partly" if len(missed) < len(key) else "not_assessed"
            return LawCoverage(law, title, state, f"no recognizer looked for: {', '.join(missed)}")
    return LawCoverage(law, title, "assessed", "all that was found was looked at")


def _key_categories(catalog: Catalog, law: str) -> tuple[Category, ...]:
    """What a law has rules of its own for, as far as any entity type can show it, sorted."""
    named = {
        category
        for one in catalog.laws[law].classes.values()
        if one.kind in {ClassKind.SENSITIVE, ClassKind.SPECIAL_RULE}
        for category in one.categories
    }
    categories = (catalog.vocabulary.categories[name] for name in sorted(named))
    return tuple(category for category in categories if category.detects)
