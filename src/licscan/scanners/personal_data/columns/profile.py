"""What was counted in one column: numbers, never values."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute

from licscan.model.finding import Hit
from licscan.scanners.personal_data.columns.cells import SHAPES, Cells, Fit
from licscan.scanners.personal_data.columns.forms import BORN, Forms
from licscan.scanners.personal_data.columns.headers import Hint
from licscan.scanners.personal_data.columns.names import NameFit, Names
from licscan.scanners.personal_data.columns.places import FORM, Witness
from licscan.scanners.personal_data.columns.prose_spans import refine
from licscan.scanners.personal_data.columns.resolve import precedence, resolve
from licscan.scanners.personal_data.engine.detection import Detection
from licscan.scanners.personal_data.recognizers.letters import fold
from licscan.scanners.personal_data.recognizers.terms import whole_words
from licscan.scanners.personal_data.rules import RecognizerRules, Strength

_UNASKED = frozenset({Strength.CHECKSUM, Strength.STATED})
_NUMBERED = frozenset({Strength.CHECKSUM, Strength.SHAPE, Strength.HINTED, Strength.SURE})
# Where a header may ask for these, cells that look like it agree with it.
_BY_CELL = frozenset({Strength.VALUE, Strength.SHAPE, Strength.HINTED})
EVIDENCE_ROWS = 3
MIN_PERMILLE = 400
_BOOST_PERMILLE = 350  # Presidio's own factor for a context word
_HEADER_PERMILLE = 500
_WHOLE = 0.7
_SURE_PERMILLE = 690
_NEAR_CHARS = 60
_PROSE_CHARS = 60
_PROSE_WORDS = 8
HEADER = "ColumnHeader"
NAMES = "NameDictionary"
_NAMES_PERMILLE = 650
_USER_AGENT = re.compile(r"(?:Mozilla|Opera|Dalvik)/\d")
_DATE_OR_DECIMAL = re.compile(rf"{SHAPES['date'].pattern}|-?\d{{1,17}}\.\d{{1,17}}", re.IGNORECASE)


@dataclass(slots=True)
class Tally:
    """Cells with one entity type: all, as running text, as a whole cell, sure of it, and too weak to count.

    `recognized` cells were seen by a recognizer and not only by their header; `guessed` ones hold nothing but
    first words of sentences that a model took for names; `headed` ones have nothing to show but their header.
    """

    cells: int = 0
    prose: int = 0
    whole: int = 0
    sure_inside: int = 0
    weak: int = 0
    recognized: int = 0
    guessed: int = 0
    headed: int = 0
    score_sum: int = 0
    evidence: list[Hit] = attribute(default_factory=list)

    def see(self, row: int, found: Detection) -> None:
        """Keep the place if it is among the first rows."""
        self.evidence.append(Hit(row, found.start, found.end, found.recognizer, found.score_permille))
        self.evidence.sort()
        del self.evidence[EVIDENCE_ROWS:]


@dataclass(slots=True)
class Profile:
    """One column, counted: mergeable cell by cell, so that a column of any length fits into memory.

    `named_cells` hold a known name, `full_names` nothing else; `place_cells` are known countries or cities. `forms`
    counts what says something only together with other columns or the header: LATITUDE, LONGITUDE, SINGLE_NAME, and
    the FORMS of cells.py. `witness` hears of every hit, where somebody wants all of them (places.py).
    """

    path: str
    field: str | None
    hints: Mapping[str, Hint]
    contrary: frozenset[str]
    is_prose: bool = False
    is_number: bool = False
    sampled: int = 0
    prose_cells: int = 0
    digit_cells: int = 0
    named_cells: int = 0
    full_names: int = 0
    place_cells: int = 0
    tallies: dict[str, Tally] = attribute(default_factory=dict)
    forms: dict[str, Tally] = attribute(default_factory=dict)
    witness: Witness | None = attribute(default=None, repr=False, compare=False)

    def tally(self, entity: str) -> Tally:
        """The count of an entity type, begun when it is first asked for."""
        return self.tallies.setdefault(entity, Tally())


class Profiler:
    """Turns a cell and its detections into counts."""

    def __init__(self, rules: RecognizerRules) -> None:
        self._rules = rules.entities
        self._cells = Cells(rules)
        self._names = Names(rules)
        self._forms = Forms(rules)
        self._known = rules.given_names | rules.family_names
        self._near = {rule.entity: whole_words(rule.headers) for rule in self._rules.values() if rule.near}

    def add(self, profile: Profile, text: str, rows: Iterable[int], found: Iterable[Detection]) -> None:
        """Count a value that stands in `rows`."""
        places = sorted(rows)
        prose = profile.is_prose or self.is_prose(text)
        found = [each for each in found if not self._is_torn(each, text) and not self._is_chance(profile, each, text)]
        profile.sampled += len(places)
        profile.prose_cells += len(places) * prose
        profile.digit_cells += len(places) * (not any(map(str.isalpha, text)))
        if prose:
            kept = refine(text, self._in_prose(profile, found))
        else:
            kept = [*self._in_cell(profile, text, found, len(places)), *self._named(profile, text, places)]
            for form in self._forms.of(text) if profile.field is not None else ():
                _count_form(profile, form, text, places)
        kept = resolve(kept, lambda each: self._rank(profile, each))
        for entity in sorted({each.entity for each in kept}):
            self._count(profile, entity, [each for each in kept if each.entity == entity], text, places, prose=prose)
        if prose:
            self._count_headed(profile, {each.entity for each in kept}, text, places)
        self._count_minors(profile, kept, text, places)

    def _named(self, profile: Profile, text: str, rows: list[int]) -> list[Detection]:
        """What the lists of names and places say of a cell."""
        if profile.is_number:
            return []
        fit = self._names.fit(text)
        profile.named_cells += len(rows) * (fit is not NameFit.NONE)
        profile.full_names += len(rows) * (fit is NameFit.FULL)
        profile.place_cells += len(rows) * self._names.is_place(text)
        if fit is NameFit.SINGLE:
            _count_form(profile, "SINGLE_NAME", text, rows)
        if fit is NameFit.FULL or (fit is not NameFit.NONE and "PERSON" in profile.hints):
            return [Detection(0, len(text), "PERSON", _NAMES_PERMILLE, NAMES)]
        return []

    def _count_headed(self, profile: Profile, seen: set[str], text: str, rows: list[int]) -> None:
        """Running text below a header that says what it is: notes of a doctor, messages."""
        for entity, hint in profile.hints.items():
            rule = self._rules[entity]
            if hint is not Hint.CLEAR or rule.cell != "filled" or entity in seen:
                continue
            found = Detection(0, len(text), entity, _HEADER_PERMILLE, HEADER)
            self._count(profile, entity, [found], text, rows, prose=True)
            profile.tally(entity).headed += len(rows)

    def _is_chance(self, profile: Profile, each: Detection, text: str) -> bool:
        """Whether a number inside a text, whose form one number in ten has, stands behind no word that names it."""
        if each.entity not in self._near or each.entity in profile.hints:
            return False
        if _is_whole([each], text):
            return False
        return self._near[each.entity].search(text[max(0, each.start - _NEAR_CHARS) : each.start]) is None

    @staticmethod
    def is_prose(text: str) -> bool:
        """Whether a cell is running text."""
        return len(text) > _PROSE_CHARS and text.count(" ") >= _PROSE_WORDS and _USER_AGENT.match(text) is None

    def _is_torn(self, each: Detection, text: str) -> bool:
        """Whether a number was cut out of a longer number, code or hash, which it says nothing about."""
        value = text[each.start : each.end]
        if each.entity == "PHONE_NUMBER" and _DATE_OR_DECIMAL.fullmatch(value.strip()) is not None:
            return True
        if self._rules[each.entity].strength is Strength.NAME:
            return any(map(str.isdigit, value))
        if self._rules[each.entity].strength not in _NUMBERED:
            return False
        if "\t" in value or (" " in value and _is_among_figures(each, text)):
            return True  # cells of a table whose separator was not known
        before, after = text[max(0, each.start - 2) : each.start], text[each.end : each.end + 2]
        if before[-1:].isalnum() or after[:1].isalnum():
            return True
        decimal = (before[-1:] == "." and before[:1].isdigit()) or (after[:1] == "." and after[1:].isdigit())
        code = before[-1:] in {"-", "_"} and before[:1].isalnum()
        return value.isdigit() and (decimal or code)

    def _in_prose(self, profile: Profile, found: Iterable[Detection]) -> list[Detection]:
        kept = []
        for each in found:
            least = self._rules[each.entity].prose_permille
            boosted = _boosted(each, asked_for=profile.hints.get(each.entity) is Hint.CLEAR)
            if least is not None and boosted.score_permille >= least:
                kept.append(boosted)
        return kept

    def _is_sentence_start(self, each: Detection, text: str) -> bool:
        """Whether a model took the first word of a sentence, which has its capital anyway, for a name."""
        value = text[each.start : each.end]
        if self._rules[each.entity].strength is not Strength.NAME or " " in value or fold(value) in self._known:
            return False
        before = text[: each.start].rstrip()
        return not before or before.endswith((".", "!", "?"))

    def _in_cell(self, profile: Profile, text: str, found: Iterable[Detection], rows: int) -> list[Detection]:
        kept = []
        for entity, hint in profile.hints.items():
            if hint is not Hint.CLEAR and self._rules[entity].strength not in _BY_CELL:
                continue
            fit = self._cells.fits(entity, text) if self.is_allowed(profile, entity) else Fit.NONE
            if fit > Fit.HEADER or (fit is Fit.HEADER and hint is Hint.CLEAR):
                kept.append(Detection(0, len(text), entity, _HEADER_PERMILLE, HEADER))
        for each in found:
            if not self.is_allowed(profile, each.entity):
                continue
            boosted = _boosted(each, asked_for=profile.hints.get(each.entity) is Hint.CLEAR)
            if boosted.score_permille >= MIN_PERMILLE:
                kept.append(boosted)
            else:
                profile.tally(each.entity).weak += rows
        return kept

    def is_allowed(self, profile: Profile, entity: str) -> bool:
        """Whether an entity type can be in this column at all."""
        rule = self._rules[entity]
        hinted = entity in profile.hints
        if profile.is_number and not (rule.numbers and (hinted or rule.strength in _UNASKED)):
            return False
        return hinted or rule.strength is not Strength.HINTED

    def _rank(self, profile: Profile, each: Detection) -> tuple[int, ...]:
        hint = profile.hints.get(each.entity)
        seen = each.recognizer != HEADER
        return (precedence(self._rules[each.entity], hint), seen, each.score_permille, each.end - each.start)

    def _count(
        self, profile: Profile, entity: str, found: list[Detection], text: str, rows: list[int], *, prose: bool
    ) -> None:
        tally = profile.tally(entity)
        best = max(found, key=lambda each: (each.score_permille, -each.start, each.recognizer))
        whole = _is_whole(found, text)
        tally.cells += len(rows)
        tally.prose += len(rows) * prose
        tally.whole += len(rows) * whole
        tally.sure_inside += len(rows) * (best.score_permille >= _SURE_PERMILLE and not whole)
        recognized = any(each.recognizer != HEADER for each in found)
        tally.recognized += len(rows) * recognized
        if not recognized and not prose and self._cells.fits(entity, text) is Fit.HEADER:
            tally.headed += len(rows)
        tally.guessed += len(rows) * (prose and all(self._is_sentence_start(each, text) for each in found))
        tally.score_sum += best.score_permille * len(rows)
        _see(profile, tally, rows, best, found)

    def _count_minors(self, profile: Profile, kept: list[Detection], text: str, rows: list[int]) -> None:
        """A column of ages with ages below 18 holds data of children."""
        if not any(each.entity == "AGE" for each in kept) or not self._cells.is_minor(text):
            return
        found = Detection(0, len(text), "CHILD_DATA", _HEADER_PERMILLE, "AgeBelow18")
        self._count(profile, "CHILD_DATA", [found], text, rows, prose=False)


def _is_among_figures(each: Detection, text: str) -> bool:
    """Whether further numbers stand before or behind, in a text that is digits more than letters."""
    before, after = text[max(0, each.start - 2) : each.start], text[each.end : each.end + 2]
    if not ((before[-1:] == " " and before[:1].isdigit()) or (after[:1] == " " and after[1:].isdigit())):
        return False
    near = text[max(0, each.start - _PROSE_CHARS) : each.end + _PROSE_CHARS]
    return sum(map(str.isdigit, near)) > sum(map(str.isalpha, near))


def _count_form(profile: Profile, form: str, text: str, rows: list[int]) -> None:
    tally = profile.forms.setdefault(form, Tally())
    tally.cells += len(rows)
    if form.startswith(BORN):  # a year beside a row would be a value
        return
    found = Detection(0, len(text), form, _HEADER_PERMILLE, HEADER)
    _see(profile, tally, rows, found, [Detection(0, len(text), FORM + form, _HEADER_PERMILLE, HEADER)])


def _see(profile: Profile, tally: Tally, rows: list[int], best: Detection, found: list[Detection]) -> None:
    for row in rows[:EVIDENCE_ROWS]:
        tally.see(row, best)
    if profile.witness is not None:
        profile.witness(rows, found)


def _is_whole(found: list[Detection], text: str) -> bool:
    return max(each.end - each.start for each in found) >= _WHOLE * len(text.strip())


def _boosted(each: Detection, *, asked_for: bool) -> Detection:
    if not asked_for:
        return each
    score = min(1000, max(each.score_permille + _BOOST_PERMILLE, MIN_PERMILLE))
    return Detection(each.start, each.end, each.entity, score, each.recognizer)
