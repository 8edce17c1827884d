"""The work in this process, one unit after the other."""

from collections.abc import Iterator, Sequence

from licscan.scanners.personal_data.engine.presidio import Missing
from licscan.scanners.personal_data.work.executors.interface import Outcome, Tell, Work
from licscan.scanners.personal_data.work.units import Unit


class LocalExecutor:
    """Loads the engine once, when the first unit is asked for."""

    @property
    def slots(self) -> int:
        """One unit at a time."""
        return 1

    def run(self, units: Sequence[Unit], work: Work, tell: Tell) -> Iterator[tuple[Unit, Outcome]]:
        """Work on all units, in their order."""
        if not units:
            return
        worker = work.begin()
        for unit in units:
            yield unit, worker if isinstance(worker, Missing) else worker.look(unit, tell)
