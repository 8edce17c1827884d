"""Private keys."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

_ARMOR = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")


class PrivateKey(ValueRecognizer):
    """The armor line of a private key (RFC 7468); the key behind it is not read."""

    name = "PrivateKey"
    entity = "PRIVATE_KEY"
    context = ("key",)
    digits = 0
    patterns = (_ARMOR,)

    def find(self, text: str) -> Iterator[Match]:
        """Yield the opening line of each key."""
        for found in _ARMOR.finditer(text):
            yield Match(found.start(), found.end(), 950)
