"""The verdict of a column: what in it is personal data, and how sure that is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from licscan.model.finding import Hit
from licscan.model.license import Confidence
from licscan.scanners.personal_data.headers import Hint
from licscan.scanners.personal_data.profile import Profile, Tally
from licscan.scanners.personal_data.rules import EntityRule, RecognizerRules, Strength


@dataclass(frozen=True, slots=True)
class Judgement:
    """An entity type in a column. `beside` says that it counts only in a table that also holds a person."""

    column: int
    entity: str
    hits: int
    confidence: Confidence
    evidence: tuple[Hit, ...]
    beside: bool = False


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
                    column, entity, tally.cells, _confidence(case), tuple(tally.evidence), beside=_needs_person(case)
                )
            )
    return tuple(found)


def _holds(case: _Case) -> bool:
    return _in_prose(case) or (case.short > 0 and _RULES[case.rule.strength](case))


def _in_prose(case: _Case) -> bool:
    """In running text every hit counts, its least score was asked for before; in a table mere guesses need company."""
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
    if case.hint is Hint.CLEAR:
        return case.share(case.short) >= 0.05
    if case.rule.entity in case.profile.contrary:
        return False
    return case.tally.sure_inside > 0 or case.share(case.tally.whole) >= 0.2


def _hinted(case: _Case) -> bool:
    return case.hint is Hint.CLEAR and case.share(case.short) >= 0.3


def _value(case: _Case) -> bool:
    if case.hint is Hint.CLEAR:
        return case.share(case.short) >= 0.05
    if case.hint is Hint.MAYBE:
        return case.tally.recognized > 0
    if case.rule.entity in case.profile.contrary:
        return False
    return case.share(case.tally.recognized) >= 0.2 or case.tally.sure_inside > 0


def _name(case: _Case) -> bool:
    profile = case.profile
    if case.hint is Hint.CLEAR:
        return case.share(case.short) >= 0.3
    if case.rule.entity in profile.contrary:
        return False
    named = case.share(profile.named_cells)
    if case.hint is Hint.MAYBE:
        return named >= 0.25 or (named >= 0.1 and case.share(case.tally.whole) >= 0.5)
    return named >= 0.5 and case.share(case.short) >= 0.3


def _place(case: _Case) -> bool:
    if case.hint is Hint.CLEAR:
        return case.share(case.short) >= 0.3
    if case.rule.entity in case.profile.contrary:
        return False
    return case.share(case.tally.whole) >= (0.3 if case.hint else 0.5)


def _companion(case: _Case) -> bool:
    return case.share(case.tally.whole) >= 0.5


def _never(case: _Case) -> bool:
    del case
    return False


_RULES: Mapping[Strength, Callable[[_Case], bool]] = {
    Strength.SURE: _sure,
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
    if case.rule.beside or case.rule.strength is Strength.COMPANION:
        return not case.profile.is_prose
    return case.rule.strength is Strength.PLACE and case.hint is not Hint.CLEAR and not case.profile.is_prose


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
