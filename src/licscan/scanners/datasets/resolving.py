"""Cards of the tree and of hubs to findings, with what the registry knows of the same work."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.catalog.registry import Registry, RegistryEntry
from licscan.catalog.terms_algebra import restriction, terms_of_all
from licscan.inputs.inventory import FileKind
from licscan.license_text.reading import TextReader
from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason, LicenseFinding
from licscan.model.license import UNKNOWN_TERMS, Confidence
from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.cards import kind_of
from licscan.scanners.datasets.cards.interface import Card, CardKind
from licscan.scanners.datasets.hubs.interface import HubAnswer
from licscan.scanners.datasets.lineage.registered import registered_claim
from licscan.scanners.datasets.resolve import resolve
from licscan.scanners.datasets.resolve.labels import ORDER

_TOO_LONG = "the text of the card is longer than licscan reads; from here on it was not read"
_READ_IT = "read it, and declare the license with its proof in licscan.toml"


@dataclass(frozen=True, slots=True)
class Resolver:
    """Makes findings of cards by the tables of rules/."""

    table: LicenseTable
    registry: Registry
    texts: TextReader
    _unread: dict[str, Gap] = field(default_factory=dict)

    def entry(self, ref: str, configurations: Collection[str | None], kind: SubjectKind | None) -> RegistryEntry | None:
        """What the registry has of a work: of several parts that are asked for, the strictest."""
        parts = sorted({*configurations, *(() if configurations else (None,))}, key=str)
        found = (self.registry.find(ref, part, kind) for part in parts)
        return max(filter(None, found), key=lambda entry: restriction(entry.terms), default=None)

    def of_card(self, card: Card, kinds: Sequence[CardKind]) -> LicenseFinding:
        """The finding of a card; its labels are read as the first of its kinds that knows them does."""

        def unread(line: int) -> None:
            path = card.subject.path or next((each.path for each in card.passages if each.path), None)
            place = Location(path, line) if path else None
            self._unread[card.subject.ref] = Gap(
                card.subject.ref, GapReason.TRUNCATED, _TOO_LONG, Concern.LICENSE, place, _READ_IT
            )

        return resolve(card, lambda words, table: _meaning(words, table, kinds), self.table, self.texts, unread=unread)

    def unread(self, ref: str) -> tuple[Gap, ...]:
        """The text of a card that was too long to be read: anything may stand there."""
        return (self._unread[ref],) if ref in self._unread else ()

    def of_hub(self, answer: HubAnswer, entry: RegistryEntry | None = None) -> LicenseFinding:
        """The finding of a work on a hub, with what an entry of the registry says beside it."""
        ref = answer.card.subject.ref
        kind = FileKind.HUGGING_FACE_CARD if ref.startswith("hf:") else FileKind.KAGGLE_METADATA
        finding = self.of_card(answer.card, (kind_of(kind),))
        finding = _with_note(finding, _history(answer))
        return with_entry(finding, entry) if entry else finding


def _meaning(words: str, table: LicenseTable, kinds: Sequence[CardKind]) -> LabelMeaning | None:
    return next((meaning for kind in kinds if (meaning := kind.meaning(words, table))), None)


def with_entry(finding: LicenseFinding, entry: RegistryEntry) -> LicenseFinding:
    """A finding with what people verified of the same work: all restrictions of both count.

    Where the card concludes nothing the entry does; where they differ the stricter governs and it is a conflict.
    """
    claim = registered_claim(entry)
    known = [terms for terms in (finding.terms, entry.terms) if terms != UNKNOWN_TERMS]
    joined = replace(
        finding,
        claims=(*finding.claims, claim) if claim else finding.claims,
        gated=finding.gated or entry.gated,
        terms=terms_of_all(known) if known else UNKNOWN_TERMS,
    )
    if finding.concluded == entry.expression:
        surer = min(finding.confidence, entry.confidence, key=ORDER.index)
        return joined if entry.expression is None else replace(joined, confidence=surer)
    if finding.concluded is None:
        return _with_note(replace(joined, concluded=entry.expression, confidence=entry.confidence), _verified(entry))
    return _differing(joined, finding, entry)


def _differing(joined: LicenseFinding, finding: LicenseFinding, entry: RegistryEntry) -> LicenseFinding:
    """The card and the registry disagree: the stricter one concludes."""
    stricter = restriction(entry.terms) > restriction(finding.terms)
    concluded = entry.expression if stricter and entry.expression else finding.concluded
    differ = stricter or entry.expression is not None
    return _with_note(
        replace(joined, concluded=concluded, conflict=finding.conflict or differ, confidence=Confidence.LOW),
        f"{_verified(entry)} The card says otherwise; the stricter counts." if differ else _verified(entry),
    )


def _verified(entry: RegistryEntry) -> str:
    said = entry.expression or "other terms than the card"
    return f"The registry of well-known works has {said} ({entry.basis}, {entry.date.isoformat()})."


def _history(answer: HubAnswer) -> str | None:
    told = []
    if answer.renamed_from:
        told.append(f"The hub has moved {answer.renamed_from} to {answer.card.subject.name}.")
    if answer.stale:
        told.append("This is what the hub said in an earlier run; it was not asked again.")
    return " ".join(told) or None


def _with_note(finding: LicenseFinding, note: str | None) -> LicenseFinding:
    if not note:
        return finding
    return replace(finding, note=f"{finding.note} {note}" if finding.note else note)
