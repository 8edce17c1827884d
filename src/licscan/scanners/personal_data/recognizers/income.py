"""Income and credit standing that a text states."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer, group_matches

_STATED = re.compile(
    r"\b(?:salary|income|earns|earning|net worth|credit score|fico score|account balance)(?: is| of| was)?[ :=]{1,3}"
    r"(?P<amount>(?:[$€£]|S\$|US\$|USD |SGD |EUR |GBP )?\d[\d,.]{1,14}k?)\b",
    re.IGNORECASE,
)


class Income(ValueRecognizer):
    """`annual salary of $85,000`, `credit score 710`."""

    name = "Income"
    entity = "FINANCIAL_STATUS"
    context = ("salary", "income")
    digits = 2
    patterns = (_STATED,)

    def find(self, text: str) -> Iterator[Match]:
        """Yield the amount."""
        yield from group_matches(_STATED, text, "amount", 550)
