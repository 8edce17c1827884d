"""Doubts about a license finding that no other source contradicts: smells of a label, and a gate."""

from collections.abc import Iterator

from licscan.catalog.laws import GATED
from licscan.model.audit import IdentifiedFinding
from licscan.model.decision import UsedEvidence
from licscan.model.finding import LicenseFinding
from licscan.model.law import Law
from licscan.policy.license_classes import shown
from licscan.policy.match import Match

MAX_CHARACTERS = 400


def doubt_matches(
    law: Law, found: IdentifiedFinding, finding: LicenseFinding, settled: UsedEvidence | None
) -> Iterator[Match]:
    """The classes of a law that hold the doubts of a finding; `settled` is a person's conclusion, which ends them."""
    if not finding.smells and not finding.gated:
        return
    for one in law.classes.values():
        for smell in finding.smells:
            if smell.kind.value in one.smells:
                places = (smell.location,) if smell.location else ()
                yield Match(found, one, _sentence(smell.detail), settled=settled, places=places)
        if finding.gated and GATED in one.states:
            yield Match(found, one, "Access is gated: whoever fetched the work accepted conditions.")


def _sentence(detail: str) -> str:
    words = shown(detail.strip(), most=MAX_CHARACTERS).rstrip(".")
    return f"{words[:1].upper()}{words[1:]}."
