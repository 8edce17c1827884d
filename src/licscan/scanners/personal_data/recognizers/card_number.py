"""Payment card numbers of every issuer and length."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.checksums import luhn
from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

_DIGITS = re.compile(r"(?<![\w.,-])[2-6]\d{11,18}(?![\w-]|[.,]\d)")
# Mastercard's second range, 2221-2720, is missing there whole.
_SECOND_RANGE = re.compile(
    r"(?<![\w.,-])(?:222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)"
    r"(?P<gap>[ -]?)\d{4}(?:(?P=gap)\d{4}){2}(?![\w-]|[.,]\d)"
)


class CardNumber(ValueRecognizer):
    """Twelve to nineteen digits with a right check digit (ISO/IEC 7812-1), which Presidio's pattern does not know.

    One number in ten checks by chance, so that they count only beside words, or under a header, of a card.
    """

    name = "CardNumber"
    entity = "CREDIT_CARD"
    context = ("card", "credit", "debit", "cc", "visa", "mastercard", "maestro", "amex", "jcb")
    digits = 12
    patterns = (_DIGITS, _SECOND_RANGE)

    def find(self, text: str) -> Iterator[Match]:
        """Yield numbers that check."""
        for found in _SECOND_RANGE.finditer(text):
            if luhn(found[0]):
                yield Match(found.start(), found.end(), 950)
        for found in _DIGITS.finditer(text):
            if luhn(found[0]):
                yield Match(found.start(), found.end(), 200)
