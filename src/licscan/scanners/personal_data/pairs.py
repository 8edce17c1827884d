"""What only columns together show: coordinates, accounts beside their codes, companions beside a person."""

from collections.abc import Sequence

from licscan.model.license import Confidence
from licscan.scanners.personal_data.columns import Judgement
from licscan.scanners.personal_data.headers import words
from licscan.scanners.personal_data.profile import Profile

_LATITUDE = frozenset({"lat", "latitude", "latitud", "breitengrad"})
_LONGITUDE = frozenset({"lon", "lng", "long", "longitude", "longitud", "langengrad"})
# A table of trips, devices or users is about people even where no name stands in it.
_ABOUT_PEOPLE = frozenset(
    {
        "user",
        "customer",
        "patient",
        "device",
        "driver",
        "rider",
        "pickup",
        "dropoff",
        "home",
        "trip",
        "person",
        "employee",
        "subscriber",
        "gps",
    }
)
_ACCOUNTS = frozenset({"CREDIT_CARD", "IBAN_CODE", "US_BANK_NUMBER"})
_LOGINS = frozenset({"USERNAME", "EMAIL_ADDRESS"})


def complete(profiles: Sequence[Profile], judged: Sequence[Judgement]) -> list[Judgement]:
    """The judgements of a table: those that need a person only where one is, and what pairs of columns add."""
    person = any(not each.beside and each.confidence is not Confidence.LOW for each in judged)
    kept = [each for each in judged if person or not each.beside]
    kept += _coordinates(profiles, person=person)
    kept += _accounts(kept)
    return sorted(kept, key=lambda each: (each.column, each.entity))


def _coordinates(profiles: Sequence[Profile], *, person: bool) -> list[Judgement]:
    """Latitude and longitude columns are precise location where the table is about people."""
    latitudes = _columns(profiles, _LATITUDE, "LATITUDE")
    longitudes = _columns(profiles, _LONGITUDE, "LONGITUDE")
    about = any(not _ABOUT_PEOPLE.isdisjoint(words(profile.field or "")) for profile in profiles)
    if not latitudes or not longitudes or not (person or about):
        return []
    return [
        Judgement(
            column,
            "GEO_COORDINATES",
            profiles[column].coordinates[which].cells,
            Confidence.HIGH if person else Confidence.MEDIUM,
            tuple(profiles[column].coordinates[which].evidence),
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
        and which in profile.coordinates
        and profile.coordinates[which].cells >= 0.8 * profile.sampled
    ]


def _accounts(judged: Sequence[Judgement]) -> list[Judgement]:
    """An account or card column in a table that also has its password or code."""
    if not any(each.entity == "PASSWORD" for each in judged):
        return []
    accounts = [each for each in judged if each.entity in _ACCOUNTS]
    # A login beside its password opens the account too (Cal. Civ. Code 1798.140(ae)(1)(B), 1798.150(a)).
    accounts = accounts or [each for each in judged if each.entity in _LOGINS]
    return [
        Judgement(each.column, "ACCOUNT_WITH_CREDENTIAL", each.hits, each.confidence, each.evidence)
        for each in accounts
    ]
