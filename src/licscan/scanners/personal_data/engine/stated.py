"""Recognizers that the user supplies, as values: picklable, and known before Presidio is loaded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from licscan.scanners.languages import NOT_PERSONAL
from licscan.scanners.personal_data.engine.patterns.gates import Gated
from licscan.scanners.personal_data.rules import EntityRule, RecognizerRules, Strength

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer


@dataclass(frozen=True, slots=True)
class StatedPattern:
    """A regular expression of the module `regex` with its score, from 0 to 1."""

    name: str
    regex: str
    score: float


@dataclass(frozen=True, slots=True)
class StatedRecognizer:
    """Patterns and words of one entity type, as a file of Presidio's form states them (recognizer_files.py).

    `flags` are those of the module `regex`. `class_name` is a recognizer of Presidio's own that is switched on; it
    brings its patterns with it.
    """

    name: str
    entities: tuple[str, ...]
    patterns: tuple[StatedPattern, ...] = ()
    deny_list: tuple[str, ...] = ()
    deny_list_score: float = 1.0
    context: tuple[str, ...] = ()
    flags: int = 26
    class_name: str | None = None


def with_stated(rules: RecognizerRules, stated: Sequence[StatedRecognizer]) -> RecognizerRules:
    """The rules with a rule for each entity type that they do not know: one hit is enough to report it.

    Context words count in the name of a column as they do in a text.
    """
    words: dict[str, tuple[str, ...]] = {}
    for each in stated:
        for entity in each.entities:
            words[entity] = tuple(dict.fromkeys((*words.get(entity, ()), *each.context)))
    return _with(rules, words)


def with_entities(rules: RecognizerRules, entities: Iterable[str]) -> RecognizerRules:
    """The rules with a rule for each of these entity types that they do not know."""
    return _with(rules, dict.fromkeys(set(entities) - {NOT_PERSONAL}, ()))


def _with(rules: RecognizerRules, headers: Mapping[str, tuple[str, ...]]) -> RecognizerRules:
    more = {
        entity: EntityRule(entity, Strength.STATED, headers=words, numbers=True)
        for entity, words in sorted(headers.items())
        if entity not in rules.entities
    }
    return replace(rules, entities={**rules.entities, **more}) if more else rules


def build_stated(stated: Iterable[StatedRecognizer], language: str) -> tuple[Gated, ...]:
    """The recognizers in Presidio's classes; no gate keeps a text from them.

    Whatever language a file names, they run: who supplies a pattern wants it looked for in all of the data.
    """
    return tuple(Gated(each.name, _built(each, language)) for each in stated)


def _built(each: StatedRecognizer, language: str) -> "EntityRecognizer":
    from presidio_analyzer import Pattern, PatternRecognizer, predefined_recognizers

    if each.class_name is not None:
        built: EntityRecognizer = getattr(predefined_recognizers, each.class_name)(
            supported_language=language, **({"context": list(each.context)} if each.context else {})
        )
        return built
    return PatternRecognizer(
        supported_entity=each.entities[0],
        name=each.name,
        supported_language=language,
        patterns=[Pattern(one.name, one.regex, one.score) for one in each.patterns],
        deny_list=list(each.deny_list),
        deny_list_score=each.deny_list_score,
        context=list(each.context),
        global_regex_flags=each.flags,
    )
