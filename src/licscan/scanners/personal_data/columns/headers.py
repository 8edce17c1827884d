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
# What readers, tools and lazy people call a column that has no name.
_NAMELESS = re.compile(
    r"(?:column|col|field|fld|var|variable|attr|attribute|value|val|unnamed|unknown|feld|spalte|wert|campo|colonne|champ"
    r"|colonna|kolom|kolumn|kolumna|x|v|c|f|a)?[ _.:#-]*\d{1,4}"
    r"|(?:column|col|field|fld|var|attr|feld|spalte|campo)[ _.:#-][a-z]"
    r"|column|col|field|attr|value|wert|campo|champ|data|unnamed",
    re.IGNORECASE,
)
# Letters that are no others with an accent, as people write them on a keyboard that lacks them.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_MAX_WORDS = 4
_LEAST_PART = 3
_LEAST_JOINED = 6
_MOST_JOINED = 40


def words(name: str) -> _Phrase:
    """The words of a header, folded and in the singular: `PatientNames_2` gives `patient name 2`."""
    return tuple(_singular(fold(part).translate(_LETTERS)) for part in _BOUNDARY.split(name) if part)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ness")) else word


def is_nameless(name: str) -> bool:
    """Whether a header says nothing of what stands below it: `column 3`, `field_12`, `V1`."""
    return _NAMELESS.fullmatch(name.strip()) is not None


class Headers:
    """Header words of all entity types, prepared once and looked up by phrase: tables can have many columns."""

    def __init__(self, rules: RecognizerRules) -> None:
        entities = rules.entities.values()
        self._short = {key: words(value) for key, value in rules.world.short.items()}
        self._clear = _Index((rule.entity, rule.headers) for rule in entities)
        self._maybe = _Index((rule.entity, rule.maybe) for rule in entities)
        self._contrary = _Index((rule.entity, rule.contrary) for rule in entities)
        self._known = frozenset(self._short) | self._clear.words | self._maybe.words

    def hints(self, name: str | None) -> Mapping[str, Hint]:
        """The entity types that a column's name asks for, sorted; a name that speaks against one takes it out."""
        if name is None or is_nameless(name):
            return {}
        readings = self._readings(name)
        clear, against = _find(self._clear, readings), _find(self._contrary, readings)
        found = dict.fromkeys(_find(self._maybe, readings), Hint.MAYBE) | dict.fromkeys(clear, Hint.CLEAR)
        return {entity: found[entity] for entity in sorted(found) if entity not in against}

    def contrary(self, name: str | None) -> frozenset[str]:
        """The entity types that a column's name speaks against."""
        return frozenset() if name is None or is_nameless(name) else _find(self._contrary, self._readings(name))

    def _readings(self, name: str) -> tuple[_Phrase, ...]:
        """A header as it stands, and with its short forms and its words without a boundary spelled out."""
        given = words(name)
        apart = tuple(part for word in given for part in self._apart(word))
        spelled = tuple(part for word in apart for part in self._short.get(word, (word,)))
        return tuple(dict.fromkeys((given, apart, spelled)))

    def _apart(self, word: str) -> _Phrase:
        """`custname` as `cust name`: an unknown word that is two known ones."""
        if len(word) < _LEAST_JOINED or len(word) > _MOST_JOINED or word in self._known:
            return (word,)
        for at in range(len(word) - _LEAST_PART, _LEAST_PART - 1, -1):
            if word[:at] in self._known and word[at:] in self._known:
                return (word[:at], word[at:])
        return (word,)


def _find(index: "_Index", readings: Iterable[_Phrase]) -> frozenset[str]:
    return frozenset[str]().union(*map(index.find, readings))


class _Index:
    """From phrases to the entity types that name them."""

    def __init__(self, named: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._phrases: dict[_Phrase, set[str]] = defaultdict(set)
        self._joined: dict[str, set[str]] = defaultdict(set)
        self._whole: dict[_Phrase, set[str]] = defaultdict(set)
        for entity, texts in named:
            for text in texts:
                phrase = words(text)
                if text.startswith("="):
                    self._whole[phrase].add(entity)
                    continue
                self._phrases[phrase].add(entity)
                # `dateofbirth` has no boundary; short ones (`ic no`) would turn up inside other words by accident.
                if len(phrase) > 1 and len("".join(phrase)) > 4:
                    self._joined["".join(phrase)].add(entity)
        self.words = frozenset(word for phrase in self._phrases for word in phrase if len(word) >= _LEAST_PART)

    def find(self, given: _Phrase) -> frozenset[str]:
        """The entity types of which a phrase stands in a header."""
        found = set(self._whole.get(given, ()))
        for start in range(len(given)):
            for end in range(start + 1, min(start + _MAX_WORDS, len(given)) + 1):
                found |= self._phrases.get(given[start:end], set())
        if len(given) == 1:
            found |= self._joined.get(given[0], set())
        return frozenset(found)
