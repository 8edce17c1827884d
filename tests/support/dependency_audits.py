"""Audits over packages made by hand: licenses, scopes and paths as lock files give them."""

from collections.abc import Sequence
from dataclasses import replace

from licscan.model.audit import Audit, BrokenRules, Group, IdentifiedFinding
from licscan.model.evidence import Evidence, Location
from licscan.model.finding import Concern, Finding, Gap, GapReason, LicenseFinding
from licscan.model.law import Severity
from licscan.model.license import Basis, Commercial, Confidence, LicenseClaim, Terms
from licscan.model.subject import Subject, SubjectKind
from support.audits import audit, decision

FREE = Terms(
    Commercial.YES,
    non_commercial=False,
    research_only=False,
    no_derivatives=False,
    share_alike=False,
    attribution=True,
    use_restrictions=False,
)
COPYLEFT = replace(FREE, share_alike=True)


def package(
    name: str, version: str = "1.0", *, scopes: Sequence[str] = ("runtime",), path: Sequence[str] | None = None
) -> Subject:
    return Subject(
        f"pkg:pypi/{name}@{version}",
        SubjectKind.COMPONENT,
        name,
        version,
        scopes=tuple(scopes),
        dependency_path=tuple((name,) if path is None else path),
    )


def licensed(
    subject: Subject,
    expression: str | None = "MIT",
    *,
    declared: str | None = None,
    terms: Terms = FREE,
    said: str | None = None,
    bundled: Sequence[str] = (),
    conflict: bool = False,
) -> LicenseFinding:
    evidence = (Evidence("License", Location(f"{subject.name}.dist-info/METADATA", 7), None, said or expression),)
    claim = LicenseClaim(Basis.DECLARED, Confidence.HIGH, expression, said, evidence)
    parts = tuple(LicenseClaim(Basis.OBSERVED, Confidence.LOW, name, None, ()) for name in bundled)
    return LicenseFinding(
        subject.ref,
        declared or expression,
        expression,
        Confidence.HIGH if expression else Confidence.LOW,
        terms if expression else Terms(),
        (claim,),
        conflict=conflict,
        bundled=parts,
    )


def not_looked_at(subject: Subject) -> Gap:
    return Gap(subject.ref, GapReason.OFFLINE, "licscan is offline", Concern.LICENSE, Location("uv.lock", 7))


def audit_of(subjects: Sequence[Subject], findings: Sequence[Finding], *, copyleft: Sequence[Subject] = ()) -> Audit:
    """An audit in which the packages of `copyleft` have an open critical problem."""
    found = tuple(IdentifiedFinding(f"license:{number:016x}", one) for number, one in enumerate(findings))
    decisions = tuple(
        decision(rule="license/copyleft", title="Strong copyleft code that you hand out", subject=one.ref)
        for one in copyleft
    )
    refs = tuple(one.ref for one in copyleft)
    broken = (BrokenRules("license", Severity.CRITICAL, ("copyleft",)),)
    groups = (Group(refs, Severity.CRITICAL, decisions, broken, ("Reason.",), ()),) if refs else ()
    made = audit()
    gaps = sum(isinstance(one, Gap) for one in findings)
    return replace(
        made,
        complete=not gaps,
        subjects=tuple(sorted(subjects, key=lambda one: one.ref)),
        findings=found,
        decisions=decisions,
        groups=groups,
        tasks=(),
        coverage=replace(made.coverage, files=(), packages=len(subjects), datasets=0),
        laws=(),
        tally=replace(made.tally, problems=len(refs), failing=len(refs), gaps=gaps, tasks=0),
    )
