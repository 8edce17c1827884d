"""Batches in pieces so small that little is lost where the work stops after one of them."""

from collections.abc import Iterator
from dataclasses import replace

from licscan.inputs.readers.interface import Batch

SEGMENT_CELLS = 50_000
SEGMENT_CHARS = 500_000


def segments(batch: Batch) -> Iterator[Batch]:
    """The batch, cut between rows where it holds more than a segment; where it is cut depends on its content alone."""
    rows = max((len(column.cells) for column in batch.columns), default=0)
    if not rows:
        return
    chars = sum(len(cell) for column in batch.columns for cell in column.cells if cell)
    pieces = max(1, -(-rows * len(batch.columns) // SEGMENT_CELLS), -(-chars // SEGMENT_CHARS))
    size = max(1, rows // min(pieces, rows))
    for start in range(0, rows, size):
        columns = tuple(replace(column, cells=column.cells[start : start + size]) for column in batch.columns)
        yield Batch(batch.first_row + start, columns)
