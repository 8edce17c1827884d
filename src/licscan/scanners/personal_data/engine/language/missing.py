"""What keeps personal data from being looked for."""

from dataclasses import dataclass

from licscan.model.finding import GapReason


@dataclass(frozen=True, slots=True)
class Missing:
    """What keeps personal data from being looked for, and the line that installs it."""

    reason: GapReason
    detail: str
    hint: str


def not_looked_for(reason: GapReason, because: str, hint: str) -> Missing:
    """The gap of everything that was not looked at."""
    return Missing(reason, f"personal data was not looked for: {because}", hint)
