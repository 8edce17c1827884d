"""Presidio's own YAML files of recognizers, read with suspicion: nothing in them is run, imported or ignored.

The form is that of presidio-analyzer's conf/example_recognizers.yaml and default_recognizers.yaml
(https://microsoft.github.io/presidio/analyzer/analyzer_engine_provider/). Recognizers that load models or ask services
are refused: models are chosen with --model.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from licscan.documents.document import Document, Key
from licscan.documents.yaml_text import MAX_BYTES, read_yaml
from licscan.errors import ConfigurationError, DocumentError, Problem
from licscan.model.evidence import Location
from licscan.scanners.personal_data.engine.stated import StatedPattern, StatedRecognizer
from licscan.scanners.personal_data.rules import Predefined

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer

_MAX_REGEX = 5_000
_MAX_WORDS = 20_000
_MAX_WORD = 200
_DEFAULT_FLAGS = 26  # Presidio's: ignore case, lines apart, a dot is any character
# I, L, M, S, U, X, A, F of the module `regex`; what is beyond them changes how it searches, not what it finds.
_FLAGS = 0x2 | 0x4 | 0x8 | 0x10 | 0x20 | 0x40 | 0x80 | 0x4000
_TOP = frozenset({"recognizers", "supported_languages", "global_regex_flags"})
_COMMON = frozenset(
    {
        "name",
        "type",
        "enabled",
        "supported_language",
        "supported_languages",
        "supported_entity",
        "supported_entities",
        "context",
        "country_code",
    }
)
_CUSTOM = _COMMON | {"patterns", "deny_list", "deny_list_score"}
_PREDEFINED = _COMMON | {"class_name"}


def read_recognizers(paths: Sequence[Path], known: Sequence[Predefined] = ()) -> tuple[StatedRecognizer, ...]:
    """The recognizers of all files; `known` are those of Presidio's own that run anyway.

    Raises ConfigurationError with every problem of every file, each with its line.
    """
    found: list[StatedRecognizer] = []
    problems: list[Problem] = []
    running = frozenset(each.class_name for each in known)
    for path in paths:
        try:
            text = _text(path)
            reader = _Reader(read_yaml(text, shown=str(path)), str(path), running, problems)
        except DocumentError as error:
            problems.append(Problem(error.location or Location(str(path)), error.message, error.hint))
            continue
        found += reader.recognizers()
    names = [each.name for each in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    problems += [
        Problem(Location(str(paths[0])), f"`{_clip(name)}` names two recognizers", "rename one") for name in twice
    ]
    if problems:
        raise ConfigurationError(tuple(problems))
    return tuple(found)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
        return content.decode("utf-8")
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror}", location=Location(str(path))) from None
    except UnicodeDecodeError:
        raise DocumentError("is not UTF-8", location=Location(str(path))) from None


@dataclass(slots=True)
class _Reader:
    document: Document
    path: str
    running: frozenset[str]
    problems: list[Problem]
    flags: int = field(default=_DEFAULT_FLAGS)

    def recognizers(self) -> Iterator[StatedRecognizer]:
        data = self.document.data
        for one in self.document.duplicates:
            self.wrong(one.key, f"`{_clip(one.key[-1])}` stands here twice", "remove one of the two")
        if not isinstance(data, dict) or not isinstance(data.get("recognizers"), list):
            self.wrong((), "there is no list `recognizers`", "see Presidio's conf/example_recognizers.yaml")
            return
        self._keys(data, _TOP, ())
        flags = data.get("global_regex_flags", _DEFAULT_FLAGS)
        if type(flags) is not int or flags & ~_FLAGS:
            self.wrong(
                ("global_regex_flags",), "are no flags of regular expressions", f"Presidio's are {_DEFAULT_FLAGS}"
            )
        else:
            self.flags = flags
        for index, entry in enumerate(cast("list[object]", data["recognizers"])):
            before = len(self.problems)
            found = self._recognizer(entry, ("recognizers", index))
            if found is not None and len(self.problems) == before:
                yield found

    def wrong(self, key: Key, message: str, hint: str | None = None) -> None:
        place = self.document.position(*key)
        location = Location(self.path, place.line if place else None, place.column if place else None)
        self.problems.append(Problem(location, message, hint))

    def _keys(self, table: Mapping[str, object], known: frozenset[str], at: Key) -> None:
        for key in table:
            if key not in known:
                self.wrong((*at, key), f"unknown key `{_clip(key)}`", f"known are {', '.join(sorted(known))}")

    def _recognizer(self, entry: object, at: Key) -> StatedRecognizer | None:
        if isinstance(entry, str):
            return self._predefined({"name": entry}, at)
        if not isinstance(entry, dict):
            self.wrong(at, "a recognizer is a table or the name of one of Presidio's")
            return None
        if entry.get("enabled", True) is False:
            return None
        if entry.get("enabled", True) is not True:
            self.wrong((*at, "enabled"), "`enabled` is true or false")
        kind = entry.get("type", "custom" if {"patterns", "deny_list"} & set(entry) else "predefined")
        if kind not in {"custom", "predefined"}:
            self.wrong((*at, "type"), "`type` is custom or predefined")
            return None
        self._keys(entry, _CUSTOM if kind == "custom" else _PREDEFINED, at)
        return self._custom(entry, at) if kind == "custom" else self._predefined(entry, at)

    def _custom(self, entry: Mapping[str, object], at: Key) -> StatedRecognizer:
        entity = entry.get("supported_entity")
        several = entry.get("supported_entities")
        if entity is None and isinstance(several, list) and len(several) == 1:
            entity = several[0]
        elif several is not None:
            self.wrong(
                (*at, "supported_entities"), "a recognizer of patterns has one entity type", "supported_entity: X"
            )
        patterns = tuple(self._patterns(entry.get("patterns"), (*at, "patterns")))
        words = self._words(entry, "deny_list", at)
        if not patterns and not words:
            self.wrong(at, "a recognizer needs patterns or a deny_list")
        return StatedRecognizer(
            name=self._name(entry.get("name"), (*at, "name"), "name"),
            entities=(self._name(entity, (*at, "supported_entity"), "supported_entity"),),
            patterns=patterns,
            deny_list=words,
            deny_list_score=self._score(entry.get("deny_list_score", 1.0), (*at, "deny_list_score")),
            context=self._context(entry, at),
            flags=self.flags,
        )

    def _patterns(self, given: object, at: Key) -> Iterator[StatedPattern]:
        if given is None:
            return
        if not isinstance(given, list):
            self.wrong(at, "`patterns` is a list")
            return
        for index, each in enumerate(given):
            here = (*at, index)
            if not isinstance(each, dict):
                self.wrong(here, "a pattern is a table of name, regex and score")
                continue
            self._keys(each, frozenset({"name", "regex", "score"}), here)
            name = self._name(each.get("name"), (*here, "name"), "name")
            score = self._score(each.get("score"), (*here, "score"))
            yield StatedPattern(name, self._regex(each.get("regex"), (*here, "regex")), score)

    def _regex(self, given: object, at: Key) -> str:
        if not isinstance(given, str) or not given or len(given) > _MAX_REGEX:
            self.wrong(at, f"`regex` is a text of at most {_MAX_REGEX:,} characters")
            return ""
        regex = cast("Any", import_module("regex"))
        try:
            regex.compile(given, flags=self.flags)
        except (regex.error, OverflowError, RecursionError, ValueError) as error:
            self.wrong(at, f"is no regular expression: {_clip(getattr(error, 'msg', 'it cannot be compiled'))}")
        return given

    def _score(self, given: object, at: Key) -> float:
        if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 1:
            self.wrong(at, f"`{at[-1]}` is a number from 0 to 1")
            return 0.0
        return float(given)

    def _name(self, given: object, at: Key, what: str) -> str:
        if isinstance(given, str) and given.isprintable() and given.strip() and ":" not in given and len(given) <= 100:
            return given
        self.wrong(at, f"`{what}` is a name of at most 100 characters, without a colon")
        return ""

    def _words(self, entry: Mapping[str, object], key: str, at: Key) -> tuple[str, ...]:
        given = entry.get(key)
        if given is None:
            return ()
        is_list = isinstance(given, list) and len(given) <= _MAX_WORDS
        words = cast("list[object]", given) if is_list else []
        found = [word for word in words if isinstance(word, str) and word.strip() and len(word) <= _MAX_WORD]
        if not is_list or len(found) < len(words):
            self.wrong(
                (*at, key), f"`{key}` is a list of words of at most {_MAX_WORD} characters (quote yes, no, numbers)"
            )
        return tuple(found)

    def _context(self, entry: Mapping[str, object], at: Key) -> tuple[str, ...]:
        """The context words of all languages."""
        words = self._words(entry, "context", at)
        languages = entry.get("supported_languages")
        for index, each in enumerate(languages if isinstance(languages, list) else []):
            if isinstance(each, dict):
                here = (*at, "supported_languages", index)
                self._keys(each, frozenset({"language", "context"}), here)
                words += self._words(each, "context", here)
            elif not isinstance(each, str):
                self.wrong((*at, "supported_languages"), "`supported_languages` is a list of languages")
        return tuple(dict.fromkeys(words))

    def _predefined(self, entry: Mapping[str, object], at: Key) -> StatedRecognizer | None:
        given = entry.get("class_name", entry.get("name"))
        name = self._name(entry.get("name", given), at, "name")
        if not isinstance(given, str) or given in self.running:
            return None
        kind = _predefined_class(given)
        if kind is None:
            self.wrong(at, f"Presidio has no recognizer of patterns `{_clip(given)}`", "its class, without a module")
            return None
        context = self._context(entry, at)
        entities = tuple(sorted(cast("Any", kind)(supported_language="en").supported_entities))
        return StatedRecognizer(name=name, entities=entities, context=context, class_name=given)


def _predefined_class(name: str) -> "type[EntityRecognizer] | None":
    """A class of Presidio's own list that does no more than look for patterns."""
    from presidio_analyzer import PatternRecognizer, predefined_recognizers

    found = getattr(predefined_recognizers, name, None) if name in predefined_recognizers.__all__ else None
    return found if isinstance(found, type) and issubclass(found, PatternRecognizer) else None


def _clip(text: object) -> str:
    return "".join(character for character in str(text) if character.isprintable())[:60]
