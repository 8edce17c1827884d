"""The shape of a policy file: what may stand where. Validation and the published JSON Schema both follow it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

Key = tuple[str | int, ...]
MAX_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Text:
    """A text: one of `values`, or one that `pattern` matches as a whole, or any that is not empty."""

    values: tuple[str, ...] = ()
    pattern: str | None = None
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `least` up."""

    least: int = 0


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Day:
    """A TOML date."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of one kind with at least `least` entries; none stands twice, tables aside."""

    item: "Kind"
    least: int = 1

    @property
    def unique(self) -> bool:
        """Whether a repeated entry is a mistake; tables are told apart by their ids instead."""
        return not isinstance(self.item, Table)


@dataclass(frozen=True, slots=True)
class Either:
    """One value, or a list of them."""

    item: "Kind"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with known keys; `together` maps a key to another that it cannot stand without."""

    fields: "Mapping[str, Kind]"
    required: tuple[str, ...] = ()
    together: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """A table whose keys are names."""

    keys: Text
    value: "Kind"


Kind = Text | Whole | Flag | Day | Listed | Either | Table | Named


@dataclass(frozen=True, slots=True)
class Defect:
    """Something at a key that the shape does not allow."""

    key: Key
    message: str
    hint: str | None = None


def defects(value: object, kind: Kind, at: Key = ()) -> Iterator[Defect]:
    """Every place where a value departs from its shape, in file order."""
    match kind:
        case Table():
            yield from _table(value, kind, at)
        case Named(keys, inner):
            yield from _named(value, keys, inner, at)
        case Listed():
            yield from _listed(value, kind, at)
        case Either(item):
            yield from _listed(value, Listed(item), at) if isinstance(value, list) else defects(value, item, at)
        case Text():
            yield from _text(value, kind, at)
        case Whole() | Flag() | Day():
            yield from _plain(value, kind, at)


def _name(at: Key) -> str:
    named = [str(part) for part in at if isinstance(part, str)]
    return f"`{_clip(named[-1])}`" if named else "the file"


def _clip(text: str) -> str:
    shown = "".join(character if character.isprintable() else "?" for character in text)
    return shown if len(shown) <= MAX_SHOWN else shown[: MAX_SHOWN - 1] + "…"


def suggest(word: str, known: "tuple[str, ...] | Mapping[str, object]") -> str:
    """A hint that names the nearest known word, or all of them where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(word.lower().replace("-", "_"), known, n=1) or get_close_matches(word, known, n=1)
    if near:
        return f"did you mean `{near[0]}`?"
    return "known: " + ", ".join(known) if len(known) <= 12 else "see docs/policy.md for the words that are known"


def _table(value: object, kind: Table, at: Key) -> Iterator[Defect]:
    if not isinstance(value, dict):
        yield Defect(at, f"{_name(at)} has to be a table", f"write [{'.'.join(map(str, at))}]")
        return
    table = cast("dict[str, object]", value)
    for key, inner in table.items():
        if key in kind.fields:
            yield from defects(inner, kind.fields[key], (*at, key))
        else:
            where = f" in {_name(at)}" if at else ""
            yield Defect((*at, key), f"unknown key `{_clip(key)}`{where}", suggest(key, kind.fields))
    for key in kind.required:
        if key not in table:
            yield Defect(at, f"{_name(at)} lacks `{key}`", f"add {key} = ...")
    for key, other in kind.together.items():
        if key in table and other not in table:
            yield Defect((*at, key), f"`{key}` counts only with `{other}`", f"add {other} = ...")


def _named(value: object, keys: Text, inner: Kind, at: Key) -> Iterator[Defect]:
    if not isinstance(value, dict):
        yield Defect(at, f"{_name(at)} has to be a table", f"write [{'.'.join(map(str, at))}]")
        return
    for key, content in cast("dict[str, object]", value).items():
        wrong = list(_text(key, keys, (*at, key)))
        yield from wrong
        if not wrong:
            yield from defects(content, inner, (*at, key))


def _listed(value: object, kind: Listed, at: Key) -> Iterator[Defect]:
    if not isinstance(value, list):
        yield Defect(at, f"{_name(at)} has to be a list", 'write ["...", "..."]')
        return
    if len(value) < kind.least:
        yield Defect(at, f"{_name(at)} is empty", "leave the key out if there is nothing to say")
    for index, item in enumerate(value):
        yield from defects(item, kind.item, (*at, index))
        if kind.unique and item in value[:index]:
            yield Defect((*at, index), f"{_name(at)} names something twice", "remove one of the two")


def _text(value: object, kind: Text, at: Key) -> Iterator[Defect]:
    if not isinstance(value, str):
        yield Defect(at, f"{_name(at)} has to be a text in quotes", _example(kind))
    elif kind.values:
        if value not in kind.values:
            of = at[:-1] if at and at[-1] == value else at  # a name is judged as a value of its table
            yield Defect(at, f"`{_clip(value)}` is no known value of {_name(of)}", suggest(value, kind.values))
    elif kind.pattern is not None:
        if not re.fullmatch(kind.pattern, value):
            yield Defect(at, f"`{_clip(value)}` does not fit {_name(at)}", _example(kind))
    elif not value.strip():
        yield Defect(at, f"{_name(at)} is empty", "leave the key out if there is nothing to say")


def _example(kind: Text) -> str | None:
    if kind.example:
        return f"for example {kind.example}"
    return f"for example {kind.values[0]}" if kind.values else None


def _plain(value: object, kind: Whole | Flag | Day, at: Key) -> Iterator[Defect]:
    match kind:
        case Flag():
            if not isinstance(value, bool):
                yield Defect(at, f"{_name(at)} has to be true or false", "without quotes")
        case Whole(least):
            if not isinstance(value, int) or isinstance(value, bool):
                yield Defect(at, f"{_name(at)} has to be a whole number", "without quotes, for example 12000")
            elif value < least:
                yield Defect(at, f"{_name(at)} has to be {least} or more", "leave the key out if it is not known")
        case Day():
            if not isinstance(value, date) or isinstance(value, datetime):
                yield Defect(at, f"{_name(at)} has to be a date", "without quotes, for example 2026-03-02")
