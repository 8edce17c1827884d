"""What the values of a column look like, in shares so coarse that no value can be told from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

# Below this a share says more of single values than of the column.
LEAST_VALUES = 30
# Shares are told in steps of so many thousandths.
STEP_PERMILLE = 20


@dataclass(frozen=True, slots=True)
class Shape:
    """How many values were looked at, how many of them are distinct, and how long they are.

    `lengths[n]` counts the values of 2**n to 2**(n+1)-1 characters. `distinct` counts per unit and share; None where
    nobody kept track.
    """

    values: int = 0
    letters: int = 0
    digits: int = 0
    distinct: int | None = 0
    lengths: tuple[int, ...] = ()

    def __add__(self, other: "Shape") -> "Shape":
        return Shape(
            self.values + other.values,
            self.letters + other.letters,
            self.digits + other.digits,
            None if self.distinct is None or other.distinct is None else self.distinct + other.distinct,
            tuple(one + two for one, two in zip_longest(self.lengths, other.lengths, fillvalue=0)),
        )

    def permille(self, count: int) -> int:
        """A count as a coarse share of the values."""
        step = max(1, self.values) * STEP_PERMILLE
        return (1000 * min(count, self.values) + step // 2) // step * STEP_PERMILLE


def shape_of(texts: Iterable[tuple[str, int]], *, is_distinct: bool) -> Shape:
    """The shape of distinct values with how often each stands there."""
    values = letters = digits = distinct = 0
    lengths = [0] * 17
    for text, times in texts:
        values += times
        distinct += 1
        letters += times * any(map(str.isalpha, text))
        digits += times * any(map(str.isdigit, text))
        lengths[min(len(text).bit_length(), 17) - 1] += times
    while lengths and not lengths[-1]:
        lengths.pop()
    return Shape(values, letters, digits, distinct if is_distinct else None, tuple(lengths))
