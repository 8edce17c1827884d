"""The dataset scanner: cards in the tree, works that code and cards name, and what all of them were made from."""

from collections.abc import Iterator

from licscan.inputs.inventory import Inventory
from licscan.scanners.datasets.collecting import collect
from licscan.scanners.datasets.works import gather
from licscan.scanners.interface import Observation, ScanContext


class DatasetScanner:
    """Resolves the licenses of datasets and models: declared, concluded, and of what they were made from."""

    def scan(self, inventory: Inventory, context: ScanContext) -> Iterator[Observation]:
        """Yield subjects and findings of cards in path order, then of works by name; what cannot be read is a Gap."""
        collected = collect(inventory, context.progress)
        works = gather(inventory, context)
        yield from collected.unread
        yield from (*collected.gaps, *works.gaps)
        yield from works.not_seen()
        if collected.cards or works.listed:
            # Imported here: a project that holds and names no work needs neither the registry nor a hub.
            from licscan.scanners.datasets.concluding import conclude

            yield from conclude(collected, works, context)
