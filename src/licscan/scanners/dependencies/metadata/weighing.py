"""How sure a conclusion is after everything that agrees and disagrees was heard, and what its reader is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from licscan.catalog.licenses import LicenseTable
from licscan.model.finding import LicenseFinding
from licscan.model.license import Confidence, Terms
from licscan.scanners.dependencies.metadata.license_files import TextOpinions
from licscan.scanners.dependencies.metadata.opinion import (
    Opinion,
    Rank,
    agree,
    family,
    is_closed_family,
    is_own_text,
    is_stricter,
)

_CLASSIFIER = "classifier"
_ORDER = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)

_WEAK = {
    Rank.PROSE: "concluded from the prose of the license file",
    Rank.README: "concluded from the README, as nothing else names a license",
    Rank.OTHERS: "concluded from what the {} states; the package itself names no license",
}


@dataclass(frozen=True, slots=True)
class _Weights:
    """What speaks against a conclusion: other licenses, a stricter one among them, words nobody knows, doubts."""

    against: tuple[Opinion, ...]
    strict: Opinion | None
    unknown: tuple[Opinion, ...]
    doubted: bool
    unsaid: bool


def weighed(
    finding: LicenseFinding,
    reached: Opinion,
    claims: Sequence[Opinion],
    parts: Sequence[Opinion],
    texts: TextOpinions,
    table: LicenseTable,
) -> LicenseFinding:
    """The finding with terms, confidence, conflict, the parts that it does not govern, and a note."""
    weights = _weights(reached, claims, texts, table)
    governs = reached.names()
    return replace(
        finding,
        confidence=_confidence(reached, claims, texts, weights),
        conflict=bool(weights.against) or weights.doubted,
        terms=_terms(reached, weights.strict, table),
        bundled=tuple(dict.fromkeys(part.claim() for part in parts if not part.names() <= governs)),
        note="; ".join(_notes(reached, texts, weights)) or None,
    )


def _weights(reached: Opinion, claims: Sequence[Opinion], texts: TextOpinions, table: LicenseTable) -> _Weights:
    otherwise = [
        opinion
        for opinion in claims
        if not agree(reached, opinion) and not is_explained(opinion, reached, claims, texts)
    ]
    kin = [opinion for opinion in otherwise if is_own_text(opinion, reached, table)]
    against = tuple(
        opinion for opinion in otherwise if opinion not in kin and not is_closed_family(opinion, reached, table)
    )
    strict = next((opinion for opinion in (*against, *kin) if is_stricter(opinion, reached, table)), None)
    unknown = tuple(opinion for opinion in claims if opinion.unknown_words)
    # Words that nobody knows may name another license, unless the license text bears the conclusion out.
    doubted = bool(unknown) and (texts.governing is None or not agree(reached, texts.governing))
    return _Weights(against, strict, unknown, doubted, _later_unsaid(reached, claims, texts))


def is_explained(opinion: Opinion, reached: Opinion, claims: Sequence[Opinion], texts: TextOpinions) -> bool:
    """Whether a classifier names what the license file puts on tests, tools or documentation, beside one that agrees.

    Classifiers are a list without places; the license file then says which of them holds for what is installed.
    """
    if opinion.evidence.source != _CLASSIFIER or not opinion.names() & {family(name) for name in texts.apart}:
        return False
    others = [other for other in claims if other.evidence.source == _CLASSIFIER and other is not opinion]
    return any(other.names() and agree(reached, other) for other in others)


def _confidence(reached: Opinion, claims: Sequence[Opinion], texts: TextOpinions, weights: _Weights) -> Confidence:
    if weights.strict in weights.against or weights.unsaid or weights.doubted:
        return Confidence.LOW
    not_read = texts.unread is not None and reached.rank is not Rank.EXPRESSION
    if weights.strict or weights.against or weights.unknown or not_read:
        return min(reached.confidence, Confidence.MEDIUM, key=_ORDER.index)
    borne_out = any(opinion.basis != reached.basis and opinion.names() for opinion in claims)
    return Confidence.HIGH if borne_out and reached.confidence is not Confidence.LOW else reached.confidence


def _terms(reached: Opinion, strict: Opinion | None, table: LicenseTable) -> Terms:
    """The terms of the conclusion; where another source is stricter, of both together, until somebody decides."""
    if strict is None or strict.expression is None or reached.expression is None:
        return table.terms_of(reached.expression)
    return table.terms_of(f"({reached.expression}) AND ({strict.expression})")


def _later_unsaid(reached: Opinion, claims: Sequence[Opinion], texts: TextOpinions) -> bool:
    """Whether `only` rests on nothing but the text of a GNU license, which cannot say it."""
    declared = {opinion.expression for opinion in claims if opinion.rank < Rank.TEXT or opinion.rank is Rank.OTHERS}
    plain = (reached.expression or "").partition(" WITH ")[0]
    return plain in texts.version_unsaid and not {plain, reached.expression} & declared


def _notes(reached: Opinion, texts: TextOpinions, weights: _Weights) -> Iterator[str]:
    against = weights.strict or next(iter([*weights.against, *weights.unknown]), None)
    if against is not None:
        words = against.expression or against.unrecognized
        yield f"{against.evidence.source} says {words}" + (", which is more restrictive" if weights.strict else "")
    if weights.unsaid:
        yield "the license text does not say whether later versions are allowed"
    if reached.rank is Rank.EXPRESSION and reached.evidence.source == "License":
        yield "the License field leaves later versions open, and another source says which"
    if reached.rank in _WEAK:
        yield _WEAK[reached.rank].format(reached.evidence.source)
    if " AND " in (reached.expression or "") and reached.rank in (Rank.CLASSIFIER, Rank.AMBIGUOUS):
        yield "several licenses are stated, and not whether one may be chosen"
    if texts.apart:
        names = ", ".join(texts.apart)
        yield f"the license file puts {names} on tests, tools or documentation, which are not installed"
    if texts.unread is not None and reached.rank is not Rank.EXPRESSION:
        yield "the text of the license file is not recognized"
