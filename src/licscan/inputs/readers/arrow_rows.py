"""A batch of pyarrow as batches of text columns: flat columns by name, nested values by pointer."""

from collections.abc import Iterator

from licscan.inputs.readers.arrow import ArrowArray, RecordBatch
from licscan.inputs.readers.column_kinds import kind_of_strings
from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.interface import Batch, Column, ColumnKind
from licscan.inputs.readers.parquet_values import OPAQUE, is_nested, stored_kind, values_of
from licscan.inputs.readers.pointers import Pointers
from licscan.inputs.readers.sparse_batches import SparseBatches
from licscan.model.finding import GapReason

_BINARY = "binary values that are no text: {count} cells were not read"


class ArrowRows:
    """One batch of pyarrow under way."""

    def __init__(
        self, batch: RecordBatch, first_row: int, shown: dict[str, str], pointers: Pointers, defects: Defects
    ) -> None:
        self._batch = batch
        self._first_row = first_row
        self._shown = shown
        self._pointers = pointers
        self._defects = defects

    def batches(self) -> Iterator[Batch]:
        """The flat columns as one batch, then every nested column."""
        flat: list[Column] = []
        nested: list[tuple[str, ArrowArray]] = []
        for position, array in enumerate(self._batch.columns):
            name = self._shown.get(self._batch.schema.field(position).name, f"column {position + 1}")
            if is_nested(array.type):
                nested.append((name, array))
            else:
                flat.append(self._flat(name, array))
        if flat:
            yield Batch(self._first_row, tuple(flat))
        for name, array in nested:
            yield from self._nested(name, array)

    def _flat(self, name: str, array: ArrowArray) -> Column:
        kind = stored_kind(array.type)
        cells = [self._cell(value) for value in values_of(array)]
        return Column(name, kind_of_strings(cells) if kind is ColumnKind.TEXT else kind, cells)

    def _cell(self, value: object) -> str | None:
        if value is OPAQUE:
            self._defects.note(GapReason.UNSUPPORTED_FORMAT, _BINARY)
            return None
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value) if value is not None and value != "" else None

    def _nested(self, name: str, array: ArrowArray) -> Iterator[Batch]:
        batches = SparseBatches(self._defects, self._first_row)
        root = self._pointers.child("", name) or "/*"

        def put(pointer: str, value: object) -> None:
            batches.put(pointer, self._cell(value) if value is OPAQUE else value)

        for value in values_of(array):
            batches.begin()
            self._pointers.walk(value, root, put)
            if batches.full and (batch := batches.batch()):
                yield batch
        if batch := batches.batch():
            yield batch
