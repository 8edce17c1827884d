"""Words of a package as outputs may show them."""

import re
import unicodedata

_MAX_EXCERPT = 120
_EMAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+")


def one_line(text: str) -> str:
    """A label as outputs may show it: one printable line of at most 120 characters, e-mail addresses blanked."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")[: 4 * _MAX_EXCERPT]
    if "@" in first:
        first = _EMAIL.sub("…", first)
    # What is printable has no control characters, and nearly everything is.
    printable = first if first.isprintable() else "".join(map(_plain_sign, first))
    folded = " ".join(printable.split())
    return folded if len(folded) <= _MAX_EXCERPT else folded[: _MAX_EXCERPT - 1] + "…"


def _plain_sign(sign: str) -> str:
    return sign if unicodedata.category(sign)[0] != "C" else " "
