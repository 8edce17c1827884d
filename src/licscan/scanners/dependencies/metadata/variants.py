"""License files that name their license: LICENSE-MIT beside LICENSE-APACHE, COPYING.LESSER beside COPYING."""

import re
from dataclasses import dataclass

from licscan.catalog.licenses import LicenseTable
from licscan.expressions.algebra import normalize
from licscan.license_text.reading import Reading
from licscan.scanners.dependencies.metadata.opinion import LicenseText, family

_NAMED_LAST = re.compile(r"(?:LICEN[CS]ES?|COPYING)[-._ ]+(.+)", re.IGNORECASE)
_NAMED_FIRST = re.compile(r"(.+?)[-._ ]+LICEN[CS]E", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:txt|md|rst)$", re.IGNORECASE)
_OF_OTHERS = re.compile(r"third|3rd|vendor|extern|bundled|depend|thirdparty|other", re.IGNORECASE)
_FREE = ("permissive", "public-domain")
_LESSER = "LGPL-3.0"
_WHOLE = "GPL-3.0"


@dataclass(frozen=True, slots=True)
class Variant:
    """A license file whose name says which license it holds, as its text does."""

    text: LicenseText
    expression: str


def is_of_others(name: str) -> bool:
    """Whether a path says that the license is of a part from somebody else."""
    return bool(_OF_OTHERS.search(name))


def variant_of(text: LicenseText, reading: Reading, table: LicenseTable) -> Variant | None:
    """The license that both the name and the text of a file tell; None where one of them does not."""
    words = _said_by_name(text.name)
    meaning = table.spelling(words) if words else None
    if meaning is None or reading.leading is None or is_of_others(text.name):
        return None
    said = (meaning.expression,) if meaning.expression else meaning.candidates
    if family(reading.leading) not in {family(name) for name in said}:
        return None
    expression = meaning.expression or normalize(reading.leading)
    return Variant(text, expression) if expression else None


def _said_by_name(name: str) -> str | None:
    short = _ENDING.sub("", name.removeprefix("licenses/"))
    if "/" in short:
        return None
    match = _NAMED_LAST.fullmatch(short) or _NAMED_FIRST.fullmatch(short)
    return match[1] if match else None


def joined(variants: list[Variant], table: LicenseTable, *, said: bool) -> str | None:
    """All variants as one expression; None for less than two licenses.

    A choice where something says so (`said`), and by convention where every one of them is permissive: what a
    user may not do is the same whichever is meant. Else all hold, which is the careful reading.
    """
    names = sorted({variant.expression for variant in variants})
    if len(names) < 2:
        return None
    free = all(table.terms(name).category in _FREE for name in names)
    return normalize((" OR " if said or free else " AND ").join(f"({name})" for name in names))


def is_completed_by_lesser(governing: Reading, others: list[Reading]) -> bool:
    """Whether the governing file is the GPL to which another one adds: the LGPL 3.0 consists of both texts."""
    return governing.leading == _WHOLE and any(reading.leading == _LESSER for reading in others)
