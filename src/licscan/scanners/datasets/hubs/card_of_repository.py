"""From a repository of Hugging Face and its files to a card."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from licscan.errors import DocumentError
from licscan.license_text.reading import decode
from licscan.model.evidence import Evidence, Location
from licscan.model.finding import Concern, Gap, GapReason
from licscan.model.subject import Subject
from licscan.net.cache import sha256_of
from licscan.net.errors import NetError
from licscan.scanners.datasets.cards import huggingface
from licscan.scanners.datasets.cards.decoding import decoded
from licscan.scanners.datasets.cards.interface import Card, PassageKind, Statement, TextBeside
from licscan.scanners.datasets.cards.wording import one_line
from licscan.scanners.datasets.hubs.interface import HubAnswer
from licscan.scanners.datasets.hubs.repository import README, Repository

GATE_HINT = "accept its terms on its page and set HF_TOKEN, or declare the license with its proof in licscan.toml"
_DECLARE = "read it on the hub and declare the license with its proof in licscan.toml"


@dataclass(slots=True)
class Fetched:
    """The files of a repository: their content, and why others could not be had."""

    content: dict[str, bytes] = field(default_factory=dict)
    errors: dict[str, NetError] = field(default_factory=dict)


def answer_of(repository: Repository, fetched: Fetched, *, origin: str = "") -> HubAnswer:
    """The card with its gaps; `origin` says in the evidence of each label where the card comes from, if not asked."""
    gaps = list(_gaps(repository, fetched.errors))
    subject = Subject(repository.ref, repository.kind, repository.name, version=repository.commit)
    metadata = _of_metadata(repository)
    card = _of_readme(repository, fetched.content, gaps)
    if card is None:
        card = metadata or Card(subject, ())
    elif not card.statements and metadata is not None:
        card = replace(card, statements=metadata.statements)
    if not card.statements:
        card = replace(card, statements=_of_tags(repository))
    return HubAnswer(
        replace(
            card,
            subject=subject,
            gated=card.gated or repository.gated,
            statements=tuple(_with_origin(statement, origin) for statement in card.statements),
            beside=_texts(repository, fetched.content),
            personal=tuple(replace(each, subject=repository.ref) for each in card.personal),
            gaps=tuple(replace(each, subject=repository.ref) for each in card.gaps),
        ),
        gaps=tuple(gaps),
    )


def _gaps(repository: Repository, errors: Mapping[str, NetError]) -> list[Gap]:
    gaps = []
    if repository.disabled:
        detail = "the hub has disabled access to the work"
        gaps.append(Gap(repository.ref, GapReason.UNREADABLE, detail, Concern.LICENSE, None, _DECLARE))
    for name, error in sorted(errors.items()):
        what = "card" if name == README else "license file"
        place = Location(f"{repository.shown}/{name}")
        hint = error.hint or _DECLARE
        detail = f"the {what} on the hub was not read: {error.message}"
        gaps.append(Gap(repository.ref, error.reason, detail, Concern.LICENSE, place, hint))
    return gaps


def _of_readme(repository: Repository, content: Mapping[str, bytes], gaps: list[Gap]) -> Card | None:
    """What the card says; what keeps it from being read is added to the gaps."""
    body = content.get(README)
    if body is None:
        return None
    path = f"{repository.shown}/{README}"
    text, digest = _decoded(body, repository, gaps), f"sha256:{sha256_of(body)}"
    try:
        card = huggingface.read_hub(text, path, digest)
    except DocumentError as error:
        detail = f"the card cannot be read: {error.message}"
        place = error.location or Location(path)
        gaps.append(Gap(repository.ref, GapReason.UNPARSABLE, detail, Concern.LICENSE, place, _DECLARE))
        return None
    placed = (replace(each, path=each.path or path, digest=each.digest or digest) for each in card.passages)
    return replace(card, passages=tuple(placed), digest=digest)


def _decoded(body: bytes, repository: Repository, gaps: list[Gap]) -> str:
    read = decoded(body)
    if read.doubtful_line is not None:
        place = Location(f"{repository.shown}/{README}", read.doubtful_line)
        detail = "the card is not UTF-8; what could be decoded was read"
        gaps.append(Gap(repository.ref, GapReason.ENCODING, detail, Concern.LICENSE, place, _DECLARE))
    return read.text


def _of_metadata(repository: Repository) -> Card | None:
    """What the metadata says that the hub took out of the card: read as a card, placed at the repository."""
    try:
        card = huggingface.read(f"---\n{repository.card_data}\n---\n", repository.shown, "")
    except DocumentError:
        return None
    if card is None:
        return None
    return replace(
        card,
        statements=tuple(
            replace(statement, evidence=(_evidence(repository, "card license", statement.words),))
            for statement in card.statements
        ),
        origins=tuple(replace(each, line=None) for each in card.origins),
        gaps=(),
        passages=tuple(
            replace(each, first_line=1, flat=True, path=repository.shown)
            for each in card.passages
            if each.kind is not PassageKind.BODY
        ),
    )


def _of_tags(repository: Repository) -> tuple[Statement, ...]:
    return tuple(Statement(tag, (_evidence(repository, "license tag", tag),)) for tag in repository.tags)


def _evidence(repository: Repository, source: str, words: str) -> Evidence:
    return Evidence(f"Hugging Face {source}", Location(repository.shown), excerpt=one_line(words))


def _with_origin(statement: Statement, origin: str) -> Statement:
    if not origin:
        return statement
    evidence = (replace(each, source=f"{each.source} ({origin})") for each in statement.evidence)
    return replace(statement, evidence=tuple(evidence))


def _texts(repository: Repository, content: Mapping[str, bytes]) -> tuple[TextBeside, ...]:
    return tuple(
        TextBeside(f"{repository.shown}/{name}", f"sha256:{sha256_of(body)}", decode(body))
        for name, body in sorted(content.items())
        if name != README
    )
