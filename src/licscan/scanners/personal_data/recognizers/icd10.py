"""Codes of diagnoses."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer, group_matches

_LABELED = re.compile(
    r"\b(?:icd(?:[- ]?10)?(?:[- ]?cm)?|diagnos[ei]s(?: code)?|dx)[ :=#(]{1,3}"
    r"(?P<code>[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![\w.-])(?P<code>[A-TV-Z]\d[0-9AB]\.[0-9A-Z]{1,4})(?![\w-]|\.\d)")


class Icd10(ValueRecognizer):
    """ICD-10 codes (WHO, ICD-10-CM): `E11.9`; without a word of diagnosis near by the form alone says little."""

    name = "Icd10"
    entity = "HEALTH_CONDITION"
    context = ("icd", "diagnosis", "diagnosed")
    digits = 2
    patterns = (_LABELED, _CODE)

    def find(self, text: str) -> Iterator[Match]:
        """Yield codes."""
        yield from group_matches(_LABELED, text, "code", 850)
        yield from group_matches(_CODE, text, "code", 300)
