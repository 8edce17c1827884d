"""E-mail addresses under names that no public suffix list knows."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer, group_matches

# Presidio keeps only addresses below a listed suffix; people's addresses also stand below .local, .internal
# or a misspelled domain. Bounded on both sides, so that no input makes it slow.
_ADDRESS = re.compile(
    r"(?<![\w.%+-])(?P<address>[A-Za-z0-9][\w.%+-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,8}[A-Za-z]{2,24})(?![\w-])"
)


class Email(ValueRecognizer):
    """`mei.tan@intranet.local`: the form of an address whatever its domain."""

    name = "Email"
    entity = "EMAIL_ADDRESS"
    context = ("email", "mail")
    digits = 0
    patterns = (_ADDRESS,)

    def find(self, text: str) -> Iterator[Match]:
        """Yield addresses."""
        if "@" in text:
            yield from group_matches(_ADDRESS, text, "address", 600)
