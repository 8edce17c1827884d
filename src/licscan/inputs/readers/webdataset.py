"""WebDataset shards: a row a sample, a column an extension."""

import json
from collections.abc import Iterator
from typing import IO

from licscan.inputs.containers.tar_headers import REGULAR, TarHeader, TarHeaders, end_of
from licscan.inputs.containers.webdataset import JSON, LINES, MAX_TEXT, is_text, key_and_extension
from licscan.inputs.readers.defects import Defects, guarded
from licscan.inputs.readers.encoding import WINDOWS_1252
from licscan.inputs.readers.interface import Batch, Part
from licscan.inputs.readers.json_values import DECODER, Integer
from licscan.inputs.readers.pointers import Pointers
from licscan.inputs.readers.sparse_batches import SparseBatches
from licscan.inputs.sources import Source, SourceError
from licscan.model.finding import Gap, GapReason

_KEY = "__key__"  # webdataset's own name for it
_BAD = "JSON members that are not valid: {count}; they were read as text"
_ENCODING = "text members that are not UTF-8: {count}; the bytes that do not fit were read as Windows-1252"
_LONG = "text members of over 1 MB: {count}; the ends were not read"


class WebDatasetReader:
    """Reads the text members of a shard; JSON goes by pointers, media are not read."""

    media = "application/x-webdataset"

    def read(self, source: Source, ref: str, part: Part | None = None) -> Iterator[Batch | Gap]:  # noqa: ARG002 - the protocol's shape
        """Yield samples in the order of the shard, in one pass and bounded memory."""
        defects = Defects(ref, source.shown)
        return guarded(defects, _Shard(defects).batches(source))

    def parts(self, source: Source) -> tuple[Part, ...]:  # noqa: ARG002 - the protocol's shape
        """None: where a sample begins, only reading from the front tells."""
        return ()


class _Shard:
    """One shard under way."""

    def __init__(self, defects: Defects) -> None:
        self._defects = defects
        self._pointers = Pointers()
        self._batches = SparseBatches(defects)

    def batches(self, source: Source) -> Iterator[Batch]:
        """All batches; what stands before damage comes first. Raises OSError."""
        torn: SourceError | None = None
        with source.open() as stream:
            end = end_of(stream)
            current: str | None = None
            try:
                for header, content in _members(stream, end):
                    key, extension = key_and_extension(header.name)
                    if key != current:
                        if self._batches.full and (batch := self._batches.batch()):
                            yield batch
                        current = key
                        self._batches.begin()
                        self._batches.put(_KEY, key)
                    if content is not None:
                        self._put(extension, content)
            except SourceError as error:
                torn = error
        if batch := self._batches.batch():
            yield batch
        if torn is not None:
            raise torn

    def _put(self, extension: str, content: bytes) -> None:
        if len(content) > MAX_TEXT:
            self._defects.note(GapReason.TRUNCATED, _LONG)
        text = self._text(content[:MAX_TEXT])
        kind = extension.rpartition(".")[2]
        if kind in JSON and self._json(extension, [text]):
            return
        if kind in LINES and self._json(extension, text.splitlines()):
            return
        value = text.strip()
        self._batches.put(extension, Integer(value) if value.isdecimal() and len(value) < 10 else text)

    def _text(self, content: bytes) -> str:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            self._defects.note(GapReason.ENCODING, _ENCODING)
            return content.decode("utf-8", WINDOWS_1252)

    def _json(self, extension: str, texts: list[str]) -> bool:
        try:
            values = [DECODER.decode(text) for text in texts if text.strip()]
        except (json.JSONDecodeError, RecursionError):
            self._defects.note(GapReason.UNPARSABLE, _BAD)
            return False
        root = self._pointers.child("", extension) or "/*"
        for value in values:
            self._pointers.walk(value, root, self._batches.put)
        return True


def _members(stream: IO[bytes], end: int | None) -> Iterator[tuple[TarHeader, bytes | None]]:
    """The regular members, text ones with their content, a byte more than is read of it at most."""
    headers = TarHeaders(stream, end, wanted=_wanted)
    for header in headers:
        if header.kind in REGULAR and not header.sparse:
            yield header, headers.content


def _wanted(header: TarHeader) -> int:
    return MAX_TEXT + 1 if is_text(key_and_extension(header.name)[1]) else 0
