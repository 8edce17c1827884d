"""Phone numbers of any country that a text calls one."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

_LABELED = re.compile(
    r"\b(?:phone|telephone|tel|mobile|cell(?:phone)?|fax|desk|whatsapp|hotline"
    r"|call(?: me| us| him| her)?|reach(?: me| us| him| her)?|answering)"
    r"(?: (?:number|no\.?|#))?(?: is| at| on)?[ :.]{0,3}\s{0,2}(?P<number>\+?\(?\d[\d ()./-]{5,20}\d)(?![\w-])",
    re.IGNORECASE,
)
_COUNTRY_CODE = re.compile(
    r"(?<![\w+])(?P<number>(?:\+|00)[1-9]\d{0,2}[ .-]?\(?\d{1,5}\)?(?:[ ./-]?\d{2,5}){1,5})(?![\w-]|[.,]\d)"
)


class LabeledPhone(ValueRecognizer):
    """`Phone: 72 128 827`, `+52 55 8437 2201`: seven to fifteen digits (ITU-T E.164) behind a word that names a phone
    or behind a country code."""

    name = "LabeledPhone"
    entity = "PHONE_NUMBER"
    context = ("phone", "telephone", "mobile", "fax")
    digits = 7
    patterns = (_LABELED, _COUNTRY_CODE)

    def find(self, text: str) -> Iterator[Match]:
        """Yield the number without the words before it."""
        for found in _LABELED.finditer(text):
            if 7 <= sum(map(str.isdigit, found["number"])) <= 15:
                yield Match(found.start("number"), found.end("number"), 600)
        for found in _COUNTRY_CODE.finditer(text):
            if 8 <= sum(map(str.isdigit, found["number"])) <= 15:
                yield Match(found.start("number"), found.end("number"), 700 if found[0].startswith("+") else 300)
