"""Parquet tables, read in a process of their own: a damaged file can abort the library that opens it."""

import json
import marshal
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from typing import IO, cast

from licscan.inputs.readers.arrow import is_installed
from licscan.inputs.readers.defects import Defects, guarded
from licscan.inputs.readers.interface import Batch, Column, ColumnKind, Part
from licscan.inputs.sources import Source, SourceError
from licscan.model.finding import Gap, GapReason

_INSTALL = 'pip install "licscan[pii]"'
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from licscan.inputs.readers.parquet_child import main; main()"
)
_FRAME_LIMIT = 512_000_000
# Below this a file is read in one go: to ask for its row groups would cost a process of its own.
_WORTH_PARTS = 8_000_000
_TIMED_OUT = -getattr(signal, "SIGXCPU", 0)

# What the child sends, each frame one of: the rows of each row group, a batch, a gap, the end.
RowsFrame = tuple[str, list[int]]
BatchFrame = tuple[str, int, list[tuple[str, str, list[str | None]]]]
GapFrame = tuple[str, str, str, str | None]
Frame = RowsFrame | BatchFrame | GapFrame | tuple[str]


class ParquetReader:
    """Reads Parquet; a flat column has its own name, a nested value the JSON pointer to it.

    The parts of nested columns, and every 500 columns of a wide table, come as batches of their own over the same rows.
    """

    media = "application/vnd.apache.parquet"

    def read(self, source: Source, ref: str, part: Part | None = None) -> Iterator[Batch | Gap]:
        """Yield the table batch by batch; rows count from 1 through the whole file."""
        defects = Defects(ref, source.shown)
        if not is_installed():
            return iter([defects.gap(GapReason.MISSING_EXTRA, "Parquet needs pyarrow", hint=_INSTALL)])
        return guarded(defects, self._batches(source, defects, part))

    def parts(self, source: Source) -> tuple[Part, ...]:
        """The row groups of a large file; none where the file is small, damaged, or no pyarrow is there."""
        try:
            if not is_installed() or (source.size or 0) < _WORTH_PARTS:
                return ()
            for frame in self._child(source, Defects("", ""), "rows"):
                match frame:
                    case ("rows", list(rows)) if len(rows) > 1:
                        return tuple(Part(index, sum(rows[:index]) + 1, count) for index, count in enumerate(rows))
        except OSError:  # `read` tells what is wrong with it
            return ()
        return ()

    def _batches(self, source: Source, defects: Defects, part: Part | None) -> Iterator[Batch | Gap]:
        for frame in self._child(source, defects, "all" if part is None else str(part.index)):
            match frame:
                case Gap():
                    yield frame
                case ("batch", int(first_row), list(columns)):
                    yield Batch(first_row, tuple(_column(*column) for column in columns))
                case ("gap", str(reason), str(detail), hint):
                    yield defects.gap(GapReason(reason), detail, hint=hint)
                case _:
                    pass

    def _child(self, source: Source, defects: Defects, what: str) -> Iterator["Frame | Gap"]:
        """What the child sends of a file, and a gap where it stopped before the end."""
        with source.open():
            path = source.path  # opened first, so that what is no regular file is refused here
        if path is None:
            raise SourceError(GapReason.UNSUPPORTED_FORMAT, "Parquet is read from plain files only")
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and code, the path as one argument
            [sys.executable, "-c", _START, json.dumps(sys.path), str(path), what],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what the library says may quote the file
        )
        pipe = cast("IO[bytes]", child.stdout)
        ended = False
        try:
            for frame in _frames(pipe):
                ended = frame[0] == "end"
                yield frame
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
