"""What every form of a bill of materials gives."""

from dataclasses import dataclass

from licscan.model.finding import Gap
from licscan.model.scope import RUNTIME
from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.interface import StatedLicense

HOW = "sbom"
MAX_LICENSE = 400_000
# What SPDX says instead of a license: nothing was looked at, and nothing is there.
SILENT = frozenset({"", "NOASSERTION", "NONE"})


@dataclass(frozen=True, slots=True)
class Part:
    """A component or package: `ref` is its id inside the document."""

    ref: str | None
    name: str | None
    version: str | None
    purl: str | None
    reference: Reference
    licenses: tuple[StatedLicense, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """That `source` needs `target`, by their ids, and for what."""

    source: str
    target: str
    scope: str = RUNTIME


@dataclass(frozen=True, slots=True)
class Bom:
    """A whole document; `roots` are the ids of what it describes, which is the project and no dependency."""

    parts: tuple[Part, ...]
    links: tuple[Link, ...] = ()
    roots: frozenset[str] = frozenset()
    gaps: tuple[Gap, ...] = ()


def text_of(value: object) -> str | None:
    """A text that is not empty, or None."""
    return value if isinstance(value, str) and value.strip() else None
