"""Reading a data file in a test: its columns over all batches, and its gaps."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from licscan.inputs.readers import reader_for
from licscan.inputs.readers.interface import Batch, ColumnKind
from licscan.inputs.sources import LocalFile
from licscan.model.finding import Gap, GapReason

BATCH_ROWS = 10_000


@dataclass
class Read:
    """What a reader gave: `cells` by column and row, kinds of the batches with a value, gaps in order."""

    cells: dict[str | None, dict[int, list[str]]] = field(default_factory=dict)
    kinds: dict[str | None, set[ColumnKind]] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)

    def column(self, name: str | None) -> list[str]:
        """The values of a column in row order."""
        return [cell for row in sorted(self.cells[name]) for cell in self.cells[name][row]]

    @property
    def columns(self) -> list[str | None]:
        """The names of all columns, in the order in which they came."""
        return list(self.cells)

    @property
    def reasons(self) -> list[GapReason]:
        """Why something was not read."""
        return [gap.reason for gap in self.gaps]

    @property
    def text(self) -> str:
        """Every value, one a line."""
        return "\n".join(cell for name in self.cells for cell in self.column(name))


def read(path: Path, *, shown: str = "data/x") -> Read:
    """Read a file to its end and check what every reader promises of a batch."""
    reader = reader_for(path)
    assert reader is not None
    result = Read()
    for item in reader.read(LocalFile(path, shown), f"file:{shown}"):
        if isinstance(item, Gap):
            assert item.subject == f"file:{shown}"
            assert item.location is not None
            assert item.location.path == shown
            result.gaps.append(item)
        else:
            _take(item, result)
    return result


def _take(batch: Batch, result: Read) -> None:
    result.batches.append(batch)
    assert batch.first_row >= 1
    lengths = {len(column.cells) for column in batch.columns}
    assert len(lengths) <= 1
    assert max(lengths, default=0) <= BATCH_ROWS
    for column in batch.columns:
        seen = result.cells.setdefault(column.name, {})
        _take_cells(seen, batch.first_row, column.cells)
        if any(column.cells):
            result.kinds.setdefault(column.name, set()).add(column.kind)


def _take_cells(seen: dict[int, list[str]], first_row: int, cells: Sequence[str | None]) -> None:
    for row, cell in enumerate(cells, first_row):
        if cell is not None:
            assert type(cell) is str
            cell.encode("utf-8")
            seen.setdefault(row, []).append(cell)
