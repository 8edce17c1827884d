"""What a work was made from, as a law of licenses sorts it: by the way in which the terms of a source reach it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from licscan.catalog.laws import GATED
from licscan.expressions.algebra import Or, parsed
from licscan.model.audit import IdentifiedFinding
from licscan.model.evidence import Location
from licscan.model.finding import GENERATED_BY, LicenseFinding, LinkState, Upstream
from licscan.model.law import LawClass, Severity, Way
from licscan.model.license import Commercial, Confidence, Terms
from licscan.policy.license_classes import shown
from licscan.policy.license_match import LicenseSorter
from licscan.policy.match import Match

MAX_NAMED = 8
_RULES = "rules/"
# A whole commit, of which a reader needs the beginning.
_COMMIT = re.compile(r"@([0-9a-f]{12})[0-9a-f]{28}(?![0-9a-f])")
_STARTS = {
    Way.SOURCE: "Made from",
    Way.TRAINING: "Trained on",
    Way.OUTPUTS: "Written by",
}
_STATES = {
    LinkState.MISSING: "no card, registry entry or hub says anything of",
    LinkState.CYCLE: "its sources lead in a circle back to",
    LinkState.TOO_DEEP: "the sources were not followed further than to",
}


@dataclass(frozen=True, slots=True)
class UpstreamSorter:
    """Sorts the lineage of one finding for one law; `outputs` says whether terms on outputs of models count."""

    licenses: LicenseSorter
    outputs: bool

    def matches(self, found: IdentifiedFinding, finding: LicenseFinding, own: Sequence[Match]) -> tuple[Match, ...]:
        """Classes that only sources bring, and the sources that nobody could read; `own` is what the work brings."""
        if not finding.lineage:
            return ()
        counted = [one for one in finding.lineage if self.outputs or way_of(one) is not Way.OUTPUTS]
        known = [one for one in counted if one.state is LinkState.KNOWN]
        return (
            *(match for one in known for match in self._of(found, one, own)),
            *self._untraced(found, [one for one in counted if one.state is not LinkState.KNOWN]),
        )

    def _of(self, found: IdentifiedFinding, upstream: Upstream, own: Sequence[Match]) -> Iterator[Match]:
        """One match for each class that the work's own license does not bring; all tell of the source alike."""
        way = way_of(upstream)
        low = upstream.confidence is Confidence.LOW and way is Way.SOURCE
        matches = [
            Match(found, one, "", remarks=remarks, ambiguous=low, way=way, places=_places(upstream))
            for one, remarks in self._classes(found, upstream, way)
        ]
        kept = [match for match in matches if not _covered(match, own)]
        told = [one for match in kept if (one := match.law_class) and one.severity > Severity.INFO]
        for match in kept:
            if match.law_class is not None:
                labels = told if match.law_class in told else [match.law_class]
                yield replace(match, sentence=_sentence(upstream, way, labels, found.finding.subject))

    def _classes(
        self, found: IdentifiedFinding, upstream: Upstream, way: Way
    ) -> Iterator[tuple[LawClass, tuple[str, ...]]]:
        """The classes of a source, each once; of a model that wrote the data, the terms on its outputs alone."""
        law = self.licenses.classes.law
        expression = parsed(upstream.concluded) if way is not Way.OUTPUTS else None
        matches, chosen = self.licenses.of(found, expression) if expression else ((), None)
        named = {one.law_class.id: (one.law_class, one.remarks) for one in matches if one.law_class}
        by_terms = () if isinstance(expression, Or) and chosen != expression else self._of_terms(upstream.terms, named)
        named |= {one.id: (one, ()) for one in by_terms}
        if expression is None and way is not Way.OUTPUTS and upstream.terms.commercial is Commercial.UNKNOWN:
            named.setdefault(law.otherwise, (law.classes[law.otherwise], ()))
        if upstream.gated:
            named |= {one.id: (one, ()) for one in law.classes.values() if GATED in one.states}
        yield from named.values()

    def _of_terms(self, terms: Terms, present: Mapping[str, object]) -> tuple[LawClass, ...]:
        classes = self.licenses.classes.of_terms(terms)
        return tuple(one for one in classes if one.id not in present and not set(one.unless) & set(present))

    def _untraced(self, found: IdentifiedFinding, upstreams: Sequence[Upstream]) -> Iterator[Match]:
        """One match for all sources that led nowhere in the same manner."""
        for one in self.licenses.classes.law.classes.values():
            for state, words in _STATES.items():
                mine = [upstream for upstream in upstreams if upstream.state is state]
                if state.value in one.states and mine:
                    named = list(dict.fromkeys(_ref(upstream.ref) for upstream in mine))
                    more = f" and {len(named) - MAX_NAMED} more" if len(named) > MAX_NAMED else ""
                    sentence = f"Of what it was made from, {words} {', '.join(named[:MAX_NAMED])}{more}."
                    places = tuple(dict.fromkeys(place for upstream in mine for place in _places(upstream)))
                    yield Match(found, one, sentence, way=_nearest(mine), places=places)


def way_of(upstream: Upstream) -> Way:
    """How the terms of a source reach the work."""
    if upstream.relation == GENERATED_BY:
        return Way.OUTPUTS
    return Way.TRAINING if upstream.trained else Way.SOURCE


def _nearest(upstreams: Sequence[Upstream]) -> Way:
    ways = {way_of(upstream) for upstream in upstreams}
    return next(way for way in (Way.SOURCE, Way.TRAINING, Way.OUTPUTS) if way in ways)


def _covered(match: Match, own: Sequence[Match]) -> bool:
    """Whether the work's own license says as much: whoever gets rid of that has asked about its sources too."""
    one = match.law_class
    if one is None:
        return False
    return any(
        mine.severity(None) >= match.severity(None)
        and (other.id == one.id or other.id in one.unless or one.id in other.unless)
        for mine in own
        if (other := mine.law_class) is not None
    )


def _sentence(upstream: Upstream, way: Way, classes: Sequence[LawClass], subject: str) -> str:
    license_words = "" if upstream.concluded is None else f", {shown(upstream.concluded)}"
    labels = "; ".join(f"{one.label[:1].lower()}{one.label[1:]}" for one in classes)
    start = f"{_STARTS[way]} {_ref(upstream.ref)}{license_words}: {labels}"
    path = " <- ".join(map(_ref, upstream.path or (subject, upstream.ref)))
    relation = f", {shown(upstream.relation.replace('_', ' '))}" if upstream.relation else ""
    return f"{start} ({path}{relation}{_read_in(upstream)})."


def _read_in(upstream: Upstream) -> str:
    """Where the terms of a source were read."""
    if not upstream.evidence:
        return ""
    first = upstream.evidence[0]
    if first.location is not None:
        return f"; terms: {shown(first.source)} {first.location}"
    # Without a place, what was read says on what basis and when; the address behind it stands in the audit.
    said = shown((first.excerpt or "").partition("; ")[0])
    return f"; terms: {shown(first.source)}{f', {said}' if said else ''}"


def _places(upstream: Upstream) -> tuple[Location, ...]:
    """The places in the project; those in rules/ are not among its files."""
    places = (evidence.location for evidence in upstream.evidence if evidence.location is not None)
    return tuple(place for place in places if not place.path.startswith(_RULES))


def _ref(ref: str) -> str:
    return shown(_COMMIT.sub(r"@\1", ref.removeprefix("file:")))
