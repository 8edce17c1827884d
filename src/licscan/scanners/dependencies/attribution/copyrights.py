"""Lines of a license text that state copyright."""

import re
from collections.abc import Iterator

_MAX_LINES = 200
_MAX_LENGTH = 300
# `Copyright (c) 2020 A`, `(C) 2020 A`, `© A`, behind comment signs or bullets; prose has it in lower case or quotes.
_STATES = re.compile(
    r"^[\s*#/;|>.-]*(?:(?:Portions|All|Parts?)\s+(?:are\s+)?(?i:copyright)\b|Copyright\b|COPYRIGHT\b|\([cC]\)\s*\d|©)"
)
_DECORATION = " \t#*/;\"'|>-."
# Sentences about copyright and blanks to fill in: they name nobody.
_SPEAKS = re.compile(
    r"copyright\s+(?:notices?|holders?|owners?|licen[sc]es?|laws?|statements?|interests?|and\s+(?:related|licen[sc]e|permission)"
    r"|treat(?:y|ies)|disclaimers?|protection|status|infringement|in\s+the|on\s+the|or\s|to\s|for\s|as\s|is\s|©?\s*$)",
    re.IGNORECASE,
)
_BLANKS = re.compile(
    r"[\[<{(](?:yyyy|year|name of|your name|fullname|copyright holder)|\bYYYY\b|<owner>", re.IGNORECASE
)
# The GNU licenses state who holds the copyright of their own text.
_OF_THE_TEXT = re.compile(r"everyone is permitted to copy and distribute verbatim", re.IGNORECASE)


def copyright_lines(text: str) -> tuple[str, ...]:
    """The lines that say who holds copyright, as they stand without decoration, each once, in their order."""
    return tuple(dict.fromkeys(_found(text)))[:_MAX_LINES]


def _found(text: str) -> Iterator[str]:
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if len(line) > _MAX_LENGTH or not _STATES.match(line) or _SPEAKS.search(line) or _BLANKS.search(line):
            continue
        if any(_OF_THE_TEXT.search(near) for near in lines[number : number + 4]):
            continue
        shown = " ".join(line.strip(_DECORATION).split())
        if len(shown) > len("copyright") + 2:
            yield shown
