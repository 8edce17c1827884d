"""Scanners: from the inventory to findings. No scanner knows another, or the policy.

To add one: a folder with a class that satisfies `interface.Scanner`, a line in SCANNERS, tests, a page in docs/.
"""

from dataclasses import dataclass
from importlib import import_module

from licscan.model.law import Judges
from licscan.scanners.interface import Scanner


@dataclass(frozen=True, slots=True)
class Entry:
    """A scanner by name: what its findings are about, and where its class is (loaded when it runs)."""

    id: str
    about: Judges
    place: str

    def load(self) -> Scanner:
        """Import and make the scanner."""
        module, _, attribute = self.place.partition(":")
        made: Scanner = getattr(import_module(module), attribute)()
        return made


SCANNERS = (
    Entry("dependencies", Judges.LICENSE, "licscan.scanners.dependencies.scan:DependencyScanner"),
    Entry("datasets", Judges.LICENSE, "licscan.scanners.datasets.scan:DatasetScanner"),
    Entry("personal_data", Judges.PERSONAL_DATA, "licscan.scanners.personal_data.scan:PersonalDataScanner"),
)
