"""Which detection keeps characters that several claim."""

from bisect import bisect
from collections.abc import Callable, Iterable

from licscan.scanners.personal_data.columns.headers import Hint
from licscan.scanners.personal_data.engine.detection import Detection
from licscan.scanners.personal_data.rules import EntityRule, Strength

_ORDER = (
    Strength.SURE,
    Strength.STATED,
    Strength.CHECKSUM,
    Strength.SHAPE,
    Strength.VALUE,
    Strength.NAME,
    Strength.PLACE,
    Strength.NEVER,
    Strength.HINTED,
    Strength.COMPANION,
)
_ANY_NUMBER = "GENERIC_PII_ENTITY"


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


def precedence(rule: EntityRule, hint: Hint | None) -> int:
    """Which entity keeps characters that two claim: what the header asks for, then the stronger form."""
    if rule.entity == _ANY_NUMBER and hint is Hint.CLEAR:
        return len(_ORDER) - _ORDER.index(Strength.CHECKSUM)  # a number whose form and check are known is that one
    return (20 if hint is Hint.CLEAR else 0) + len(_ORDER) - _ORDER.index(rule.strength)
