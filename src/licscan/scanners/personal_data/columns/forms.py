"""What a whole cell can be whatever its header says: counted here, weighed together with other columns."""

import re
from collections.abc import Iterator, Mapping

from licscan.scanners.personal_data.columns.cells import FORMS, SHAPES
from licscan.scanners.personal_data.recognizers.letters import fold
from licscan.scanners.personal_data.rules import RecognizerRules

_MAX_CHARS = 80
# Three decimals are about a hundred metres: coarser than that is a town.
_PRECISE = re.compile(r"[-+]?\d{1,3}\.\d{3,17}")
_YEAR = re.compile(r"(?<!\d)(?:19[2-9]\d|20[0-3]\d)(?!\d)|(?<!\d)(?:19[2-9]\d|20[0-3]\d)(?=\d{4}(?!\d))")
# `(a)`, `/a` and `-o` behind a word are endings of the other sex; a full stop is of a short form.
_ENDINGS = re.compile(r"\([^()]{0,40}\)|(?<=[^\W\d_]{3})/[^\W\d_]{1,3}$|[.*!?]+$")
_AND = re.compile(r"\s*(?:[;,|+&]|(?<=\w{3})/(?=\w{3}))\s*")
_MOST_PARTS = 6
_ACCENTS_MATTER = 5
WORDS = "WORDS "
TELLING = "TELLING "
# A cell that says that there is nothing to say: below no header it is evidence of anything.
NOTHING = "NOTHING"
DECADE = "DECADE "
BORN = "BORN "


class Forms:
    """The forms of a cell; a few patterns and one look-up, whatever the length of the lists."""

    def __init__(self, rules: RecognizerRules) -> None:
        telling: dict[str, dict[str, None]] = {}
        for entity, terms in rules.terms.items():
            for kind, group in ((WORDS, terms.alone + terms.telling), (TELLING, terms.telling)):
                for key in (spelling for word in group for spelling in _spellings(word)):
                    telling.setdefault(key, {})[kind + entity] = None
        self._telling: Mapping[str, tuple[str, ...]] = {key: tuple(forms) for key, forms in telling.items()}
        self._nothing = frozenset(word.casefold() for word in rules.world.nothing)

    def of(self, text: str) -> Iterator[str]:
        """Every form that the cell as a whole has."""
        text = text.strip()
        if not text or len(text) > _MAX_CHARS:
            return
        yield from (form for form, pattern in FORMS.items() if pattern.fullmatch(text) is not None)
        yield from self._words(text.casefold())
        yield from _decade(text)
        if _PRECISE.fullmatch(text) is not None:
            yield from (form for form, most in (("LATITUDE", 90), ("LONGITUDE", 180)) if abs(float(text)) <= most)

    def _words(self, text: str) -> Iterator[str]:
        """The lists that hold the cell, as it stands, without its endings, or in all of its parts."""
        if text in self._nothing:
            yield NOTHING
            return
        plain = _ENDINGS.sub("", text).strip()
        for spelling in (text, plain):
            if spelling in self._telling:
                yield from self._telling[spelling]
                return
        parts = [part for part in _AND.split(plain) if part]
        if 1 < len(parts) <= _MOST_PARTS:
            known = [self._telling.get(part, ()) for part in parts]
            yield from (form for form in known[0] if all(form in each for each in known))


def _spellings(word: str) -> tuple[str, ...]:
    """A word, and as people write it without accents; a short one keeps them: a Hungarian woman is no English no."""
    key = word.casefold()
    return (key, fold(key)) if len(key) >= _ACCENTS_MATTER else (key,)


def _decade(text: str) -> Iterator[str]:
    """The decade of a date: those of births are spread over a life, those of events are not."""
    if not text[-1].isdigit() and not text[0].isdigit():
        return
    year = _YEAR.search(text)
    if year is not None and len(text) > len(year[0]) and SHAPES["date"].fullmatch(text) is not None:
        yield f"{DECADE}{year[0][:3]}0"
        yield from _recent(year[0])
    elif year is not None and year[0] == text:
        yield from _recent(text)


def _recent(year: str) -> Iterator[str]:
    """The year itself where somebody born in it may be a child: the law asks for it, and knows the day."""
    if year >= "2000":
        yield f"{BORN}{year}"
