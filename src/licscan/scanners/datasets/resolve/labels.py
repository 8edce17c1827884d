"""What the labels of a card mean."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.expressions.algebra import all_of, leaves, parse, render
from licscan.model.license import UNKNOWN_TERMS, Basis, Confidence, LicenseClaim, Terms, WorkPart
from licscan.scanners.datasets.cards.interface import Card, Statement
from licscan.scanners.datasets.cards.wording import one_line

ORDER = (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)
Reading = Callable[[str, LicenseTable], LabelMeaning | None]

# The occurrence of words that stand beside all labels.
_ELSEWHERE = -1
# A label of these parts says nothing about the data.
_ASIDE = frozenset({WorkPart.METADATA, WorkPart.CODE})


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
    def names(self) -> tuple[str, ...]:
        """Everything that may be meant."""
        if self.meaning is None:
            return ()
        return (self.meaning.expression,) if self.meaning.expression else self.meaning.candidates

    @property
    def terms(self) -> Terms:
        """The terms that hold whatever the words may mean."""
        return (self.meaning.terms if self.meaning else None) or UNKNOWN_TERMS

    @property
    def governs(self) -> bool:
        """Whether the label is about the work, not about what describes it."""
        return self.statement.part not in _ASIDE


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels of a card; `declared` is what those about the work say together, None where one is not known."""

    reads: tuple[Read, ...]
    declared: str | None
    conflict: bool

    @property
    def governing(self) -> tuple[Read, ...]:
        """The labels that are about the work."""
        return tuple(read for read in self.reads if read.governs)


def read_labels(card: Card, reading: Reading, table: LicenseTable) -> Labels:
    """The labels of a card in the order in which they stand, with words beside them that name another license."""
    own = tuple(_read(statement, reading, table) for statement in card.statements)
    reads = (*own, *_contradicting(own, reading, table))
    governing = [read for read in reads if read.governs]
    return Labels(reads, _declared(governing), _conflict(governing))


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


def label_claim(read: Read, table: LicenseTable) -> LicenseClaim:
    """The claim that a label makes."""
    proof, part = read.statement.evidence, read.statement.part
    if read.expression:
        sure = least_sure(read.expression, table)
        return LicenseClaim(Basis.DECLARED, sure, expression=read.expression, evidence=proof, part=part)
    words = one_line(read.words)
    return LicenseClaim(Basis.DECLARED, Confidence.LOW, unrecognized=words, evidence=proof, part=part)


def least_sure(expression: str, table: LicenseTable) -> Confidence:
    """How far the terms of the least certain license of an expression can be relied on."""
    return max((table.terms(leaf.id).confidence for leaf in leaves(parse(expression))), key=ORDER.index)
