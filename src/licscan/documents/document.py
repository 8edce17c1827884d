"""A parsed text that still knows where each of its keys stood."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Key = tuple[str | int, ...]
Scalar = str | int | float | bool | None
Value = object  # nested dict[str, Value] | list[Value] | Scalar | datetime.date and its kin (TOML)


@dataclass(frozen=True, slots=True)
class Position:
    """Line and column, both from 1; `end_column` is one past the last character where known."""

    line: int
    column: int
    end_column: int | None = None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A mapping key that stands more than once: all its values with their positions, in file order."""

    key: Key
    values: tuple[tuple[Value, Position], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """`data` with the position of every key path, and the keys that were given twice (never resolved in silence).

    For a duplicated key `data` keeps the first value; the reader of the document decides what a conflict means.
    """

    data: Value
    positions: Mapping[Key, Position] = field(default_factory=dict)
    duplicates: tuple[Duplicate, ...] = ()

    def position(self, *key: str | int) -> Position | None:
        """The position of a key path, or of its nearest recorded ancestor."""
        for length in range(len(key), -1, -1):
            if found := self.positions.get(key[:length]):
                return found
        return None

    def line(self, *key: str | int) -> int | None:
        """The line of a key path, or of its nearest recorded ancestor."""
        found = self.position(*key)
        return found.line if found else None
