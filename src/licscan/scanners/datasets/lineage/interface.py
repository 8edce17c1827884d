"""What is asked for a source of a work, and what comes back."""

from dataclasses import dataclass
from typing import Protocol

from licscan.model.evidence import Evidence
from licscan.model.license import UNKNOWN_TERMS, Confidence, Terms
from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.cards.interface import Origin


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody knows of a work: `ref` is its present id, `origins` are what it was made from.

    `outputs` are the terms of a model's outputs, None where they are not said to differ from those of the model.
    """

    ref: str
    expression: str | None = None
    terms: Terms = UNKNOWN_TERMS
    confidence: Confidence = Confidence.LOW
    gated: bool = False
    origins: tuple[Origin, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    outputs: Terms | None = None


class KnownWorks(Protocol):
    """Somebody who knows works: the cards of the tree, the registry, a hub."""

    def find(self, ref: str, kind: SubjectKind | None) -> Known | None:
        """What is known of a work, None where nothing is; `kind` is None where the link does not say it."""
        ...
