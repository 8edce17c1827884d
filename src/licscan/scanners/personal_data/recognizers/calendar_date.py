"""Dates with their time, and times of the day, as running text states them."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.birth_date import DATE
from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?: ?[ap]\.?m\b\.?)?"
_HOUR = r"(?:1[0-2]|[1-9]) ?[ap]\.?m\b\.?"
_STATED = re.compile(
    rf"(?<![\w:.,/-])(?:{DATE}(?:[T ,]{{1,2}}{_CLOCK})?|{_CLOCK}|{_HOUR})(?![\w:]|[-/.,]\d)", re.IGNORECASE
)


class CalendarDate(ValueRecognizer):
    """`2005-07-21 18:19:22`, `3 May 1980`, `5:30 pm`: inside a text; a cell that is all date is Presidio's to find."""

    name = "CalendarDate"
    entity = "DATE_TIME"
    context = ()
    digits = 1
    patterns = (_STATED,)

    def find(self, text: str) -> Iterator[Match]:
        """Yield dates and times among other words."""
        for found in _STATED.finditer(text):
            if len(found[0]) < len(text.strip()):
                yield Match(found.start(), found.start() + len(found[0].rstrip(" ,")), 650)
