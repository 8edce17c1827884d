"""Column by column: which values are looked at."""

import hashlib
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with the record it stands in; its repr hides the value."""

    row: int
    text: str = field(repr=False)


def stream(seed: int, path: str, column: str) -> random.Random:
    """The random stream of one column: the same for every process, hash seed, platform and batch size."""
    name = hashlib.sha256(f"{seed}\0{path}\0{column}".encode("utf-8", "surrogatepass")).digest()
    return random.Random(int.from_bytes(name, "big"))  # noqa: S311 - a sample, no secret


class Reservoir:
    """A uniform sample of at most `size` cells of a stream of unknown length (algorithm R, Vitter 1985).

    Only cells that hold a value take part: a column that is nearly empty still gives a full sample. `size` None
    keeps every cell until `take` is called. `max_chars` clips what is kept of a cell.
    """

    def __init__(self, size: int | None, random_stream: random.Random, max_chars: int = 100_001) -> None:
        self._size = size
        self._max_chars = max_chars
        self._random = random_stream
        self._cells: list[Cell] = []
        self.total = 0
        self.kept_chars = 0

    def is_full(self, cells: int, chars: int) -> bool:
        """Whether so many cells or characters are kept."""
        return len(self._cells) >= cells or self.kept_chars >= chars

    def offer(self, first_row: int, cells: Iterable[str | None]) -> None:
        """Let consecutive cells take part; None and blank cells do not."""
        for row, text in _present(first_row, cells):
            self.total += 1
            if self._size is None or len(self._cells) < self._size:
                self._keep(len(self._cells), Cell(row, text[: self._max_chars]))
                continue
            # A float product instead of randrange: several times faster, and exact IEEE 754 everywhere.
            place = int(self._random.random() * self.total)
            if place < self._size:
                self._keep(place, Cell(row, text[: self._max_chars]))

    def _keep(self, place: int, cell: Cell) -> None:
        if place == len(self._cells):
            self._cells.append(cell)
        else:
            self.kept_chars -= len(self._cells[place].text)
            self._cells[place] = cell
        self.kept_chars += len(cell.text)

    @property
    def kept_cells(self) -> int:
        """How many cells are kept."""
        return len(self._cells)

    def lengths(self) -> Iterator[int]:
        """The lengths of the cells that are kept."""
        return (len(cell.text) for cell in self._cells)

    def clip(self, chars: int) -> int | None:
        """Shorten what is kept; the first row that lost something."""
        cut = [place for place, cell in enumerate(self._cells) if len(cell.text) > chars]
        for place in cut:
            cell = self._cells[place]
            self._keep(place, Cell(cell.row, cell.text[:chars]))
        return min((self._cells[place].row for place in cut), default=None)

    def take(self) -> list[Cell]:
        """Hand over the cells kept so far, in row order; with a size this makes sense at the end only."""
        cells = sorted(self._cells, key=lambda cell: cell.row)
        self._cells = []
        self.kept_chars = 0
        return cells


def _present(first_row: int, cells: Iterable[str | None]) -> Iterator[tuple[int, str]]:
    for row, text in enumerate(cells, first_row):
        if text is not None and text and not text.isspace():
            yield row, text
