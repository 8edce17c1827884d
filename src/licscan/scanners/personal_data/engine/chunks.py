"""Long cells in pieces: a hostile cell can neither stall a pattern nor hide what stands behind it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from licscan.scanners.personal_data.engine.detection import Detection

# Up to here a cell is seen whole, as Presidio sees it.
WHOLE_CHARS = 10_000
CHUNK_CHARS = 2_000
OVERLAP_CHARS = 256
MAX_CELL_CHARS = 100_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a cell and where it begins; its repr hides the text."""

    offset: int
    text: str = field(repr=False)


def chunks(text: str) -> Iterator[Chunk]:
    """A cell of up to WHOLE_CHARS whole; a longer one in pieces of CHUNK_CHARS that overlap by OVERLAP_CHARS.

    What stands behind MAX_CELL_CHARS is left out.
    """
    text = text[:MAX_CELL_CHARS]
    if len(text) <= WHOLE_CHARS:
        yield Chunk(0, text)
        return
    step = CHUNK_CHARS - OVERLAP_CHARS
    for offset in range(0, len(text) - OVERLAP_CHARS, step):
        yield Chunk(offset, text[offset : offset + CHUNK_CHARS])


def join(parts: Iterable[tuple[Chunk, Iterable[Detection]]]) -> tuple[Detection, ...]:
    """The detections of all chunks of a cell, in the cell's own offsets.

    What two chunks saw in their overlap counts once; of two that overlap with the same entity and recognizer
    the longer one stays, since the other was cut by the edge of a chunk.
    """
    found = sorted(
        {each.shifted(chunk.offset) for chunk, detections in parts for each in detections},
        key=lambda each: (each.start, -each.end, each),
    )
    furthest: dict[tuple[str, str], Detection] = {}
    kept = []
    for each in found:
        kind = (each.entity, each.recognizer)
        other = furthest.get(kind)
        if other is None or each.end > other.end:
            furthest[kind] = each
        elif (each.start, each.end) != (other.start, other.end):
            continue  # it lies inside the other, which is longer
        kept.append(each)
    return tuple(sorted(kept))
