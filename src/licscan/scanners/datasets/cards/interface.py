"""What a card says, before anybody asks what it means."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.model.evidence import Evidence
from licscan.model.finding import Gap, PersonalDataStatement
from licscan.model.license import WorkPart
from licscan.model.subject import Subject


@dataclass(frozen=True, slots=True)
class Statement:
    """One license label of a card, as written.

    `otherwise` are words that say more where the label itself only points elsewhere (`other` with a license_name).
    `occurrence` counts the places that declare licenses: two labels of one list share it, two keys do not.
    `part` is what the label speaks of, None for the whole (`sdLicense` of Croissant covers the metadata alone).
    """

    words: str
    evidence: tuple[Evidence, ...]
    occurrence: int = 0
    otherwise: tuple[str, ...] = ()
    part: WorkPart | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """What the work was made from, as the card says: a ref (`hf:owner/name`) and how they are related.

    `line` is where the card says it. `path` is the file where that is not the card's own: several cards of a folder are
    one.
    """

    ref: str
    relation: str
    line: int | None = None
    path: str | None = None


def in_order(origins: Iterable[Origin]) -> tuple[Origin, ...]:
    """Origins by ref, relation and place, each once."""
    return tuple(sorted(set(origins), key=lambda one: (one.ref, one.relation, one.path or "", one.line or 0)))


class PassageKind(StrEnum):
    """Where running text stands in a card: its body (Markdown), the text of its gate, a description in its metadata."""

    BODY = "body"
    GATE = "gate"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Passage:
    """Running text of a card; its first line is the line `first_line` of the file.

    `flat`: the text stands on one line of the file (a JSON string), so that all of it has the place of `first_line`.
    `path` and `digest` are those of the file where it is not the card's own: several cards of a folder are one.
    """

    kind: PassageKind
    text: str = field(repr=False)
    first_line: int = 1
    flat: bool = False
    path: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class TextBeside:
    """A file of license text or terms that lies beside the data: `digest` is `sha256:<hex>` of its bytes."""

    path: str
    digest: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Card:
    """One card: its subject, what it says about licenses, and what it was made from.

    `template` says that the card still holds the placeholders of the tool that wrote it. `digest` is that of the file.
    `beside` are license files in the same folder or repository. `personal` is what it says of personal data. `gaps` are
    the parts of the card that cannot be read, each with its line.
    """

    subject: Subject
    statements: tuple[Statement, ...]
    origins: tuple[Origin, ...] = ()
    gated: bool = False
    template: bool = False
    passages: tuple[Passage, ...] = ()
    beside: tuple[TextBeside, ...] = ()
    personal: tuple[PersonalDataStatement, ...] = ()
    digest: str = ""
    gaps: tuple[Gap, ...] = ()


class CardKind(Protocol):
    """A module that reads one kind of card."""

    def read(self, text: str, path: str, digest: str) -> Card | None:
        """The card in a file, None where the file is no card. Raises DocumentError for one that cannot be read."""
        ...

    def meaning(self, words: str, table: LicenseTable) -> LabelMeaning | None:
        """What a label of this kind of card says."""
        ...
