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
# An age in apposition to a person: `Jane Roe, 52, slipped`; that of a patient: `68F`; years lived: `71 years, from`.
_APPOSED = re.compile(r"(?<![\w])[^\W\d_a-z][\w'\u2019-]{1,30}, (?P<age>1[89]|[2-9]\d)(?=,? (?:of|from)\b|, [^\W\d_])")
_PATIENT = re.compile(r"(?<![\w.-])(?P<age>\d{1,2})[ ]?(?:[FM]|yo|YO|y\.o\.)(?=[,;: ]|$)(?! ?\d)")
_LIVED = re.compile(r"[,(] ?(?P<age>[1-9]\d) years(?=[,.)])")
_SECOND = re.compile(
    r"\b(?:aged|ages) \d{1,2}(?:, \d{1,2}){0,5},? (?:and|&) (?P<age>\d{1,2})\b(?![.,]?\d|%)", re.IGNORECASE
)


class Age(ValueRecognizer):
    """`aged 34`, `34 years old`, `age: 34`, `34 y/o`."""

    name = "Age"
    entity = "AGE"
    context = ("age", "old")
    digits = 1
    patterns = (_STATED, _LABELED, _TURNED, _APPOSED, _PATIENT, _LIVED, _SECOND)

    def find(self, text: str) -> Iterator[Match]:
        """Yield the numbers without their unit."""
        yield from group_matches(_STATED, text, "age", 700)
        yield from group_matches(_LABELED, text, "age", 650)
        yield from group_matches(_TURNED, text, "age", 500)
        yield from group_matches(_APPOSED, text, "age", 450)
        yield from group_matches(_PATIENT, text, "age", 450)
        yield from group_matches(_LIVED, text, "age", 500)
        yield from group_matches(_SECOND, text, "age", 600)
