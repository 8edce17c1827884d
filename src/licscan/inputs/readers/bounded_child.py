"""The process that reads one file with a native library, with bounds on memory and time, and sends it to its parent."""

import marshal
import struct
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import IO, cast

from licscan.inputs.readers.bounded_reader import Frame
from licscan.inputs.readers.defects import Defects, guarded
from licscan.inputs.readers.interface import Batch
from licscan.model.finding import Gap

Content = Path | bytes
Item = list[int] | Batch | Gap
Worker = Callable[[Content, Defects, str], Iterator[Item]]

_MEMORY = 1_200_000_000  # bytes of address space; an idle pyarrow takes some 330 million
_SECONDS = 4
_BYTES_A_SECOND = 200_000


def main() -> None:
    """Do the work that the arguments name; frames go to standard output."""
    worker, what, path = sys.argv[2:5]
    content: Content = Path(path) if path else sys.stdin.buffer.read()
    _bound(content)
    module, _, function = worker.partition(":")
    work = cast("Worker", getattr(import_module(module), function))
    out = sys.stdout.buffer
    # The parent knows the subject; only reasons and details travel.
    defects = Defects("", "")
    for item in guarded(defects, work(content, defects, what)):
        _send(out, _frame(item))
    _send(out, ("end",))
    out.flush()


def _frame(item: Item) -> Frame:
    match item:
        case list():
            return ("rows", item)
        case Batch():
            columns = [(column.name, str(column.kind), list(column.cells)) for column in item.columns]
            return ("batch", item.first_row, columns)
        case Gap():
            return ("gap", str(item.reason), item.detail, item.hint)


def _send(out: IO[bytes], frame: Frame) -> None:
    # marshal writes a text that many cells share once, where JSON would write it for every cell.
    body = marshal.dumps(frame)
    out.write(struct.pack(">Q", len(body)))
    out.write(body)


def _bound(content: Content) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    try:
        size = len(content) if isinstance(content, bytes) else content.stat().st_size
    except OSError:
        return
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])  # of reading the content
    seconds = int(used) + _SECONDS + size // _BYTES_A_SECOND
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for limit, wanted in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
