"""What hubs say of works: those that the project names, and the sources that cards name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from licscan.model.evidence import Evidence
from licscan.model.finding import LicenseFinding
from licscan.model.subject import SubjectKind
from licscan.net.errors import NetError
from licscan.scanners.datasets.cards.interface import Card, Origin
from licscan.scanners.datasets.hubs import HUBS, Hubs, Told
from licscan.scanners.datasets.hubs.interface import HubAnswer, Wanted
from licscan.scanners.datasets.hubs.names import prefix_of
from licscan.scanners.datasets.lineage.interface import Known
from licscan.scanners.datasets.resolving import Resolver
from licscan.scanners.interface import Progress

_MAX_EVIDENCE = 3
_DATASETS = frozenset({"dataset", "source_dataset", "extended"})


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
        wanted = {_wanted(origin.ref, _kind(origin)) for origin in origins if is_on_hub(origin.ref)}
        fresh = sorted(
            (one for one in wanted if (one.ref.casefold(), one.kind) not in self._known),
            key=lambda one: (one.ref, one.kind or ""),
        )
        if not fresh:
            return
        for told in self.ask(fresh, progress):
            answer = told.answers[0] if told.answers else None
            self._known[told.wanted.ref.casefold(), told.wanted.kind] = self._of(answer) if answer else None

    def find(self, ref: str, kind: SubjectKind | None) -> Known | None:
        """What a hub says of a work; None where it has none, or says nothing now."""
        if not is_on_hub(ref):
            return None
        wanted = _wanted(ref, kind)
        key = (wanted.ref.casefold(), kind)
        if key not in self._known:
            try:
                self._known[key] = self._of(self.hubs.work(wanted))
            except NetError:
                self._known[key] = None
        return self._known[key]

    def _of(self, answer: HubAnswer) -> Known:
        finding = self.resolver.of_hub(answer)
        return Known(
            ref=answer.card.subject.ref,
            expression=finding.concluded,
            terms=finding.terms,
            confidence=finding.confidence,
            gated=finding.gated,
            origins=answer.card.origins,
            evidence=_evidence(finding, answer.card),
        )


def is_on_hub(ref: str) -> bool:
    """Whether a hub can be asked for a work."""
    return prefix_of(ref) in HUBS


def _wanted(ref: str, kind: SubjectKind | None) -> Wanted:
    name, _, revision = ref.partition("@")
    return Wanted(name, kind, revision or None)


def _kind(origin: Origin) -> SubjectKind:
    return SubjectKind.DATASET if origin.relation in _DATASETS else SubjectKind.MODEL


def _evidence(finding: LicenseFinding, card: Card) -> tuple[Evidence, ...]:
    found = tuple(dict.fromkeys(place for claim in finding.claims for place in claim.evidence))
    return found[:_MAX_EVIDENCE] or (Evidence(f"hub card of {card.subject.name}"),)
