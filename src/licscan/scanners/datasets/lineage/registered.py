"""What the registry says of a work, in the form in which cards say it."""

from licscan.catalog.registry import RegistryEntry
from licscan.model.evidence import Evidence
from licscan.model.finding import GENERATED_BY, LicenseFinding
from licscan.model.license import Basis, LicenseClaim
from licscan.scanners.datasets.cards.interface import Origin, in_order


def registered_finding(subject_ref: str, entry: RegistryEntry) -> LicenseFinding:
    """What the registry says of a subject, as a finding: concluded by people, declared by nobody in the tree."""
    claim = registered_claim(entry)
    checked = f"Terms from the registry of well-known works ({entry.basis}, {entry.date.isoformat()})."
    return LicenseFinding(
        subject=subject_ref,
        declared=None,
        concluded=entry.expression,
        confidence=entry.confidence,
        terms=entry.terms,
        claims=(claim,) if claim else (),
        gated=entry.gated,
        note=f"{checked} {entry.note}" if entry.note else checked,
    )


def registered_claim(entry: RegistryEntry) -> LicenseClaim | None:
    """What an entry concludes, None where it has terms and no license."""
    if entry.expression is None:
        return None
    evidence = (registered_evidence(entry),)
    return LicenseClaim(Basis.CONCLUDED, entry.confidence, expression=entry.expression, evidence=evidence)


def registered_origins(entry: RegistryEntry) -> tuple[Origin, ...]:
    """What the registry says that a work was made from."""
    made_from = [Origin(link.ref, link.relation) for link in entry.derived_from]
    return in_order((*made_from, *(Origin(ref, GENERATED_BY) for ref in entry.generated_by)))


def registered_evidence(entry: RegistryEntry) -> Evidence:
    """Where the terms of an entry come from: its file, its basis and day, and the address that was checked."""
    said = f"{entry.basis}, {entry.date.isoformat()}"
    excerpt = f"{said}; {entry.source}" if entry.source else said
    return Evidence(f"registry ({entry.file})", excerpt=excerpt)
