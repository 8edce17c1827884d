"""From the sources that a card names to all works behind it, with the way to each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from licscan.model.finding import GENERATED_BY, LinkState, Upstream
from licscan.model.license import UNKNOWN_TERMS, Terms
from licscan.model.subject import SubjectKind, folded_ref
from licscan.scanners.datasets.cards.interface import Origin, in_order
from licscan.scanners.datasets.lineage.interface import Known, KnownWorks

MAX_DEPTH = 6
MAX_WORKS = 300
MAX_LINKS = 2_000

# A model was trained on that dataset: it holds no copy of it (https://huggingface.co/docs/hub/model-cards).
_TRAINED = "dataset"
_OF_MODELS = frozenset({"base_model", "adapter", "quantized", "finetune", "merge", GENERATED_BY})
_OF_DATASETS = frozenset({_TRAINED, "source_dataset", "extended"})


@dataclass(frozen=True, slots=True)
class _Link:
    """A link that was not looked at yet: `trail` are the folded refs on the way, `path` the refs as shown."""

    origin: Origin
    path: tuple[str, ...]
    trail: frozenset[str]
    trained: bool
    generated: bool


@dataclass(slots=True)
class _Trace:
    sources: KnownWorks
    seen: set[tuple[str, bool, bool]] = field(default_factory=set)
    looked_up: int = 0

    def links(self, origins: Sequence[Origin], parent: _Link | None, ref: str, path: tuple[str, ...]) -> list[_Link]:
        """The links of one work, in a stable order, each once; those of a generator only to what it is built on."""
        trail = (parent.trail if parent else frozenset()) | {folded_ref(ref)}
        generated = parent.generated if parent else False
        found = []
        for origin in in_order(origins):
            if generated and origin.relation == _TRAINED:
                continue
            trained = bool(parent and parent.trained) or origin.relation == _TRAINED
            found.append(_Link(origin, path, trail, trained, generated or origin.relation == GENERATED_BY))
        return found

    def step(self, link: _Link) -> tuple[Upstream | None, list[_Link]]:
        """What is known of one link, None where that work was told before; and the links behind it."""
        relation = GENERATED_BY if link.generated else link.origin.relation
        if len(link.path) > MAX_DEPTH or self.looked_up >= MAX_WORKS:
            return self._told(link, relation, None, LinkState.TOO_DEEP), []
        if folded_ref(link.origin.ref) in link.trail:
            return self._told(link, relation, None, LinkState.CYCLE), []
        self.looked_up += 1
        known = self.sources.find(link.origin.ref, kind_behind(link.origin.relation))
        if known is None:
            return self._told(link, relation, None, LinkState.MISSING), []
        if folded_ref(known.ref) in link.trail:
            return self._told(link, relation, None, LinkState.CYCLE), []
        told = self._told(link, relation, known, LinkState.KNOWN)
        path = (*link.path, known.ref)
        return told, self.links(known.origins, link, known.ref, path) if told else []

    def _told(self, link: _Link, relation: str, known: Known | None, state: LinkState) -> Upstream | None:
        ref = known.ref if known else link.origin.ref
        # A copy says more than a training: the same work is told again only where it comes nearer to a copy.
        ways = [
            (folded_ref(ref), trained, made) for trained in (False, link.trained) for made in (False, link.generated)
        ]
        if self.seen.intersection(ways):
            return None
        self.seen.add((folded_ref(ref), link.trained, link.generated))
        if known is None:
            none = UNKNOWN_TERMS
            return Upstream(ref, relation, None, none, (*link.path, ref), state, trained=link.trained)
        return Upstream(
            ref=ref,
            relation=relation,
            concluded=known.expression,
            terms=_terms(known, generated=link.generated),
            path=(*link.path, ref),
            state=state,
            confidence=known.confidence,
            trained=link.trained,
            gated=known.gated,
            evidence=known.evidence,
        )


def lineage(subject_ref: str, origins: Sequence[Origin], sources: KnownWorks) -> tuple[Upstream, ...]:
    """Every work behind a subject, near ones first, then by the way to them; each once, or twice if also trained on.

    Follows at most 6 links in a row and asks `sources` for at most 300 works: what lies behind is listed as too deep.
    Beyond outputs of a model only the models that it is built on are followed, with the relation `generated_by`, since
    their terms reach its outputs.
    """
    trace = _Trace(sources)
    return tuple(_breadth_first(trace, trace.links(origins, None, subject_ref, (subject_ref,))))


def _breadth_first(trace: _Trace, links: list[_Link]) -> Iterator[Upstream]:
    while links:
        behind: list[_Link] = []
        for link in links:
            told, further = trace.step(link)
            if told:
                yield told
            behind.extend(further)
        if len(behind) > MAX_LINKS:
            # What is left of these links is listed as too deep, so that the cut shows.
            del behind[MAX_LINKS:]
            trace.looked_up = MAX_WORKS
        links = behind


def kind_behind(relation: str) -> SubjectKind | None:
    """What a source of that relation is, None where the relation does not say it."""
    if relation in _OF_MODELS:
        return SubjectKind.MODEL
    return SubjectKind.DATASET if relation in _OF_DATASETS else None


def _terms(known: Known, *, generated: bool) -> Terms:
    return known.outputs if generated and known.outputs else known.terms
