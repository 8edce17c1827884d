"""How exactly the engine follows Presidio."""

from enum import StrEnum


class Mode(StrEnum):
    """EXACT gives Presidio's findings text by text; FAST leaves the parser out, and names where no letter stands."""

    EXACT = "exact"
    FAST = "fast"
