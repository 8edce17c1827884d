"""Reading the settings files of other tools, within bounds, and the words that they use."""

import os
from pathlib import Path

_MAX_BYTES = 1_000_000
_YES = frozenset(("1", "true", "yes", "on", "t", "y"))


def read_settings(path: Path) -> str | None:
    """The text of a settings file, or None where there is none that can be read."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError):
        return None
    try:
        with os.fdopen(handle, "rb") as stream:
            return (stream.read(_MAX_BYTES) or b"").decode("utf-8", "replace")
    except OSError:
        return None


def is_yes(value: str | None) -> bool:
    """Whether a setting switches something on, in the words that pip and uv take for it."""
    return (value or "").strip().lower() in _YES


def number(value: str | None) -> float | None:
    """A setting that is a number, None where it is none."""
    try:
        found = float(value or "")
    except ValueError:
        return None
    return found if 0 <= found < 1e6 else None
