"""One card to one finding."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from licscan.catalog.licenses import LicenseTable
from licscan.license_text.reading import TextReader
from licscan.model.evidence import Evidence, Location
from licscan.model.finding import LicenseFinding, Smell, Upstream
from licscan.model.license import UNKNOWN_TERMS, Basis, Commercial, Confidence, LicenseClaim, Terms
from licscan.scanners.datasets.cards.interface import Card
from licscan.scanners.datasets.prose.interface import Place, ProseStatement
from licscan.scanners.datasets.prose.reader import read_prose
from licscan.scanners.datasets.resolve.beside import Beside, read_beside
from licscan.scanners.datasets.resolve.joining import join
from licscan.scanners.datasets.resolve.labels import ORDER, Labels, Reading, label_claim, read_labels
from licscan.scanners.datasets.resolve.opinions import Opinion, opinion_of
from licscan.scanners.datasets.resolve.remarks import remarks
from licscan.scanners.datasets.resolve.smells import smells_of

# How the place of a statement is named as the source of its evidence.
_SOURCES = {
    Place.SECTION: "card license section",
    Place.LEAD: "card license line",
    Place.GATE: "card gate",
    Place.RUNNING: "card text",
}
MAX_CLAIMS = 50


def resolve(
    card: Card,
    reading: Reading,
    table: LicenseTable,
    texts: TextReader | None = None,
    *,
    unread: Callable[[int], None] = lambda _: None,
) -> LicenseFinding:
    """The license finding of a card.

    Declared is what its labels say. Concluded is what holds by labels, running text and license files together; of two
    that contradict each other the more restrictive governs, and the finding is a conflict. Several labels all govern
    (the cautious reading of a list). A template decides nothing. `texts` recognizes license files beside the data.
    `unread` is called with the first line of the text that was not read, where there is too much of it.
    """
    labels = read_labels(card, reading, table)
    prose = read_prose(card.passages, table, (card.subject.name.rpartition("/")[2],))
    if prose.unread_line is not None:
        unread(prose.unread_line)
    beside = read_beside(card, table, texts)
    opinion = opinion_of(prose, card.subject.kind, table)
    joined = join(labels, beside.joined_to(opinion), table)
    smells = smells_of(card, labels, prose, table)
    if card.template:
        joined = replace(joined, concluded=None, terms=UNKNOWN_TERMS, confidence=Confidence.LOW)
    return LicenseFinding(
        subject=card.subject.ref,
        declared=labels.declared,
        concluded=joined.concluded,
        confidence=_doubted(joined.confidence, smells),
        terms=_behind_gate(joined.terms, gated=card.gated),
        claims=tuple(_claims(card, labels, opinion, beside, table)),
        conflict=joined.conflict,
        gated=card.gated,
        lineage=tuple(Upstream(origin.ref, origin.relation, None, UNKNOWN_TERMS) for origin in card.origins),
        license_files=beside.files,
        smells=smells,
        note=" ".join(dict.fromkeys(remarks(card, labels, joined, prose, table))) or None,
    )


def _behind_gate(terms: Terms, *, gated: bool) -> Terms:
    """The gate can ask for anything before it lets somebody in."""
    return replace(terms, commercial=Commercial.CONDITIONAL) if gated and terms.commercial is Commercial.YES else terms


def _doubted(confidence: Confidence, smells: tuple[Smell, ...]) -> Confidence:
    """A label that smells is not sure, however many smells there are; what is less sure stays so."""
    return max(confidence, Confidence.MEDIUM, key=ORDER.index) if smells else confidence


def _claims(
    card: Card, labels: Labels, opinion: Opinion, beside: Beside, table: LicenseTable
) -> Iterator[LicenseClaim]:
    for read in labels.reads:
        yield label_claim(read, table)
    kept = dict.fromkeys((*opinion.named, *opinion.limits, *opinion.grants, *opinion.aside))
    for statement in islice(kept, MAX_CLAIMS):
        yield _claim(statement, card)
    yield from beside.claims


def _claim(statement: ProseStatement, card: Card) -> LicenseClaim:
    place = Location(statement.path or card.subject.path or "", statement.line)
    proof = Evidence(_SOURCES[statement.place], place, statement.digest or card.digest or None, statement.words)
    sure = Confidence.LOW if statement.place is Place.RUNNING else Confidence.MEDIUM
    words = None if statement.expression else statement.words
    return LicenseClaim(Basis.OBSERVED, sure, statement.expression, words, (proof,), statement.part)
