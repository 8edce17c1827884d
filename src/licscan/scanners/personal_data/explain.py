"""Why a column was judged as it was, in plain words and shares: no value (`licscan pii --explain`)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from licscan.scanners.interface import Question
from licscan.scanners.personal_data.columns.column import Judgement, judge
from licscan.scanners.personal_data.columns.counts import ColumnCounts, Counts
from licscan.scanners.personal_data.columns.forms import BORN
from licscan.scanners.personal_data.columns.headers import Hint
from licscan.scanners.personal_data.columns.profile import Profile, Tally
from licscan.scanners.personal_data.columns.verdict import judged
from licscan.scanners.personal_data.rules import EntityRule, RecognizerRules, Strength

_NO_TALLY = Tally()
_HINTS = {Hint.CLEAR: "asks for it", Hint.MAYBE: "may ask for it, if the values agree"}
# What column.py asks of a column, by the strength of the entity type.
_ASKED: Mapping[Strength, str] = {
    Strength.SURE: "one value is enough, unless twice as many look alike and fail its check",
    Strength.STATED: "one value is enough: the recognizer was supplied for this run",
    Strength.CHECKSUM: "60 % of the values as a whole, or one inside other words; 2 % where the header asks for it",
    Strength.SHAPE: "20 % of the values as a whole, or a sure one inside other words; 5 % where the header asks for it",
    Strength.HINTED: "30 % of the values, and only where the header asks for it; 50 % where it may ask for it",
    Strength.VALUE: "20 % of the values from its list of words; 5 % where the header asks, or may ask, for it",
    Strength.NAME: "40 % whole names that are known; 30 % of any names where the header asks for it",
    Strength.PLACE: "50 % of the values as a whole; 30 % where the header asks for it",
    Strength.COMPANION: "50 % of the values as a whole",
    Strength.NEVER: "it is never reported",
}


@dataclass(frozen=True, slots=True)
class _Case:
    """One column with what came of it: `held` for itself, `reported` in its table."""

    path: str
    column: ColumnCounts
    held: Mapping[str, Judgement]
    reported: Mapping[str, Judgement]
    rules: RecognizerRules

    @property
    def profile(self) -> Profile:
        return self.column.profile

    def share(self, count: int) -> str:
        """A count as a share of the values that were looked at."""
        sampled = max(1, self.profile.sampled)
        return f"{count:,} of {self.profile.sampled:,} ({100 * count / sampled:.0f} %)"


def answer(question: Question, path: str, counts: Counts, rules: RecognizerRules) -> None:
    """Tell all that was counted in the columns that a question means, and what it takes to be reported."""
    for number in _meant(question.column, counts.columns):
        for line in _lines(_case(path, number, counts, rules)):
            question.tell(line)


def _meant(name: str, columns: Sequence[ColumnCounts]) -> list[int]:
    """Columns by the name that reports show; by number where none has that name; running text has no name."""
    named = [number for number, column in enumerate(columns) if (column.profile.field or "") == name]
    if not named and name.isascii() and name.isdigit() and 1 <= int(name[:9]) <= len(columns):
        return [int(name[:9]) - 1]
    return named


def _case(path: str, number: int, counts: Counts, rules: RecognizerRules) -> _Case:
    column = counts.columns[number]
    found = [each for _, _, each in judged(counts, path, rules)]
    return _Case(
        path,
        column,
        {each.entity: each for each in judge(column.profile, number, rules)},
        {each.entity: each for each in found if each.column == number},
        rules,
    )


def _lines(case: _Case) -> Iterator[str]:
    profile = case.profile
    name = "running text" if profile.field is None else f"column `{profile.field}`"
    yield f"{case.path}, {name}: {profile.sampled:,} of {case.column.total:,} values looked at"
    if not profile.sampled:
        yield "  it holds no value"
        return
    kind = "numbers" if profile.is_number else "text"
    yield f"  stored as {kind}; without a letter {case.share(profile.digit_cells)}"
    yield f"  running text {case.share(profile.prose_cells)}"
    if not profile.is_number:
        yield f"  known names in {case.share(profile.named_cells)}, nothing else in {case.share(profile.full_names)}"
        yield f"  known places {case.share(profile.place_cells)}"
    for form, tally in sorted(each for each in profile.forms.items() if not each[0].startswith(BORN)):
        yield f"  has the form {form.lower().replace('_', ' ')}: {case.share(tally.cells)}"
    yield _verdict(case)
    for entity in sorted({*profile.hints, *profile.tallies, *case.reported}):
        yield from _entity(case, entity)
    against = sorted(entity for entity in profile.contrary if entity not in profile.hints)
    if against:
        yield f"The header speaks against: {', '.join(against)}"


def _verdict(case: _Case) -> str:
    if not case.reported:
        return "Nothing is reported of it."
    told = (f"{each.entity} ({each.confidence.value} confidence)" for _, each in sorted(case.reported.items()))
    return f"Reported: {', '.join(told)}"


def _entity(case: _Case, entity: str) -> Iterator[str]:
    tally = case.profile.tallies.get(entity, _NO_TALLY)
    rule = case.rules.entities.get(entity)
    yield f"{entity}: {_outcome(case, entity, tally, rule)}"
    hint = case.profile.hints.get(entity)
    if hint is not None:
        yield f"  the header {_HINTS[hint]}"
    yield from _counted(case, tally)
    if rule is not None:
        yield f"  asked for: {_ASKED[rule.strength]}"


def _counted(case: _Case, tally: Tally) -> Iterator[str]:
    if tally.cells:
        yield f"  seen in {case.share(tally.cells)}; as the whole value {case.share(tally.whole)}"
    if tally.headed:
        yield f"  nothing but the header speaks for {case.share(tally.headed)}"
    if tally.prose:
        yield f"  in running text {case.share(tally.prose)}, of these mere guesses {tally.guessed:,}"
    if tally.weak:
        yield f"  too weak to count (score below 0.4): {case.share(tally.weak)}"
    recognizers = sorted({hit.recognizer for hit in tally.evidence})
    if recognizers:
        yield f"  by {', '.join(recognizers)} (in the first rows)"


def _outcome(case: _Case, entity: str, tally: Tally, rule: EntityRule | None) -> str:
    if entity in case.reported:
        own = case.reported[entity]
        return "reported" if own.hits == tally.cells else f"reported, by {own.hits:,} values beside other columns"
    if rule is not None and rule.strength is Strength.NEVER:
        return "never reported: looked for only so that it is not taken for something else"
    if entity in case.held:
        return "not reported: it says something of people only in a table about people, and no other column shows any"
    if not tally.cells:
        return "not reported: no value has its form" if tally.weak == 0 else "not reported: only weak signs"
    return "not reported: too few of the values have it as asked for"
