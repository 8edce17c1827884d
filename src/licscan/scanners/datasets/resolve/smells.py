"""What makes a label doubtful though nothing contradicts it outright."""

from collections.abc import Iterator

from licscan.catalog.licenses import LicenseTable
from licscan.expressions.algebra import leaves, parse
from licscan.model.evidence import Location
from licscan.model.finding import Smell, SmellKind
from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.cards.interface import Card
from licscan.scanners.datasets.prose.interface import Prose, Remark, Silence
from licscan.scanners.datasets.resolve.labels import Labels, Read

_SOFTWARE = frozenset({"permissive", "weak-copyleft", "strong-copyleft", "network-copyleft"})
_SILENT = {
    Silence.EMPTY: "The section on the license is empty, so nothing but the label says {label}.",
    Silence.NOBODY_KNOWS: "The section on the license says that it is not known, while the label says {label}.",
    Silence.ELSEWHERE: "The section on the license leaves it to other places; the label says {label}.",
}


def smells_of(card: Card, labels: Labels, prose: Prose, table: LicenseTable) -> tuple[Smell, ...]:
    """All smells of a card, sorted, each once."""
    found = {
        *_template(card, labels),
        *_labels(card, labels, prose, table),
        *_silence(card, labels, prose),
        *_remarked(card, SmellKind.WEBSITE_TERMS, prose.website, "The text leaves terms to a website: {words}"),
        *_remarked(card, SmellKind.PER_RECORD, prose.per_record, "Records have licenses of their own: {words}"),
    }
    return tuple(sorted(found, key=lambda smell: (smell.kind, smell.detail, str(smell.location))))


def _template(card: Card, labels: Labels) -> Iterator[Smell]:
    if card.template and labels.reads:
        words = labels.declared or labels.reads[0].words[:40]
        detail = f"{words} stands beside placeholders of the tool that wrote the file, which puts it there by itself."
        yield Smell(SmellKind.TEMPLATE, detail, _place(labels.reads[0]))


def _labels(card: Card, labels: Labels, prose: Prose, table: LicenseTable) -> Iterator[Smell]:
    """Labels that are mostly picked by mistake, and licenses for programs on data."""
    supported = {name for one in prose.statements for name in one.names}
    for read in labels.governing:
        ids = [leaf.id for leaf in leaves(parse(read.expression))] if read.expression else []
        for name in ids:
            mistaken = table.prose.mistaken.get(name)
            if mistaken and name not in supported:
                yield Smell(SmellKind.MISTAKEN_LABEL, mistaken, _place(read))
            elif card.subject.kind is SubjectKind.DATASET and table.terms(name).category in _SOFTWARE:
                detail = f"{name} is written for programs; it does not say what it means for data."
                yield Smell(SmellKind.SOFTWARE_LICENSE, detail, _place(read))


def _silence(card: Card, labels: Labels, prose: Prose) -> Iterator[Smell]:
    said = _SILENT.get(prose.silence) if prose.silence else None
    if said and labels.declared and card.subject.path:
        place = Location(card.subject.path, prose.silent_line)
        yield Smell(SmellKind.UNSUPPORTED_LABEL, said.format(label=labels.declared), place)


def _remarked(card: Card, kind: SmellKind, remark: Remark | None, detail: str) -> Iterator[Smell]:
    if remark:
        place = Location(card.subject.path, remark.line) if card.subject.path else None
        yield Smell(kind, detail.format(words=f'"{remark.words}"'), place)


def _place(read: Read) -> Location | None:
    return read.statement.evidence[0].location if read.statement.evidence else None
