"""Gender or sex that a text states."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer, group_matches

_STATED = re.compile(
    r"\b(?:gender|sex)[ ]?[:=][ ]?(?P<gender>male|female|man|woman|non-?binary|m|f|x|other)\b", re.IGNORECASE
)


class Gender(ValueRecognizer):
    """`Gender: female`, `sex=M`."""

    name = "Gender"
    entity = "GENDER"
    context = ("gender", "sex")
    digits = 0
    patterns = (_STATED,)

    def find(self, text: str) -> Iterator[Match]:
        """Yield the stated word."""
        yield from group_matches(_STATED, text, "gender", 650)
