"""Parquet tables, read in a process of their own: a damaged file can abort the library that opens it."""

import json
import marshal
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from licscan.inputs.readers.arrow import is_installed
from licscan.inputs.readers.defects import Defects, guarded
from licscan.inputs.readers.interface import Batch, Column, ColumnKind
from licscan.model.finding import Gap, GapReason

_INSTALL = 'pip install "licscan[pii]"'
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from licscan.inputs.readers.parquet_child import main; main()"
)
_FRAME_LIMIT = 512_000_000
_TIMED_OUT = -getattr(signal, "SIGXCPU", 0)

# What the child sends, each frame one of: the number of rows, a batch, a gap, the end.
RowsFrame = tuple[str, int]
BatchFrame = tuple[str, int, list[tuple[str, str, list[str | None]]]]
GapFrame = tuple[str, str, str, str | None]
Frame = RowsFrame | BatchFrame | GapFrame | tuple[str]


class ParquetReader:
    """Reads Parquet; a flat column has its own name, a nested value the JSON pointer to it.

    The parts of nested columns, and every 500 columns of a wide table, come as batches of their own over the same rows.
    """

    media = "application/vnd.apache.parquet"

    def __init__(self) -> None:
        self._stated: dict[Path, int] = {}

    def read(self, path: Path, ref: str, shown: str) -> Iterator[Batch | Gap]:
        """Yield the table batch by batch; rows count from 1 through the whole file."""
        defects = Defects(ref, shown)
        if not is_installed():
            return iter([defects.gap(GapReason.MISSING_EXTRA, "Parquet needs pyarrow", hint=_INSTALL)])
        return guarded(path, defects, self._batches(path, defects))

    def total_rows(self, path: Path) -> int | None:
        """The number of rows that the footer states, as it was seen by the last read; None before and without one."""
        return self._stated.get(path)

    def _batches(self, path: Path, defects: Defects) -> Iterator[Batch | Gap]:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and code, the path as one argument
            [sys.executable, "-c", _START, json.dumps(sys.path), str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what the library says may quote the file
        )
        pipe = cast("IO[bytes]", child.stdout)
        ended = False
        try:
            for frame in _frames(pipe):
                match frame:
                    case ("rows", int(stated)):
                        self._stated[path] = stated
                    case ("batch", int(first_row), list(columns)):
                        yield Batch(first_row, tuple(_column(*column) for column in columns))
                    case ("gap", str(reason), str(detail), hint):
                        yield defects.gap(GapReason(reason), detail, hint=hint)
                    case _:
                        ended = True
            if not ended:
                yield _stopped(child.wait(), defects)
        finally:
            child.kill()
            child.wait()
            pipe.close()


def _column(name: str, kind: str, cells: list[str | None]) -> Column:
    return Column(name, ColumnKind(kind), cells)


def _stopped(code: int, defects: Defects) -> Gap:
    if code == _TIMED_OUT and code:
        return defects.gap(GapReason.TIMEOUT, "takes longer to read than its size allows; not all of it was read")
    return defects.gap(GapReason.UNPARSABLE, "is so damaged that the library stopped; what stands before was read")


def _frames(pipe: IO[bytes]) -> Iterator[Frame]:
    """The frames until the child ends, whole ones only."""
    while len(head := pipe.read(8)) == 8:
        (size,) = struct.unpack(">Q", head)
        if size > _FRAME_LIMIT or len(body := pipe.read(size)) < size:
            return
        yield cast("Frame", marshal.loads(body))  # noqa: S302 - written by our own code in the child
