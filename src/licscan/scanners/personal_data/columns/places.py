"""Where the hits of a unit are, packed while its values are looked at: numbers and names of recognizers, no value."""

import io
import json
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple, cast

from licscan.scanners.personal_data.engine.detection import Detection

# What is only a form (profile.py) begins so; no entity type has a colon.
FORM = "form:"
# So many hits are sorted at once, and so many make a block.
_RUN_HITS = 100_000
_BLOCK_HITS = 4_000
# The number of the run, the bytes of the block, its first and its last row.
_HEAD = struct.Struct(">IIQQ")

Witness = Callable[[Sequence[int], Iterable[Detection]], None]


class Place(NamedTuple):
    """One hit; `column` counts from 0 in the order in which the unit meets its columns.

    `entity` is an entity type, or the name of a form (profile.py) that becomes one beside other columns.
    """

    row: int
    column: int
    start: int
    end: int
    entity: str
    recognizer: str
    score_permille: int


class Places:
    """Gathers hits and writes them as sorted runs of compressed blocks, so that memory stays bounded."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._open: set[Place] = set()
        self._runs = 0

    def witness(self, column: int) -> Witness:
        """Who hears of the hits of one column."""

        def see(rows: Sequence[int], found: Iterable[Detection]) -> None:
            for each in found:
                told = (column, each.start, each.end, each.entity, each.recognizer, each.score_permille)
                self._open.update(Place(row, *told) for row in rows)
            if len(self._open) >= _RUN_HITS:
                self.flush()

        return see

    def flush(self) -> None:
        """Write what was gathered."""
        run = sorted(self._open)
        self._open = set()
        for start in range(0, len(run), _BLOCK_HITS):
            block = run[start : start + _BLOCK_HITS]
            content = zlib.compress(json.dumps(block, separators=(",", ":")).encode("ascii"), 3)
            self._stream.write(_HEAD.pack(self._runs, len(content), block[0].row, block[-1].row))
            self._stream.write(content)
        self._runs += bool(run)


@dataclass(frozen=True, slots=True)
class Spool:
    """Where a worker leaves the hits of a unit: a folder that it shares with the first process, or None for the answer.

    The folder is one of this run alone and is removed when it ends.
    """

    folder: Path | None = None

    def path(self, index: int) -> Path | None:
        """The file of a unit, by its index."""
        return None if self.folder is None else self.folder / f"{index}.places"

    def open(self, index: int) -> IO[bytes]:
        """A stream for the hits of a unit; whatever another try has left is gone."""
        path = self.path(index)
        return io.BytesIO() if path is None else path.open("w+b")


@dataclass(frozen=True, slots=True)
class _Block:
    offset: int
    size: int
    first_row: int
    last_row: int


def sequences(stream: IO[bytes]) -> list[Iterator[Place]]:
    """What a unit has left, as few sequences, each of which is sorted; the stream has to stay open."""
    chains: list[list[_Block]] = []
    for run in _runs(stream):
        for chain in chains:
            if chain[-1].last_row < run[0].first_row:
                chain.extend(run)
                break
        else:
            chains.append(run)
    return [_places(stream, chain) for chain in chains]


def _runs(stream: IO[bytes]) -> Iterator[list[_Block]]:
    stream.seek(0)
    number, run = 0, list[_Block]()
    while len(head := stream.read(_HEAD.size)) == _HEAD.size:
        of, size, first_row, last_row = _HEAD.unpack(head)
        if of != number and run:
            yield run
            run = []
        number = of
        run.append(_Block(stream.tell(), size, first_row, last_row))
        stream.seek(size, io.SEEK_CUR)
    if run:
        yield run


def _places(stream: IO[bytes], chain: Sequence[_Block]) -> Iterator[Place]:
    for block in chain:
        stream.seek(block.offset)
        told = cast("list[list[object]]", json.loads(zlib.decompress(stream.read(block.size))))
        yield from map(Place._make, told)


def remove(path: Path | None) -> None:
    """Remove what was read."""
    if path is not None:
        with suppress(OSError):
            path.unlink()
