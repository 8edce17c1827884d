"""What one sentence says: the licenses that it names, the uses that it grants or restricts, and of which part."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from licscan.catalog.licenses import LicenseTable
from licscan.catalog.prose import Language
from licscan.catalog.prose_words import Sentence, Span, Words, lowered
from licscan.model.license import WorkPart
from licscan.scanners.datasets.prose.interface import Place, Polarity, ProseStatement
from licscan.scanners.datasets.prose.layout import Block
from licscan.scanners.datasets.prose.names import Name, names_in
from licscan.scanners.datasets.prose.parts import Spot, first_part, of_others, statement_of, subject_part
from licscan.scanners.datasets.prose.sentences import Plain
from licscan.scanners.datasets.prose.uses import uses_of

_BEHIND = 35
_BEFORE = 60
_DENIED_NEAR = 40
_LEAD_END = re.compile(r"\s*(?:[:\uff1a|=]|is\b)")
_LEAD_START = re.compile(r"[\s|#*+\d.)-]{0,12}")
_BREAK = re.compile(r"[;\uff1b]|,\s(?:while|whereas|but|and the)\b|\bwhile\b|\bwhereas\b")
# What a fence says that holds no program.
_TEXT = frozenset({"text", "txt", "plain", "plaintext", "markdown", "md", "none", "license"})
# A fence without a programming language is text, unless what stands in it is clearly none.
_BARE_CODE = re.compile(r"\s*(?:```|~~~)?\s*(?:@\w+\s*\{|\{\s*[\"'}]|import\s|from\s\S+\simport|>>>)")
_CODE = re.compile(r"\s*(?:```|~~~)?[^\n]{0,30}\s*(?:@\w+\s*\{|\{|\[|import\s|from\s\S+\simport|>>>|\$\s|<\w)")


def is_code(block: Block) -> bool:
    """Whether fenced text is a program, a record or BibTeX; a license quoted in a fence is text."""
    if block.written_in in _TEXT:
        return False
    return block.written_in is not None and bool((_CODE if block.written_in else _BARE_CODE).match(block.text))


def is_lead(sentence: Plain, languages: Sequence[Language]) -> bool:
    """Whether a sentence begins with `License:` or stands in a row whose first cell says so."""
    low = lowered(sentence.text[:120])
    start = _LEAD_START.match(low)
    at = start.end() if start else 0
    for language in languages:
        for begin, end in language.lead.spans(low):
            if begin == at and _LEAD_END.match(low, end):
                return True
    return False


def statements_of(sentence: Plain, spot: Spot, table: LicenseTable) -> Iterator[ProseStatement]:
    """The statements of a sentence, in the order of its words."""
    english = replace(sentence, text=table.prose.elements.english(sentence.text))
    names = names_in(english, table)
    low = Sentence(lowered(english.text))
    choice = any(low.spans(language.choice) for language in spot.languages)
    before = 0
    for number, name in enumerate(names):
        after = names[number + 1].start if number + 1 < len(names) else len(low.text)
        for statement in _named(name, (before, after), sentence, low, spot, spot.languages):
            # `A and B` of which one may choose.
            either = tuple(name.replace(" AND ", " OR ") for name in statement.names)
            yield replace(statement, names=either, choice=True) if choice else statement
        if not (number + 1 < len(names) and names[number + 1].link and names[number + 1].start <= name.end):
            before = name.end
    # Where no license is named, `nicht kommerziell` is no element of one.
    yield from uses_of(sentence, low if names else Sentence(lowered(sentence.text)), spot, names)


def _named(
    name: Name, around: Span, sentence: Plain, low: Sentence, spot: Spot, languages: Sequence[Language]
) -> Iterator[ProseStatement]:
    denied = any(_denied(name, around, low, language) for language in languages)
    badge = name.badge and spot.top
    part = _part_of_badge(name, around, low, spot) if badge else _part_of(name, around, low, spot, languages)
    own = spot.strong or badge or any(_own(name, low, language, spot.called) for language in languages)
    polarity = Polarity.DENIED if denied else Polarity.NAMED
    yield statement_of(polarity, name.names, sentence, spot, part, own=own, link=name.link)


def _denied(name: Name, around: Span, low: Sentence, language: Language) -> bool:
    start = max(around[0], name.start - _DENIED_NEAR)
    if any(start <= end <= name.start for _, end in low.spans(language.denied_before)):
        return True
    behind = min(around[1], name.end + _DENIED_NEAR)
    return any(name.end <= begin < behind for begin, _ in low.spans(language.denied_after))


def _own(name: Name, low: Sentence, language: Language, called: Words) -> bool:
    """Whether running text puts the card's own work under the license."""
    under = [span for span in low.spans(language.under) if span[1] <= name.start and name.start - span[1] <= _BEFORE]
    stated = any(0 <= name.start - end <= 1 for _, end in low.spans(language.states))
    if not under and not stated:
        return False
    # "Our photos were drawn with X, which is under the MIT license" speaks of X.
    starts = [
        end for _, end in low.spans(language.relative) if end <= name.start and "," not in low.text[end : name.start]
    ]
    clause = max(starts, default=0)
    if of_others(low, name.start, language, called):
        return False
    words = (language.own, language.told, called)
    subject = any(clause <= start < name.start for one in words for start, _ in low.spans(one))
    # "Released under the MIT license."
    return subject or (bool(under) and under[0][0] <= 2)


def _part_of(name: Name, around: Span, low: Sentence, spot: Spot, languages: Sequence[Language]) -> WorkPart | None:
    """What a license is for: named behind it (`for the images`), else first in its clause, else in the heading."""
    if spot.place is Place.GATE:
        return None
    for language in languages:
        behind = [end for start, end in low.spans(language.behind) if name.end <= start < min(around[1], name.end + 30)]
        if behind and (found := first_part(low, (behind[0], _clause_end(low.text, behind[0], around[1])), language)):
            return found[0]
    start = around[0]
    for match in _BREAK.finditer(low.text, around[0], name.start):
        start = match.end()
    return subject_part((start, name.start), low, spot, languages)


def _part_of_badge(name: Name, around: Span, low: Sentence, spot: Spot) -> WorkPart | None:
    """What a badge is for: as its label says (`Code License`), or the words of the picture."""
    for words, span in ((Sentence(lowered(name.label)), (0, len(name.label))), (low, (around[0], name.end))):
        for language in spot.languages:
            if found := first_part(words, span, language):
                return found[0]
    return None


def _clause_end(text: str, start: int, end: int) -> int:
    comma = text.find(",", start, end)
    return min(comma if comma >= 0 else end, start + _BEHIND)
