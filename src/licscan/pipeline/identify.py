"""Stable order and stable ids of subjects and findings."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from licscan.model.audit import IdentifiedFinding
from licscan.model.finding import (
    Finding,
    Gap,
    LicenseFinding,
    PersonalDataFinding,
    PersonalDataStatement,
    ReidentificationFinding,
)
from licscan.model.subject import Subject, SubjectKind, place_of


def merge_subjects(subjects: Iterable[Subject]) -> tuple[Subject, ...]:
    """One subject for each ref, with the references of all; the first description seen is kept."""
    merged: dict[str, Subject] = {}
    for subject in subjects:
        known = merged.setdefault(subject.ref, subject)
        if known is not subject:
            references = tuple(sorted({*known.references, *subject.references}, key=place_of))
            merged[subject.ref] = replace(
                known,
                path=known.path or subject.path,
                references=references,
                scopes=tuple(sorted({*known.scopes, *subject.scopes})),
                dependency_path=known.dependency_path or subject.dependency_path,
            )
    return tuple(merged[ref] for ref in sorted(merged))


def project_subject(name: str) -> Subject:
    """The scanned root, the subject of gaps that concern no single file."""
    return Subject("project:.", SubjectKind.PROJECT, name)


def identify(findings: Iterable[Finding]) -> tuple[IdentifiedFinding, ...]:
    """Findings in stable order, each with an id made of what it is about, never of a line, a count or a time.

    A finding that was made twice stands once; two that are about the same but say different things both stay.
    """
    about: dict[tuple[str, ...], set[Finding]] = defaultdict(set)
    for finding in findings:
        kind, discriminator = _about(finding)
        about[finding.subject, kind, *discriminator].add(finding)
    return tuple(
        IdentifiedFinding(_identity(key, ordinal), finding)
        for key in sorted(about)
        for ordinal, finding in enumerate(sorted(about[key], key=repr))
    )


def _identity(key: tuple[str, ...], ordinal: int) -> str:
    text = "\0".join((*key, *((str(ordinal),) if ordinal else ())))
    return f"{key[1]}:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _about(finding: Finding) -> tuple[str, tuple[str, ...]]:
    match finding:
        case LicenseFinding():
            return "license", ()
        case PersonalDataFinding():
            return "personal-data", (finding.field or "", finding.entity)
        case PersonalDataStatement():
            return "personal-data-statement", (finding.property, finding.words)
        case ReidentificationFinding():
            return "reidentification", finding.quasi_identifiers
        case Gap():
            # Two gaps of one kind in one file differ by their place, which for a gap is what it is about.
            return "gap", (finding.reason.value, str(finding.location or ""), finding.detail)
