"""Whether a cell is a person's name, by the names and places of the world."""

import re
from enum import IntEnum

from licscan.scanners.personal_data.recognizers.letters import fold
from licscan.scanners.personal_data.rules import RecognizerRules

_MAX_CHARS = 60
_MAX_WORDS = 6
_APART = re.compile(r"[\s,./\u2019'`\u00b7()-]+")
# A slash parts family and given names of passengers: `OKAFOR/EMEKA MR`.
_NO_NAME = re.compile(r"[\d_@#&%$:;=<>\[\]{}\\|!?*+]|/.*/|/ | /")
# `Ma*** Ko***`: of a masked word the first letter is left, as of a name that is written with initials.
_MASKED = re.compile(r"([^\W\d_])[^\W\d_]{0,3}[*\u2022]{2,40}[^\W\d_]{0,3}")
_HAN = re.compile(r"[\u3400-\u9fff]{2,4}")
_HANGUL = re.compile(r"[\uac00-\ud7a3]{2,4}")
# One or two syllables of Hanyu Pinyin (ISO 7098): given names are put together freely and fill no list.
_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?"
    r"(?:i?a(?:ng?|o|i)?|ua(?:ng?|i)?|ei|e(?:ng?|r)?|io?ng|i(?:e|n|u)?|ou?|u(?:e|i|n|o)?)"
)
_PINYIN = re.compile(rf"{_SYLLABLE}(?:{_SYLLABLE})?")

# Family names of women in Slavic languages and Greek, and the form that lists hold.
_FORMS_OF_WOMEN = (
    ("ska", "ski"),
    ("cka", "cki"),
    ("dzka", "dzki"),
    ("ova", "ov"),
    ("ova", ""),
    ("eva", "ev"),
    ("ina", "in"),
    ("skaya", "skiy"),
    ("skaya", "sky"),
    ("ou", "os"),
)


class NameFit(IntEnum):
    """How much of a cell is known as a name: nothing, one word of several, one word alone, a whole name."""

    NONE = 0
    SOME = 1
    SINGLE = 2
    FULL = 3


class Names:
    """Cells against the lists; a cell takes a few look-ups, whatever the length of the lists."""

    def __init__(self, rules: RecognizerRules) -> None:
        self._world = rules.world
        self._names = rules.world.names
        self._given = rules.world.given | rules.given_names
        self._joining = rules.world.particle | rules.world.title
        self._weak = rules.world.common | rules.ordinary_names | rules.world.places

    def is_place(self, text: str) -> bool:
        """Whether a cell is a country or a city, with or without what stands behind a comma."""
        return fold(text.strip()[:_MAX_CHARS].split(",")[0].strip()) in self._world.places

    def fit(self, text: str) -> NameFit:
        """What a cell is worth as a name."""
        text, masked = _MASKED.subn(r"\1", text.strip()[: _MAX_CHARS + 1])
        if len(text) > _MAX_CHARS or _NO_NAME.search(text) is not None:
            return NameFit.NONE
        if _HAN.fullmatch(text) or _HANGUL.fullmatch(text):
            return self._unspaced(text)
        words = self._words(text)
        if not 1 <= len(words) <= _MAX_WORDS or not self._world.organization.isdisjoint(words):
            return NameFit.NONE
        fit = self._by_words(words)
        return NameFit.SOME if masked and fit is NameFit.NONE else fit

    def _words(self, text: str) -> list[str]:
        """The words, folded; beside capitals a word without one is no name, unless it joins names (`van`)."""
        written = [word for word in _APART.split(text) if word]
        is_mixed = text.lower() != text
        return [
            "" if is_mixed and word.islower() and fold(word) not in self._joining else fold(word) for word in written
        ]

    def _unspaced(self, text: str) -> NameFit:
        """Chinese, Japanese and Korean names are written without a space, the family name first."""
        known = fold(text[0]) in self._names or fold(text[:2]) in self._names
        return NameFit.FULL if known else NameFit.NONE

    def _by_words(self, words: list[str]) -> NameFit:
        named = [word for word in words if len(word) != 1 and word not in self._world.title]
        plain = [word for word in named if word not in self._world.particle] or named
        known = [word for word in plain if self._is_name(word)]
        strong = sum(word not in self._weak for word in known)
        # An initial or a title says that a name stands beside it: `J. Okafor`, `Dr Lee`.
        marked = len(words) > len(named)
        if len(plain) == 1:
            return self._single(strong=bool(strong), marked=marked and bool(known))
        unknown = len(plain) - len(known)
        if known and all(map(_PINYIN.fullmatch, plain)):
            return NameFit.FULL
        is_given = any(word in self._given and word not in self._weak for word in known) or marked
        if strong and is_given and len(known) >= len(plain) / 2 and (len(known) > 1 or not unknown):
            return NameFit.FULL
        return NameFit.SOME if strong else NameFit.NONE

    def _is_name(self, word: str) -> bool:
        if word in self._names:
            return True
        return any(
            word.endswith(ending) and word.removesuffix(ending) + other in self._names
            for ending, other in _FORMS_OF_WOMEN
            if len(word) > len(ending) + 2
        )

    @staticmethod
    def _single(*, strong: bool, marked: bool) -> NameFit:
        if marked:
            return NameFit.FULL
        return NameFit.SINGLE if strong else NameFit.NONE
