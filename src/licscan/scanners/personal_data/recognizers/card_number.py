"""Payment card numbers of every issuer and length."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.checksums import luhn
from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

_DIGITS = re.compile(r"(?<![\w.,-])[2-6]\d{11,18}(?![\w-]|[.,]\d)")


class CardNumber(ValueRecognizer):
    """Twelve to nineteen digits with a right check digit (ISO/IEC 7812-1), which Presidio's pattern does not know.

    One number in ten checks by chance, so that they count only beside words, or under a header, of a card.
    """

    name = "CardNumber"
    entity = "CREDIT_CARD"
    context = ("card", "credit", "debit", "cc", "visa", "mastercard", "maestro", "amex", "jcb")
    digits = 12

    def find(self, text: str) -> Iterator[Match]:
        """Yield numbers that check."""
        for found in _DIGITS.finditer(text):
            if luhn(found[0]):
                yield Match(found.start(), found.end(), 200)
