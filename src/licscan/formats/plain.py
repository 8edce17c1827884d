"""The values of the model as plain JSON values, and these as canonical bytes (RFC 8785)."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import cast

from licscan.model.law import Severity

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

_PLAIN = frozenset({type(None), bool, int, str})
# How signs beyond U+FFFF start: RFC 8785 orders keys by UTF-16, which is another order than Python's for these alone.
_BEYOND = tuple(bytes((lead,)) for lead in range(0xF0, 0xF5))


def canonical(value: Json) -> bytes:
    """The canonical bytes of JSON values (RFC 8785).

    The json module writes the same bytes twenty times as fast, as long as no number has a fraction, which `Json` rules
    out, and no sign beyond U+FFFF stands in a text, which could be a key. Raises ValueError for a lone surrogate.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    content = text.encode("utf-8")
    if any(lead in content for lead in _BEYOND):
        import rfc8785

        return rfc8785.dumps(value)
    return content


def plain(value: object) -> Json:
    """Turn the model's values into JSON values; anything else is a defect of the model and raises TypeError."""
    # Nearly all values are of these kinds themselves, and a match tries its cases one by one.
    return cast("Json", value) if type(value) in _PLAIN else _plain(value)


def _plain(value: object) -> Json:
    match value:
        case tuple() | list():
            return [plain(inner) for inner in value]
        case Severity():
            return str(value)
        case Enum():
            return plain(value.value)
        case None | bool() | int() | str():
            return value
        case Mapping():
            return {str(key): plain(inner) for key, inner in value.items()}
        case _ if is_dataclass(value):
            return members(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")


def members(value: object) -> dict[str, Json]:
    """The fields of a dataclass of the model, by name."""
    assert is_dataclass(value)  # noqa: S101 - only the model's dataclasses come here
    kind: type = type(value)
    return {name: plain(getattr(value, name)) for name in _names(kind)}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(member.name for member in fields(kind))
