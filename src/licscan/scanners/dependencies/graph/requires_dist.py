"""What packages need, from requirement strings as installed metadata and some lock files have them (PEP 508)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from licscan.model.package_name import normalized
from licscan.scanners.dependencies.graph.markers import by_extra
from licscan.scanners.dependencies.sources.interface import Edge

_MAX_CHARACTERS = 20_000
_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_REQUIREMENT = re.compile(
    rf"\s*+({_NAME})\s*+(?:\[([^\]]*+)\])?\s*+(@[^\s]*+\s*+\S*+\s*+)?([^;]*+)(?:;(.*+))?", re.DOTALL
)
_EXTRA = re.compile(_NAME)


def environment_edges(requires: Mapping[str, Sequence[str]]) -> tuple[Edge, ...]:
    """What needs what in an environment: `requires` has the `Requires-Dist` of each installed package by its name.

    A requirement that only an extra brings is an edge of that extra. What is no requirement is no edge.
    """
    return tuple(edge for name in sorted(requires) for edge in requirement_edges(normalized(name), requires[name]))


def requirement_edges(source: str, requirements: Iterable[str], version: str | None = None) -> Iterator[Edge]:
    """The edges from one package, of that version, for its requirements."""
    for text in requirements:
        if (found := _requirement(text)) is None:
            continue
        target, extras, marker = found
        for extra, condition in by_extra(marker):
            yield Edge(source, target, source_version=version, extra=extra, extras=extras, marker=condition)


@lru_cache(maxsize=16384)
def _requirement(text: str) -> tuple[str, tuple[str, ...], str | None] | None:
    """Name, extras and marker; the specifier does not matter here, and parsing it would take most of the time."""
    match = _REQUIREMENT.fullmatch(text) if len(text) <= _MAX_CHARACTERS else None
    if match is None:
        return None
    extras = tuple(sorted({normalized(extra) for extra in _EXTRA.findall(match[2] or "")}))
    return normalized(match[1]), extras, (match[5] or "").strip() or None


def required_name(requirement: str) -> str | None:
    """The normalized name in a requirement; None where it is none."""
    found = _requirement(requirement)
    return found[0] if found else None
