"""Passwords and codes that a text states."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

_STATED = re.compile(
    r"\b(?:password|passwd|pwd|passphrase|passcode|pin code|pin|cvv2?|cvc)\b"
    r"(?: is| was|[ ]?[:=]| for [\w ]{1,30} is)[ ]?[\"'`]?(?P<value>[^\s\"'`,;]{3,64})",
    re.IGNORECASE,
)
_PAIR = re.compile(r"@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}[\"'`]? ?[/|:] ?[\"'`]?(?P<value>[^\s\"'`,;/]{6,64})")
_BARE = re.compile(r"\b(?:password|passwd|pwd|passphrase)[ ][\"'`]?(?P<value>[^\s\"'`,;]{6,64})", re.IGNORECASE)
_LOOKS_CHOSEN = re.compile(r"[\d\W_]|[a-z][A-Z]")
_ORDINARY = frozenset(
    {"not", "the", "set", "too", "now", "required", "incorrect", "wrong", "expired", "invalid", "reset", "protected"}
)


class Password(ValueRecognizer):
    """`password: Tr0ub4dor&3`; an ordinary word behind `is` is no password."""

    name = "Password"
    entity = "PASSWORD"
    context = ("password", "pwd", "login", "credential")
    digits = 0
    patterns = (_STATED, _PAIR, _BARE)

    def find(self, text: str) -> Iterator[Match]:
        """Yield the secret without the words before it."""
        for found in _STATED.finditer(text):
            before = found[0][: found.start("value") - found.start()].rstrip("\"'` ")
            if before.endswith((":", "=")) or _LOOKS_CHOSEN.search(found["value"].rstrip(".!?")):
                yield from _value(found)
        for pattern in (_PAIR, _BARE):
            for found in pattern.finditer(text):
                if _is_mixed(found["value"].rstrip(".")):
                    yield from _value(found)


def _value(found: re.Match[str]) -> Iterator[Match]:
    value = found["value"].rstrip(".!?")
    if value.lower() not in _ORDINARY and len(value) > 2:
        yield Match(found.start("value"), found.start("value") + len(value), 700)


def _is_mixed(value: str) -> bool:
    """Letters with digits or signs inside, as no ordinary word has them."""
    letters = any(map(str.isalpha, value))
    return letters and (any(map(str.isdigit, value)) or any(sign in value for sign in "!@#$%^&*?+="))
