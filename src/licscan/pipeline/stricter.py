"""Whether one license restricts more than another, in words."""

from collections.abc import Iterator

from licscan.catalog.licenses import LicenseTable
from licscan.catalog.terms_algebra import COMMERCIAL_ORDER
from licscan.model.license import Commercial, Terms
from licscan.model.license_diff import PackageState
from licscan.scanners.dependencies.metadata.opinion import copyleft

_COPYLEFT = ("none", "weak", "strong", "over a network")
_FLAGS = (
    ("non_commercial", "non-commercial use only"),
    ("research_only", "research use only"),
    ("no_derivatives", "no derivatives"),
    ("share_alike", "share alike"),
    ("use_restrictions", "restrictions of use"),
)


def stricter_words(old: PackageState, new: PackageState, table: LicenseTable, *, terms: bool) -> Iterator[str]:
    """In what `new` restricts more than `old`: commercial use, a term of use, copyleft, or what it ships inside.

    Without `terms` the terms that the two audits hold are not compared. That credit is asked for restricts nobody.
    """
    if terms:
        yield from _worse(old.terms, new.terms)
    before, now = _copyleft(old.concluded, table), _copyleft(new.concluded, table)
    if now > before:
        yield f"copyleft: {_COPYLEFT[before]} -> {_COPYLEFT[now]}"
    reach = max((before, *(_copyleft(name, table) for name in old.ships)))
    for name in sorted({*new.ships} - {*old.ships}):
        if _copyleft(name, table) > max(reach, now):
            yield f"now ships {name} (copyleft: {_COPYLEFT[_copyleft(name, table)]})"
        elif _forbids(name, table) and old.terms.commercial is not Commercial.NO:
            yield f"now ships {name} (commercial use: no)"


def looser_words(old: PackageState, new: PackageState, table: LicenseTable, *, terms: bool) -> Iterator[str]:
    """In what `new` restricts less than `old`."""
    if old.seen and old.concluded is None and new.concluded is not None:
        yield "a license can be concluded now"
    if not old.seen and new.seen:
        yield "the license could be looked at this time"
    if old.conflict and not new.conflict:
        yield "sources agree about the license now"
    if terms and old.concluded is not None:
        for words in _worse(new.terms, old.terms):
            yield f"no longer {words}" if "->" not in words else _turned(words)
    before, now = _copyleft(old.concluded, table), _copyleft(new.concluded, table)
    if now < before:
        yield f"copyleft: {_COPYLEFT[before]} -> {_COPYLEFT[now]}"


def _worse(old: Terms, new: Terms) -> Iterator[str]:
    if COMMERCIAL_ORDER.index(new.commercial) > COMMERCIAL_ORDER.index(old.commercial):
        yield f"commercial use: {old.commercial.value} -> {new.commercial.value}"
    for name, words in _FLAGS:
        before, now = getattr(old, name), getattr(new, name)
        if now is True and before is not True:
            yield words
        elif now is None and before is False:
            yield f"{words}: no -> unknown"


def _turned(words: str) -> str:
    """`a: x -> y` read from the other side."""
    what, _, change = words.partition(": ")
    one, _, other = change.partition(" -> ")
    return f"{what}: {other} -> {one}"


def _copyleft(expression: str | None, table: LicenseTable) -> int:
    return copyleft(expression, table) if expression else 0


def _forbids(expression: str, table: LicenseTable) -> bool:
    return table.terms_of(expression).commercial is Commercial.NO
