"""The cards of the tree: each file read, and what lies in one folder joined to one card."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path, PurePosixPath

from licscan.errors import DocumentError
from licscan.inputs.cards import UNREAD_TEXTS
from licscan.inputs.inventory import InputFile, Inventory
from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.datasets.cards import KINDS, kind_of
from licscan.scanners.datasets.cards.decoding import decoded
from licscan.scanners.datasets.cards.interface import Card, CardKind, Passage, Statement, TextBeside, in_order
from licscan.scanners.datasets.cards.wording import folder_name, folder_ref
from licscan.scanners.datasets.resolve.beside import MAX_FILES
from licscan.scanners.interface import Progress

# What is longer than this is no text that a person wrote; a card within it is read in some milliseconds.
MAX_CARD_BYTES = 2_000_000
_HINT = "correct the card, or declare the dataset's license with its proof in licscan.toml"


@dataclass(slots=True)
class Collected:
    """The cards of a tree with the kinds of card that know their labels, and what could not be read."""

    cards: list[tuple[Card, tuple[CardKind, ...]]] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    unread: list[Subject] = field(default_factory=list)


def collect(inventory: Inventory, progress: Progress) -> Collected:
    """All cards in path order; license files lie beside each card of their folder, or are a card of their own."""
    files = inventory.of(*KINDS)
    progress.start("dataset and model cards", len(files))
    collected = Collected()
    read: list[tuple[Card, CardKind]] = []
    for file in files:
        card = _read(file, inventory.open_path(file), collected)
        if card is not None:
            read.append((card, kind_of(file.kind)))
        progress.advance()
    collected.cards = list(_joined(read))
    return collected


def _read(file: InputFile, path: Path, collected: Collected) -> Card | None:
    """Read one file; whatever is in the way of that is a Gap about its folder."""
    before = len(collected.gaps)
    card = None
    try:
        card = _card(file, path, collected.gaps)
    except DocumentError as error:
        place = error.location or Location(file.path)
        collected.gaps.append(_gap(file, GapReason.UNPARSABLE, f"the card cannot be read: {error.message}", place))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        collected.gaps.append(
            _gap(file, GapReason.UNREADABLE, f"the card cannot be opened: {reason}", Location(file.path))
        )
    if card is None and len(collected.gaps) > before:
        collected.unread.append(
            Subject(folder_ref(file.path), SubjectKind.DATASET, folder_name(file.path), path=file.path)
        )
    return card


def _card(file: InputFile, path: Path, gaps: list[Gap]) -> Card | None:
    """Read and decode one file; adds a Gap where it is too large or its bytes are not the text they should be."""
    if PurePosixPath(file.path).suffix.lower() in UNREAD_TEXTS:
        detail = "license texts in this form are not read"
        gaps.append(_gap(file, GapReason.UNSUPPORTED_FORMAT, detail, Location(file.path)))
        return None
    with path.open("rb") as stream:
        content = stream.read(MAX_CARD_BYTES + 1)
    if len(content) > MAX_CARD_BYTES:
        detail = f"the card is larger than {MAX_CARD_BYTES} bytes"
        gaps.append(_gap(file, GapReason.TOO_LARGE, detail, Location(file.path)))
        return None
    text = _decoded(content, file, gaps)
    return kind_of(file.kind).read(text, file.path, f"sha256:{hashlib.sha256(content).hexdigest()}")


def _decoded(content: bytes, file: InputFile, gaps: list[Gap]) -> str:
    read = decoded(content)
    if read.doubtful_line is not None:
        detail = "the card is not UTF-8; what could be decoded was read"
        gaps.append(_gap(file, GapReason.ENCODING, detail, Location(file.path, read.doubtful_line)))
    return read.text


def _gap(file: InputFile, reason: GapReason, detail: str, place: Location) -> Gap:
    return Gap(folder_ref(file.path), reason, detail, Concern.LICENSE, place, _HINT)


def _joined(cards: Sequence[tuple[Card, CardKind]]) -> Iterator[tuple[Card, tuple[CardKind, ...]]]:
    """One card for each ref, with the license files of its folder."""
    beside: defaultdict[str, list[tuple[Card, CardKind]]] = defaultdict(list)
    groups: dict[str, list[tuple[Card, CardKind]]] = {}
    for card, kind in cards:
        if _is_text_alone(card):
            beside[_folder(card)].append((card, kind))
        else:
            groups.setdefault(card.subject.ref, []).append((card, kind))
    described = {_folder(card) for group in groups.values() for card, _ in group}
    for folder, texts in beside.items():
        if folder not in described:
            groups.setdefault(texts[0][0].subject.ref, []).extend(texts)
    for group in groups.values():
        folders = sorted({_folder(card) for card, _ in group})
        lying = [text for folder in folders for card, _ in beside.get(folder, ()) for text in card.beside]
        card = _one(group[0][0], [other for other, _ in group[1:]])
        beside_it = tuple(sorted({*card.beside, *lying}, key=attrgetter("path")))
        card = replace(card, beside=beside_it, gaps=(*card.gaps, *_too_many(card, beside_it)))
        yield card, tuple(dict.fromkeys(kind for _, kind in group))


def _too_many(card: Card, texts: Sequence[TextBeside]) -> Iterator[Gap]:
    """The license files that are not read because of the number of those before them."""
    if len(texts) > MAX_FILES:
        detail = f"{len(texts)} license files lie here; the first {MAX_FILES} were read"
        place = Location(texts[MAX_FILES].path)
        yield Gap(card.subject.ref, GapReason.TRUNCATED, detail, Concern.LICENSE, place, _HINT)


def _is_text_alone(card: Card) -> bool:
    """Whether a card is a license file and nothing else."""
    return bool(card.beside) and not (card.statements or card.passages)


def _folder(card: Card) -> str:
    return PurePosixPath(card.subject.path or "").parent.as_posix()


def _one(first: Card, others: Sequence[Card]) -> Card:
    """Several cards of one work: what each says stays apart by place, so that a contradiction shows."""
    for other in others:
        base = 1 + max((statement.occurrence for statement in first.statements), default=-1)
        first = replace(
            first,
            statements=(*first.statements, *(_shifted(statement, base) for statement in other.statements)),
            origins=in_order(
                (*first.origins, *(replace(one, path=one.path or other.subject.path) for one in other.origins))
            ),
            gated=first.gated or other.gated,
            template=first.template and other.template,
            passages=(*first.passages, *(_placed(passage, other) for passage in other.passages)),
            beside=(*first.beside, *other.beside),
            personal=(*first.personal, *other.personal),
            gaps=(*first.gaps, *other.gaps),
        )
    return first


def _shifted(statement: Statement, base: int) -> Statement:
    return replace(statement, occurrence=statement.occurrence + base)


def _placed(passage: Passage, card: Card) -> Passage:
    return replace(passage, path=passage.path or card.subject.path, digest=passage.digest or card.digest)
