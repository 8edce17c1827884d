"""An account or card number with the code that opens it, in one text."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.checksums import luhn
from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

_CARD = re.compile(
    r"(?<![\w.-])(?P<number>[2-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}|3[47]\d{2}[ -]?\d{6}[ -]?\d{5})(?!\d)"
    r"[^\n\d]{0,40}(?:\d{1,2}[/-]\d{2,4})?[^\n\d]{0,25}"
    r"\b(?P<code>cvv2?|cvc2?|cid|pin|security code)\b[^\n\d]{0,6}\d{3,6}(?!\d)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"\b(?:account|acct|a/c)(?: (?:no|number))?\.?[ :#]{0,3}\d[\d-]{5,19}(?!\d)"
    r"[^\n\d]{0,25}\b(?P<code>pin|password|passcode|access code|security code)\b[ ]?[:=#][ ]?\S{3,40}",
    re.IGNORECASE,
)


class AccountWithCode(ValueRecognizer):
    """`4111 1111 1111 1111 exp 04/29 CVV 123`: the word that names the code; number and code are found by others.

    Cal. Civ. Code 1798.140(ae)(1)(B), PDPA (Notification of Data Breaches) Regulations 2021.
    """

    name = "AccountWithCode"
    entity = "ACCOUNT_WITH_CREDENTIAL"
    context = ()
    digits = 9
    patterns = (_CARD, _ACCOUNT)

    def find(self, text: str) -> Iterator[Match]:
        """Yield the words between number and code."""
        for found in _CARD.finditer(text):
            if luhn(found["number"]):
                yield Match(found.start("code"), found.end("code"), 850)
        for found in _ACCOUNT.finditer(text):
            yield Match(found.start("code"), found.end("code"), 700)
