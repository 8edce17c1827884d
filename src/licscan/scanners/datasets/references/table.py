"""rules/dataset/loaders.toml: which argument, option or key of what holds the name of a work."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import cast

import tomli

from licscan.catalog.location import find_rules
from licscan.documents.values import as_table, tables, texts
from licscan.errors import RulesError
from licscan.model.evidence import Location
from licscan.model.subject import SubjectKind

NAME = "dataset/loaders.toml"


@dataclass(frozen=True, slots=True)
class Loader:
    """A call that loads a work; `patterns` are its dotted names, each split at the dots. See loaders.toml."""

    patterns: tuple[tuple[str, ...], ...]
    scheme: str
    kind: SubjectKind
    argument: tuple[str, ...]
    position: int
    prefix: str = ""
    revision: str = ""
    configuration: str = ""
    configuration_position: int = -1
    computed: bool = False
    packaged: bool = False
    optional: bool = False
    owner_only: bool = False
    repo_type: str = ""
    only_if: str = ""
    within: str = ""
    defaults: str = ""
    task: str = ""
    task_position: int = -1

    def is_called_by(self, dotted: tuple[str, ...]) -> bool:
        """Whether a dotted name is this loader: the same package, function, and class where one is given."""
        if self.within and self.within not in dotted:
            return False
        return any(_fits(pattern, dotted) for pattern in self.patterns)


def _fits(pattern: tuple[str, ...], dotted: tuple[str, ...]) -> bool:
    if not fnmatchcase(dotted[-1], pattern[-1]) or not fnmatchcase(dotted[0], pattern[0]):
        return False
    if (pattern[0] != "*" and len(dotted) < 2) or (dotted[0] == "own") != (pattern[0] == "own"):
        return False
    return len(pattern) < 3 or (len(dotted) > 2 and fnmatchcase(dotted[-2], pattern[-2]))


@dataclass(frozen=True, slots=True)
class Builtin:
    """Works that a library has names for; `match` is tried on the whole dotted name.

    Where there are words in `asked`, only a call counts that asks by one of these arguments. See loaders.toml.
    """

    match: re.Pattern[str]
    scheme: str
    excluded: frozenset[str]
    packages: frozenset[str]
    kind: SubjectKind = SubjectKind.DATASET
    asked: frozenset[str] = frozenset()
    asked_position: int = -1
    asks_by: frozenset[str] = frozenset()
    by_default: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """Keys that hold the name of a work, or of a list of works; `parents` must stand above where there are any."""

    keys: frozenset[str]
    kind: SubjectKind
    parents: frozenset[str]
    bare: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The whole file; sets hold lower case as the file does."""

    loaders: Mapping[str, tuple[Loader, ...]]
    globs: tuple[Loader, ...]
    last_globs: frozenset[str]
    builtins: tuple[Builtin, ...]
    packages: frozenset[str]
    defaults: Mapping[str, Mapping[str, str]]
    packaged: frozenset[str]
    folders: frozenset[str]
    placeholders: frozenset[str]
    bare_models: re.Pattern[str]
    providers: re.Pattern[str]
    bare_datasets: frozenset[str]
    anchors: frozenset[str]
    fetches: frozenset[str]
    runs: frozenset[str]
    settings: tuple[Setting, ...]
    options: Mapping[str, SubjectKind]

    def may_load(self, last: str) -> bool:
        """Whether any loader has a name with this last part."""
        return last in self.loaders or any(fnmatchcase(last, pattern) for pattern in self.last_globs)

    def of(self, dotted: tuple[str, ...]) -> tuple[Loader, ...]:
        """The loaders that a dotted name calls: the first of that name, the first with a pattern for names."""
        exact = next((one for one in self.loaders.get(dotted[-1], ()) if one.is_called_by(dotted)), None)
        other = next((one for one in self.globs if one.is_called_by(dotted)), None)
        return tuple(dict.fromkeys(one for one in (exact, other) if one is not None))


@lru_cache(maxsize=4)
def table(folder: Path | None = None) -> Table:
    """The table of a folder of rules, of those that are shipped for None. Raises RulesError where it cannot be read."""
    try:
        data = tomli.loads((find_rules(folder) / NAME).read_text(encoding="utf-8"))
        return _table(data)
    except (OSError, ValueError, KeyError, TypeError, re.error) as error:
        raise RulesError(f"cannot be read: {type(error).__name__}", location=Location(f"rules/{NAME}")) from None


def _table(data: dict[str, object]) -> Table:
    names = as_table(data, "names")
    loaders = [_loader(entry) for entry in tables(data["loader"])]
    by_name: dict[str, tuple[Loader, ...]] = {}
    for loader in loaders:
        for last in dict.fromkeys(pattern[-1] for pattern in loader.patterns):
            by_name[last] = (*by_name.get(last, ()), loader)
    defaults = as_table(data, "defaults")
    builtins = tuple(_builtin(entry) for entry in tables(data["builtin"]))
    return Table(
        loaders=by_name,
        globs=tuple(one for one in loaders if any("*" in pattern[-1] for pattern in one.patterns)),
        last_globs=frozenset(pattern[-1] for one in loaders for pattern in one.patterns if "*" in pattern[-1]),
        builtins=builtins,
        packages=frozenset(package for one in builtins for package in one.packages),
        defaults={key: cast("dict[str, str]", as_table(defaults, key)) for key in defaults},
        packaged=frozenset(texts(names["packaged"])),
        folders=frozenset(texts(names["folders"])),
        placeholders=frozenset(texts(names["placeholders"])),
        bare_models=re.compile(str(names["bare_models"])),
        providers=re.compile(str(names["providers"])),
        bare_datasets=frozenset(texts(names["bare_datasets"])),
        anchors=frozenset(texts(names["anchors"])),
        fetches=frozenset(texts(names["fetches"])),
        runs=frozenset(texts(names["runs"])),
        settings=tuple(_setting(entry) for entry in tables(data["setting"])),
        options={
            name: SubjectKind(str(entry["kind"])) for entry in tables(data["option"]) for name in texts(entry["names"])
        },
    )


_LOADER_KEYS = frozenset(field.name for field in fields(Loader)) - {"patterns"} | {"call"}


def _loader(entry: dict[str, object]) -> Loader:
    if unknown := sorted(entry.keys() - _LOADER_KEYS):
        raise RulesError(f"unknown key `{unknown[0]}`", location=Location(f"rules/{NAME}"))
    return Loader(
        patterns=tuple(tuple(call.split(".")) for call in texts(entry["call"])),
        scheme=str(entry["scheme"]),
        kind=SubjectKind(str(entry["kind"])),
        argument=tuple(texts(entry["argument"])),
        position=_number(entry["position"]),
        prefix=str(entry.get("prefix", "")),
        revision=str(entry.get("revision", "")),
        configuration=str(entry.get("configuration", "")),
        configuration_position=_number(entry.get("configuration_position")),
        computed=entry.get("computed") is True,
        packaged=entry.get("packaged") is True,
        optional=entry.get("optional") is True,
        owner_only=entry.get("owner_only") is True,
        repo_type=str(entry.get("repo_type", "")),
        only_if=str(entry.get("only_if", "")),
        within=str(entry.get("within", "")),
        defaults=str(entry.get("defaults", "")),
        task=str(entry.get("task", "")),
        task_position=_number(entry.get("task_position")),
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) else -1


def _builtin(entry: dict[str, object]) -> Builtin:
    excluded, packages, asked, asks_by = (
        frozenset(texts(entry.get(key))) for key in ("not", "packages", "asked", "asks_by")
    )
    return Builtin(
        re.compile(str(entry["match"])),
        str(entry["scheme"]),
        excluded,
        packages,
        SubjectKind(str(entry.get("kind", "dataset"))),
        asked,
        _number(entry.get("asked_position")),
        asks_by,
        entry.get("by_default") is True,
    )


def _setting(entry: dict[str, object]) -> Setting:
    return Setting(
        keys=frozenset(texts(entry["keys"])),
        kind=SubjectKind(str(entry["kind"])),
        parents=frozenset(texts(entry.get("parents"))),
        bare=entry.get("bare") is True,
    )
