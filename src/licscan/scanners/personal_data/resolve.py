"""Which detection keeps characters that several claim."""

from collections.abc import Callable, Iterable

from licscan.scanners.personal_data.detection import Detection


def resolve(found: Iterable[Detection], rank: Callable[[Detection], tuple[int, ...]]) -> list[Detection]:
    """Detections of which no two of different entity types overlap, in text order.

    The higher rank wins; among equals the first entity by name. Of one type, overlapping ones become the best.
    """
    kept: list[Detection] = []
    for each in sorted(found, key=lambda one: (*(-part for part in rank(one)), one)):
        if not any(each.overlaps(other) for other in kept):
            kept.append(each)
    return sorted(kept)
