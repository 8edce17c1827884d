"""Which detection keeps characters that several claim."""

from bisect import bisect
from collections.abc import Callable, Iterable

from licscan.scanners.personal_data.detection import Detection


def resolve(found: Iterable[Detection], rank: Callable[[Detection], tuple[int, ...]]) -> list[Detection]:
    """Detections of which no two of different entity types overlap, in text order.

    The higher rank wins; among equals the first entity by name. Of one type, overlapping ones become the best.
    """
    kept: list[Detection] = []  # in text order and apart, so that only two neighbours can overlap with a further one
    for each in sorted(found, key=lambda one: (*(-part for part in rank(one)), one)):
        place = bisect(kept, each)
        if not any(each.overlaps(other) for other in kept[max(0, place - 1) : place + 1]):
            kept.insert(place, each)
    return kept
