"""What only columns together show: coordinates, accounts beside their codes, companions beside a person."""

from collections.abc import Sequence

from licscan.model.license import Confidence
from licscan.scanners.personal_data.columns import Judgement
from licscan.scanners.personal_data.headers import Hint, words
from licscan.scanners.personal_data.profile import Profile

_LATITUDE = frozenset({"lat", "latitude", "latitud", "breitengrad"})
_LONGITUDE = frozenset({"lon", "lng", "long", "longitude", "longitud", "langengrad"})
_ACCOUNTS = frozenset({"CREDIT_CARD", "IBAN_CODE", "US_BANK_NUMBER"})
_DESCRIBING = frozenset(
    {
        "AGE",
        "DATE_OF_BIRTH",
        "ETHNIC_ORIGIN",
        "GENDER",
        "HEALTH_CONDITION",
        "NATIONALITY",
        "POLITICAL_OPINION",
        "RELIGION",
    }
)
_LOGINS = frozenset({"USERNAME", "EMAIL_ADDRESS"})


def complete(profiles: Sequence[Profile], judged: Sequence[Judgement], about: frozenset[str]) -> list[Judgement]:
    """The judgements of a table: those that need company only where it is, and what pairs of columns add.

    `about` are the words of headers that say that a table is about people.
    """
    judged = [*judged, *_split_names(profiles, judged), *_by_form(profiles, judged)]
    person = any(not each.beside and not each.attribute and each.confidence is not Confidence.LOW for each in judged)
    # Nothing but a number of the row stands beside it, so nothing says that it is a tree's age.
    alone = len({each.column for each in judged if each.entity in {"AGE", "GENDER"}}) >= len(profiles) - 1
    people = person or alone or _is_about(profiles, about) or _describes(judged)
    kept = [each for each in judged if (person or not each.beside) and (people or not each.attribute)]
    kept += _coordinates(profiles, person=person, people=people)
    kept += _accounts(kept)
    return sorted(kept, key=lambda each: (each.column, each.entity))


def _is_about(profiles: Sequence[Profile], about: frozenset[str]) -> bool:
    return any(not about.isdisjoint(words(profile.field or "")) for profile in profiles)


def _describes(judged: Sequence[Judgement]) -> bool:
    """Whether two columns describe the same people: a sex beside an age, an origin or an illness."""
    kinds = {each.entity for each in judged if each.entity in _DESCRIBING and each.hits}
    return len(kinds) > 1 and not kinds.isdisjoint({"AGE", "GENDER"})


def _split_names(profiles: Sequence[Profile], judged: Sequence[Judgement]) -> list[Judgement]:
    """First beside last names, below headers that do not say so; one such column alone may be of brands or breeds."""
    known = {each.column for each in judged if not each.beside}
    open_ones = [number for number, profile in enumerate(profiles) if number not in known and _is_single_names(profile)]
    named = {each.column for each in judged if each.entity == "PERSON"}
    beside = set(open_ones) | named
    return [
        Judgement(number, "PERSON", form.cells, Confidence.MEDIUM, tuple(form.evidence))
        for number in open_ones
        if beside & {number - 1, number + 1}
        for form in [profiles[number].forms["SINGLE_NAME"]]
    ]


def _by_form(profiles: Sequence[Profile], judged: Sequence[Judgement]) -> list[Judgement]:
    """Blood groups below headers that do not say so, where the table has people."""
    known = {each.column for each in judged if not each.beside}
    found = []
    for number, profile in enumerate(profiles):
        if number in known or Hint.CLEAR in profile.hints.values():
            continue
        group = _cells(profile, "BLOOD_GROUP") / max(profile.sampled, 1)
        if group >= 0.8 and _cells(profile, "BLOOD_GROUP_AB_0") >= 0.2 * profile.sampled:
            found.append(_of_form(profile, number, "BLOOD_GROUP", "HEALTH_CONDITION"))
    return found


def _cells(profile: Profile, form: str) -> int:
    return profile.forms[form].cells if form in profile.forms else 0


def _of_form(profile: Profile, number: int, form: str, entity: str) -> Judgement:
    tally = profile.forms[form]
    return Judgement(number, entity, tally.cells, Confidence.MEDIUM, tuple(tally.evidence), beside=True)


def _is_single_names(profile: Profile) -> bool:
    form = profile.forms.get("SINGLE_NAME")
    if form is None or "PERSON" in profile.contrary or profile.place_cells >= 0.3 * profile.sampled:
        return False
    return form.cells >= 0.5 * profile.sampled


def _coordinates(profiles: Sequence[Profile], *, person: bool, people: bool) -> list[Judgement]:
    """Latitude and longitude columns are precise location where the table is about people."""
    latitudes = _columns(profiles, _LATITUDE, "LATITUDE")
    longitudes = _columns(profiles, _LONGITUDE, "LONGITUDE")
    if not latitudes or not longitudes or not people:
        return []
    return [
        Judgement(
            column,
            "GEO_COORDINATES",
            profiles[column].forms[which].cells,
            Confidence.HIGH if person else Confidence.MEDIUM,
            tuple(profiles[column].forms[which].evidence),
        )
        for column, which in [(column, "LATITUDE") for column in latitudes]
        + [(column, "LONGITUDE") for column in longitudes]
    ]


def _columns(profiles: Sequence[Profile], header: frozenset[str], which: str) -> list[int]:
    """Columns under such a header of which nearly all cells are within range and precise."""
    return [
        number
        for number, profile in enumerate(profiles)
        if not header.isdisjoint(words(profile.field or ""))
        and which in profile.forms
        and profile.forms[which].cells >= 0.8 * profile.sampled
    ]


def _accounts(judged: Sequence[Judgement]) -> list[Judgement]:
    """An account or card column in a table that also has its password or code."""
    if not any(each.entity == "PASSWORD" for each in judged):
        return []
    accounts = [each for each in judged if each.entity in _ACCOUNTS]
    # A login beside its password opens the account too (Cal. Civ. Code 1798.140(ae)(1)(B), 1798.150(a)).
    accounts = accounts or [each for each in judged if each.entity in _LOGINS]
    said = {each.column for each in judged if each.entity == "ACCOUNT_WITH_CREDENTIAL"}
    return [
        Judgement(each.column, "ACCOUNT_WITH_CREDENTIAL", each.hits, each.confidence, each.evidence)
        for each in accounts
        if each.column not in said
    ]
