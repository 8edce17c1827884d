"""Names that form and dictionary tell, where a statistical model hesitates."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer
from licscan.scanners.personal_data.recognizers.letters import fold

_WORD = r"[^\W\d_](?:[^\W\d_]|['\u2019.-](?=[^\W\d_])){0,30}"
_RUN = re.compile(rf"{_WORD}(?: (?:{_WORD})){{0,4}}")
_TITLED = re.compile(
    rf"\b(?:mr|mrs|ms|miss|mdm|dr|prof|professor"
    rf"|herr|frau|señora?|sra?|madame|monsieur)\.? (?P<name>(?:{_WORD} ){{0,2}}{_WORD})",
    re.IGNORECASE,
)


class PersonName(ValueRecognizer):
    """A capitalised run that holds a common given name, or follows a title.

    The dictionary supports and never decides alone: a single given name is weak, two capitalised words of which
    one is a given name are likely, a given and a family name are sure.
    """

    name = "PersonName"
    entity = "PERSON"
    context = ("name", "named", "patient", "customer", "client")
    digits = 0

    def __init__(self, given: frozenset[str], family: frozenset[str]) -> None:
        self._given = given
        self._family = family

    def find(self, text: str) -> Iterator[Match]:
        """Yield runs of capitalised words."""
        for found in _TITLED.finditer(text):
            words = _leading_capitals(found["name"])
            if words:
                yield Match(found.start("name"), found.start("name") + len(words), 600)
        for found in _RUN.finditer(text):
            yield from self._in_run(found[0], found.start())

    def _in_run(self, run: str, offset: int) -> Iterator[Match]:
        start = 0
        for piece in _capitalised(run):
            start = run.index(piece, start)
            named = self._from_first_name(piece)
            begin = offset + start + len(piece) - len(named)
            score = self._score(named.split(" "))
            if score:
                yield Match(begin, begin + len(named), score)
            start += len(piece)

    def _from_first_name(self, piece: str) -> str:
        """A run without the capitalised words before the first known name: `Call Mei Tan` is `Mei Tan`."""
        parts = piece.split(" ")
        while len(parts) > 1 and fold(parts[0]) not in self._given and fold(parts[0]) not in self._family:
            parts.pop(0)
        return " ".join(parts)

    def _score(self, words: list[str]) -> int:
        folded = [fold(word) for word in words]
        given = [word in self._given for word in folded]
        family = [word in self._family for word in folded]
        if len(words) == 1:
            return 150 if given[0] else 0
        if any(given) and any(one and not two for one, two in zip(family, given, strict=True)):
            return 700
        # A common name in a longer run is as likely part of a title ("Battle of St. James").
        return 450 if (given[0] and len(words) <= 3) or sum(given) > 1 else 0


def _capitalised(run: str) -> Iterator[str]:
    """The longest pieces of a run whose words all begin with a capital."""
    piece: list[str] = []
    for word in run.split(" "):
        if word[:1].isupper():
            piece.append(word)
            continue
        if piece:
            yield " ".join(piece)
        piece = []
    if piece:
        yield " ".join(piece)


def _leading_capitals(run: str) -> str:
    return next(_capitalised(run), "") if run[:1].isupper() else ""
