"""Ages that a text states."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer, group_matches

_STATED = re.compile(
    r"\b(?P<age>\d{1,3})(?:[- ]?(?:years?|yrs?|months?)[- ]?(?:old|of age)\b| ?(?:yo|y/o)\b)", re.IGNORECASE
)
_LABELED = re.compile(r"\b(?:aged?|age is|age of)[ :=]{1,3}(?P<age>\d{1,3})\b(?![.,]?\d|%)", re.IGNORECASE)
_TURNED = re.compile(
    r"\b(?:i am|i'm|he is|he's|she is|she's|turn|turned|turning|turns) "
    r"(?P<age>[1-9]\d)\b(?=[ ]*(?:[.,;!?]|$|and\b|years))",
    re.IGNORECASE,
)


class Age(ValueRecognizer):
    """`aged 34`, `34 years old`, `age: 34`, `34 y/o`."""

    name = "Age"
    entity = "AGE"
    context = ("age", "old")
    digits = 1

    def find(self, text: str) -> Iterator[Match]:
        """Yield the numbers without their unit."""
        yield from group_matches(_STATED, text, "age", 700)
        yield from group_matches(_LABELED, text, "age", 650)
        yield from group_matches(_TURNED, text, "age", 500)
