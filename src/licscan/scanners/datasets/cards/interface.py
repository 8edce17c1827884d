"""What a card says, before anybody asks what it means."""

from dataclasses import dataclass
from typing import Protocol

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.model.evidence import Evidence
from licscan.model.subject import Subject


@dataclass(frozen=True, slots=True)
class Statement:
    """One license label of a card, as written.

    `otherwise` are words that say more where the label itself only points elsewhere (`other` with a license_name).
    `occurrence` counts the places that declare licenses: two labels of one list share it, two keys do not.
    """

    words: str
    evidence: tuple[Evidence, ...]
    occurrence: int = 0
    otherwise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """What the work was made from, as the card says: a ref (`hf:owner/name`) and how they are related."""

    ref: str
    relation: str


@dataclass(frozen=True, slots=True)
class Card:
    """One card: its subject, what it says about licenses, and what it was made from.

    `template` says that the card still holds the placeholders of the tool that wrote it.
    """

    subject: Subject
    statements: tuple[Statement, ...]
    origins: tuple[Origin, ...] = ()
    gated: bool = False
    template: bool = False


class CardKind(Protocol):
    """A module that reads one kind of card."""

    def read(self, text: str, path: str, digest: str) -> Card | None:
        """The card in a file, None where the file is no card. Raises DocumentError for one that cannot be read."""
        ...

    def meaning(self, words: str, table: LicenseTable) -> LabelMeaning | None:
        """What a label of this kind of card says."""
        ...
