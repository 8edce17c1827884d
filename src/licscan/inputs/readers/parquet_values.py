"""Values of Arrow arrays as text and plain containers, each distinct text held once."""

from itertools import pairwise
from typing import TYPE_CHECKING, cast

from licscan.inputs.readers.arrow import (
    ArrowArray,
    ArrowDictionary,
    ArrowList,
    ArrowMap,
    ArrowStruct,
    ArrowType,
    arrow_types,
    text_of,
)
from licscan.inputs.readers.interface import ColumnKind
from licscan.inputs.readers.json_values import Decimal, Integer, Members
from licscan.inputs.readers.lines import without_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterator


class Opaque:
    """A binary value that is no text."""

    __slots__ = ()


OPAQUE = Opaque()


def stored_kind(asked: ArrowType) -> ColumnKind:
    """The kind of a column by its stored type; strings and binaries are text."""
    types = arrow_types()
    if types.is_boolean(asked):
        return ColumnKind.BOOLEAN
    if types.is_integer(asked):
        return ColumnKind.INTEGER
    if types.is_floating(asked) or types.is_decimal(asked):
        return ColumnKind.DECIMAL
    return ColumnKind.TEMPORAL if types.is_temporal(asked) else ColumnKind.TEXT


def is_nested(asked: ArrowType) -> bool:
    """Whether values have parts: records, maps, lists."""
    types = arrow_types()
    return types.is_struct(asked) or types.is_map(asked) or _is_list(asked)


def _is_list(asked: ArrowType) -> bool:
    types = arrow_types()
    return types.is_list(asked) or types.is_large_list(asked) or types.is_fixed_size_list(asked)


def values_of(array: ArrowArray) -> list[object]:
    """The values: None, text (numbers as `Integer` or `Decimal`), lists, `Members`, or OPAQUE."""
    types, asked = arrow_types(), array.type
    if types.is_dictionary(asked):
        return _from_dictionary(cast("ArrowDictionary", array))
    if types.is_struct(asked):
        return _from_struct(cast("ArrowStruct", array))
    if types.is_map(asked):
        return _from_map(cast("ArrowMap", array))
    if _is_list(asked):
        return _from_list(cast("ArrowList", array))
    return _simple(array)


def _simple(array: ArrowArray) -> list[object]:
    kind = stored_kind(array.type)
    if kind is ColumnKind.TEXT:
        return [_plain(value) for value in array.to_pylist()]
    texts = text_of(array)
    match kind:
        case ColumnKind.INTEGER:
            return [None if text is None else Integer(text) for text in texts]
        case ColumnKind.DECIMAL:
            return [None if text is None else Decimal(text) for text in texts]
        case ColumnKind.BOOLEAN:
            return [None if text is None else text == "true" for text in texts]
    return texts


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError:
            return OPAQUE
        if "\0" in value:
            return OPAQUE
    return None if value is None else without_surrogates(str(value)).replace("\0", "")


def _from_dictionary(array: ArrowDictionary) -> list[object]:
    distinct = values_of(array.dictionary)
    return [None if index is None else distinct[cast("int", index)] for index in array.indices.to_pylist()]


def _from_struct(array: ArrowStruct) -> list[object]:
    names = [field.name for field in cast("Iterator[_Named]", array.type)]
    columns = [values_of(field) for field in array.flatten()]
    present = array.is_valid().to_pylist()
    rows: Iterator[tuple[object, ...]] = zip(*columns, strict=True) if columns else iter([()] * len(array))
    return [Members(zip(names, row, strict=True)) if there else None for there, row in zip(present, rows, strict=True)]


def _from_list(array: ArrowList) -> list[object]:
    values = values_of(array.flatten())
    lists: list[object] = []
    start = 0
    for length in array.value_lengths().to_pylist():
        if length is None:
            lists.append(None)
            continue
        lists.append(values[start : start + cast("int", length)])
        start += cast("int", length)
    return lists


def _from_map(array: ArrowMap) -> list[object]:
    offsets = cast("list[int]", array.offsets.to_pylist())
    keys, items = values_of(array.keys), values_of(array.items)
    first = offsets[0] if offsets else 0
    pairs = [(str(key), item) for key, item in zip(keys, items, strict=True)]
    shift = first if len(pairs) < (offsets[-1] if offsets else 0) else 0
    return [Members(pairs[start - shift : end - shift]) for start, end in pairwise(offsets)]


class _Named:
    name: str
