"""What a column's name asks for."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import IntEnum

from licscan.scanners.personal_data.recognizers.letters import fold
from licscan.scanners.personal_data.rules import RecognizerRules


class Hint(IntEnum):
    """How clearly a header asks for an entity type."""

    MAYBE = 1
    CLEAR = 2


_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|[\W_]+")
_Phrase = tuple[str, ...]
_MAX_WORDS = 4


def words(name: str) -> _Phrase:
    """The words of a header, folded and in the singular: `PatientNames_2` gives `patient name 2`."""
    return tuple(_singular(fold(part)) for part in _BOUNDARY.split(name) if part)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ness")) else word


class Headers:
    """Header words of all entity types, prepared once and looked up by phrase: tables can have many columns."""

    def __init__(self, rules: RecognizerRules) -> None:
        entities = rules.entities.values()
        self._clear = _Index((rule.entity, rule.headers) for rule in entities)
        self._maybe = _Index((rule.entity, rule.maybe) for rule in entities)
        self._contrary = _Index((rule.entity, rule.contrary) for rule in entities)

    def hints(self, name: str | None) -> Mapping[str, Hint]:
        """The entity types that a column's name asks for, sorted; a name that speaks against one takes it out."""
        if name is None:
            return {}
        given = words(name)
        clear, against = self._clear.find(given), self._contrary.find(given)
        found = dict.fromkeys(self._maybe.find(given), Hint.MAYBE) | dict.fromkeys(clear, Hint.CLEAR)
        return {entity: found[entity] for entity in sorted(found) if entity not in against}

    def contrary(self, name: str | None) -> frozenset[str]:
        """The entity types that a column's name speaks against."""
        return frozenset() if name is None else self._contrary.find(words(name))


class _Index:
    """From phrases to the entity types that name them."""

    def __init__(self, named: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._phrases: dict[_Phrase, set[str]] = defaultdict(set)
        self._joined: dict[str, set[str]] = defaultdict(set)
        for entity, texts in named:
            for phrase in map(words, texts):
                self._phrases[phrase].add(entity)
                # `dateofbirth` has no boundary; short ones (`ic no`) would turn up inside other words by accident.
                if len(phrase) > 1 and len("".join(phrase)) > 4:
                    self._joined["".join(phrase)].add(entity)

    def find(self, given: _Phrase) -> frozenset[str]:
        """The entity types of which a phrase stands in a header."""
        found: set[str] = set()
        for start in range(len(given)):
            for end in range(start + 1, min(start + _MAX_WORDS, len(given)) + 1):
                found |= self._phrases.get(given[start:end], set())
        if len(given) == 1:
            found |= self._joined.get(given[0], set())
        return frozenset(found)
