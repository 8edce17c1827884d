"""What a reader of one file gathers, and how it becomes `References`."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from licscan.model.coverage import NotSeen
from licscan.model.finding import Gap
from licscan.model.subject import Reference, SubjectKind, place_of
from licscan.scanners.datasets.references.code.modules import Modules
from licscan.scanners.datasets.references.identity import Work
from licscan.scanners.datasets.references.interface import Named, References
from licscan.scanners.datasets.references.works import Place, Reading, work_of

COMPUTED_MODEL = "models named at run time only"
NO_REF = "datasets and models named by what is no stable name (a local path that is not in the tree, a short name)"
OTHER_ADDRESS = "data imported from an address of no known hub"

_NOTE = re.compile(r"#\s{0,4}licscan:\s{0,4}([^\n#]{1,500})")
_NOTED = re.compile(r"(?:hf|kaggle):[^\s,;]{1,300}")


@dataclass(slots=True)
class Found:
    """Gathers what one file names; `line_of` gives the line of the file for a line of the text that was parsed.

    `modules` are those of the project that the run has read so far.
    """

    place: Place
    line_of: Callable[[int], int] = field(default=lambda line: line)
    named: dict[Named, None] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    computed: dict[Reference, None] = field(default_factory=dict)
    missed: dict[str, set[tuple[int, str]]] = field(default_factory=dict)
    notes: dict[int, tuple[str, ...]] = field(default_factory=dict)
    notes_above: frozenset[int] = frozenset()
    modules: Modules | None = None

    def take_notes(self, text: str) -> None:
        """Remember the comments that say what a line loads; one alone on its line is for the line below."""
        self.notes = notes_of(text)
        lines = text.split("\n") if self.notes else []
        self.notes_above = frozenset(line for line in self.notes if lines[line - 1].lstrip().startswith("#"))

    def add(self, work: Work, line: int, how: str) -> None:
        """A line names a work."""
        reference = Reference(self.place.path, self.line_of(line), how)
        self.named[Named(work.ref, work.kind, reference, work.revision, work.configuration)] = None

    def unknown(self, line: int, how: str) -> None:
        """A line loads a data set that only a run knows."""
        self.computed[Reference(self.place.path, self.line_of(line), how)] = None

    def miss(self, reason: str, line: int, how: str) -> None:
        """A line loads something that cannot be told."""
        self.missed.setdefault(reason, set()).add((self.line_of(line), how))

    def noted(self, first: int, last: int, kind: SubjectKind, how: str) -> bool:
        """Take what a comment `# licscan: hf:owner/name` says of a call that ends on a line; whether there is one."""
        lines = [line for line in range(first, min(last, first + 50) + 1) if line in self.notes]
        if first - 1 in self.notes_above:
            lines.insert(0, first - 1)
        works = [work for line in lines for text in self.notes[line] if (work := _noted_work(text, kind, self.place))]
        for work in works:
            self.add(work, first, how)
        return bool(works)

    def references(self) -> References:
        """Everything, in the order of lines."""
        path = self.place.path
        return References(
            named=tuple(sorted(self.named, key=_order)),
            gaps=tuple(self.gaps),
            computed=tuple(sorted(self.computed, key=place_of)),
            not_seen=tuple(NotSeen(reason, len(seen), (path,)) for reason, seen in sorted(self.missed.items())),
        )


def _order(named: Named) -> tuple[object, ...]:
    return (*place_of(named.reference), named.ref, named.kind, named.revision or "", named.configuration or "")


def notes_of(text: str) -> dict[int, tuple[str, ...]]:
    """The comments that say what a line loads, by line."""
    if "licscan:" not in text:
        return {}
    found: dict[int, tuple[str, ...]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        note = _NOTE.search(line)
        if note and (refs := tuple(_NOTED.findall(note[1]))):
            found[number] = refs
    return found


def _noted_work(text: str, kind: SubjectKind, place: Place) -> Work | None:
    scheme, _, rest = text.partition(":")
    name, _, revision = rest.rstrip(".").partition("@")
    found = work_of(name, Reading("hf" if scheme == "hf" else "kaggle", kind, owner_only=False), place)
    return Work(found.ref, kind, revision or found.revision, found.configuration) if found else None
