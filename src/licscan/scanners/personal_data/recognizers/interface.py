"""What a recognizer of licscan's own is: Presidio's interface without Presidio's import."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Match:
    """A place in a text and how sure the recognizer is, in permille."""

    start: int
    end: int
    score_permille: int


class ValueRecognizer(Protocol):
    """Finds one entity type in a text of at most a chunk; `presidio.adapt` makes it one of Presidio's.

    One whose every match lies where a regular expression matches may name all such expressions as `patterns`: texts
    without any of them are not shown to it (see gates.py). `context` are words near a match, or in a header, that make
    it likelier. `digits` is the gate: a text with fewer digits cannot match.
    """

    name: str
    entity: str
    context: tuple[str, ...]
    digits: int

    def find(self, text: str) -> Iterator[Match]:
        """Yield the matches in text order."""
        ...


def group_matches(pattern: re.Pattern[str], text: str, group: int | str, score_permille: int) -> Iterator[Match]:
    """The span of one group of every match of a pattern."""
    for found in pattern.finditer(text):
        if found.start(group) >= 0 and found.end(group) > found.start(group):
            yield Match(found.start(group), found.end(group), score_permille)
