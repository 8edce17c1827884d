"""What the values of a column say beside people, below a header that says nothing of it or is not understood."""

from collections.abc import Iterator, Sequence

from licscan.model.license import Confidence
from licscan.scanners.personal_data.columns.column import Judgement
from licscan.scanners.personal_data.columns.forms import DECADE, NOTHING, TELLING, WORDS
from licscan.scanners.personal_data.columns.headers import Hint, is_nameless
from licscan.scanners.personal_data.columns.profile import Profile, Tally

_NONE = Tally()
_MOST = 0.7
# So many cells have to say it, whatever the part of those that say nothing.
_LEAST_TOLD = 0.15
_BOTH = 0.1
# A form, what it tells, and forms of which at least a part of the cells has to be as well.
_CODED: tuple[tuple[str, str, tuple[str, ...], float], ...] = (
    ("BLOOD_GROUP", "HEALTH_CONDITION", ("BLOOD_GROUP_AB_0",), 0.2),
    ("BLOOD_ABO", "HEALTH_CONDITION", ("BLOOD_AB", "BLOOD_O"), 0.01),
    ("ICD", "HEALTH_CONDITION", ("ICD_EXACT",), 0.15),
    ("DRUG_DOSE", "HEALTH_CONDITION", (), 0.0),
    ("GENOTYPE", "GENETIC_DATA", ("HOMOZYGOUS",), 0.1),
    ("GENE_VARIANT", "GENETIC_DATA", (), 0.0),
    ("BIOMETRIC_TEMPLATE", "BIOMETRIC_ID", (), 0.0),
)
_SEXES = ("SEX_F", "SEX_M", "SEX_H")
# A share of the dates from which on a decade counts; how many of them a life's dates are spread over.
_DECADE_SHARE = 0.04
_LEAST_DECADES = 4
_BIRTHS = tuple(f"{DECADE}{year}" for year in range(1920, 2020, 10))
_EARLY = tuple(f"{DECADE}{year}" for year in range(1930, 1980, 10))
_RECENT = tuple(f"{DECADE}{year}" for year in range(2020, 2040, 10))
# Their words are those of other things too (languages, dishes, colors, rooms): below a header some have to be theirs.
_OF_OTHERS = frozenset({"ETHNIC_ORIGIN", "MARITAL_STATUS", "NATIONALITY"})


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
    if _coded(profile):
        yield from _coded(profile)
    elif _is_sex(profile):
        yield "GENDER", _all(profile, _SEXES)
    elif _share(profile, "NUMBER_AND_WORDS") >= 0.8 and is_nameless(profile.field or ""):
        yield "STREET_ADDRESS", profile.forms["NUMBER_AND_WORDS"]
    elif _is_births(profile):
        yield "DATE_OF_BIRTH", _all(profile, _BIRTHS)
    else:
        yield from _words(profile)


def _coded(profile: Profile) -> list[tuple[str, Tally]]:
    """The entity type whose codes most cells are, beside those that say that there is nothing."""
    return [
        (entity, profile.forms[form])
        for form, entity, telling, least in _CODED
        if _share(profile, form) >= _LEAST_TOLD
        and _stated_share(profile, form) >= 0.8
        and all(_share(profile, each) >= least for each in telling)
    ][:1]


def _words(profile: Profile) -> Iterator[tuple[str, Tally]]:
    """The entity type of whose list most cells are a word; the first one of several by name."""
    nameless = is_nameless(profile.field or "")
    for form in sorted(form for form in profile.forms if form.startswith(WORDS)):
        entity = form.removeprefix(WORDS)
        told = TELLING + entity if entity in _OF_OTHERS and not nameless else form
        if _share(profile, told) >= _LEAST_TOLD and _stated_share(profile, form) >= _MOST:
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


def _stated_share(profile: Profile, form: str) -> float:
    """Part of the cells that say something: `none` and `n/a` speak for no list and against none."""
    stated = profile.sampled - profile.forms.get(NOTHING, _NONE).cells
    return profile.forms.get(form, _NONE).cells / stated if stated else 0.0


def _all(profile: Profile, forms: Sequence[str]) -> Tally:
    found = [profile.forms[form] for form in forms if form in profile.forms]
    evidence = sorted({hit for each in found for hit in each.evidence})[:3]
    return Tally(cells=sum(each.cells for each in found), evidence=evidence)
