"""Singapore phone numbers, with and without the country code."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

_FULL = re.compile(r"(?<![\w+])(?:\+|00)65[ -]?[3689]\d{3}[ -]?\d{4}(?![\w-])")
_LOCAL = re.compile(r"(?<![\w+.,-])[689]\d{3}[ -]?\d{4}(?![\w-]|[.,]\d)")


class SgPhone(ValueRecognizer):
    """`+65 9123 4567`; eight digits alone count only where words or a header speak of a phone (IMDA numbering plan)."""

    name = "SgPhone"
    entity = "PHONE_NUMBER"
    context = ("phone", "mobile", "tel", "telephone", "call", "contact", "whatsapp", "hp", "handphone", "text", "fax")
    digits = 8
    patterns = (_FULL, _LOCAL)

    def find(self, text: str) -> Iterator[Match]:
        """Yield numbers; local ones weakly."""
        for found in _FULL.finditer(text):
            yield Match(found.start(), found.end(), 750)
        for found in _LOCAL.finditer(text):
            yield Match(found.start(), found.end(), 300 if " " in found[0] else 200)
