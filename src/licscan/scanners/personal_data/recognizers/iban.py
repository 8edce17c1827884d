"""Bank account numbers in any case."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.checksums import mod97
from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

_FORM = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])"
)


class Iban(ValueRecognizer):
    """IBAN (ISO 13616) also in small letters, where its check digits are right."""

    name = "Iban"
    entity = "IBAN_CODE"
    context = ("iban", "account", "bank")
    digits = 4
    patterns = (_FORM,)

    def find(self, text: str) -> Iterator[Match]:
        """Yield numbers that check."""
        for found in _FORM.finditer(text):
            if mod97(found[0]):
                yield Match(found.start(), found.end(), 900)
