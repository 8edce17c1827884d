"""JSON Lines: one value a line."""

import json
from collections.abc import Iterator
from pathlib import Path

from licscan.inputs.readers.defects import Defects, guarded
from licscan.inputs.readers.encoding import TextEncoding, detect_encoding, open_text, report_encoding
from licscan.inputs.readers.interface import Batch
from licscan.inputs.readers.json_document import document_batches
from licscan.inputs.readers.json_stream import VALUE_LIMIT
from licscan.inputs.readers.json_values import DECODER
from licscan.inputs.readers.lines import Line, lines
from licscan.inputs.readers.pointers import Pointers
from licscan.inputs.readers.sparse_batches import SparseBatches
from licscan.model.finding import Gap, GapReason

_BAD = "lines that are not valid JSON: {count}; the others were read"
_LONG = "lines of over 8 MB: {count}; they were not read"


class JsonLinesReader:
    """Reads JSON Lines (also called NDJSON); a row is a line of the file, a line that cannot be read has no values."""

    media = "application/jsonl"

    def read(self, path: Path, ref: str, shown: str) -> Iterator[Batch | Gap]:
        """Yield the records batch by batch; columns are JSON pointers into the record."""
        defects = Defects(ref, shown)
        return guarded(path, defects, self._batches(path, defects))

    def total_rows(self, path: Path) -> int | None:  # noqa: ARG002 - the protocol's shape
        """None: a file of lines does not say how long it is."""
        return None

    def _batches(self, path: Path, defects: Defects) -> Iterator[Batch]:
        encoding = detect_encoding(path)
        report_encoding(encoding, defects)
        if _is_one_document(path, encoding):
            yield from document_batches(path, encoding, defects)
            return
        pointers, batches = Pointers(), SparseBatches(defects)
        with open_text(path, encoding, newline="\n") as stream:
            for line in lines(stream, limit=VALUE_LIMIT):
                batches.begin(line.number)
                _read(line, pointers, batches, defects)
                if batches.full and (batch := batches.batch()):
                    yield batch
        if batch := batches.batch():
            yield batch


def _read(line: Line, pointers: Pointers, batches: SparseBatches, defects: Defects) -> None:
    text = line.text.strip()
    if not line.complete:
        defects.note(GapReason.TOO_LARGE, _LONG, line.number)
    elif text:
        try:
            value = DECODER.decode(text)
        except (json.JSONDecodeError, RecursionError):
            defects.note(GapReason.UNPARSABLE, _BAD, line.number)
        else:
            pointers.walk(value, "", batches.put)


def _is_one_document(path: Path, encoding: TextEncoding) -> bool:
    # A pretty-printed JSON text under the wrong suffix: its first line is an opening bracket.
    with open_text(path, encoding, newline="\n") as stream:
        for line in lines(stream, limit=1_000):
            if text := line.text.strip():
                return text in {"[", "{"}
    return False
