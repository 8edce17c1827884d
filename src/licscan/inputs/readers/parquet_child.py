"""The process that opens one Parquet file, with bounds on memory and time, and sends what it reads to its parent."""

import marshal
import struct
import sys
from pathlib import Path
from typing import IO

from licscan.inputs.readers.defects import Defects, guarded
from licscan.inputs.readers.interface import Batch
from licscan.inputs.readers.parquet_rows import parquet_rows
from licscan.inputs.readers.parquet_table import Frame
from licscan.model.finding import Gap

_MEMORY = 1_200_000_000  # bytes of address space; an idle pyarrow takes some 330 million
_SECONDS = 10
_BYTES_A_SECOND = 200_000


def main() -> None:
    """Read the file and the part that the last arguments name; frames go to standard output."""
    path, what = Path(sys.argv[2]), sys.argv[3]
    _bound(path)
    out = sys.stdout.buffer
    # The parent knows the subject; only reasons and details travel.
    defects = Defects("", "")
    for item in guarded(defects, parquet_rows(path, defects, what)):
        _send(out, _frame(item))
    _send(out, ("end",))
    out.flush()


def _frame(item: list[int] | Batch | Gap) -> Frame:
    match item:
        case list():
            return ("rows", item)
        case Batch():
            columns = [(column.name or "", str(column.kind), list(column.cells)) for column in item.columns]
            return ("batch", item.first_row, columns)
        case Gap():
            return ("gap", str(item.reason), item.detail, item.hint)


def _send(out: IO[bytes], frame: Frame) -> None:
    # marshal writes a text that many cells share once, where JSON would write it for every cell.
    body = marshal.dumps(frame)
    out.write(struct.pack(">Q", len(body)))
    out.write(body)


def _bound(path: Path) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    try:
        size = path.stat().st_size
    except OSError:
        return
    seconds = _SECONDS + size // _BYTES_A_SECOND
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for limit, wanted in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
