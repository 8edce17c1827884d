"""Words of a list: what is said of a person's health, belief, origin, record."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer


def whole_words(terms: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the terms as whole words, the longest first, whatever their case."""
    ordered = sorted(terms, key=lambda term: (-len(term), term))
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(term) for term in ordered) + r")(?![\w-])", re.IGNORECASE)


class TermList(ValueRecognizer):
    """The telling words of one entity type, from rules/recognizers/terms.toml."""

    name = "TermList"
    digits = 0

    def __init__(self, entity: str, terms: tuple[str, ...]) -> None:
        self.entity = entity
        self.context = ()
        self._pattern = whole_words(terms)
        self.patterns = (self._pattern,)

    def find(self, text: str) -> Iterator[Match]:
        """Yield the words."""
        for found in self._pattern.finditer(text):
            yield Match(found.start(), found.end(), 600)
