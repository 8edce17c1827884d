"""The dataset scanner: cards of datasets and models in the tree."""

import codecs
import hashlib
from collections.abc import Iterator
from pathlib import Path

from licscan.errors import DocumentError
from licscan.inputs.inventory import InputFile, Inventory
from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.datasets.cards import KINDS, kind_of
from licscan.scanners.datasets.cards.interface import Card
from licscan.scanners.datasets.cards.wording import folder_name, folder_ref
from licscan.scanners.datasets.resolve import resolve
from licscan.scanners.interface import Observation, ScanContext

MAX_CARD_BYTES = 8_000_000

# Byte order marks; without one, the first two bytes of a fence or a brace in UTF-16.
_MARKS = (
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    *((sign + b"\0", "utf-16-le") for sign in (b"-", b"{")),
    *((b"\0" + sign, "utf-16-be") for sign in (b"-", b"{")),
)


class DatasetScanner:
    """Reads the license declarations of Hugging Face cards and Kaggle metadata."""

    def scan(self, inventory: Inventory, context: ScanContext) -> Iterator[Observation]:
        """Yield subject and license finding of each card, in path order; a card that cannot be read is a Gap."""
        files = inventory.of(*KINDS)
        context.progress.start("dataset and model cards", len(files))
        for file in files:
            yield from _observed(file, inventory.open_path(file), context)
            context.progress.advance()


def _observed(file: InputFile, path: Path, context: ScanContext) -> Iterator[Observation]:
    """What one card gives."""
    gaps: list[Gap] = []
    try:
        card = _card(file, path, gaps)
    except DocumentError as error:
        place = error.location or Location(file.path)
        gaps.append(_gap(file, GapReason.UNPARSABLE, f"the card cannot be read: {error.message}", place))
        card = None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        gaps.append(_gap(file, GapReason.UNREADABLE, f"the card cannot be opened: {reason}", Location(file.path)))
        card = None
    if card is None and gaps:
        yield Subject(folder_ref(file.path), SubjectKind.DATASET, folder_name(file.path), path=file.path)
    yield from gaps
    if card is not None:
        licenses = context.catalog.licenses
        yield card.subject
        yield resolve(card, kind_of(file.kind).meaning, licenses)


def _card(file: InputFile, path: Path, gaps: list[Gap]) -> Card | None:
    """Read and decode one file; adds a Gap where it is too large or its bytes are not the text they should be."""
    with path.open("rb") as stream:
        content = stream.read(MAX_CARD_BYTES + 1)
    if len(content) > MAX_CARD_BYTES:
        detail = f"the card is larger than {MAX_CARD_BYTES} bytes"
        gaps.append(_gap(file, GapReason.TOO_LARGE, detail, Location(file.path)))
        return None
    text = _decoded(content, file, gaps)
    return kind_of(file.kind).read(text, file.path, f"sha256:{hashlib.sha256(content).hexdigest()}")


def _decoded(content: bytes, file: InputFile, gaps: list[Gap]) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8-sig")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        place = Location(file.path, content.count(b"\n", 0, error.start) + 1)
        detail = "the card is not UTF-8; what could be decoded was read"
        gaps.append(_gap(file, GapReason.ENCODING, detail, place))
        return content.decode(encoding, "replace")


def _gap(file: InputFile, reason: GapReason, detail: str, place: Location) -> Gap:
    hint = "correct the card, or declare the dataset's license with its proof in licscan.toml"
    return Gap(folder_ref(file.path), reason, detail, Concern.LICENSE, place, hint)
