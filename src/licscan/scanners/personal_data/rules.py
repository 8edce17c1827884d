"""What rules/recognizers/ says, checked and typed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from pathlib import Path

from licscan.errors import RulesError


class Strength(StrEnum):
    """How much a form says by itself; the words are explained in rules/recognizers/entities.toml."""

    SURE = "sure"
    CHECKSUM = "checksum"
    SHAPE = "shape"
    HINTED = "hinted"
    VALUE = "value"
    NAME = "name"
    PLACE = "place"
    COMPANION = "companion"
    NEVER = "never"
    STATED = "stated"  # of a recognizer that the user supplied: he knows what its hits mean


@dataclass(frozen=True, slots=True)
class Predefined:
    """A recognizer of Presidio that is switched on, and the gate that tells which texts it need not see."""

    class_name: str
    digits: int = 0
    chars: str = ""
    check: str | None = None
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityRule:
    """How an entity type is judged in a column; `prose_permille` None means never in running text.

    `stems` are parts of header words: compounds and endings of many languages fill no list.
    """

    entity: str
    strength: Strength
    headers: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    contrary: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    cell: str | None = None
    numbers: bool = False
    beside: bool = False
    near: bool = False
    prose_permille: int | None = 400


@dataclass(frozen=True, slots=True)
class Terms:
    """Words of one entity type: `sure` ones count anywhere, `plain` ones under a header that asks for them.

    `alone` ones tell the type where a column of a table about people holds little else, `telling` ones do so whatever
    its header; `never` ones deny it.
    """

    sure: tuple[str, ...]
    plain: tuple[str, ...]
    alone: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """Lists that columns are judged by: names and places of the world (folded), and words of headers and values.

    `common` names are everyday words or places too. `about`, `thing`, `aggregate` are header words that say what a
    table is of: people, things or animals, or counts of many people. `short` is a short form of header words with what
    it stands for. `catalog` ones are of lists of goods and genes, `statistic` ones of figures that no person has;
    `nothing` are values that say nothing.
    """

    names: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    organization: frozenset[str] = frozenset()
    title: frozenset[str] = frozenset()
    particle: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    thing: frozenset[str] = frozenset()
    catalog: frozenset[str] = frozenset()
    aggregate: frozenset[str] = frozenset()
    statistic: frozenset[str] = frozenset()
    nothing: frozenset[str] = frozenset()
    latitude: frozenset[str] = frozenset()
    longitude: frozenset[str] = frozenset()
    short: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecognizerRules:
    """All of rules/recognizers/; names are in lower case, `ordinary_names` are words too."""

    predefined: tuple[Predefined, ...]
    entities: Mapping[str, EntityRule]
    terms: Mapping[str, Terms]
    given_names: frozenset[str]
    family_names: frozenset[str]
    ordinary_names: frozenset[str] = frozenset()
    world: World = field(default_factory=World)


_Table = Mapping[str, object]
_LISTS = ("clear", "maybe", "not", "stem")
_GROUPS = (
    "organization",
    "title",
    "particle",
    "about",
    "thing",
    "aggregate",
    "catalog",
    "statistic",
    "nothing",
    "latitude",
    "longitude",
)


def _table(value: object, what: str) -> _Table:
    if not isinstance(value, dict):
        raise RulesError(f"{what} is not a table")
    return value


def _words(value: object, what: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RulesError(f"{what} is not a list of words")
    return tuple(value)


def _text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise RulesError(f"{what} is not a text")
    return value


def _read(folder: Path, name: str) -> _Table:
    path = folder / "recognizers" / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RulesError(f"rules/recognizers/{name} cannot be read: {type(error).__name__}") from error


def _predefined(table: _Table) -> Predefined:
    name = _text(table.get("class"), "the class of a recognizer")
    digits = table.get("digits", 0)
    if not isinstance(digits, int):
        raise RulesError(f"digits of {name} is not a number")
    check = table.get("check")
    return Predefined(
        class_name=name,
        digits=digits,
        chars=_text(table.get("chars", ""), f"chars of {name}"),
        check=None if check is None else _text(check, f"check of {name}"),
        regions=_words(table.get("regions"), f"regions of {name}"),
    )


def _prose(value: object, entity: str) -> int | None:
    if value is False:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise RulesError(f"prose of {entity} is neither false nor a permille")


def _entity(entity: str, table: _Table) -> EntityRule:
    strength = _text(table.get("strength"), f"strength of {entity}")
    if strength not in set(Strength):
        raise RulesError(f"strength of {entity} is none of {', '.join(Strength)}")
    cell = table.get("cell")
    return EntityRule(
        entity=entity,
        strength=Strength(strength),
        headers=_words(table.get("headers"), f"headers of {entity}"),
        maybe=_words(table.get("maybe"), f"maybe of {entity}"),
        contrary=_words(table.get("not"), f"not of {entity}"),
        cell=None if cell is None else _text(cell, f"cell of {entity}"),
        numbers=table.get("numbers") is True,
        beside=table.get("beside") is True,
        near=table.get("near") is True,
        prose_permille=_prose(table.get("prose", 400), entity),
    )


def _terms(entity: str, table: _Table) -> Terms:
    return Terms(
        *(_words(table.get(key), f"{key} of {entity}") for key in ("sure", "plain", "alone", "never", "telling"))
    )


def _spelled(phrases: tuple[str, ...], groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Phrases with each `<group>` replaced by every word of the group."""
    for name, words in groups.items():
        mark = f"<{name}>"
        phrases = tuple(
            chain.from_iterable(
                [phrase.replace(mark, word) for word in words] if mark in phrase else [phrase] for phrase in phrases
            )
        )
    return phrases


def _with_headers(
    entities: Mapping[str, EntityRule], headers: _Table, groups: Mapping[str, tuple[str, ...]]
) -> dict[str, EntityRule]:
    """The entity types with the header words of other languages."""
    known = dict(entities)
    for entity, value in headers.items():
        if entity not in known:
            raise RulesError(f"rules/recognizers/headers_world.toml: {entity} is not in entities.toml")
        rule, table = known[entity], _table(value, f"headers of {entity}")
        lists = {key: _spelled(_words(table.get(key), f"{key} of {entity}"), groups) for key in _LISTS}
        known[entity] = replace(
            rule,
            headers=rule.headers + lists["clear"],
            maybe=rule.maybe + lists["maybe"],
            contrary=rule.contrary + lists["not"],
            stems=lists["stem"],
        )
    return known


def _world(folder: Path, own: frozenset[str], headers: _Table, groups: Mapping[str, tuple[str, ...]]) -> World:
    names, places = _read(folder, "names_world.toml"), _read(folder, "places.toml")
    given, family, common = (
        frozenset(_text(names.get(key), f"{key} of names_world.toml").split()) for key in ("given", "family", "common")
    )
    cities = _text(places.get("places"), "places").replace("\n", "|").split("|")
    short = _table(headers.get("short"), "short")
    return World(
        names=given | family | own,
        given=given,
        common=common,
        places=frozenset(city for city in cities if city),
        **{group: frozenset(groups[group]) for group in _GROUPS},
        short={key: _text(value, key) for key, value in short.items()},
    )


@lru_cache(maxsize=4)
def load_recognizer_rules(folder: Path) -> RecognizerRules:
    """Read rules/recognizers/ below a rules folder; raises RulesError on anything malformed."""
    predefined = _read(folder, "predefined.toml").get("recognizer")
    if not isinstance(predefined, list):
        raise RulesError("rules/recognizers/predefined.toml has no [[recognizer]]")
    entities = _table(_read(folder, "entities.toml").get("entity"), "entity")
    terms = _table(_read(folder, "terms.toml").get("terms"), "terms")
    names, headers = _read(folder, "names.toml"), _read(folder, "headers_world.toml")
    given, family = (frozenset(_text(names.get(key), key).split()) for key in ("given", "family"))
    groups = {key: _words(value, key) for key, value in _table(headers.get("group"), "group").items()}
    plain = {name: _entity(name, _table(value, name)) for name, value in sorted(entities.items())}
    return RecognizerRules(
        predefined=tuple(_predefined(_table(item, "a recognizer")) for item in predefined),
        entities=_with_headers(plain, _table(headers.get("headers"), "headers"), groups),
        terms={name: _terms(name, _table(value, name)) for name, value in sorted(terms.items())},
        given_names=given,
        family_names=family,
        ordinary_names=frozenset(_text(names.get("ordinary", ""), "ordinary").split()),
        world=_world(folder, given | family, headers, groups),
    )
