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
_APART = re.compile(r"(?<=[A-Za-z])(?=\d)|[\W_]+")
_MAX_WORDS = 4
_LEAST_PART = 3
# Stems from so many letters on are looked for inside words too: `Hauptdiagnose`, `Schwerbehinderung`.
_LEAST_INSIDE = 6
_LEAST_STEM = 4
_MOST_STEM = 14
# What stands for any number in a phrase: names of gene variants are `rs` and digits.
_ANY_NUMBER = "000"
_LEAST_JOINED = 6
_MOST_JOINED = 40


def words(name: str) -> _Phrase:
    """The words of a header, folded and in the singular: `PatientNames_2` gives `patient name 2`."""
    return tuple(_folded(part) for part in _BOUNDARY.split(name) if part)


def _folded(word: str) -> str:
    return _singular(fold(word).translate(_LETTERS))


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
        self._stems = _Stems((rule.entity, rule.stems) for rule in entities)

    def hints(self, name: str | None) -> Mapping[str, Hint]:
        """The entity types that a column's name asks for, sorted; a name that speaks against one takes it out."""
        if name is None or is_nameless(name):
            return {}
        readings = self._readings(name)
        clear, against = _find(self._clear, readings) | self._stems.find(readings), _find(self._contrary, readings)
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
        # `GdB` and `PwD` are one word each, whatever its capitals.
        joined = tuple(_folded(part) for part in _APART.split(name) if part)
        numbered = tuple(_ANY_NUMBER if len(part) > 2 and part.isdecimal() else part for part in joined)
        return tuple(dict.fromkeys((given, apart, spelled, joined, numbered)))

    def _apart(self, word: str) -> _Phrase:
        """`custname` as `cust name`: an unknown word that is two known ones."""
        if len(word) < _LEAST_JOINED or len(word) > _MOST_JOINED or word in self._known:
            return (word,)
        for at in range(len(word) - _LEAST_PART, _LEAST_PART - 1, -1):
            if self._is_part(word[:at]) and self._is_part(word[at:]):
                return (word[:at], word[at:])
        return (word,)

    def _is_part(self, part: str) -> bool:
        """Whether a word is known and no accident: three letters turn up in any word, unless they are a short form."""
        return part in self._short or (part in self._known and len(part) > _LEAST_PART)


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


class _Stems:
    """From beginnings of words, and longer parts of them, to the entity types that they ask for."""

    def __init__(self, named: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._stems: dict[str, set[str]] = defaultdict(set)
        for entity, stems in named:
            for stem in stems:
                self._stems[stem].add(entity)

    def find(self, readings: Iterable[_Phrase]) -> frozenset[str]:
        """The entity types of which a stem stands in a word."""
        found: set[str] = set()
        for word in {word[:_MOST_JOINED] for reading in readings for word in reading if len(word) >= _LEAST_STEM}:
            for start in range(len(word) - _LEAST_STEM + 1):
                least = _LEAST_INSIDE if start else _LEAST_STEM
                for end in range(start + least, min(start + _MOST_STEM, len(word)) + 1):
                    found |= self._stems.get(word[start:end], set())
        return frozenset(found)
