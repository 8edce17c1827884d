"""The finding for a work that only the registry knows: no card lies in the tree, no hub was asked."""

from licscan.catalog.registry import RegistryEntry
from licscan.model.finding import LicenseFinding
from licscan.model.license import Basis, LicenseClaim
from licscan.scanners.datasets.lineage.interface import KnownWorks
from licscan.scanners.datasets.lineage.sources import registered_evidence, registered_origins
from licscan.scanners.datasets.lineage.trace import lineage


def registered_finding(subject_ref: str, entry: RegistryEntry, sources: KnownWorks) -> LicenseFinding:
    """What the registry says of a subject, as a finding: concluded by people, declared by nobody in the tree."""
    claims: tuple[LicenseClaim, ...] = ()
    if entry.expression:
        evidence = (registered_evidence(entry),)
        claims = (LicenseClaim(Basis.CONCLUDED, entry.confidence, expression=entry.expression, evidence=evidence),)
    return LicenseFinding(
        subject=subject_ref,
        declared=None,
        concluded=entry.expression,
        confidence=entry.confidence,
        terms=entry.terms,
        claims=claims,
        gated=entry.gated,
        lineage=lineage(subject_ref, registered_origins(entry), sources),
        note=_note(entry),
    )


def _note(entry: RegistryEntry) -> str:
    checked = f"Terms from the registry of well-known works ({entry.basis}, {entry.date.isoformat()})."
    return f"{checked} {entry.note}" if entry.note else checked
