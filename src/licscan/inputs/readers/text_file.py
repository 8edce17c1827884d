"""What readers of text formats share: the encoding found and told, defects told at the end."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from licscan.inputs.readers.defects import Defects, guarded
from licscan.inputs.readers.encoding import TextEncoding, detect_encoding, report_encoding
from licscan.inputs.readers.interface import Batch, Part
from licscan.inputs.sources import Source
from licscan.inputs.streams import UntilDamage
from licscan.model.finding import Gap


class TextFileReader(ABC):
    """A reader whose format is text in some encoding; text never says beforehand how many records it holds."""

    def read(self, source: Source, ref: str, part: Part | None = None) -> Iterator[Batch | Gap]:  # noqa: ARG002 - the protocol's shape
        """Yield batches in bounded memory, then what went wrong."""
        defects = Defects(ref, source.shown)
        return guarded(defects, self._batches(source, defects))

    def parts(self, source: Source) -> tuple[Part, ...]:  # noqa: ARG002 - the protocol's shape
        """None: where a record begins, only reading from the front tells."""
        return ()

    def _batches(self, source: Source, defects: Defects) -> Iterator[Batch]:
        whole = UntilDamage(source)
        encoding = detect_encoding(whole)
        whole.refuse_bomb()
        report_encoding(encoding, defects)
        yield from self.batches(whole, encoding, defects)
        whole.told()

    @abstractmethod
    def batches(self, source: Source, encoding: TextEncoding, defects: Defects) -> Iterator[Batch]:
        """Yield the records of the format; defects are noted, not raised."""
