"""The works that a project or its user names, each once, with all the places that name it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from licscan.inputs.inventory import Inventory
from licscan.model.coverage import NotSeen
from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason
from licscan.model.subject import Reference, SubjectKind, folded_ref, place_of
from licscan.scanners.datasets.hubs.interface import Wanted
from licscan.scanners.datasets.hubs.names import wanted_of
from licscan.scanners.datasets.references import references
from licscan.scanners.datasets.references.interface import References
from licscan.scanners.interface import ScanContext

LOCAL = "file:"
_EXAMPLES = 3
_LINES = 20
_NAME_IT = "name it in a comment on that line: # licscan: hf:owner/name (or kaggle:owner/name)"


@dataclass(slots=True)
class Work:
    """A dataset or model on a hub or in a library; `asked` says that the user named it, and not a file."""

    wanted: Wanted
    asked: bool = False
    references: set[Reference] = field(default_factory=set)
    configurations: set[str | None] = field(default_factory=set)

    @property
    def places(self) -> tuple[Reference, ...]:
        """Where it is named, in order."""
        return tuple(sorted(self.references, key=place_of))


@dataclass(slots=True)
class Works:
    """All that is named: works, paths of the tree with the places that name them, and what the files leave open."""

    listed: dict[tuple[str, SubjectKind | None, str | None], Work] = field(default_factory=dict)
    local: defaultdict[str, set[Reference]] = field(default_factory=lambda: defaultdict(set))
    gaps: list[Gap] = field(default_factory=list)
    _not_seen: list[NotSeen] = field(default_factory=list)

    def named(self, wanted: Wanted) -> Work:
        """The work of that name, of which another revision is another work."""
        key = (folded_ref(wanted.ref), wanted.kind, wanted.revision)
        return self.listed.setdefault(key, Work(wanted))

    def add(self, path: str, found: References) -> None:
        """Note what one file names."""
        for one in found.named:
            if one.ref.startswith(LOCAL):
                self.local[one.ref.removeprefix(LOCAL)].add(one.reference)
                continue
            work = self.named(Wanted(one.ref, one.kind, one.revision))
            work.references.add(one.reference)
            work.configurations.add(one.configuration)
        self.gaps.extend(found.gaps)
        if found.computed:
            self.gaps.append(_computed(path, found.computed))
        self._not_seen.extend(found.not_seen)

    def not_seen(self) -> Iterator[NotSeen]:
        """What was counted and not followed, once for each reason."""
        counts: Counter[str] = Counter()
        examples: defaultdict[str, list[str]] = defaultdict(list)
        for one in self._not_seen:
            counts[one.reason] += one.count
            examples[one.reason].extend(one.examples)
        for reason in sorted(counts):
            yield NotSeen(reason, counts[reason], tuple(sorted(set(examples[reason]))[:_EXAMPLES]))


def gather(inventory: Inventory, context: ScanContext) -> Works:
    """What the user names, then what the files of the project name, in the order of paths."""
    works = Works()
    for text in context.works:
        works.named(wanted_of(text)).asked = True
    for file, found in references(inventory, context.progress, context.catalog.folder):
        works.add(file.path, found)
    return works


def _computed(path: str, references: tuple[Reference, ...]) -> Gap:
    """One gap for a file: a library of loaders has many such lines, which one look settles."""
    hows = sorted({reference.how for reference in references})
    lines = sorted({reference.line for reference in references if reference.line is not None})
    loads = "loads" if len(hows) == 1 else "load"
    detail = f"{', '.join(hows[:_EXAMPLES])} {loads} what only a run of the program knows"
    if len(lines) > 1:
        more = f" and {len(lines) - _LINES} more" if len(lines) > _LINES else ""
        detail = f"{detail}: lines {', '.join(str(line) for line in lines[:_LINES])}{more}"
    place = Location(references[0].path, references[0].line)
    return Gap(f"{LOCAL}{path}", GapReason.UNRESOLVED, detail, Concern.LICENSE, place, _NAME_IT)
