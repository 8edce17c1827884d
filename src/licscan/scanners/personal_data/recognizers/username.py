"""Login names that a text states."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer, group_matches

_STATED = re.compile(
    r"\b(?:user ?name|user id|login|screen name|handle)(?: is|[ ]?[:=])[ ]?[\"'`]?(?P<name>[A-Za-z0-9][\w.@-]{2,40})",
    re.IGNORECASE,
)


class Username(ValueRecognizer):
    """`username: mtan88`."""

    name = "Username"
    entity = "USERNAME"
    context = ("username", "login")
    digits = 0
    patterns = (_STATED,)

    def find(self, text: str) -> Iterator[Match]:
        """Yield the name without the words before it."""
        yield from group_matches(_STATED, text, "name", 600)
