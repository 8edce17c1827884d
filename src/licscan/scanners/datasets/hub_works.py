"""What hubs say of works: those that the project names, and the sources that cards name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from licscan.model.evidence import Evidence
from licscan.model.subject import SubjectKind, folded_ref
from licscan.net.errors import NetError
from licscan.scanners.datasets.cards.interface import Origin
from licscan.scanners.datasets.hubs import HUBS, Hubs, Told
from licscan.scanners.datasets.hubs.interface import HubAnswer, Wanted
from licscan.scanners.datasets.hubs.names import prefix_of
from licscan.scanners.datasets.lineage.interface import Known
from licscan.scanners.datasets.lineage.sources import known_of
from licscan.scanners.datasets.lineage.trace import kind_behind
from licscan.scanners.datasets.resolving import Resolver
from licscan.scanners.interface import Progress


@dataclass(slots=True)
class HubWorks:
    """Works of hubs as sources of others (`lineage.interface.KnownWorks`); each is asked for once a run."""

    hubs: Hubs
    resolver: Resolver
    _known: dict[tuple[str, SubjectKind | None], Known | None] = field(default_factory=dict)

    def ask(self, wanted: Sequence[Wanted], progress: Progress) -> tuple[Told, ...]:
        """What the hubs say of works, many at a time, in their order."""
        progress.start("works on hubs", len(wanted))
        return self.hubs.works(wanted, answered=progress.advance)

    def prepare(self, origins: Iterable[Origin], progress: Progress) -> None:
        """Ask for the nearest sources of all cards at once; those behind them are asked for one after the other."""
        named = {_wanted(origin.ref, kind_behind(origin.relation)) for origin in origins if is_on_hub(origin.ref)}
        wanted = sorted(named, key=lambda one: (one.ref, one.kind or "", one.revision or ""))
        for told in self.ask(wanted, progress) if wanted else ():
            # Of a name that a dataset and a model share, the dataset is told first.
            self._known[_key(told.wanted)] = self._of(told.answers[0]) if told.answers else None

    def find(self, ref: str, kind: SubjectKind | None) -> Known | None:
        """What a hub says of a work; None where it has none, or says nothing now."""
        if not is_on_hub(ref):
            return None
        wanted = _wanted(ref, kind)
        key = _key(wanted)
        if key not in self._known:
            try:
                self._known[key] = self._of(self.hubs.work(wanted))
            except NetError:
                self._known[key] = None
        return self._known[key]

    def _of(self, answer: HubAnswer) -> Known:
        subject = answer.card.subject
        # Under its former name the registry was asked before.
        entry = self.resolver.entry(subject.ref, (), subject.kind) if answer.renamed_from else None
        known = known_of(answer.card, self.resolver.of_hub(answer, entry))
        return replace(known, evidence=known.evidence or (Evidence(f"hub card of {subject.name}"),))


def is_on_hub(ref: str) -> bool:
    """Whether a hub can be asked for a work."""
    return prefix_of(ref) in HUBS


def _wanted(ref: str, kind: SubjectKind | None) -> Wanted:
    name, _, revision = ref.partition("@")
    return Wanted(name, kind, revision or None)


def _key(wanted: Wanted) -> tuple[str, SubjectKind | None]:
    return folded_ref(wanted.ref), wanted.kind
