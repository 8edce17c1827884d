"""From what a card says to a finding: declared and concluded apart, nothing guessed, nothing dropped."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.catalog.terms_algebra import terms_of_all
from licscan.expressions.algebra import all_of, leaves, parse, render
from licscan.model.finding import LicenseFinding, Upstream
from licscan.model.license import UNKNOWN_TERMS, Basis, Commercial, Confidence, LicenseClaim, Terms
from licscan.scanners.datasets.cards.interface import Card, Statement
from licscan.scanners.datasets.cards.wording import one_line

_ORDER = (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)

# The occurrence of words that stand beside all labels.
_ELSEWHERE = -1

Reading = Callable[[str, LicenseTable], LabelMeaning | None]


@dataclass(frozen=True, slots=True)
class Read:
    """A statement with what its words mean, and the words that said so."""

    statement: Statement
    words: str
    meaning: LabelMeaning | None

    @property
    def expression(self) -> str | None:
        """The SPDX expression, where the words name one."""
        return self.meaning.expression if self.meaning else None

    @property
    def terms(self) -> Terms:
        """The terms that hold whatever the words may mean."""
        return (self.meaning.terms if self.meaning else None) or UNKNOWN_TERMS


def resolve(card: Card, reading: Reading, table: LicenseTable) -> LicenseFinding:
    """The license finding of a card.

    Several labels all govern (the cautious reading of a list). Where one of them is not known nothing is concluded,
    but every restriction that the others bring is kept. A template decides nothing.
    """
    own = tuple(_read(statement, reading, table) for statement in card.statements)
    reads = (*own, *_contradicting(own, reading, table))
    declared = _declared(reads)
    conflict = _conflict(reads)
    terms = terms_of_all(read.terms for read in reads) if reads else UNKNOWN_TERMS
    if card.gated and terms.commercial is Commercial.YES:
        # The gate can ask for anything before it lets somebody in.
        terms = replace(terms, commercial=Commercial.CONDITIONAL)
    return LicenseFinding(
        subject=card.subject.ref,
        declared=declared,
        concluded=None if card.template else declared,
        confidence=_confidence(reads, table, weak=conflict or card.template or declared is None),
        terms=UNKNOWN_TERMS if card.template else terms,
        claims=tuple(_claim(read, table) for read in reads),
        conflict=conflict,
        gated=card.gated,
        lineage=tuple(Upstream(origin.ref, origin.relation, None, UNKNOWN_TERMS) for origin in card.origins),
        note=" ".join(dict.fromkeys(_remarks(card, reads, table, conflict=conflict))) or None,
    )


def _read(statement: Statement, reading: Reading, table: LicenseTable) -> Read:
    """The label's own meaning; where it only points elsewhere, that of the first words beside it that are known."""
    own = reading(statement.words, table)
    if own and (own.expression or own.candidates):
        return Read(statement, statement.words, own)
    for words in statement.otherwise:
        meaning = reading(words, table)
        if meaning and (meaning.expression or meaning.candidates):
            return Read(statement, words, meaning)
    if own and statement.otherwise:
        return Read(statement, statement.otherwise[0], None)
    return Read(statement, statement.words, own)


def _contradicting(reads: Sequence[Read], reading: Reading, table: LicenseTable) -> Iterator[Read]:
    """Words beside a label that name another license than any label does (`mit` with a link to CC BY-NC)."""
    stated = {read.expression for read in reads if read.expression}
    for statement in (read.statement for read in reads[:1] if stated):
        for words in statement.otherwise:
            meaning = reading(words, table)
            names = {meaning.expression, *meaning.candidates} - {None} if meaning else set()
            if names and not names & stated:
                yield Read(replace(statement, words=words, occurrence=_ELSEWHERE), words, meaning)


def _declared(reads: Sequence[Read]) -> str | None:
    known = [read.expression for read in reads if read.expression]
    if not known or len(known) < len(reads):
        return None
    return render(all_of(parse(expression) for expression in known))


def _conflict(reads: Sequence[Read]) -> bool:
    """Whether two places of the card declare different licenses."""
    places: dict[int, set[str]] = {}
    for read in reads:
        places.setdefault(read.statement.occurrence, set()).add(read.expression or read.words.casefold())
    return len({frozenset(words) for words in places.values()}) > 1


def _claim(read: Read, table: LicenseTable) -> LicenseClaim:
    if read.expression:
        confidence = _weakest(read.expression, table)
        return LicenseClaim(Basis.DECLARED, confidence, expression=read.expression, evidence=read.statement.evidence)
    words = one_line(read.words)
    return LicenseClaim(Basis.DECLARED, Confidence.LOW, unrecognized=words, evidence=read.statement.evidence)


def _confidence(reads: Sequence[Read], table: LicenseTable, *, weak: bool) -> Confidence:
    if weak:
        return Confidence.LOW
    least = max((_weakest(read.expression, table) for read in reads if read.expression), key=_ORDER.index)
    several = len({read.expression for read in reads}) > 1
    return max(least, Confidence.MEDIUM, key=_ORDER.index) if several else least


def _weakest(expression: str, table: LicenseTable) -> Confidence:
    """How far the terms of the least certain license of an expression can be relied on."""
    return max((table.terms(leaf.id).confidence for leaf in leaves(parse(expression))), key=_ORDER.index)


def _remarks(card: Card, reads: Sequence[Read], table: LicenseTable, *, conflict: bool) -> Iterator[str]:
    if not reads:
        yield "The card states no license."
    if card.template:
        yield "The card still holds the placeholders of the tool that wrote it, so its license is nobody's decision."
    if conflict:
        yield "The card declares different licenses in two places; all of them are taken to govern."
    elif len({read.expression or read.words for read in reads}) > 1:
        yield "The card lists several licenses; all of them are taken to govern."
    for read in reads:
        yield from _label_remarks(read, table)


def _label_remarks(read: Read, table: LicenseTable) -> Iterator[str]:
    """What a reader has to know about one label."""
    words, meaning = one_line(read.words), read.meaning
    if meaning is None:
        yield f'"{words}" is not a license that licscan knows.'
    elif meaning.candidates:
        listed = ", ".join(meaning.candidates[:6]) + (", …" if len(meaning.candidates) > 6 else "")
        yield f'"{words}" fits several licenses ({listed}).'
    else:
        if meaning.note:
            yield f'"{words}": {meaning.note}.'
        for leaf in leaves(parse(meaning.expression)) if meaning.expression else ():
            if table.terms(leaf.id).confidence is Confidence.LOW:
                yield f"The terms of {leaf.id} are general knowledge: check its text."
