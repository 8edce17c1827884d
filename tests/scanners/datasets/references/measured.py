"""Fixtures with the references that a person finds in them, and how many of these licscan finds."""

from dataclasses import dataclass
from pathlib import Path

from licscan.inputs.discover import discover
from licscan.scanners.datasets.references import references
from licscan.scanners.datasets.references.interface import Named
from licscan.scanners.interface import Silent

FIXTURES = Path(__file__).parent / "fixtures"


@dataclass(frozen=True)
class Figures:
    """Lines of `expected.txt`, apart by whether licscan says so."""

    right: frozenset[str]
    missed: frozenset[str]
    invented: frozenset[str]

    @property
    def recall(self) -> float:
        return len(self.right) / (len(self.right) + len(self.missed))

    @property
    def precision(self) -> float:
        return len(self.right) / (len(self.right) + len(self.invented))

    def __str__(self) -> str:
        shown = f"recall {self.recall:.1%}, precision {self.precision:.1%} of {len(self.right) + len(self.missed)}"
        wrong = [
            *(f"  missed: {line}" for line in sorted(self.missed)),
            *(f"  wrong: {line}" for line in sorted(self.invented)),
        ]
        return "\n".join([shown, *wrong])


def measured(group: str, root: Path) -> Figures:
    """Write the fixtures of a group below `root` as files of a project, and compare what is found in them."""
    folder = FIXTURES / group
    wanted = {line for line in (folder / "expected.txt").read_text().splitlines() if line and not line.startswith("#")}
    for fixture in folder.glob("*.txt"):
        if fixture.name != "expected.txt":
            path = root / fixture.name.removesuffix(".txt").replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.write_text(fixture.read_text(encoding="utf-8"), encoding="utf-8")
    found = set(said(root))
    return Figures(frozenset(wanted & found), frozenset(wanted - found), frozenset(found - wanted))


def said(root: Path) -> list[str]:
    """What licscan finds in a tree, in the form of `expected.txt`."""
    lines: list[str] = []
    for file, result in references(discover(root), Silent()):
        lines.extend(_line(named) for named in result.named)
        lines.extend(f"{file.path} {one.line} computed" for one in result.computed)
    return lines


def _line(named: Named) -> str:
    pin = f" @{named.revision}" if named.revision else ""
    part = f" #{named.configuration}" if named.configuration else ""
    return f"{named.reference.path} {named.reference.line} {named.kind} {named.ref}{pin}{part}"
