"""PEP 508 markers put together as text."""

from collections.abc import Sequence


def both(one: str | None, other: str | None) -> str | None:
    """A marker that holds where both hold; None holds always."""
    if one is None or other is None:
        return one or other
    return f"{_grouped(one)} and {_grouped(other)}"


def any_of(markers: Sequence[str]) -> str | None:
    """A marker that holds where one of some holds; None where there is none."""
    return " or ".join(_grouped(marker) for marker in markers) if len(markers) > 1 else next(iter(markers), None)


def _grouped(marker: str) -> str:
    return f"({marker})" if " or " in marker else marker
