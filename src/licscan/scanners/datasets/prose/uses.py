"""Uses that a sentence grants or restricts in plain words, without a license."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from licscan.catalog.prose import Language, UsePhrase
from licscan.catalog.prose_words import Sentence, Span, Words
from licscan.model.license import WorkPart
from licscan.scanners.datasets.prose.interface import Place, Polarity, ProseStatement
from licscan.scanners.datasets.prose.names import Name
from licscan.scanners.datasets.prose.parts import Spot, of_others, statement_of, subject_part
from licscan.scanners.datasets.prose.sentences import Plain

_BLANK = "\N{SECTION SIGN}"
_CLAUSE = re.compile(r"[,;:.()!?\uff0c\u3001\uff1b\u3002]|\b(?:but|except|unless|however)\b")
_HALT = re.compile(r"[;:.!?\uff1b\u3002]|\b(?:but|however)\b")
_COMMA = re.compile(r",\s*")
_CLAUSE_LENGTH = 120
# How far behind a phrase the word stands that refuses it, and how far before it the word that undoes it.
_REFUSED_NEAR = 60
_UNDONE_NEAR = 40
# Chinese and Japanese put it right before; their signs begin here.
_UNDONE_NEXT = 2
_IDEOGRAPHS = "\u2e80"
# "Note: for research only" has no subject, and so speaks of the work.
_NO_SUBJECT = 2


def uses_of(sentence: Plain, low: Sentence, spot: Spot, names: Sequence[Name]) -> Iterator[ProseStatement]:
    """The first restriction, or else the first grant, of each language; names of licenses are no sentences of use."""
    words = low.text
    for name in names:
        words = _without(words, (name.start, name.end))
    low = Sentence(words) if names else low
    for language in spot.languages:
        if any(hint in low.text for hint in language.use_hints):
            yield from _use(sentence, low, spot, language)


def _use(sentence: Plain, low: Sentence, spot: Spot, language: Language) -> Iterator[ProseStatement]:
    closed = _closed(low, language)
    for phrase in language.uses:
        span = _granted(phrase, low, spot, language) if phrase.grants else _first(phrase, closed, spot)
        if span is None or _is_past(low, span, language):
            continue
        speaking = low if phrase.grants else closed
        weak = phrase.weak or _only_wished(low, phrase, spot, language)
        # In a gate, too, a purpose can be that of the form and not that of the work.
        sure = spot.strong and not (weak and spot.place is Place.GATE)
        own = sure or _speaks_of_the_work(speaking, span, language, spot.called)
        polarity = Polarity.GRANT if phrase.grants else Polarity.RESTRICTION
        part = _part(low, span, spot, language)
        made = statement_of(polarity, (phrase.means,), sentence, spot, part, own=own)
        variant = any(start <= span[1] for start, _ in low.spans(language.variants))
        yield replace(made, weak=weak, variant=variant)
        return


def _part(low: Sentence, span: Span, spot: Spot, language: Language) -> WorkPart | None:
    return None if spot.place is Place.GATE else subject_part((0, max(span[0], 1)), low, spot, (language,))


def _first(phrase: UsePhrase, low: Sentence, spot: Spot) -> Span | None:
    return next(phrase.spans(low, strong=spot.strong), None)


def _granted(phrase: UsePhrase, low: Sentence, spot: Spot, language: Language) -> Span | None:
    """Where a sentence grants a use: not where it says that something else is refused for that use."""
    spans = phrase.spans(low, strong=spot.strong)
    return next((span for span in spans if not _turned(span, low, language)), None)


def _closed(low: Sentence, language: Language) -> Sentence:
    """A sentence without the words that name a limit to say that there is none, or that others have it."""
    text = low.text
    for span in low.spans(language.both):
        if not _turned(span, low, language):
            text = _without(text, span)
    for start, end in low.spans(language.opens):
        text = _without(text, (start, _end_of_clause(low.text, end)))
    for start, end in low.spans(language.compares):
        text = _without(text, (start, _end_of_comparison(low, end, language)))
    return low if text == low.text else Sentence(text)


def _without(text: str, span: Span) -> str:
    return text[: span[0]] + _BLANK * (span[1] - span[0]) + text[span[1] :]


def _end_of_clause(text: str, at: int) -> int:
    last = min(len(text), at + _CLAUSE_LENGTH)
    sign = _CLAUSE.search(text, at, last)
    return sign.start() if sign else last


def _end_of_comparison(low: Sentence, at: int, language: Language) -> int:
    """The comma behind what is compared with: `unlike X, which is free, this ...` ends at the second one."""
    relative = {start for start, _ in low.spans(language.relative)}
    for comma in _COMMA.finditer(low.text, at):
        if comma.end() not in relative:
            return comma.start()
    return len(low.text)


def _turned(span: Span, low: Sentence, language: Language) -> bool:
    """Whether the words around a phrase that allows turn it into the opposite."""
    start, end = span
    halt = _HALT.search(low.text, end, end + _REFUSED_NEAR)
    behind = halt.start() if halt else end + _REFUSED_NEAR
    if any(end <= begin < behind for begin, _ in low.spans(language.refused)):
        return True
    if any(end <= begin <= end + 1 for begin, _ in low.spans(language.denied_before)):
        return True
    reach = _UNDONE_NEXT if low.text[start] >= _IDEOGRAPHS else _UNDONE_NEAR
    before = (stop for _, stop in low.spans(language.undone) if start - reach <= stop <= start)
    return any(not _CLAUSE.search(low.text, stop, start) for stop in before)


def _is_past(low: Sentence, span: Span, language: Language) -> bool:
    """Whether a sentence tells of an earlier release, or of what was left out, and not of how it is now."""
    for pattern in language.former:
        found = pattern.find(low)
        if found and found[0] <= span[0]:
            return not any(found[0] <= start <= span[0] for start, _ in low.spans(language.now))
    return False


def _only_wished(low: Sentence, phrase: UsePhrase, spot: Spot, language: Language) -> bool:
    """Whether a sentence tells what a work was made for, or what its makers would like, and sets no terms."""
    if low.spans(language.binding):
        return False
    return bool(low.spans(language.advice)) or (phrase.mild and not spot.strong and bool(low.spans(language.intent)))


def _speaks_of_the_work(low: Sentence, span: Span, language: Language, called: Words) -> bool:
    """Whether running text that limits a use says of what: this work, a part of it, or whoever uses it."""
    mine = [*low.spans(language.own), *low.spans(called)]
    if of_others(low, span[0], language, called):
        return False
    if mine or low.spans(language.told) or low.spans(language.addressed) or low.text[span[0]] >= _IDEOGRAPHS:
        return True
    return any(low.spans(words) for _, words in language.parts) or len(low.text[: span[0]].split()) <= _NO_SUBJECT
