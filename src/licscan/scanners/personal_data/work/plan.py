"""Which units a run is made of: files, row groups of large ones, and shares where one file is all there is."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from licscan.inputs.readers import reader_for
from licscan.inputs.readers.interface import Part
from licscan.inputs.sources import Source
from licscan.scanners.personal_data.tables.sampling import key_of
from licscan.scanners.personal_data.work.units import Unit

# A sample of a file with row groups comes from so many of them: from fewer where that is rows enough to read.
_SAMPLED_GROUPS = 8
_LEAST_GROUPS = 3
_ROWS_TO_READ = 1_000_000
# From smaller row groups on, to start a reader for each costs more than it brings.
_LEAST_GROUP_BYTES = 2_000_000
# Below this one process has looked at a file before another one has its engine.
_WORTH_BYTES = 200_000
_PEEK_BYTES = 65_536
# Above this reading takes longer than looking at a sample, and every share has to read.
_READ_TWICE = 20_000_000


@dataclass(frozen=True, slots=True)
class Planned:
    """The units of one file; `rows` counts all records where the file says how many, read or not."""

    source: Source
    units: tuple[Unit, ...]
    rows: int | None = None
    is_whole: bool = True


def plan(sources: Sequence[tuple[Source, str]], *, sample: int | None, seed: int, slots: int) -> list[Planned]:
    """The units of all files with their refs; which rows are sampled does not depend on the number of slots."""
    planned: list[Planned] = []
    number = 0
    for source, ref in sources:
        size = _size(source)
        parts = _parts(source, size)
        if parts:
            one = _by_groups(source, ref, parts, sample=sample, seed=seed, number=number)
        else:
            spread = slots if len(sources) < 2 * slots and _is_worth_shares(source, size, sample) else 1
            one = _by_shares(source, ref, spread, sample=sample, number=number)
        planned.append(one)
        number += len(one.units)
    return planned


def _by_shares(source: Source, ref: str, shares: int, *, sample: int | None, number: int) -> Planned:
    units = (Unit(number + share, source, ref, sample=sample, share=share, shares=shares) for share in range(shares))
    return Planned(source, tuple(units))


def _by_groups(
    source: Source, ref: str, parts: tuple[Part, ...], *, sample: int | None, seed: int, number: int
) -> Planned:
    """A unit a row group; each gives to the sample what its share of the rows is."""
    chosen = parts if sample is None else tuple(_spread(parts, seed, source.shown))
    rows = max(1, sum(part.rows for part in chosen))
    units = []
    for place, part in enumerate(chosen):
        size = None if sample is None else max(1, -(-sample * part.rows // rows))
        units.append(Unit(number + place, source, ref, part, len(chosen), size))
    return Planned(source, tuple(units), sum(part.rows for part in parts), len(chosen) == len(parts))


def _parts(source: Source, size: int) -> tuple[Part, ...]:
    reader = reader_for(source.name)
    parts = () if reader is None else reader.parts(source)
    return parts if len(parts) > 1 and size // len(parts) >= _LEAST_GROUP_BYTES else ()


def _spread(parts: Sequence[Part], seed: int, path: str) -> Iterator[Part]:
    """The first row group, the last one, and of each even stretch between them one by lot."""
    mean = max(1, sum(part.rows for part in parts) // len(parts))
    wanted = min(len(parts), max(_LEAST_GROUPS, min(_SAMPLED_GROUPS, _ROWS_TO_READ // mean)))
    yield parts[0]
    inner, stretches = parts[1:-1], wanted - 2
    for stretch in range(stretches):
        start, end = (len(inner) * at // stretches for at in (stretch, stretch + 1))
        yield inner[start + key_of(seed, path, f"row group\0{stretch}") % (end - start)]
    yield parts[-1]


def _is_worth_shares(source: Source, size: int, sample: int | None) -> bool:
    return _to_look_at(source, sample) >= _WORTH_BYTES and (sample is None or size <= _READ_TWICE)


def _to_look_at(source: Source, sample: int | None) -> int:
    """About how many bytes of a file its sample has: that of so many of the lines that it begins with."""
    size = _size(source)
    if sample is None or size <= _WORTH_BYTES:
        return size
    with suppress(OSError), source.open() as stream:
        head = stream.read(_PEEK_BYTES)
        return min(size, sample * len(head) // max(1, head.count(b"\n")))
    return 0


def _size(source: Source) -> int:
    """Bytes; what nobody knows counts as worth nothing."""
    with suppress(OSError):
        return source.size or 0
    return 0


def processes_for(sources: Sequence[Source], *, jobs: int, sample: int | None) -> int:
    """How many processes are worth their start: each costs two seconds and 300 MB."""
    if jobs <= 1:
        return 1
    return max(1, min(jobs, sum(_to_look_at(source, sample) for source in sources) // _WORTH_BYTES))
