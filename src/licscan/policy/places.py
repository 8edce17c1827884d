"""Where to send a person who wants to see what a decision is about."""

from collections.abc import Iterator, Sequence

from licscan.model.audit import IdentifiedFinding
from licscan.model.evidence import Evidence, Location
from licscan.model.finding import Gap, LicenseFinding, PersonalDataStatement
from licscan.model.subject import Subject

MAX_PLACES = 20


def places(found: Sequence[IdentifiedFinding], subject: Subject) -> tuple[Location, ...]:
    """Places of the evidence first, then the subject's own file, then the lines where the project names it."""
    ordered = sorted(found, key=lambda one: one.id)
    return tuple(dict.fromkeys((*(place for one in ordered for place in _of(one)), *_of_subject(subject))))[:MAX_PLACES]


def _of(found: IdentifiedFinding) -> Iterator[Location]:
    finding = found.finding
    if isinstance(finding, Gap) and finding.location is not None:
        yield finding.location
    said: tuple[Evidence, ...] = ()
    if isinstance(finding, LicenseFinding):
        said = tuple(evidence for claim in (*finding.claims, *finding.bundled) for evidence in claim.evidence)
    elif isinstance(finding, PersonalDataStatement):
        said = finding.evidence
    yield from (evidence.location for evidence in said if evidence.location is not None)


def _of_subject(subject: Subject) -> Iterator[Location]:
    if subject.path is not None:
        yield Location(subject.path)
    for reference in subject.references:
        yield Location(reference.path, reference.line)
