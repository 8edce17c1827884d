"""What a reader has to know about a conclusion, in plain sentences."""

from collections.abc import Iterator, Sequence

from licscan.catalog.licenses import LicenseTable
from licscan.expressions.algebra import leaves, parse
from licscan.model.license import Confidence
from licscan.scanners.datasets.cards.interface import Card
from licscan.scanners.datasets.cards.wording import one_line
from licscan.scanners.datasets.prose.interface import Prose
from licscan.scanners.datasets.resolve.joining import Joined
from licscan.scanners.datasets.resolve.labels import Labels, Read


def remarks(card: Card, labels: Labels, joined: Joined, prose: Prose, table: LicenseTable) -> Iterator[str]:
    """The sentences of a finding's note, in order; the same one may come twice."""
    reads = labels.reads
    if not reads:
        whole = not card.gaps and prose.unread_line is None
        seen = "The card" if whole else "What could be read of the card"
        yield f"{seen} states no license." if joined.concluded is None else "Only the card's text states a license."
    if card.template:
        yield "The card still holds the placeholders of the tool that wrote it, so its license is nobody's decision."
    yield from _conflicts(labels, joined)
    if not labels.conflict and len({read.expression or read.words for read in reads}) > 1:
        yield "The card lists several licenses; all of them are taken to govern."
    for read in reads:
        yield from _label_remarks(read, joined, table)
    if prose.unread_line is not None:
        yield f"The text of the card is longer than licscan reads; from line {prose.unread_line} on it was not read."


def _conflicts(labels: Labels, joined: Joined) -> Iterator[str]:
    if labels.conflict:
        yield "The card declares different licenses in two places; all of them are taken to govern."
    if joined.contradictions:
        lines = sorted({one.line for one in joined.contradictions})
        yield f"The text contradicts the label ({_lines(lines)}); the more restrictive of them governs."
    if joined.variants:
        lines = sorted({one.line for one in joined.variants})
        yield f"Variants of the work have different terms ({_lines(lines)}): which of them is used decides."


def _lines(lines: Sequence[int]) -> str:
    shown = ", ".join(str(line) for line in lines[:4])
    return f"line {shown}" if len(lines) == 1 else f"lines {shown}" + (", …" if len(lines) > 4 else "")


def _label_remarks(read: Read, joined: Joined, table: LicenseTable) -> Iterator[str]:
    """What a reader has to know about one label."""
    words, meaning = one_line(read.words), read.meaning
    if meaning is None:
        yield f'"{words}" is not a license that licscan knows.'
    elif meaning.candidates:
        listed = ", ".join(meaning.candidates[:6]) + (", …" if len(meaning.candidates) > 6 else "")
        yield f'"{words}" fits several licenses ({listed}).'
        if joined.concluded:
            yield f"The text says which: {joined.concluded}."
    else:
        if meaning.note:
            yield f'"{words}": {meaning.note}.'
        for leaf in leaves(parse(meaning.expression)) if meaning.expression else ():
            if table.terms(leaf.id).confidence is Confidence.LOW:
                yield f"The terms of {leaf.id} are general knowledge: check its text."
