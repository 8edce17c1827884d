"""What a whole cell can be whatever its header says: counted here, weighed together with other columns."""

import re
from collections.abc import Iterator, Mapping

from licscan.scanners.personal_data.columns.cells import FORMS, SHAPES
from licscan.scanners.personal_data.rules import RecognizerRules

_MAX_CHARS = 80
# Three decimals are about a hundred metres: coarser than that is a town.
_PRECISE = re.compile(r"[-+]?\d{1,3}\.\d{3,17}")
_YEAR = re.compile(r"(?<!\d)(?:19[2-9]\d|20[0-3]\d)(?!\d)|(?<!\d)(?:19[2-9]\d|20[0-3]\d)(?=\d{4}(?!\d))")
WORDS = "WORDS "
DECADE = "DECADE "
BORN = "BORN "


class Forms:
    """The forms of a cell; a few patterns and one look-up, whatever the length of the lists."""

    def __init__(self, rules: RecognizerRules) -> None:
        telling: dict[str, tuple[str, ...]] = {}
        for entity, terms in rules.terms.items():
            for word in terms.alone:
                key = word.casefold()  # accents stay: a Hungarian woman is no English no
                telling[key] = (*telling.get(key, ()), WORDS + entity)
        self._telling: Mapping[str, tuple[str, ...]] = telling

    def of(self, text: str) -> Iterator[str]:
        """Every form that the cell as a whole has."""
        text = text.strip()
        if not text or len(text) > _MAX_CHARS:
            return
        yield from (form for form, pattern in FORMS.items() if pattern.fullmatch(text) is not None)
        yield from self._telling.get(text.casefold(), ())
        yield from _decade(text)
        if _PRECISE.fullmatch(text) is not None:
            yield from (form for form, most in (("LATITUDE", 90), ("LONGITUDE", 180)) if abs(float(text)) <= most)


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
