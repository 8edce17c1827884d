"""JSON Lines: one value a line."""

import json
from collections.abc import Iterator

from licscan.inputs.readers.defects import Defects
from licscan.inputs.readers.encoding import TextEncoding, open_text
from licscan.inputs.readers.interface import Batch
from licscan.inputs.readers.json_document import document_batches
from licscan.inputs.readers.json_stream import VALUE_LIMIT
from licscan.inputs.readers.json_values import DECODER
from licscan.inputs.readers.lines import Line, lines
from licscan.inputs.readers.pointers import Pointers
from licscan.inputs.readers.sparse_batches import SparseBatches
from licscan.inputs.readers.text_file import TextFileReader
from licscan.inputs.sources import Source
from licscan.model.finding import GapReason

_BAD = "lines that are not valid JSON: {count}; the others were read"
_LONG = "lines of over 8 MB: {count}; they were not read"


class JsonLinesReader(TextFileReader):
    """Reads JSON Lines (also called NDJSON); a row is a line of the file, a line that cannot be read has no values."""

    media = "application/jsonl"

    def batches(self, source: Source, encoding: TextEncoding, defects: Defects) -> Iterator[Batch]:
        """Yield the records; columns are JSON pointers into the record."""
        if _is_one_document(source, encoding):
            yield from document_batches(source, encoding, defects)
            return
        pointers, batches = Pointers(), SparseBatches(defects)
        with open_text(source, encoding, newline="\n") as stream:
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


def _is_one_document(source: Source, encoding: TextEncoding) -> bool:
    # A pretty-printed JSON text under the wrong suffix: its first line is an opening bracket.
    with open_text(source, encoding, newline="\n") as stream:
        for line in lines(stream, limit=1_000):
            if text := line.text.strip():
                return text in {"[", "{"}
    return False
