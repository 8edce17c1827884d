"""A license finding as a law of licenses sorts it: its classes, the choice in an OR, what its sources say beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from licscan.expressions.algebra import And, Expression, License, Or, leaves, parsed, render
from licscan.model.audit import IdentifiedFinding
from licscan.model.decision import UsedEvidence
from licscan.model.finding import LicenseFinding
from licscan.model.law import LawClass, Severity
from licscan.model.license import Basis, Commercial, Confidence, LicenseClaim, Terms, WorkPart
from licscan.policy.governing import Governing
from licscan.policy.license_classes import LicenseClasses, shown
from licscan.policy.match import Match
from licscan.policy.outbound import Misfit

# How much an alternative asks for: severities of its open problems, most severe first. Less sorts before more.
Burden = tuple[int, ...]
_README = "README"


@dataclass(frozen=True, slots=True)
class _Words:
    """How a claim that does not govern is told of; `unsure` and `partial` claims count one step less severe each."""

    start: str
    remark: str
    unsure: bool
    partial: bool = False


_DISPUTED = _Words(
    "One source says otherwise:",
    "Sources disagree: the stricter statement counts until the rights holder says which one holds.",
    unsure=False,
)
_INSIDE = _Words(
    "Shipped inside:",
    "A license text beside the work's own covers a part of it: check whether what you use holds that part.",
    unsure=True,
)
_WEIGHTS = _Words(
    "Its README, of weights or data that come with it:",
    "The README sets other terms for model weights or data than for the code: check whether you load them.",
    unsure=True,
)
_SOME_WEIGHTS = _Words(
    "Its README, of some of the weights or data that it offers:",
    "The README sets other terms for some of the model weights or data: check whether you load these.",
    unsure=True,
    partial=True,
)
# Parts of a dataset or model. The license of its metadata or of code beside it says nothing of using the work.
_NOT_USED = frozenset({WorkPart.METADATA, WorkPart.CODE})
# The data of a dataset and the weights of a model are what is used of it, whatever else it holds.
_WHOLE = frozenset({None, WorkPart.DATA, WorkPart.MODEL})
_PART_NAMES = {
    WorkPart.ANNOTATIONS: "annotations",
    WorkPart.DATA: "data",
    WorkPart.MEDIA: "images, sound or video",
    WorkPart.MODEL: "weights",
    WorkPart.OUTPUTS: "outputs",
    WorkPart.SOURCES: "sources",
}
_PARTS = {
    part: _Words(
        f"Of its {name}:",
        f"Its {name} stand under terms of their own: check whether you use them.",
        unsure=part not in _WHOLE,
    )
    for part, name in _PART_NAMES.items()
}


@dataclass(frozen=True, slots=True)
class LicenseSorter:
    """Sorts the licenses of one subject for one law.

    `burden` tells what matches would ask for under the policy at hand, `misfit` whether a license fits the project's.
    """

    classes: LicenseClasses
    burden: Callable[[Sequence[Match]], Burden]
    misfit: Callable[[str], Misfit | None]

    def matches(self, found: IdentifiedFinding, finding: LicenseFinding, governing: Governing) -> tuple[Match, ...]:
        """All classes of a finding under the expression that governs it."""
        said, remarks = governing.said, _limits(finding)
        expression = parsed(governing.expression)
        if expression is None:
            return tuple(_with(match, said, remarks) for match in self._without_license(found, finding, governing))
        matches, chosen = self.of(found, expression)
        if chosen != expression:
            choice = (
                f"Of the choice {governing.expression} the alternative {render(chosen)} asks for least and was taken."
            )
            remarks += (choice,)
        # A license that was put in the place of what was found brings its own terms.
        if not governing.replaced and not isinstance(chosen, Or) and expression == chosen:
            matches += self._of_terms(found, finding.terms, matches, f"The terms of {governing.expression}")
        if governing.settled is None and finding.conflict:
            whole = [claim for claim in finding.claims if claim.part in _WHOLE]
            matches += self._of_claims(found, whole, expression, matches, _DISPUTED)
        matches += self._of_parts(found, _parts(finding), expression, matches)
        matches += _conflict(found, finding, governing.settled)
        return tuple(_with(match, said, remarks) for match in matches)

    def _without_license(
        self, found: IdentifiedFinding, finding: LicenseFinding, governing: Governing
    ) -> tuple[Match, ...]:
        """No conclusion: the work is unknown; whatever terms are known of it or its parts still count."""
        law = self.classes.law
        words = sorted({claim.unrecognized for claim in finding.claims if claim.unrecognized})
        stated = f"what is stated ({shown(words[0])}) does not decide it" if words else "none was found"
        unknown = Match(found, law.classes[law.otherwise], f"No license could be concluded: {stated}.")
        by_terms = self._of_terms(found, finding.terms, (), "The terms that are known")
        known = by_terms if _known_by_terms(finding) else (unknown, *by_terms)
        parts = self._of_parts(found, _parts(finding), None, known)
        return (*known, *parts, *_conflict(found, finding, governing.settled))

    def of(self, found: IdentifiedFinding, expression: Expression) -> tuple[tuple[Match, ...], Expression]:
        """The matches of an expression and the part that governs: an AND as a whole, the best operand of an OR."""
        match expression:
            case License(name):
                return self._of_license(found, name), expression
            case And(operands):
                parts = [self.of(found, operand) for operand in operands]
                kept = tuple(chosen for _, chosen in parts)
                return tuple(one for matches, _ in parts for one in matches), And(kept)
            case Or(operands):
                parts = [self.of(found, operand) for operand in operands]
                return min(parts, key=lambda part: (self.burden(part[0]), render(part[1])))

    def _of_license(self, found: IdentifiedFinding, name: str) -> tuple[Match, ...]:
        """Every class of the license, and whether it fits that of the project."""
        known = self.classes.of_license(name)
        start = f"License {shown(name)}: "
        matches = tuple(
            Match(found, one, f"{start}{_lower(one.label)}.", remarks=known.remarks) for one in known.classes
        )
        misfit = self.misfit(name)
        return (
            (*matches, Match(found, misfit.law_class, misfit.sentence, remarks=misfit.remarks)) if misfit else matches
        )

    def _of_parts(
        self,
        found: IdentifiedFinding,
        parts: Sequence[LicenseClaim],
        governs: Expression | None,
        known: Sequence[Match],
    ) -> tuple[Match, ...]:
        """What parts bring: named ones, those that a work ships inside, and weights or data that its README names."""
        named: tuple[Match, ...] = ()
        for part, words in _PARTS.items():
            mine = [claim for claim in parts if claim.part is part]
            named += self._of_claims(found, mine, governs, (*known, *named), words)
        return (*named, *self._of_shipped(found, [one for one in parts if one.part is None], governs, (*known, *named)))

    def _of_shipped(
        self,
        found: IdentifiedFinding,
        parts: Sequence[LicenseClaim],
        governs: Expression | None,
        known: Sequence[Match],
    ) -> tuple[Match, ...]:
        """What a package ships inside, and weights or data that its README speaks of."""
        said = [claim for claim in parts if any(evidence.source == _README for evidence in claim.evidence)]
        some = [claim for claim in said if claim.confidence is Confidence.LOW]
        every = [claim for claim in said if claim not in some]
        matches = self._of_claims(found, [claim for claim in parts if claim not in said], governs, known, _INSIDE)
        matches += self._of_claims(found, every, governs, known, _WEIGHTS)
        return (*matches, *self._of_claims(found, some, governs, (*known, *matches), _SOME_WEIGHTS))

    def _of_claims(
        self,
        found: IdentifiedFinding,
        claims: Sequence[LicenseClaim],
        governs: Expression | None,
        known: Sequence[Match],
        words: _Words,
    ) -> tuple[Match, ...]:
        """Classes that ask for something and that only these claims bring; what is not declared counts a step less."""
        present = {match.law_class.id for match in known if match.law_class}
        governing = {_stem(leaf.id) for leaf in leaves(governs)} if governs else set()
        added: dict[tuple[str, str], Match] = {}
        for claim in claims:
            stated = parsed(claim.expression)
            if stated is None or {_stem(leaf.id) for leaf in leaves(stated)} <= governing:
                continue
            unsure = words.unsure or claim.basis is not Basis.DECLARED
            for match in self.of(found, stated)[0]:
                one = match.law_class
                if one is not None and one.id not in present and _counts(one):
                    sentence = f"{words.start} {match.sentence[:1].lower()}{match.sentence[1:]}"
                    remarks = (words.remark, *match.remarks)
                    more = replace(match, sentence=sentence, remarks=remarks, ambiguous=unsure, partial=words.partial)
                    before = added.setdefault((one.id, sentence), more)
                    added[one.id, sentence] = more if before.ambiguous else before
        return tuple(added.values())

    def _of_terms(self, found: IdentifiedFinding, terms: Terms, known: Sequence[Match], what: str) -> tuple[Match, ...]:
        """Classes that the finding's own terms add to those of its license."""
        present = {match.law_class.id for match in known if match.law_class}
        return tuple(
            Match(found, one, f"{what}: {_lower(one.label)}.")
            for one in self.classes.of_terms(terms)
            if one.id not in present and not present.intersection(one.unless)
        )


def _parts(finding: LicenseFinding) -> tuple[LicenseClaim, ...]:
    """The claims about parts of a work that are used with it."""
    named = (claim for claim in finding.claims if claim.part is not None)
    return tuple(claim for claim in (*named, *finding.bundled) if claim.part not in _NOT_USED)


def _known_by_terms(finding: LicenseFinding) -> bool:
    """Whether people looked the terms up though no license has a name, and no words are left that might say more."""
    looked_up = finding.confidence is not Confidence.LOW and not finding.claims
    return looked_up and finding.terms.commercial is not Commercial.UNKNOWN


def _limits(finding: LicenseFinding) -> tuple[str, ...]:
    """What a reader has to know of a finding as a whole."""
    remarks: tuple[str, ...] = (finding.note,) if finding.note else ()
    if finding.gated:
        remarks += ("Access is gated: read the conditions that whoever fetched it accepted.",)
    if finding.confidence is Confidence.LOW:
        remarks += ("The license was concluded with low confidence: check it.",)
    return remarks


def _counts(one: LawClass) -> bool:
    """Whether a class says something of a mere part; that a part fits by its use says no more than its copyleft."""
    return one.severity > (Severity.LOW if one.fits else Severity.INFO)


def _stem(name: str) -> str:
    """A license name without `only` or `or later`, which not every source says."""
    return name.removesuffix("-only").removesuffix("-or-later")


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _conflict(found: IdentifiedFinding, finding: LicenseFinding, settled: UsedEvidence | None) -> tuple[Match, ...]:
    if not finding.conflict:
        return ()
    whole = [claim for claim in finding.claims if claim.part in _WHOLE]
    stated = sorted({claim.expression or claim.unrecognized or "unknown" for claim in whole})
    sentence = f"Sources name different licenses: {shown('; '.join(stated))}."
    return (Match(found, None, sentence, conflict=True, settled=settled),)


def _with(match: Match, said: tuple[str, ...], remarks: tuple[str, ...]) -> Match:
    if not said and not remarks:
        return match
    return replace(match, remarks=tuple(dict.fromkeys((*said, *match.remarks, *remarks))))
