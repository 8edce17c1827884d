"""How terms of use combine: all restrictions of an AND, the best choice of an OR, what candidates agree on."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from licscan.model.license import UNKNOWN_TERMS, Commercial, Terms

FLAGS = (
    "non_commercial",
    "research_only",
    "no_derivatives",
    "share_alike",
    "attribution",
    "use_restrictions",
)
# From free to forbidden. Unknown stands after conditional: it is never read as permission.
COMMERCIAL_ORDER = (Commercial.YES, Commercial.CONDITIONAL, Commercial.UNKNOWN, Commercial.NO)
_Flag = bool | None
_T = TypeVar("_T")


def terms_of_all(operands: Iterable[Terms]) -> Terms:
    """Terms where every operand governs: the strictest commercial term, every restriction that any of them has."""
    given = tuple(operands)
    commercial = max((terms.commercial for terms in given), key=COMMERCIAL_ORDER.index, default=Commercial.UNKNOWN)
    return _built(commercial, [_any(flags) for flags in _columns(given)])


def terms_of_best(operands: Iterable[Terms]) -> Terms:
    """Terms where the licensee chooses: those of the least restricted operand, the first one among equals."""
    return min(operands, key=restriction, default=UNKNOWN_TERMS)


def terms_in_common(candidates: Iterable[Terms]) -> Terms:
    """Terms that hold whichever candidate is meant; what differs is unknown."""
    given = tuple(candidates)
    commercial = _same([terms.commercial for terms in given]) or Commercial.UNKNOWN
    return _built(commercial, [_same(flags) for flags in _columns(given)])


def _flags(terms: Terms) -> tuple[_Flag, ...]:
    return (
        terms.non_commercial,
        terms.research_only,
        terms.no_derivatives,
        terms.share_alike,
        terms.attribution,
        terms.use_restrictions,
    )


def _columns(given: Sequence[Terms]) -> list[list[_Flag]]:
    rows = [_flags(terms) for terms in given]
    return [[row[index] for row in rows] for index in range(len(FLAGS))]


def _built(commercial: Commercial, flags: Sequence[_Flag]) -> Terms:
    non_commercial, research_only, no_derivatives, share_alike, attribution, use_restrictions = flags
    return Terms(
        commercial=commercial,
        non_commercial=non_commercial,
        research_only=research_only,
        no_derivatives=no_derivatives,
        share_alike=share_alike,
        attribution=attribution,
        use_restrictions=use_restrictions,
    )


def _any(flags: Sequence[_Flag]) -> _Flag:
    if True in flags:
        return True
    return None if None in flags or not flags else False


def _same(values: Sequence[_T]) -> _T | None:
    return values[0] if values and all(value == values[0] for value in values) else None


def restriction(terms: Terms) -> tuple[int, int, int]:
    """How much terms hold back, for comparison: the commercial term, the restrictions, what nobody knows."""
    flags = _flags(terms)
    return COMMERCIAL_ORDER.index(terms.commercial), flags.count(True), flags.count(None)
