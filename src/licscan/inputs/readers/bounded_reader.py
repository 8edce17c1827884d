"""Readers of formats whose libraries are native code: each file is read in a process of its own, within bounds."""

import json
import marshal
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO, ClassVar, cast

from licscan.inputs.readers.defects import Defects, guarded
from licscan.inputs.readers.interface import Batch, Column, ColumnKind, Part
from licscan.inputs.sources import Source, SourceError
from licscan.model.finding import Gap, GapReason

INSTALL = 'pip install "licscan[pii]"'
HELD = 200_000_000  # bytes of a file that has no path and therefore is handed over in memory
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from licscan.inputs.readers.bounded_child import main; main()"
)
_FRAME_LIMIT = 512_000_000
_BLOCK = 1 << 20
# Below this a file is read in one go: to ask for its parts would cost a process of its own.
_WORTH_PARTS = 8_000_000
_TIMED_OUT = -getattr(signal, "SIGXCPU", 0)
_TOO_LARGE = "is inside an archive or a remote store and over 200 MB; this format is read from the disk only"

# What the child sends, each frame one of: the rows of each part, a batch, a gap, the end.
RowsFrame = tuple[str, list[int]]
BatchFrame = tuple[str, int, list[tuple[str | None, str, list[str | None]]]]
GapFrame = tuple[str, str, str, str | None]
Frame = RowsFrame | BatchFrame | GapFrame | tuple[str]


class BoundedReader:
    """A reader whose work is done by `worker` ("module:function") in a child process with bounds on memory and time.

    The worker is called with the content (a path, or the bytes where there is none), the defects, and which part is
    wanted (`all`, `rows` for the sizes of the parts alone, or an index). `library` is what it needs installed.
    """

    media: str = ""
    worker: ClassVar[str] = ""
    library: ClassVar[str] = ""
    has_parts: ClassVar[bool] = False

    def read(self, source: Source, ref: str, part: Part | None = None) -> Iterator[Batch | Gap]:
        """Yield the file batch by batch; what the library cannot read is a gap."""
        defects = Defects(ref, source.shown)
        if not self._is_installed():
            detail = f"this format needs {self.library.replace('_', '-')}"
            return iter([defects.gap(GapReason.MISSING_EXTRA, detail, hint=INSTALL)])
        return guarded(defects, self._batches(source, defects, part))

    def parts(self, source: Source) -> tuple[Part, ...]:
        """The parts of a large file on disk that can be read apart; none for any other."""
        try:
            if not self.has_parts or source.path is None or (source.size or 0) < _WORTH_PARTS:
                return ()
            if not self._is_installed():
                return ()
            for frame in self._frames(source, Defects("", ""), "rows"):
                match frame:
                    case ("rows", list(rows)) if len(rows) > 1:
                        return tuple(Part(index, sum(rows[:index]) + 1, count) for index, count in enumerate(rows))
        except OSError:  # `read` tells what is wrong with it
            return ()
        return ()

    def _is_installed(self) -> bool:
        return not self.library or find_spec(self.library) is not None

    def _batches(self, source: Source, defects: Defects, part: Part | None) -> Iterator[Batch | Gap]:
        for frame in self._frames(source, defects, "all" if part is None else str(part.index)):
            match frame:
                case Gap():
                    yield frame
                case ("batch", int(first_row), list(columns)):
                    yield Batch(first_row, tuple(_column(*column) for column in columns))
                case ("gap", str(reason), str(detail), hint):
                    yield defects.gap(GapReason(reason), detail, hint=hint)
                case _:
                    pass

    def _frames(self, source: Source, defects: Defects, what: str) -> Iterator["Frame | Gap"]:
        """What the child sends of a file, and a gap where it stopped before the end."""
        with source.open() as content:  # opened first, so that what is no regular file is refused here
            path = source.path
            child = _start(self.worker, path, what)
            pipe = cast("IO[bytes]", child.stdout)
            try:
                _hand_over(content if path is None else None, cast("IO[bytes]", child.stdin))
                ended = False
                for frame in _whole_frames(pipe):
                    ended = frame[0] == "end"
                    yield frame
                if not ended:
                    yield _stopped(child.wait(), defects)
            finally:
                child.kill()
                child.wait()
                pipe.close()


def _start(worker: str, path: Path | None, what: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter and code, the path as one argument
        [sys.executable, "-c", _START, json.dumps(sys.path), worker, what, "" if path is None else str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what the library says may quote the file
    )


def _hand_over(content: IO[bytes] | None, pipe: IO[bytes]) -> None:
    """Write the file to the child, which reads all of it before it writes anything."""
    handed = 0
    try:
        while content is not None and (block := content.read(_BLOCK)):
            handed += len(block)
            if handed > HELD:
                raise SourceError(GapReason.TOO_LARGE, _TOO_LARGE)
            pipe.write(block)
        pipe.close()
    except BrokenPipeError:  # the child is gone: its exit tells why
        return
    finally:
        _close(pipe)


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return


def _column(name: str | None, kind: str, cells: list[str | None]) -> Column:
    return Column(name, ColumnKind(kind), cells)


def _stopped(code: int, defects: Defects) -> Gap:
    if code == _TIMED_OUT and code:
        return defects.gap(GapReason.TIMEOUT, "takes longer to read than its size allows; not all of it was read")
    detail = "is so damaged or unpacks so large that the library stopped; what stands before was read"
    return defects.gap(GapReason.UNPARSABLE, detail)


def _whole_frames(pipe: IO[bytes]) -> Iterator[Frame]:
    """The frames until the child ends, whole ones only."""
    while len(head := pipe.read(8)) == 8:
        (size,) = struct.unpack(">Q", head)
        if size > _FRAME_LIMIT or len(body := pipe.read(size)) < size:
            return
        yield cast("Frame", marshal.loads(body))  # noqa: S302 - written by our own code in the child
