"""What only columns together show: coordinates, accounts beside their codes, companions beside a person."""

from collections.abc import Sequence
from dataclasses import replace

from licscan.model.license import Confidence
from licscan.scanners.personal_data.columns.beside import by_values
from licscan.scanners.personal_data.columns.column import Judgement
from licscan.scanners.personal_data.columns.headers import Hint, words
from licscan.scanners.personal_data.columns.kinds import CHARACTERISTICS
from licscan.scanners.personal_data.columns.profile import Profile
from licscan.scanners.personal_data.rules import World

_ACCOUNTS = frozenset({"CREDIT_CARD", "IBAN_CODE", "US_BANK_NUMBER"})
# What a table of groups of people, of animals or of things can have too.
_GROUPED = frozenset(
    {
        "CHILD_DATA",
        "CRIMINAL_RECORD",
        "FINANCIAL_STATUS",
        "GENETIC_DATA",
        "IMMIGRATION_STATUS",
        "MARITAL_STATUS",
        "PHILOSOPHICAL_BELIEF",
        "REPRODUCTIVE_HEALTH",
        "SEXUAL_ORIENTATION",
        "UNION_MEMBERSHIP",
    }
)
_DESCRIBING = frozenset(
    {
        "AGE",
        "DATE_OF_BIRTH",
        "ETHNIC_ORIGIN",
        "GENDER",
        "HEALTH_CONDITION",
        "MARITAL_STATUS",
        "NATIONALITY",
        "POLITICAL_OPINION",
        "RELIGION",
    }
)
_ROW_AND_VALUE = 2
_LOGINS = frozenset({"USERNAME", "EMAIL_ADDRESS"})


def complete(
    profiles: Sequence[Profile], judged: Sequence[Judgement], world: World, *, named: bool = False
) -> list[Judgement]:
    """The judgements of a table: those that need company only where it is, and what pairs of columns add.

    `world` holds the words of headers that say what a table is about; `named` says that columns have persons for names.
    """
    headers = [words(profile.field or "") for profile in profiles]
    bodies = {each.column for each in judged if each.entity in {"AGE", "GENDER"}}
    of_things = any(
        (len(header) == 1 or number in bodies) and not world.thing.isdisjoint(header)
        for number, header in enumerate(headers)
    )
    judged = [*judged, *_split_names(profiles, judged)]
    counts = _is_counts(profiles, headers, world, ages=_has_ages(profiles, judged))
    groups = of_things or counts
    judged = [each for each in judged if not groups or _is_named(each, profiles[each.column], counts=counts)]
    judged += by_values(profiles, judged)
    if any(" ".join(header) in world.catalog for header in headers):
        judged = [replace(each, attribute=each.attribute or each.entity in CHARACTERISTICS) for each in judged]
    if groups:
        judged = [replace(each, attribute=each.attribute or each.entity in _DESCRIBING | _GROUPED) for each in judged]
    person = named or any(
        not each.beside and not each.attribute and each.confidence is not Confidence.LOW for each in judged
    )
    people = person or (not groups and _has_people(profiles, judged, headers, world))
    kept = [each for each in judged if (person or not each.beside) and (people or not each.attribute)]
    kept += _coordinates(profiles, world, person=person, people=people)
    kept += _accounts(kept)
    return sorted(kept, key=lambda each: (each.column, each.entity))


def _has_people(
    profiles: Sequence[Profile], judged: Sequence[Judgement], headers: Sequence[tuple[str, ...]], world: World
) -> bool:
    """Whether rows are people though none of them is named."""
    # Nothing stands beside it but a number of the row, so nothing says that it is a tree's age or a court's statistics.
    columns = {each.column for each in judged if each.entity in {"AGE", "GENDER"}}
    alone = bool(columns) and len(columns) >= len(profiles) - 1
    alone = alone or (
        len(profiles) <= _ROW_AND_VALUE
        and all(world.statistic.isdisjoint(header) for header in headers)
        and any(each.entity in CHARACTERISTICS for each in judged)
    )
    return alone or any(not world.about.isdisjoint(header) for header in headers) or _describes(judged)


def _is_named(each: Judgement, profile: Profile, *, counts: bool) -> bool:
    """Whether names stand for people: horses and dogs have one without a family name, below a header that may ask."""
    if each.entity != "PERSON" or profile.hints.get("PERSON") is Hint.CLEAR:
        return True
    return profile.full_names >= 0.3 * profile.sampled and (counts or "PERSON" in profile.hints)


def _has_ages(profiles: Sequence[Profile], judged: Sequence[Judgement]) -> bool:
    """Whether a column tells ages in years: groups of people have ranges of them."""
    return any(each.entity == "AGE" and profiles[each.column].is_number for each in judged)


def _is_counts(profiles: Sequence[Profile], headers: Sequence[tuple[str, ...]], world: World, *, ages: bool) -> bool:
    """Whether rows are groups of people: a column counts them, or tells how many of so many."""
    if ages:
        return False
    figures = sum(
        "%" in (profile.field or "") or (bool(header) and not world.statistic.isdisjoint((header[0], header[-1])))
        for profile, header in zip(profiles, headers, strict=True)
    )
    return figures > 1 or any(
        profile.digit_cells >= 0.5 * profile.sampled
        and (
            (len(header) == 1 and header[0] in world.aggregate)
            or any(" ".join(header[at:]) in world.aggregate for at in range(len(header) - 1))
        )
        for profile, header in zip(profiles, headers, strict=True)
    )


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


def _is_single_names(profile: Profile) -> bool:
    form = profile.forms.get("SINGLE_NAME")
    if form is None or "PERSON" in profile.contrary or profile.place_cells >= 0.3 * profile.sampled:
        return False
    return form.cells >= 0.5 * profile.sampled


def _coordinates(profiles: Sequence[Profile], world: World, *, person: bool, people: bool) -> list[Judgement]:
    """Latitude and longitude columns are precise location where the table is about people."""
    latitudes = _columns(profiles, world.latitude, "LATITUDE")
    longitudes = _columns(profiles, world.longitude, "LONGITUDE")
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
