"""The one spelling of names of packages, extras and dependency groups."""

import re
from functools import lru_cache

# PEP 508, in the letters of ASCII alone.
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_SEPARATORS = re.compile(r"[-_.]+")


@lru_cache(maxsize=16384)
def normalized(name: str) -> str:
    """The name as PEP 503 compares it; what is no name at all is only spelled so."""
    return _SEPARATORS.sub("-", name).lower()


@lru_cache(maxsize=16384)
def proper_name(name: str) -> str | None:
    """The normalized name; None where the text is no name of a package (PEP 508)."""
    return normalized(name) if _NAME.fullmatch(name) else None
