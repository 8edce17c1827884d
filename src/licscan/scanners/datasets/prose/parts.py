"""Where a sentence stands, what part of the work it speaks of, and the statement that it makes."""

from collections.abc import Sequence
from dataclasses import dataclass

from licscan.catalog.prose import Language
from licscan.catalog.prose_words import Sentence, Span, Words, lowered
from licscan.model.license import WorkPart
from licscan.scanners.datasets.cards.wording import one_line
from licscan.scanners.datasets.prose.interface import Place, Polarity, ProseStatement
from licscan.scanners.datasets.prose.layout import Section
from licscan.scanners.datasets.prose.sentences import Plain

NAMELESS = Words(())


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a sentence stands; `called` are the names of the work; `top`: near the top of the card."""

    place: Place
    section: Section
    listed: bool
    line: int
    path: str | None
    digest: str | None
    languages: tuple[Language, ...]
    called: Words = NAMELESS
    top: bool = False

    @property
    def strong(self) -> bool:
        """Whether licenses are the subject here."""
        return self.place is not Place.RUNNING


def statement_of(
    polarity: Polarity,
    names: tuple[str, ...],
    sentence: Plain,
    spot: Spot,
    part: WorkPart | None,
    *,
    own: bool,
    link: bool = False,
) -> ProseStatement:
    """A statement of a sentence."""
    return ProseStatement(
        polarity,
        spot.place,
        names,
        spot.line,
        one_line(sentence.text),
        part,
        own=own,
        link=link,
        listed=spot.listed,
        path=spot.path,
        digest=spot.digest,
    )


def subject_part(span: Span, low: Sentence, spot: Spot, languages: Sequence[Language]) -> WorkPart | None:
    """What a clause speaks of, else what the heading above it does; None for the whole work."""
    for language in languages:
        if found := first_part(low, span, language):
            return found[0]
    return _titled_part(spot.section, languages)


def first_part(low: Sentence, span: Span, language: Language) -> tuple[WorkPart | None] | None:
    """The part whose word comes first between two places, the longest word of those; None where there is none."""
    found = [
        (start, -end, number)
        for number, (_, words) in enumerate(language.parts)
        for start, end in low.spans(words)
        if span[0] <= start and end <= span[1]
    ]
    return (language.parts[min(found)[2]][0],) if found else None


def _titled_part(section: Section, languages: Sequence[Language]) -> WorkPart | None:
    if section.kind == "source":
        return WorkPart.SOURCES
    for title in reversed(section.titles[-2:]):
        low = Sentence(lowered(title))
        for language in languages:
            if found := first_part(low, (0, len(low.text)), language):
                return found[0]
    return None


def of_others(low: Sentence, at: int, language: Language, called: Words) -> bool:
    """Whether the words before a place are about other works, and none behind those about this one."""
    found = (pattern.find(low) for pattern in language.others)
    others = [span for span in found if span and span[0] <= at]
    mine = (start for words in (language.own, called) for start, _ in low.spans(words))
    return bool(others) and not any(others[0][1] <= start <= at for start in mine)
