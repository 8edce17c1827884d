"""Who knows works: the cards of the tree, then the registry, then whoever else is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from licscan.catalog.registry import Registry
from licscan.catalog.terms_algebra import restriction
from licscan.model.finding import LicenseFinding
from licscan.model.license import Commercial
from licscan.model.subject import SubjectKind, folded_ref
from licscan.scanners.datasets.cards.interface import Card
from licscan.scanners.datasets.lineage.interface import Known, KnownWorks
from licscan.scanners.datasets.lineage.registered import registered_evidence, registered_origins

_MAX_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class InTurn:
    """Asks one after the other until somebody knows the terms: what is near and costs nothing first, a hub last."""

    asked: Sequence[KnownWorks]

    def find(self, ref: str, kind: SubjectKind | None) -> Known | None:
        """What the first who knows the terms says; where nobody does, what the first says who knows the work at all."""
        first: Known | None = None
        for works in self.asked:
            known = works.find(ref, kind)
            if known and _says_terms(known):
                return known
            first = first or known
        return first


@dataclass(frozen=True, slots=True)
class Together:
    """Asks all of them: the strictest terms of those who know any govern, and the sources that any of them names count.

    A label says more than it should in a quarter of all cards, so that the registry is asked although a card is there.
    """

    asked: Sequence[KnownWorks]

    def find(self, ref: str, kind: SubjectKind | None) -> Known | None:
        """What all of them say, under the id that the last of them has for the work."""
        found = [works.find(ref, kind) for works in self.asked]
        name = next((known.ref for known in reversed(found) if known), ref)
        if folded_ref(name) != folded_ref(ref):  # a former name, or a short one: those who know the work by its id
            found = [known or works.find(name, kind) for known, works in zip(found, self.asked, strict=True)]
        answers = [known for known in found if known]
        if not answers:
            return None
        governing = max(answers, key=lambda known: (_says_terms(known), restriction(known.terms)))
        return replace(
            governing,
            ref=name,
            gated=any(known.gated for known in answers),
            origins=tuple(dict.fromkeys(origin for known in answers for origin in known.origins)),
            outputs=next((known.outputs for known in answers if known.outputs), None),
        )


def _says_terms(known: Known) -> bool:
    return known.terms.commercial is not Commercial.UNKNOWN


def known_of(card: Card, finding: LicenseFinding) -> Known:
    """What a card and its finding say of a work, with the first places of evidence."""
    evidence = dict.fromkeys(place for claim in finding.claims for place in claim.evidence)
    return Known(
        ref=card.subject.ref,
        expression=finding.concluded,
        terms=finding.terms,
        confidence=finding.confidence,
        gated=finding.gated,
        origins=card.origins,
        evidence=tuple(evidence)[:_MAX_EVIDENCE],
    )


@dataclass(slots=True)
class CardWorks:
    """The works whose cards lie in the tree, with what was found of their licenses."""

    _known: dict[tuple[str, SubjectKind], Known] = field(default_factory=dict)

    def add(self, card: Card, finding: LicenseFinding) -> None:
        """Remember a work; of two cards for one work the first counts."""
        subject = card.subject
        self._known.setdefault((folded_ref(subject.ref), subject.kind), known_of(card, finding))

    def find(self, ref: str, kind: SubjectKind | None) -> Known | None:
        """The work with that id, of either kind where none is said."""
        kinds: Iterable[SubjectKind] = (kind,) if kind else (SubjectKind.DATASET, SubjectKind.MODEL)
        return next((known for one in kinds if (known := self._known.get((folded_ref(ref), one)))), None)


@dataclass(frozen=True, slots=True)
class RegistryWorks:
    """The well-known works of the registry."""

    registry: Registry

    def find(self, ref: str, kind: SubjectKind | None) -> Known | None:
        """What the registry says of a work."""
        entry = self.registry.find(ref, kind=kind)
        if entry is None:
            return None
        return Known(
            ref=entry.ref,
            expression=entry.expression,
            terms=entry.terms,
            confidence=entry.confidence,
            gated=entry.gated,
            origins=registered_origins(entry),
            evidence=(registered_evidence(entry),),
            outputs=entry.outputs,
        )
