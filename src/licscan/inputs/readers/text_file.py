"""What readers of text formats share: the encoding found and told, defects told at the end."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

from licscan.inputs.readers.defects import Defects, guarded
from licscan.inputs.readers.encoding import TextEncoding, detect_encoding, report_encoding
from licscan.inputs.readers.interface import Batch
from licscan.model.finding import Gap


class TextFileReader(ABC):
    """A reader whose format is text in some encoding; text never says beforehand how many records it holds."""

    def read(self, path: Path, ref: str, shown: str) -> Iterator[Batch | Gap]:
        """Yield batches in bounded memory, then what went wrong."""
        defects = Defects(ref, shown)
        return guarded(path, defects, self._batches(path, defects))

    def total_rows(self, path: Path) -> int | None:  # noqa: ARG002 - the protocol's shape
        """None: only reading all of it would tell."""
        return None

    def _batches(self, path: Path, defects: Defects) -> Iterator[Batch]:
        encoding = detect_encoding(path)
        report_encoding(encoding, defects)
        yield from self.batches(path, encoding, defects)

    @abstractmethod
    def batches(self, path: Path, encoding: TextEncoding, defects: Defects) -> Iterator[Batch]:
        """Yield the records of the format; defects are noted, not raised."""
