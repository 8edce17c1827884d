"""How much of one file is looked at: work is counted in characters, so that every machine leaves out the same."""

from collections.abc import Iterable
from dataclasses import dataclass

_USUAL_SAMPLE = 200
_VALUE_CHARS = 2_500
_FILE_COLUMNS = 8
# A cell of which less than this could be looked at is left out whole.
LEAST_CHARS = 200


@dataclass(frozen=True, slots=True)
class Budget:
    """Characters of distinct values: `column` and `file` that are looked at, `kept` that are held in memory."""

    column: int
    file: int
    kept: int = 64_000_000


def budget_for(sample: int | None) -> Budget | None:
    """The budget of a sample of so many values a column; None where every cell was asked for.

    The recognizers manage some 15,000 characters a second: the usual column ends within a minute, the usual file
    within five.
    """
    if sample is None:
        return None
    column = max(sample, _USUAL_SAMPLE) * _VALUE_CHARS
    return Budget(column, column * _FILE_COLUMNS)


def level(lengths: Iterable[int], budget: int) -> int:
    """The length to cut values to so that all together fit a budget: short values stay whole, long ones share."""
    ordered = sorted(lengths)
    left = budget
    for place, length in enumerate(ordered):
        share = left // (len(ordered) - place)
        if length > share:
            return share
        left -= length
    return ordered[-1] if ordered else budget
