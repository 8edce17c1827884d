"""The verdict of a column: what in it is personal data, and how sure that is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from licscan.model.finding import Hit
from licscan.model.license import Confidence
from licscan.scanners.personal_data.columns.headers import Hint, is_nameless, words
from licscan.scanners.personal_data.columns.kinds import ATTRIBUTES, CHARACTERISTICS, EXPLAINED, OWN_FORM
from licscan.scanners.personal_data.columns.profile import Profile, Tally
from licscan.scanners.personal_data.rules import EntityRule, RecognizerRules, Strength

_NUMBERS = frozenset({Strength.SURE, Strength.CHECKSUM, Strength.SHAPE, Strength.HINTED})
_ANY_NUMBER = "GENERIC_PII_ENTITY"
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Judgement:
    """An entity type in a column.

    `beside` says that it counts only in a table that also holds a person; `attribute`, that it says something of
    people and counts where a table is about people at all, whether or not it names them.
    """

    column: int
    entity: str
    hits: int
    confidence: Confidence
    evidence: tuple[Hit, ...]
    beside: bool = False
    attribute: bool = False


@dataclass(frozen=True, slots=True)
class _Case:
    """Everything a rule of judgement looks at."""

    rule: EntityRule
    profile: Profile
    tally: Tally
    hint: Hint | None

    def share(self, cells: int) -> float:
        """Part of the sampled cells."""
        return cells / self.profile.sampled

    def form(self, name: str) -> float:
        """Part of the sampled cells that have a form."""
        found = self.profile.forms.get(name)
        return 0.0 if found is None else self.share(found.cells)

    @property
    def short(self) -> int:
        """Cells with the entity that are no running text."""
        return self.tally.cells - self.tally.prose


def judge(profile: Profile, column: int, rules: RecognizerRules) -> tuple[Judgement, ...]:
    """The entity types that a column holds, in the order of their names."""
    found = []
    for entity, tally in sorted(profile.tallies.items()):
        rule = rules.entities[entity]
        if not tally.cells or not profile.sampled or rule.strength is Strength.NEVER:
            continue
        case = _Case(rule, profile, tally, profile.hints.get(entity))
        if _holds(case):
            found.append(
                Judgement(
                    column,
                    entity,
                    tally.cells,
                    _confidence(case),
                    tuple(tally.evidence),
                    beside=_needs_person(case),
                    attribute=_needs_people(case),
                )
            )
    return (*_clear_of_chance(profile, found, rules), *_by_header_alone(profile, column, found, rules))


def _clear_of_chance(profile: Profile, found: list[Judgement], rules: RecognizerRules) -> list[Judgement]:
    """Without what only looks alike: digits below a header that asks for one number are no other number."""
    asked = {entity for entity, hint in profile.hints.items() if hint is Hint.CLEAR}
    if not any(rules.entities[entity].strength in _NUMBERS for entity in asked) or _is_dialed(profile):
        return found
    return [each for each in found if each.entity in asked or not _is_bare(rules.entities[each.entity])]


def _is_bare(rule: EntityRule) -> bool:
    """Whether an entity type is digits that any other number can have."""
    return rule.strength is Strength.SHAPE and rule.numbers


def _is_dialed(profile: Profile) -> bool:
    form = profile.forms.get("DIALED")
    return form is not None and form.cells >= 0.1 * profile.sampled


def _by_header_alone(profile: Profile, column: int, found: list[Judgement], rules: RecognizerRules) -> list[Judgement]:
    """A number that its header names, in a form that no recognizer knows: mistyped, foreign, or of a new series."""
    asked = [entity for entity, hint in profile.hints.items() if hint is Hint.CLEAR]
    numbers = [entity for entity in asked if rules.entities[entity].strength in _NUMBERS and entity not in OWN_FORM]
    form = profile.forms.get("IDENTIFIER")
    if (
        not numbers
        or form is None
        or form.cells < _MOST * profile.sampled
        or any(each.entity in asked for each in found)
    ):
        return []
    # Of several countries' passports none is known to be the right one.
    entity = numbers[0] if len(numbers) == 1 or _ANY_NUMBER not in rules.entities else _ANY_NUMBER
    return [Judgement(column, entity, form.cells, Confidence.LOW, tuple(form.evidence), attribute=True)]


def _holds(case: _Case) -> bool:
    return _in_prose(case) or (case.short > 0 and _RULES[case.rule.strength](case))


def _in_prose(case: _Case) -> bool:
    """In running text every hit counts, its least score was asked for before; in a table mere guesses need company."""
    if case.rule.strength is Strength.COMPANION:
        return False  # a date in a sentence says nothing of anybody
    if case.rule.entity in case.profile.contrary and case.rule.strength is Strength.NAME:
        return case.share(case.tally.prose) >= _MOST  # a few long titles of films are no notes about people
    guesses_only = case.profile.field is not None and case.tally.guessed == case.tally.prose
    return case.tally.prose > 0 and not guesses_only


def _sure(case: _Case) -> bool:
    # Codes of the same form whose check fails are a product's numbers, and some of them check by chance.
    return bool(case.hint) or case.tally.weak <= 2 * case.short


def _checksum(case: _Case) -> bool:
    if case.hint is Hint.CLEAR:
        return case.share(case.short) >= 0.02
    return case.tally.sure_inside > 0 or case.share(case.tally.whole) >= 0.6


def _shape(case: _Case) -> bool:
    if case.rule.entity == "AGE" and (case.form("BINARY") >= 0.9 or case.form("PAST_AGE") >= 0.02):
        return False
    if case.hint is Hint.CLEAR:
        return case.share(case.short) >= 0.05
    if case.hint is Hint.MAYBE:
        return case.share(case.tally.whole) >= _MOST
    if case.rule.entity in case.profile.contrary:
        return False
    return case.tally.sure_inside > 0 or case.share(case.tally.whole) >= 0.2


def _hinted(case: _Case) -> bool:
    if case.hint is Hint.MAYBE:
        return case.share(case.tally.recognized) >= _MOST
    return case.hint is Hint.CLEAR and case.share(case.short) >= 0.3


def _value(case: _Case) -> bool:
    if case.rule.entity == "CHILD_DATA" and not case.hint and case.form("BINARY") >= 0.9:
        return False  # a yes or no below `age75` is no age
    if case.hint is Hint.CLEAR:
        return case.share(case.short) >= 0.05
    if case.hint is Hint.MAYBE:
        # Cells that merely look like it are not counted below such a header: what is left are words of the list.
        listed = case.rule.cell != "amount" and case.share(case.short) >= _MOST
        return listed or case.share(case.tally.recognized) >= 0.05
    if case.rule.entity in case.profile.contrary:
        return False
    return case.share(case.tally.recognized) >= 0.2 or case.tally.sure_inside > 0


def _name(case: _Case) -> bool:
    profile = case.profile
    full, named = case.share(profile.full_names), case.share(profile.named_cells)
    if case.hint is Hint.CLEAR:
        return case.share(case.short) >= 0.3
    if case.share(profile.place_cells) >= 0.3:
        return False
    if case.hint is Hint.MAYBE:
        return full >= 0.3 or named >= 0.5 or (full >= 0.1 and case.share(case.tally.recognized) >= 0.5)
    if case.rule.entity in profile.contrary:
        # A header can be wrong, or shifted by a column; ships and films do not have a person's whole name that often.
        return full >= 0.75
    return full >= 0.4 or (full >= 0.2 and named >= 0.5 and case.share(case.short) >= 0.4)


def _place(case: _Case) -> bool:
    if case.hint is Hint.CLEAR:
        return case.share(case.short) >= 0.3
    if case.rule.entity in case.profile.contrary:
        return False
    if case.hint:
        return case.share(case.tally.whole) >= 0.3
    # What a model takes for a place may be any word with a capital; a list of places has to know some of them.
    return case.share(case.tally.whole) >= 0.5 and case.share(case.profile.place_cells) >= 0.3


def _companion(case: _Case) -> bool:
    return case.share(case.tally.whole) >= 0.5


def _never(case: _Case) -> bool:
    del case
    return False


_RULES: Mapping[Strength, Callable[[_Case], bool]] = {
    Strength.SURE: _sure,
    Strength.STATED: _sure,
    Strength.CHECKSUM: _checksum,
    Strength.SHAPE: _shape,
    Strength.HINTED: _hinted,
    Strength.VALUE: _value,
    Strength.NAME: _name,
    Strength.PLACE: _place,
    Strength.COMPANION: _companion,
    Strength.NEVER: _never,
}


def _needs_person(case: _Case) -> bool:
    """A date, a page, a town says something of a person only where a person is."""
    if case.profile.is_prose:
        return False
    if case.rule.beside or case.rule.strength is Strength.COMPANION or _may_be(case):
        return True
    if _is_bare(case.rule) and not case.hint and not case.tally.prose:
        sure = is_nameless(case.profile.field or "") and case.share(case.tally.whole) >= 0.95
        return not sure and not _is_dialed(case.profile)
    return case.rule.strength is Strength.PLACE and case.hint is not Hint.CLEAR


def _may_be(case: _Case) -> bool:
    """Whether a header of two meanings and the look of the cells are all there is."""
    if case.profile.is_number and case.rule.strength is Strength.VALUE and case.rule.cell is None:
        return case.rule.entity not in ATTRIBUTES  # codes: a race of runners has numbers too
    return case.rule.strength is Strength.SHAPE and case.hint is Hint.MAYBE and case.tally.sure_inside == 0


def _needs_people(case: _Case) -> bool:
    """An age, a sex, a word that only its header explains: abalones and cars have those too."""
    if case.rule.entity in ATTRIBUTES:
        return True
    if case.rule.entity in CHARACTERISTICS and case.hint is not Hint.CLEAR and not case.tally.prose:
        return True
    # Two words leave less open than one: a charge may be of a battery, an `hiv status` is of somebody.
    told = (
        case.hint is Hint.CLEAR
        and not case.profile.is_number
        and sum(len(word) > 2 for word in words(case.profile.field or "")) > 1
    )
    if case.rule.entity not in EXPLAINED or not case.tally.headed or told:
        return False
    return case.share(case.tally.cells - case.tally.headed) < 0.05


def _confidence(case: _Case) -> Confidence:
    """High where form or header and most cells agree; low where a model guessed or few cells agree."""
    strength, share = case.rule.strength, case.share(case.tally.cells)
    mean = case.tally.score_sum / case.tally.cells
    if strength is Strength.COMPANION:
        return Confidence.LOW
    if strength in {Strength.SURE, Strength.CHECKSUM} and mean >= 600 and (share >= 0.1 or case.tally.prose):
        return Confidence.HIGH
    if case.hint is Hint.CLEAR and share >= 0.5:
        return Confidence.HIGH
    if case.hint or share >= 0.3 or mean >= 700:
        return Confidence.MEDIUM
    return Confidence.LOW
