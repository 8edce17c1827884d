"""Column by column: which values are looked at."""

import hashlib
from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from numpy import uint64
    from numpy.typing import NDArray

# splitmix64 (Steele, Lea and Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
_ROW_BITS = 40
_STEP = 0x9E3779B97F4A7C15
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB
_MASK = (1 << 62) - 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with the record it stands in; its repr hides the value."""

    row: int
    text: str = field(repr=False)


def key_of(seed: int, path: str, column: str) -> int:
    """The key of one column, 64 bits: the same for every process, hash seed and platform."""
    name = hashlib.sha256(f"{seed}\0{path}\0{column}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(name[:8], "big")


def priorities(key: int, first_row: int, rows: int) -> "NDArray[uint64]":
    """A number for each of consecutive rows, as good as drawn by lot: the smallest ones are the sample."""
    import numpy as np

    first_row &= _MASK
    # Arrays of unsigned numbers wrap around silently, as splitmix64 wants.
    value = np.arange(first_row, first_row + rows, dtype=np.uint64) * np.uint64(_STEP) + np.uint64(key)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(_FIRST)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(_SECOND)
    return value ^ (value >> np.uint64(31))


class Kept(Protocol):
    """Cells of a column that were kept to be looked at."""

    total: int
    kept_chars: int

    @property
    def kept_cells(self) -> int:
        """How many cells are kept."""
        ...

    def offer(self, first_row: int, cells: Sequence[str | None]) -> None:
        """Let consecutive cells take part; None and blank cells do not."""
        ...

    def lengths(self) -> Iterator[int]:
        """The lengths of the cells that are kept."""
        ...

    def clip(self, chars: int) -> int | None:
        """Shorten what is kept; the first row that lost something."""
        ...

    def take(self) -> list[Cell]:
        """Hand over the cells kept so far, in row order, and forget them."""
        ...


class Sample:
    """A uniform sample of at most `size` cells: those with the smallest priorities (bottom-k, Cohen and Kaplan 2007).

    Only cells that hold a value take part: a column that is nearly empty still gives a full sample. Which cells are
    chosen depends on the key and the rows alone, not on the batches in which they come. A long line comes as several
    cells of one row, each of which has a chance of its own. `max_chars` clips what is kept of a cell.
    """

    def __init__(self, size: int, key: int, max_chars: int) -> None:
        self._size = size
        self._key = key
        self._max_chars = max_chars
        self._cells: list[tuple[int, int, str]] = []
        self._last_row = 0
        self._times = 0
        self.total = 0
        self.kept_chars = 0

    def offer(self, first_row: int, cells: Sequence[str | None]) -> None:
        """Let consecutive cells take part; None and blank cells do not."""
        self._times = self._times + 1 if first_row <= self._last_row else 0
        self._last_row = max(self._last_row, first_row + len(cells) - 1)
        there = sum(1 for cell in cells if cell and not cell.isspace())
        if not there:
            return
        self.total += there
        chances = priorities(self._key, first_row + (self._times << _ROW_BITS), len(cells))
        for place in self._promising(chances, all_there=there == len(cells)):
            cell = cells[place]
            if cell and not cell.isspace() and not self._keep(int(chances[place]), first_row + place, cell):
                return

    def _promising(self, chances: "NDArray[uint64]", *, all_there: bool) -> list[int]:
        """The places of a batch whose cells could be chosen, best first."""
        import numpy as np

        places: NDArray[np.intp]
        if len(self._cells) >= self._size:
            places = np.flatnonzero(chances <= np.uint64(self._cells[-1][0]))
        elif all_there and len(chances) > self._size:
            places = np.argpartition(chances, self._size)[: self._size + 1]
        else:
            places = np.arange(len(chances))
        return [int(place) for place in places[np.argsort(chances[places], kind="stable")]]

    def _keep(self, chance: int, row: int, text: str) -> bool:
        """Keep a cell where it is among the best; False where neither it nor a worse one is."""
        is_full = len(self._cells) >= self._size
        if is_full and (chance, row) >= self._cells[-1][:2]:
            return False
        if is_full:
            self.kept_chars -= len(self._cells.pop()[2])
        clipped = text[: self._max_chars]
        insort(self._cells, (chance, row, clipped))
        self.kept_chars += len(clipped)
        return True

    @property
    def kept_cells(self) -> int:
        """How many cells are kept."""
        return len(self._cells)

    def lengths(self) -> Iterator[int]:
        """The lengths of the cells that are kept."""
        return (len(text) for _, _, text in self._cells)

    def clip(self, chars: int) -> int | None:
        """Shorten what is kept; the first row that lost something."""
        cut = [row for _, row, text in self._cells if len(text) > chars]
        self._cells = [(chance, row, text[:chars]) for chance, row, text in self._cells]
        self.kept_chars = sum(self.lengths())
        return min(cut, default=None)

    def take(self) -> list[Cell]:
        """Hand over the sample, in row order; this makes sense at the end only."""
        cells = [Cell(row, text) for _, row, text in sorted(self._cells, key=lambda each: each[1])]
        self._cells = []
        self.kept_chars = 0
        return cells


class Everything:
    """Every cell that holds a value, until it is taken."""

    def __init__(self, max_chars: int) -> None:
        self._max_chars = max_chars
        self._cells: list[Cell] = []
        self.total = 0
        self.kept_chars = 0

    def offer(self, first_row: int, cells: Sequence[str | None]) -> None:
        """Keep consecutive cells; None and blank cells are left out."""
        found = [Cell(row, text[: self._max_chars]) for row, text in _present(first_row, cells)]
        self.total += len(found)
        self.kept_chars += sum(len(cell.text) for cell in found)
        self._cells += found

    @property
    def kept_cells(self) -> int:
        """How many cells are kept."""
        return len(self._cells)

    def lengths(self) -> Iterator[int]:
        """The lengths of the cells that are kept."""
        return (len(cell.text) for cell in self._cells)

    def clip(self, chars: int) -> int | None:
        """Everything was asked for: nothing is shortened."""
        del chars
        return None

    def take(self) -> list[Cell]:
        """Hand over the cells kept so far, in row order, and forget them."""
        cells, self._cells = self._cells, []
        self.kept_chars = 0
        return cells


def _present(first_row: int, cells: Iterable[str | None]) -> Iterator[tuple[int, str]]:
    for row, text in enumerate(cells, first_row):
        if text and not text.isspace():
            yield row, text


def unseen_permille(sampled: int, total: int | None) -> int:
    """An upper bound, with 95 % confidence, of the share of values that hold what no sampled value showed.

    The rule of three: of n values drawn at random without a hit, at most 3/n of all can have one (Hanley and
    Lippman-Hand, If nothing goes wrong, is everything all right?, JAMA 249, 1983). 0 where all were looked at.
    """
    if total is not None and sampled >= total:
        return 0
    return min(1000, -(-3000 // sampled)) if sampled else 1000
