"""Globs of the policy file over paths relative to the root.

`*`, `?` and `[...]` stay inside one part of a path, `**` is any number of whole parts, none included. A pattern without
a slash is matched against the last part in any folder. A pattern that matches a folder covers all that is in it.
Members of archives are written as outputs show them (`data/a.zip!/inner/b.csv`); a pattern that matches the archive
covers them too.
Letters are matched by case on every system.
"""

from collections.abc import Sequence
from fnmatch import fnmatchcase


class Globs:
    """A list of patterns that is asked whether it covers a path."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = tuple(parts for parts in map(_parts, patterns) if parts)

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def cover(self, path: str) -> bool:
        """Whether any pattern matches the path or a folder above it."""
        parts = tuple(path.split("/"))
        return any(_covers(pattern, parts) for pattern in self._patterns)


def _parts(pattern: str) -> tuple[str, ...]:
    anchored = "/" in pattern.rstrip("/")
    parts = tuple(part for part in pattern.split("/") if part not in {"", "."})
    return parts if anchored or not parts else ("**", *parts)


def _covers(pattern: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    # The set of positions in the pattern that are reachable after each part: linear, whatever the pattern.
    reached = _skip(pattern, {0})
    for part in parts:
        moved = {at + 1 for at in reached if pattern[at] != "**" and _is(part, pattern[at])}
        stayed = {at for at in reached if pattern[at] == "**"}
        reached = _skip(pattern, moved | stayed)
        if len(pattern) in reached or any(at == len(pattern) - 1 for at in stayed):
            return True
        reached.discard(len(pattern))
    return False


def _is(part: str, pattern: str) -> bool:
    if fnmatchcase(part, pattern):
        return True
    # `a.zip!` is the archive `a.zip` seen as a folder of its members.
    return part.endswith("!") and "." in part and fnmatchcase(part[:-1], pattern)


def _skip(pattern: tuple[str, ...], reached: set[int]) -> set[int]:
    # `**` may stand for nothing; a last `**` may not, as it means what is inside.
    grown = set(reached)
    for at in sorted(reached):
        following = at
        while following < len(pattern) - 1 and pattern[following] == "**":
            following += 1
            grown.add(following)
    return grown
