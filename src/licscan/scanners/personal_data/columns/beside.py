"""What the values of a column say beside people, below a header that says nothing of it or is not understood."""

from collections.abc import Iterator, Sequence

from licscan.model.license import Confidence
from licscan.scanners.personal_data.columns.column import Judgement
from licscan.scanners.personal_data.columns.forms import DECADE, WORDS
from licscan.scanners.personal_data.columns.headers import Hint, is_nameless
from licscan.scanners.personal_data.columns.profile import Profile, Tally

_NONE = Tally()
_MOST = 0.7
_BOTH = 0.1
_SEXES = ("SEX_F", "SEX_M", "SEX_H")
# A share of the dates from which on a decade counts; how many of them a life's dates are spread over.
_DECADE_SHARE = 0.04
_LEAST_DECADES = 4
_BIRTHS = tuple(f"{DECADE}{year}" for year in range(1920, 2020, 10))
_EARLY = tuple(f"{DECADE}{year}" for year in range(1930, 1980, 10))
_RECENT = tuple(f"{DECADE}{year}" for year in range(2020, 2040, 10))
# Their words are those of other things too (languages, dishes, colors): only a column without a name may hold them.
_NAMELESS_ONLY = frozenset({"ETHNIC_ORIGIN", "NATIONALITY"})


def by_values(profiles: Sequence[Profile], judged: Sequence[Judgement]) -> list[Judgement]:
    """Blood groups, sexes, words of a list and dates of birth that no header tells; all count only beside a person."""
    known = {each.column for each in judged if not each.beside}
    return [
        Judgement(number, entity, form.cells, Confidence.MEDIUM, tuple(form.evidence), beside=True)
        for number, profile in enumerate(profiles)
        if number not in known and profile.sampled and not _is_explained(profile)
        for entity, form in _told(profile)
        if entity not in profile.contrary
    ]


def _is_explained(profile: Profile) -> bool:
    clear = {entity for entity, hint in profile.hints.items() if hint is Hint.CLEAR}
    return bool(clear - {"DATE_TIME"})


def _told(profile: Profile) -> Iterator[tuple[str, Tally]]:
    if _share(profile, "BLOOD_GROUP") >= 0.8 and _share(profile, "BLOOD_GROUP_AB_0") >= 0.2:
        yield "HEALTH_CONDITION", profile.forms["BLOOD_GROUP"]
    elif _is_sex(profile):
        yield "GENDER", _all(profile, _SEXES)
    elif _share(profile, "NUMBER_AND_WORDS") >= 0.8 and is_nameless(profile.field or ""):
        yield "STREET_ADDRESS", profile.forms["NUMBER_AND_WORDS"]
    elif _is_births(profile):
        yield "DATE_OF_BIRTH", _all(profile, _BIRTHS)
    else:
        yield from _words(profile)


def _words(profile: Profile) -> Iterator[tuple[str, Tally]]:
    """The entity type of whose list most cells are a word; the first one of several by name."""
    nameless = is_nameless(profile.field or "")
    for form in sorted(form for form in profile.forms if form.startswith(WORDS)):
        entity = form.removeprefix(WORDS)
        if _share(profile, form) >= _MOST and (nameless or entity not in _NAMELESS_ONLY):
            yield entity, profile.forms[form]
            return


def _is_sex(profile: Profile) -> bool:
    """Whether cells are two letters for the sexes: F and M, K and M, H and F, or H and M."""
    shares = [_share(profile, form) for form in _SEXES]
    return sum(share >= _BOTH for share in shares) > 1 and sum(shares) >= 0.9


def _is_births(profile: Profile) -> bool:
    """Whether dates are spread as births are: over decades, with early ones, and none of today."""
    born = [_share(profile, form) for form in _BIRTHS]
    dates, recent = sum(born), sum(_share(profile, form) for form in _RECENT)
    if dates < _MOST or recent > 0.02:
        return False
    spread = sum(share >= _DECADE_SHARE * dates for share in born)
    early = sum(_share(profile, form) >= _DECADE_SHARE * dates for form in _EARLY)
    return spread >= _LEAST_DECADES and early >= 2


def _share(profile: Profile, form: str) -> float:
    return profile.forms.get(form, _NONE).cells / profile.sampled


def _all(profile: Profile, forms: Sequence[str]) -> Tally:
    found = [profile.forms[form] for form in forms if form in profile.forms]
    evidence = sorted({hit for each in found for hit in each.evidence})[:3]
    return Tally(cells=sum(each.cells for each in found), evidence=evidence)
