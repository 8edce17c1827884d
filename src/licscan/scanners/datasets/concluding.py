"""From cards and names of works to findings: what hubs and the registry say, and what each work was made from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from licscan.catalog.registry import RegistryEntry
from licscan.license_text.reading import TextReader
from licscan.model.evidence import Evidence, Location
from licscan.model.finding import (
    Concern,
    Finding,
    Gap,
    GapReason,
    LicenseFinding,
    LinkState,
    PersonalDataStatement,
    Smell,
    Upstream,
)
from licscan.model.license import Confidence
from licscan.model.subject import Reference, Subject, SubjectKind, folded_ref, place_of
from licscan.net.cache import Cache
from licscan.net.errors import NetError
from licscan.scanners.datasets.cards.interface import Card, Origin, in_order
from licscan.scanners.datasets.collecting import Collected
from licscan.scanners.datasets.hub_works import HubWorks, is_on_hub
from licscan.scanners.datasets.hubs import Told, open_hubs
from licscan.scanners.datasets.hubs.interface import HubAnswer
from licscan.scanners.datasets.lineage.gated import copy_of_gated
from licscan.scanners.datasets.lineage.registered import registered_finding, registered_origins
from licscan.scanners.datasets.lineage.sources import CardWorks, InTurn, RegistryWorks, Together
from licscan.scanners.datasets.lineage.trace import MAX_DEPTH, MAX_WORKS, lineage
from licscan.scanners.datasets.resolving import Resolver
from licscan.scanners.datasets.works import Work, Works
from licscan.scanners.interface import ScanContext

_DECLARE = "declare its license with its proof in licscan.toml ([[dataset]], id = the name shown here)"
_NOT_ASKED = "hubs are not asked of it ([scan] hubs = false, or --no-hubs)"


@dataclass(frozen=True, slots=True)
class _Found:
    """A work with its license before its sources are looked at; without one where a Gap says why nothing is known."""

    subject: Subject
    finding: LicenseFinding | None
    origins: tuple[Origin, ...] = ()
    personal: tuple[PersonalDataStatement, ...] = ()
    gaps: tuple[Gap, ...] = ()


def conclude(collected: Collected, works: Works, context: ScanContext) -> Iterator[Subject | Finding]:
    """Subjects and findings of all works, first those whose cards lie in the tree."""
    texts = TextReader(Cache(context.cache))
    resolver = Resolver(context.catalog.licenses, context.catalog.registry, texts)
    hubs = open_hubs(offline=context.offline, cache=context.cache)
    proved = frozenset(map(folded_ref, context.proved))
    try:
        yield from _Run(context, resolver, HubWorks(hubs, resolver), proved).observed(collected, works)
    finally:
        hubs.close()
        texts.keep()


@dataclass(slots=True)
class _Run:
    """One run of the scanner; `proved` are the folded refs of works whose license the user read himself."""

    context: ScanContext
    resolver: Resolver
    hub: HubWorks
    proved: frozenset[str]
    cards: CardWorks = field(default_factory=CardWorks)

    def _is_settled(self, work: Work) -> bool:
        """Whether the user read its license himself, and does not ask for it now."""
        return not work.asked and folded_ref(work.wanted.ref) in self.proved

    def observed(self, collected: Collected, works: Works) -> Iterator[Subject | Finding]:
        """All works, first those whose cards lie in the tree."""
        found = [*self._of_tree(collected, works), *self._of_works(works)]
        sources = self._sources(found)
        for one in found:
            yield one.subject
            yield from one.gaps
            if one.finding is not None:
                finding = _with_lineage(one, one.finding, sources)
                yield finding
                yield from _not_followed(one.subject, finding)
            yield from one.personal

    def _of_tree(self, collected: Collected, works: Works) -> Iterator[_Found]:
        """The cards, each with the lines of the project that load what lies beside it."""
        self.context.progress.start("licenses of datasets and models", len(collected.cards))
        references = _by_card([card for card, _ in collected.cards], works)
        for card, kinds in collected.cards:
            finding = self.resolver.of_card(card, kinds)
            self.cards.add(card, finding)
            places = tuple(sorted(references.get(card.subject.ref, ()), key=place_of))
            subject = replace(card.subject, references=places)
            gaps = (*card.gaps, *self.resolver.unread(subject.ref))
            yield _Found(subject, finding, card.origins, card.personal, gaps)
            self.context.progress.advance()

    def _of_works(self, works: Works) -> Iterator[_Found]:
        """The works that are named, by what hubs and the registry say of them."""
        listed = [works.listed[key] for key in sorted(works.listed, key=repr)]
        asking = [work for work in listed if is_on_hub(work.wanted.ref) and (work.asked or self.context.hubs)]
        answers = self.hub.ask([work.wanted for work in asking], self.context.progress)
        told = {answer.wanted: answer for answer in answers}
        for work in listed:
            yield from self._of_work(work, told.get(work.wanted))

    def _of_work(self, work: Work, told: Told | None) -> Iterator[_Found]:
        wanted = work.wanted
        entry = self.resolver.entry(wanted.ref, work.configurations, wanted.kind)
        for answer in told.answers if told else ():
            same = self._entry_of(answer, work, entry)
            subject = replace(answer.card.subject, references=work.places)
            origins = in_order((*answer.card.origins, *(registered_origins(same) if same else ())))
            finding = self.resolver.of_hub(answer, same)
            # The hub may have failed to say whether there is a model of that name beside the dataset.
            open_kind = self._gaps(subject, work, None, told.error) if told and told.error else ()
            unread = () if self._is_settled(work) else answer.gaps
            gaps = (*answer.card.gaps, *self.resolver.unread(subject.ref), *unread, *open_kind)
            yield _Found(subject, finding, origins, answer.card.personal, gaps)
        if not (told and told.answers):
            yield self._without_answer(work, entry, told.error if told else None)

    def _entry_of(self, answer: HubAnswer, work: Work, entry: RegistryEntry | None) -> RegistryEntry | None:
        """What the registry has of the work: under the name that was asked for, else under that of the hub now."""
        kind = answer.card.subject.kind
        if entry is None and answer.renamed_from:
            entry = self.resolver.entry(answer.card.subject.ref, work.configurations, kind)
        return entry if entry and entry.kind is kind else None

    def _without_answer(self, work: Work, entry: RegistryEntry | None, error: NetError | None) -> _Found:
        """A work that no hub told of: the registry alone knows it, or nobody."""
        wanted = work.wanted
        ref = f"{wanted.ref}@{wanted.revision}" if wanted.revision else wanted.ref
        kind = wanted.kind or (entry.kind if entry else SubjectKind.DATASET)
        subject = Subject(ref, kind, wanted.ref.partition(":")[2], version=wanted.revision, references=work.places)
        gaps = tuple(self._gaps(subject, work, entry, error))
        if entry is not None:
            finding = registered_finding(ref, entry)
            told = f"The hub was not read: {error.message}." if error else None
            note = " ".join(filter(None, (finding.note, told)))
            return _Found(subject, replace(finding, note=note), registered_origins(entry), gaps=gaps)
        if gaps:
            return _Found(subject, None, gaps=gaps)
        note = "No hub was read for it, and the registry of well-known works does not have it."
        return _Found(subject, LicenseFinding(ref, None, None, Confidence.LOW, note=note))

    def _gaps(self, subject: Subject, work: Work, entry: RegistryEntry | None, error: NetError | None) -> Iterator[Gap]:
        """What stays unknown: a work that the registry or the user himself knows is one only where he asked for it."""
        known = entry is not None and not work.asked
        if not is_on_hub(work.wanted.ref) or known or self._is_settled(work):
            return
        place = next((Location(each.path, each.line) for each in work.places), None)
        if error is None:
            yield Gap(subject.ref, GapReason.OFFLINE, _NOT_ASKED, Concern.LICENSE, place, _DECLARE)
        else:
            hint = f"{error.hint}, or {_DECLARE}" if error.hint else _DECLARE
            yield Gap(subject.ref, error.reason, f"the hub: {error.message}", Concern.LICENSE, place, hint)

    def _sources(self, found: Iterable[_Found]) -> InTurn:
        """Who knows the sources of works, in turn; hubs are asked for what the tree and the registry do not know."""
        near = Together((self.cards, RegistryWorks(self.resolver.registry)))
        if not self.context.hubs:
            return InTurn((near,))
        origins = [origin for one in found for origin in one.origins if near.find(origin.ref, None) is None]
        self.hub.prepare(origins, self.context.progress)
        return InTurn((near, self.hub))


def _with_lineage(found: _Found, finding: LicenseFinding, sources: InTurn) -> LicenseFinding:
    upstreams = tuple(_with_place(each, found) for each in lineage(finding.subject, found.origins, sources))
    smell = copy_of_gated(finding.terms, upstreams, gated=finding.gated)
    return replace(finding, lineage=upstreams, smells=_with(finding.smells, smell))


def _not_followed(subject: Subject, finding: LicenseFinding) -> Iterator[Gap]:
    """A Gap where there are more sources behind a work than are followed: anything can be among the others."""
    cut = [each.ref for each in finding.lineage if each.state is LinkState.TOO_DEEP]
    if cut:
        detail = f"what it was made from is not followed over {MAX_DEPTH} links and {MAX_WORKS} works: {len(cut)} left"
        place = Location(subject.path) if subject.path else None
        yield Gap(subject.ref, GapReason.TRUNCATED, detail, Concern.LICENSE, place, _DECLARE)


def _with_place(upstream: Upstream, found: _Found) -> Upstream:
    """A near source with the line of the card that names it, behind the evidence of its terms."""
    named = folded_ref(upstream.path[1] if len(upstream.path) > 1 else upstream.ref)
    places = [
        Location(path, origin.line)
        for origin in found.origins
        if origin.line and folded_ref(origin.ref) == named and (path := origin.path or found.subject.path)
    ]
    if not places:
        return upstream
    return replace(upstream, evidence=(*upstream.evidence, Evidence("source named by the card", min(places))))


def _with(smells: tuple[Smell, ...], one: Smell | None) -> tuple[Smell, ...]:
    if one is None or any(smell.kind is one.kind for smell in smells):
        return smells
    return (*smells, one)


def _by_card(cards: Iterable[Card], works: Works) -> dict[str, set[Reference]]:
    """The places that load a folder or file of the tree, by the card of the nearest folder around it."""
    folders: dict[str, list[str]] = {}
    for card in cards:
        folder = PurePosixPath(card.subject.path or ".").parent.as_posix()
        folders.setdefault(folder, []).append(card.subject.ref)
    found: dict[str, set[Reference]] = {}
    for path, places in works.local.items():
        named = PurePosixPath(path)
        around = (folder.as_posix() for folder in (named, *named.parents) if folder.as_posix() != ".")
        for ref in next((folders[folder] for folder in around if folder in folders), ()):
            found.setdefault(ref, set()).update(places)
    return found
