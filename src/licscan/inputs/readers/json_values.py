"""JSON values that lose nothing: numbers keep their text, objects keep repeated keys and the order of all."""

import json


class Integer(str):
    """A whole number as it was written."""

    __slots__ = ()


class Decimal(str):
    """A number with a fraction or exponent as it was written, or NaN or an infinity."""

    __slots__ = ()


class Members(list[tuple[str, object]]):
    """The members of an object in their order; a key may stand more than once."""

    __slots__ = ()


# strict=False takes raw line ends and tabs inside strings, which many writers leave there.
DECODER = json.JSONDecoder(
    object_pairs_hook=Members, parse_int=Integer, parse_float=Decimal, parse_constant=Decimal, strict=False
)
