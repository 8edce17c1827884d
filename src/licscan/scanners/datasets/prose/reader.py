"""Reads the running text of a card: sections on licenses first, then sentences elsewhere that speak of the work."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from licscan.catalog.licenses import LicenseTable
from licscan.catalog.prose import Language, ProseRules
from licscan.catalog.prose_words import lower, lowered
from licscan.scanners.datasets.cards.interface import Passage, PassageKind
from licscan.scanners.datasets.cards.wording import one_line
from licscan.scanners.datasets.prose.apart import lines_apart
from licscan.scanners.datasets.prose.disguise import as_seen
from licscan.scanners.datasets.prose.interface import Place, Polarity, Prose, ProseStatement, Remark, Silence
from licscan.scanners.datasets.prose.layout import Block, Layout, Section, names_of_the_work
from licscan.scanners.datasets.prose.parts import Spot
from licscan.scanners.datasets.prose.sentences import Plain, sentences
from licscan.scanners.datasets.prose.statements import is_code, is_lead, statements_of

# A body of a card has 6,000 characters, of which 300 speak of licenses; the longest real ones are ten times as long.
# More than that is read at its beginning and at its end, where licenses stand. Speed: 50 ms for any card.
MAX_HEAD = 60_000
MAX_TAIL = 30_000
MAX_READ = 9_000
MAX_SENTENCES = 120
MAX_HITS = 1_000
_LICENSING = ("license", "terms")
_SHORT = 200


def read_prose(passages: Iterable[Passage], table: LicenseTable, called: Sequence[str] = ()) -> Prose:
    """All statements of all passages, in their order; never an exception, and bounded work for any text.

    `called` are names of the work beside those that its first heading gives it.
    """
    reader = _Reader(table, called)
    for passage in passages:
        reader.read(passage)
    return reader.prose()


class _Reader:
    def __init__(self, table: LicenseTable, called: Sequence[str]) -> None:
        self._table = table
        self._names = tuple(called)
        self._called = names_of_the_work(self._names)
        self._rules: ProseRules = table.prose
        self._languages: tuple[Language, ...] = ()
        self._statements: list[ProseStatement] = []
        self._silent: list[tuple[Silence, int]] = []
        self._spoken = False
        self._website: Remark | None = None
        self._per_record: Remark | None = None
        self._unread: int | None = None
        # Where the first section ends: a badge before that is one of the work.
        self._top = 0
        self._sentences = MAX_SENTENCES
        self._characters = MAX_READ

    def prose(self) -> Prose:
        silence, line = self._silent[0] if self._silent and not self._spoken else (None, None)
        return Prose(tuple(self._statements), silence, line, self._website, self._per_record, self._unread)

    def read(self, passage: Passage) -> None:
        begun = len(self._statements)
        for number, part in enumerate(_readable(passage)):
            self._read(part, first=number == 0)
        if len(passage.text) > MAX_HEAD + MAX_TAIL:
            self._stop(passage.first_line if passage.flat else _line_at(passage, MAX_HEAD))
        # Sections on licenses are read before the rest; statements come in the order of the text.
        self._statements[begun:] = sorted(self._statements[begun:], key=lambda one: one.line)

    def _read(self, passage: Passage, *, first: bool) -> None:
        layout = Layout(as_seen(passage.text))
        low = lower(layout.text)
        self._languages = tuple(one for one in self._rules.languages if any(hint in low for hint in one.hints))
        titles = (heading.title for heading in layout.headings if heading.level == 1)
        self._called = names_of_the_work((*self._names, *islice(titles, 1)))
        lines = _Lines(passage, layout.text)
        if passage.kind is PassageKind.GATE:
            self._gate(lines, layout)
            return
        hits = _hits(low, [hint for language in self._languages for hint in language.hints])
        sections = list(layout.sections(self._rules.languages))
        for section in sections:
            if section.kind in _LICENSING:
                self._licensing(lines, layout, section)
        self._apart(lines, layout, sections)
        self._top = sections[:2][-1].end if first else 0
        for section in sections:
            if section.kind not in _LICENSING and _within(hits, section.start, section.end):
                self._elsewhere(lines, layout, section, hits)
        if layout.unread is not None:
            self._stop(lines.number(layout.unread))

    def _gate(self, lines: "_Lines", layout: Layout) -> None:
        """What somebody agrees to before access, of which every sentence counts."""
        whole = Section(0, len(layout.text), "license")
        for block in layout.blocks(whole):
            if not self._block(lines, block, whole, Place.GATE):
                break

    def _licensing(self, lines: "_Lines", layout: Layout, section: Section) -> None:
        """A section on licenses or terms, of which every sentence counts."""
        before = len(self._statements)
        words: list[str] = []
        for block in layout.blocks(section):
            if not self._block(lines, block, section, Place.SECTION):
                break
            words.append(block.text)
        if section.kind == "license":
            self._heard("\n".join(words), before, lines.number(section.start))

    def _apart(self, lines: "_Lines", layout: Layout, sections: Sequence[Section]) -> None:
        """Headings and rows of tables that say what the license is."""
        for one in lines_apart(layout, sections, self._languages, self._called, self._table):
            before = len(self._statements)
            if not self._block(lines, one.block, one.section, one.place):
                break
            self._spoken = self._spoken or len(self._statements) > before

    def _elsewhere(self, lines: "_Lines", layout: Layout, section: Section, hits: Sequence[int]) -> None:
        """Any other section, of which those paragraphs are read that have a word of licenses and terms."""
        for block in layout.blocks(section):
            near = not block.code and _within(hits, block.start, block.start + len(block.text))
            if near and not self._block(lines, block, section, Place.RUNNING):
                break

    def _heard(self, text: str, before: int, line: int) -> None:
        """Note whether a section on licenses said anything."""
        if any(statement.place is not Place.RUNNING for statement in self._statements[before:]):
            self._spoken = True
            return
        low = lowered(" ".join(text.split()))
        if not low.strip(" .[]()*`"):
            silence = Silence.EMPTY
        elif any(low in language.elsewhere for language in self._languages):
            silence = Silence.ELSEWHERE
        elif len(low) <= _SHORT and any(low in language.nobody for language in self._languages):
            silence = Silence.NOBODY_KNOWS
        else:
            silence = Silence.OTHER
        self._silent.append((silence, line))

    def _block(self, lines: "_Lines", block: Block, section: Section, place: Place) -> bool:
        """Read the sentences of a block; False where the card has used up what is read of any card."""
        if is_code(block):
            return True
        for sentence in sentences(block.text, self._rules.prefixes):
            line = lines.number(block.start + sentence.offset)
            if self._sentences <= 0 or self._characters <= 0:
                self._stop(line)
                return False
            self._sentences -= 1
            self._characters -= len(sentence.text) + sum(len(target.address) for target in sentence.targets)
            path, digest = lines.passage.path, lines.passage.digest
            top = block.start < self._top
            self._sentence(
                sentence, Spot(place, section, block.listed, line, path, digest, self._languages, self._called, top)
            )
        return True

    def _sentence(self, sentence: Plain, spot: Spot) -> None:
        here = _placed(sentence, spot.section, spot.place, self._languages)
        if spot.section.kind != "ignored" or here is Place.LEAD:
            spot = replace(spot, place=here)
            found = statements_of(sentence, spot, self._table)
            # Citations name the licenses of papers; limits behind them are those of the work.
            cited = spot.section.kind == "cited" and here is Place.RUNNING
            self._statements.extend(one for one in found if not cited or one.polarity is Polarity.RESTRICTION)
        self._smells(sentence, spot.line, self._languages)

    def _smells(self, sentence: Plain, line: int, languages: Sequence[Language]) -> None:
        low = lowered(sentence.text)
        if self._website is None and any(low in language.website for language in languages):
            self._website = Remark(one_line(sentence.text), line)
        if self._per_record is None and any(low in language.per_record for language in languages):
            self._per_record = Remark(one_line(sentence.text), line)

    def _stop(self, line: int) -> None:
        self._unread = line if self._unread is None else min(self._unread, line)


def _placed(sentence: Plain, section: Section, place: Place, languages: Sequence[Language]) -> Place:
    """The place of a sentence: `License: ...` counts as a section of its own, except in a list of columns."""
    if place is Place.RUNNING and section.kind != "ignored" and is_lead(sentence, languages):
        return Place.LEAD
    return place


def _hits(low: str, hints: Sequence[str]) -> list[int]:
    """The places of words that every statement on licenses has, sorted; at most 1,000 of each."""
    return sorted(place for hint in hints for place in _places(low, hint))


def _places(low: str, hint: str) -> Iterator[int]:
    at = low.find(hint)
    count = 0
    while at >= 0 and count < MAX_HITS:
        yield at
        count += 1
        at = low.find(hint, at + len(hint))


def _within(hits: Sequence[int], start: int, end: int) -> bool:
    near = bisect_left(hits, start)
    return near < len(hits) and hits[near] < end


def _readable(passage: Passage) -> Iterator[Passage]:
    """A passage, or the beginning and the end of one that is too long to be read as a whole."""
    text = passage.text
    if len(text) <= MAX_HEAD + MAX_TAIL:
        yield passage
        return
    yield replace(passage, text=text[:MAX_HEAD])
    # From the next line on, or from anywhere where no line ends.
    start = text.find("\n", len(text) - MAX_TAIL) + 1 or len(text) - MAX_TAIL
    yield replace(
        passage, text=text[start:], first_line=passage.first_line if passage.flat else _line_at(passage, start)
    )


def _line_at(passage: Passage, at: int) -> int:
    return passage.first_line + passage.text.count("\n", 0, at)


class _Lines:
    """The lines of a passage by offset; counts from the last one that was asked for."""

    def __init__(self, passage: Passage, text: str) -> None:
        self.passage = passage
        self._text = text
        self._at = 0
        self._number = passage.first_line

    def number(self, at: int) -> int:
        if self.passage.flat:
            return self.passage.first_line
        if at >= self._at:
            self._number += self._text.count("\n", self._at, at)
        else:
            self._number -= self._text.count("\n", at, self._at)
        self._at = at
        return self._number
