"""A human conclusion about a package or work: whether it still holds, and if not, what changed since."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from licscan.model.audit import IdentifiedFinding
from licscan.model.finding import LicenseFinding
from licscan.model.policy import Clarification, Notice, Policy
from licscan.model.subject import WORKS, Subject, SubjectKind, folded_ref
from licscan.policy.declared import same_revision

_PYPI = "pkg:pypi/"
DEPENDENCIES, DATASETS = "dependencies", "datasets"


@dataclass(frozen=True, slots=True)
class Clarified:
    """The clarification that holds for a finding, if any; `lapsed` are sentences about those that no longer do."""

    holds: Clarification | None = None
    lapsed: tuple[str, ...] = ()


def clarified(subject: Subject, finding: LicenseFinding, policy: Policy) -> Clarified:
    """Find the clarification for a package or work whose version and texts are still those that a person looked at.

    Every digest has to be among those of the texts, metadata and cards that the scan read. Of several that hold the
    first counts.
    """
    mine = _about(subject, policy)
    faults = [(one, _fault(one, subject, finding)) for one in mine]
    holds = next((one for one, fault in faults if fault is None), None)
    if holds is not None:
        return Clarified(holds)
    return Clarified(
        None, tuple(f"The clarification at {one.location} does not count: {fault}." for one, fault in faults)
    )


def lapsed(
    policy: Policy,
    subjects: Sequence[Subject],
    findings: Sequence[IdentifiedFinding],
    scanners: Collection[str] = (DEPENDENCIES,),
) -> tuple[Notice, ...]:
    """Clarifications that lapsed, and those of packages and works that are not here, in file order.

    `scanners` are the ids of those that ran: what no scanner looked for is not told to be missing.
    """
    asked = [one for one in policy.clarifications if (DATASETS if one.work else DEPENDENCIES) in scanners]
    if not asked:
        return ()
    known = {subject.ref: subject for subject in subjects}
    judged: dict[str | None, list[tuple[Subject, LicenseFinding]]] = defaultdict(list)
    for found in findings:
        if isinstance(found.finding, LicenseFinding) and found.finding.subject in known:
            subject = known[found.finding.subject]
            judged[_key(subject)].append((subject, found.finding))
    return tuple(notice for one in asked for notice in _told(one, judged.get(_key_of(one), ()), policy))


def _told(one: Clarification, mine: Sequence[tuple[Subject, LicenseFinding]], policy: Policy) -> Iterator[Notice]:
    name = one.work or one.package
    faults = {subject.version or "no version": _fault(one, subject, finding) for subject, finding in mine}
    if not mine:
        yield Notice(one.location, f"the clarification of {name} concerns nothing that is here")
    elif None not in faults.values():
        said = "; ".join(f"{version}: {fault}" for version, fault in sorted(faults.items()))
        found = any(clarified(subject, finding, policy).holds is None for subject, finding in mine)
        counts = "the license found counts" if found else "another one counts"
        yield Notice(one.location, f"the clarification of {name} lapsed, {counts} ({said})")


def _about(subject: Subject, policy: Policy) -> tuple[Clarification, ...]:
    if not policy.clarifications:
        return ()
    mine = _key(subject)
    return tuple(one for one in policy.clarifications if _key_of(one) == mine)


def _key(subject: Subject) -> str | None:
    """What a clarification names a subject by: the name of a package, the ref of a work without its revision."""
    if subject.kind in WORKS:
        return folded_ref(subject.ref)
    return _name(subject)


def _key_of(one: Clarification) -> str:
    return one.package if one.work is None else folded_ref(one.work).rstrip("/")


def _name(subject: Subject) -> str | None:
    """The normalized name of a Python package (PEP 503, which is how a purl writes it)."""
    if subject.kind is not SubjectKind.COMPONENT or not subject.ref.startswith(_PYPI):
        return None
    return subject.ref.removeprefix(_PYPI).partition("@")[0].partition("?")[0]


def _fault(one: Clarification, subject: Subject, finding: LicenseFinding) -> str | None:
    """Why a clarification does not hold, or None where it does."""
    if one.versions and not _covers(one.versions, subject.version):
        return f"it is for versions {one.versions}, here is {subject.version or 'a version that nobody knows'}"
    if one.revision and not same_revision(one.revision, subject.version):
        have = subject.version[:40] if subject.version else "one that nobody knows"
        return f"it is for revision {one.revision[:40]}, here is {have}"
    missing = [digest for digest in one.digests if digest not in _read(finding)]
    if not missing:
        return None
    texts = ", ".join(f"{digest[:19]}…" for digest in missing[:3])
    return f"what it was drawn from changed or was not read (no text here has {texts})"


def _covers(specifier: str, version: str | None) -> bool:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    if version is None:
        return False
    try:
        return SpecifierSet(specifier).contains(Version(version), prereleases=True)
    except (InvalidSpecifier, InvalidVersion):
        return False


def _read(finding: LicenseFinding) -> frozenset[str]:
    """The digests of everything that the scan read of a package."""
    claims = (*finding.claims, *finding.bundled)
    of_claims = (evidence.digest for claim in claims for evidence in claim.evidence if evidence.digest)
    return frozenset((*(text.digest for text in finding.license_files), *of_claims))
