"""One table of a rules file, read strictly: every mistake is a RulesError with file and line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn, cast

import tomli

from licscan.documents.toml_text import read_toml
from licscan.errors import DocumentError, RulesError
from licscan.model.evidence import Location
from licscan.model.law import Condition, FactValue

Key = tuple[str | int, ...]


def read_record(folder: Path, name: str) -> "Record":
    """The whole of the rules file `name` as one record; raises RulesError where it cannot be read."""
    shown = f"rules/{name}"
    try:
        text = (folder / name).read_text(encoding="utf-8")
        return Record(tomli.loads(text), (), text, shown)
    except tomli.TOMLDecodeError:
        try:
            read_toml(text, shown=shown)
        except DocumentError as error:
            raise RulesError(error.message, location=error.location) from None
        raise
    except (OSError, UnicodeDecodeError) as error:
        raise RulesError(f"cannot be read: {type(error).__name__}", location=Location(shown)) from None


@dataclass(slots=True)
class Record:
    """A table at `at` in a rules file; remembers which of its keys were asked for."""

    data: Mapping[str, object]
    at: Key
    source: str
    shown: str
    asked: set[str] = field(default_factory=set)

    def fail(self, message: str, *key: str | int) -> NoReturn:
        """Raise a RulesError at a key of this table; lines are only worked out here, so that loading stays fast."""
        position = read_toml(self.source, shown=self.shown).position(*self.at, *key)
        place = Location(self.shown, position.line, position.column) if position else Location(self.shown)
        raise RulesError(message, location=place)

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        for key in self.data:
            if key not in self.asked:
                self.fail(f"unknown key `{key}`{_nearest(key, self.asked)}", key)

    def _get(self, key: str) -> object:
        self.asked.add(key)
        return self.data.get(key)

    def text(self, key: str) -> str:
        """A text that has to be there."""
        value = self._get(key)
        if not isinstance(value, str) or not value.strip():
            self.fail(f"`{key}` has to be a text that is not empty", key)
        return value

    def optional_text(self, key: str) -> str | None:
        """A text, or None where the key is absent."""
        return self.text(key) if self._get(key) is not None else None

    def optional_number(self, key: str) -> int | None:
        """A whole number from 1, or None where the key is not there."""
        value = self._get(key)
        if value is None:
            return None
        if type(value) is not int or value < 1:
            self.fail(f"`{key}` has to be a whole number from 1", key)
        return value

    def texts(self, key: str, known: Iterable[str] | None = None, what: str = "word") -> tuple[str, ...]:
        """A list of texts in file order, each once and, where `known` is given, one of those; absent means empty."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fail(f"`{key}` has to be a list of texts", key)
        items = cast("list[str]", value)
        if known is not None:
            allowed = set(known)
            for index, item in enumerate(items):
                self._one_of(item, allowed, what, key, index)
        if len(set(items)) != len(items):
            self.fail(f"`{key}` names something twice", key)
        return tuple(items)

    def choice(self, key: str, known: Iterable[str], what: str, default: str | None = None) -> str:
        """One of the known words."""
        if default is not None and self._get(key) is None:
            return default
        value = self.text(key)
        self._one_of(value, set(known), what, key)
        return value

    def _one_of(self, item: str, known: set[str], what: str, *key: str | int) -> None:
        if item not in known:
            self.fail(f"unknown {what} `{item}`{_nearest(item, known)}", *key)

    def flag(self, key: str) -> bool:
        """A boolean; absent means False."""
        value = self._get(key)
        if value is not None and not isinstance(value, bool):
            self.fail(f"`{key}` has to be true or false", key)
        return bool(value)

    def day(self, key: str) -> date:
        """A date that has to be there."""
        value = self._get(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fail(f"`{key}` has to be a date like 2026-11-23", key)
        return value

    def optional_day(self, key: str) -> date | None:
        """A date, or None where the key is absent."""
        return self.day(key) if self._get(key) is not None else None

    def condition(self, key: str, facts: Mapping[str, Iterable[FactValue] | None]) -> Condition:
        """Fact name to the values that satisfy it; `facts` lists the closed values of a fact, None for an open one."""
        value = self._get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.fail(f"`{key}` has to be a table of facts", key)
        result: dict[str, tuple[FactValue, ...]] = {}
        for fact, wanted in cast("dict[str, object]", value).items():
            self._one_of(fact, set(facts), "fact", key, fact)
            result[fact] = self._wanted(key, fact, wanted, facts[fact])
        return result

    def _wanted(self, key: str, fact: str, wanted: object, known: Iterable[FactValue] | None) -> tuple[FactValue, ...]:
        values = tuple(wanted) if isinstance(wanted, list) else (wanted,)
        allowed = None if known is None else set(known)
        for value in values:
            if not isinstance(value, (str, int)):
                self.fail(f"`{fact}` has to be a text, a number, or true or false", key, fact)
            if allowed is not None and value not in allowed:
                self.fail(f"unknown value of `{fact}`: `{value}`", key, fact)
        return cast("tuple[FactValue, ...]", values)

    def table(self, key: str) -> "Record":
        """A table inside this one; absent means empty."""
        value = self._get(key)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            self.fail(f"`{key}` has to be a table", key)
        return Record(cast("dict[str, object]", value), (*self.at, key), self.source, self.shown)

    def tables(self, key: str) -> Iterator[tuple[str, "Record"]]:
        """The named tables under a key, in file order."""
        inner = self.table(key)
        for name in inner.data:
            yield name, inner.table(name)

    def listed(self, key: str) -> Iterator["Record"]:
        """The tables of an array of tables, in file order; absent means empty."""
        value = self._get(key)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fail(f"`{key}` has to be [[{key}]] tables", key)
        for index, item in enumerate(cast("list[dict[str, object]]", value)):
            yield Record(item, (*self.at, key, index), self.source, self.shown)


def _nearest(word: str, known: Iterable[str]) -> str:
    """The end of a message that names the nearest known word, if one is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, sorted(known), n=1)
    return f": did you mean `{near[0]}`?" if near else ""
