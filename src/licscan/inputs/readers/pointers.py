"""Names of nested values: JSON pointers (RFC 6901) with `*` for every list position and varying key."""

from collections.abc import Callable, Mapping, Sequence

from licscan.inputs.readers.column_names import is_showable
from licscan.inputs.readers.json_values import Decimal, Integer, Members

_NAMED_KEYS = 1_000  # keys of one object that get a name of their own
_NAMED_IN_ALL = 50_000
_NAMED_DEPTH = 32
_ALIKE = 20  # objects side by side that make a map rather than a record

SCALARS = frozenset({str, Integer, Decimal, bool, int, float, type(None)})

Put = Callable[[str, object], None]


class Pointers:
    """The pointers of one file.

    A key that looks like a personal value, or one of very many, becomes `*`, and the key itself is a value under the
    pointer that ends in `*#` (`#` is a key in a relative JSON pointer). Which keys get names depends on the order of
    the file alone.
    """

    def __init__(self) -> None:
        self._children: dict[str, dict[str, str]] = {}
        self._named = 0

    def child(self, parent: str, key: str) -> str | None:
        """The pointer of a member, or None where its key must not be shown."""
        children = self._children.setdefault(parent, {})
        found = children.get(key)
        if found is None:
            if len(children) >= _NAMED_KEYS or self._named >= _NAMED_IN_ALL or not is_showable(key):
                return None
            found = f"{parent}/{key.replace('~', '~0').replace('/', '~1')}"
            children[key] = found
            self._named += 1
        return found

    def walk(self, value: object, pointer: str, put: Put, depth: int = 0) -> None:
        """Hand every scalar inside `value` to `put` with its pointer, in the order of the file.

        Below 32 levels everything goes by the pointer of level 32.
        """
        if depth >= _NAMED_DEPTH:
            _put_all(value, pointer, put)
        elif (pairs := members_of(value)) is not None:
            self._walk_members(pairs, pointer, put, depth)
        elif isinstance(value, (list, tuple)):
            below = f"{pointer}/*"
            for inner in value:
                self._walk_inner(inner, below, put, depth)
        else:
            put(pointer or "/*", value)

    def _walk_members(self, pairs: Sequence[tuple[str, object]], pointer: str, put: Put, depth: int) -> None:
        as_map = is_map(pairs)
        for key, inner in pairs:
            name = None if as_map else self.child(pointer, key)
            if name is None:
                put(f"{pointer}/*#", key)
                name = f"{pointer}/*"
            self._walk_inner(inner, name, put, depth)

    def _walk_inner(self, inner: object, name: str, put: Put, depth: int) -> None:
        if type(inner) in SCALARS:
            put(name, inner)
        else:
            self.walk(inner, name, put, depth + 1)


def _put_all(value: object, pointer: str, put: Put) -> None:
    """Everything inside a value, keys included, under one pointer, however deep it goes."""
    stack = [value]
    while stack:
        current = stack.pop()
        pairs = members_of(current)
        if pairs is not None:
            stack.extend(part for pair in reversed(pairs) for part in reversed(pair))
        elif isinstance(current, (list, tuple)):
            stack.extend(reversed(current))
        else:
            put(pointer or "/*", current)


def members_of(value: object) -> Sequence[tuple[str, object]] | None:
    """The members of an object of any reader, or None for anything else."""
    if isinstance(value, Members):
        return value
    if isinstance(value, Mapping):
        return [(str(key), inner) for key, inner in value.items()]
    return None


def is_map(pairs: Sequence[tuple[str, object]]) -> bool:
    """Whether the keys of an object are values themselves: 20 or more objects side by side, all with the same keys."""
    if len(pairs) < _ALIKE:
        return False
    shapes: set[tuple[str, ...]] = set()
    for _, inner in pairs:
        inside = members_of(inner)
        if inside is None:
            return False
        shapes.add(tuple(key for key, _ in inside))
        if len(shapes) > 1:
            return False
    return True
