"""A license finding as a law of licenses sorts it: classes by id, terms and category; the choice in an OR."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from licscan.catalog.licenses import LicenseTable, LicenseTerms
from licscan.expressions.algebra import And, Expression, ExpressionError, License, Or, leaves, parse, render
from licscan.model.audit import IdentifiedFinding
from licscan.model.finding import LicenseFinding
from licscan.model.law import Law, LawClass, Severity
from licscan.model.license import Basis, Commercial, Confidence, LicenseClaim, Terms
from licscan.policy.match import Match

# How much an alternative asks for: severities of its open problems, most severe first. Less sorts before more.
Burden = tuple[int, ...]
_READ = {"text clause read", "standard license structure"}


@dataclass(frozen=True, slots=True)
class _Words:
    """How a claim that does not govern is told of; `unsure` claims count one step less severe."""

    start: str
    remark: str
    unsure: bool


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


@dataclass(frozen=True, slots=True)
class LicenseSorter:
    """Sorts licenses for one law; `burden` tells what matches would ask for under the policy at hand."""

    law: Law
    table: LicenseTable
    burden: Callable[[Sequence[Match]], Burden]

    def matches(self, found: IdentifiedFinding, expression: str | None, said: str) -> tuple[Match, ...]:
        """All classes of a finding under the expression that governs it; `said` tells where it comes from."""
        finding = found.finding
        if not isinstance(finding, LicenseFinding):
            return ()
        remarks: tuple[str, ...] = (finding.note,) if finding.note else ()
        if finding.gated:
            remarks += ("Access is gated: read the conditions that whoever fetched it accepted.",)
        if finding.confidence is Confidence.LOW:
            remarks += ("The license was concluded with low confidence: check it.",)
        parsed = _parsed(expression)
        if parsed is None:
            return self._without_license(found, finding, said, remarks)
        matches, chosen = self._of(found, parsed)
        if chosen != parsed:
            remarks += (f"Of the choice {expression} the alternative {render(chosen)} asks for least and was taken.",)
        # A license that the policy file declares with its proof stands in place of what was found.
        if not said and not isinstance(chosen, Or) and parsed == chosen:
            matches += self._of_terms(found, finding.terms, matches, f"The terms of {expression}")
        if not said and finding.conflict:
            matches += self._of_claims(found, finding.claims, parsed, matches, _DISPUTED)
        matches += self._of_claims(found, finding.bundled, parsed, matches, _INSIDE)
        matches += _conflict(found, finding)
        return tuple(_with(match, said, remarks) for match in matches)

    def _without_license(
        self, found: IdentifiedFinding, finding: LicenseFinding, said: str, remarks: tuple[str, ...]
    ) -> tuple[Match, ...]:
        """No conclusion: the work is unknown, and whatever terms are known of it all the same still count."""
        otherwise = self.law.classes[self.law.otherwise]
        words = sorted({claim.unrecognized for claim in finding.claims if claim.unrecognized})
        stated = f"what is stated ({_quoted(words[0])}) does not decide it" if words else "none was found"
        unknown = Match(found, otherwise, f"No license could be concluded: {stated}.")
        known = self._of_terms(found, finding.terms, (), "The terms that are known")
        return tuple(_with(match, said, remarks) for match in (unknown, *known, *_conflict(found, finding)))

    def _of(self, found: IdentifiedFinding, expression: Expression) -> tuple[tuple[Match, ...], Expression]:
        """The matches of an expression and the part that governs: an AND as a whole, the best operand of an OR."""
        match expression:
            case License(name):
                return self._of_license(found, name), expression
            case And(operands):
                parts = [self._of(found, operand) for operand in operands]
                kept = tuple(chosen for _, chosen in parts)
                return tuple(one for matches, _ in parts for one in matches), And(kept)
            case Or(operands):
                parts = [self._of(found, operand) for operand in operands]
                return min(parts, key=lambda part: (self.burden(part[0]), render(part[1])))

    def _of_license(self, found: IdentifiedFinding, name: str) -> tuple[Match, ...]:
        """Every class that names the license; the class `otherwise` where nothing places it."""
        terms = self.table.terms(name)
        named = {one.id for one in self.law.classes.values() if self._by_name(one, name, terms)}
        by_terms = {one.id for one in self.law.classes.values() if _by_terms(one, terms.terms)}
        classes = [self.law.classes[key] for key in self.law.classes if key in named | by_terms]
        placed = terms.terms.commercial is not Commercial.UNKNOWN or any(
            one.severity > Severity.INFO and one.id in named for one in classes
        )
        if not placed and self.law.otherwise not in named:
            classes.append(self.law.classes[self.law.otherwise])
        present = {one.id for one in classes}
        kept = [one for one in classes if not present.intersection(one.unless)]
        return tuple(Match(found, one, _sentence(name, one), remarks=_trust(terms, name)) for one in kept)

    def _of_claims(
        self,
        found: IdentifiedFinding,
        claims: Sequence[LicenseClaim],
        governing: Expression,
        known: Sequence[Match],
        words: "_Words",
    ) -> tuple[Match, ...]:
        """Classes that ask for something and that only these claims bring; what is not declared counts a step less."""
        present = {match.law_class.id for match in known if match.law_class}
        governs = {_stem(leaf.id) for leaf in leaves(governing)}
        added: dict[tuple[str, str], Match] = {}
        for claim in claims:
            parsed = _parsed(claim.expression)
            if parsed is None or {_stem(leaf.id) for leaf in leaves(parsed)} <= governs:
                continue
            unsure = words.unsure or claim.basis is not Basis.DECLARED
            for match in self._of(found, parsed)[0]:
                one = match.law_class
                if one is not None and one.id not in present and one.severity > Severity.INFO:
                    sentence = f"{words.start} {match.sentence[:1].lower()}{match.sentence[1:]}"
                    remarks = (words.remark, *match.remarks)
                    more = replace(match, sentence=sentence, remarks=remarks, ambiguous=unsure)
                    before = added.setdefault((one.id, sentence), more)
                    added[one.id, sentence] = more if before.ambiguous else before
        return tuple(added.values())

    def _by_name(self, one: LawClass, name: str, terms: LicenseTerms) -> bool:
        """By glob or category. `X WITH exception` counts as a whole; its base counts if nobody listed the whole."""
        if terms.category in one.categories:
            return True
        base, _, exception = name.partition(" WITH ")
        if not exception:
            return any(_glob(pattern).fullmatch(name) for pattern in one.licenses)
        whole = any(" WITH " in pattern and _glob(pattern).fullmatch(name) for pattern in one.licenses)
        listed = terms.id.casefold() == name.casefold()
        return whole or (not listed and any(_glob(pattern).fullmatch(base) for pattern in one.licenses))

    def _of_terms(self, found: IdentifiedFinding, terms: Terms, known: Sequence[Match], what: str) -> tuple[Match, ...]:
        """Classes that the finding's own terms add to those of its license."""
        present = {match.law_class.id for match in known if match.law_class}
        return tuple(
            Match(found, one, f"{what}: {_lower(one.label)}.")
            for one in self.law.classes.values()
            if one.id not in present and _by_terms(one, terms) and not present.intersection(one.unless)
        )


def _stem(name: str) -> str:
    """A license name without `only` or `or later`, which not every source says."""
    return name.removesuffix("-only").removesuffix("-or-later")


def _parsed(expression: str | None) -> Expression | None:
    if not expression:
        return None
    try:
        return parse(expression)
    except ExpressionError:
        return None


@lru_cache(maxsize=1024)
def _glob(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.IGNORECASE)


def _by_terms(one: LawClass, terms: Terms) -> bool:
    return any(_holds(term, terms) for term in one.terms)


def _holds(term: str, terms: Terms) -> bool:
    held = {
        "attribution": terms.attribution,
        "commercial_conditional": terms.commercial is Commercial.CONDITIONAL,
        "no_derivatives": terms.no_derivatives,
        "non_commercial": terms.non_commercial or terms.commercial is Commercial.NO,
        "research_only": terms.research_only,
        "share_alike": terms.share_alike,
        "use_restrictions": terms.use_restrictions,
    }
    return held[term] is True


def _sentence(name: str, one: LawClass) -> str:
    return f"License {_quoted(name)}: {_lower(one.label)}."


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _quoted(text: str) -> str:
    shown = "".join(character if character.isprintable() else "?" for character in text)
    return shown if len(shown) <= 120 else shown[:119] + "…"


def _trust(terms: LicenseTerms, name: str) -> tuple[str, ...]:
    if terms.basis in _READ:
        return ()
    return (f"What {_quoted(name)} allows rests on: {terms.basis}.",)


def _conflict(found: IdentifiedFinding, finding: LicenseFinding) -> tuple[Match, ...]:
    if not finding.conflict:
        return ()
    stated = sorted({claim.expression or claim.unrecognized or "unknown" for claim in finding.claims})
    return (Match(found, None, f"Sources name different licenses: {_quoted('; '.join(stated))}.", conflict=True),)


def _with(match: Match, said: str, remarks: tuple[str, ...]) -> Match:
    every = tuple(dict.fromkeys((*((said,) if said else ()), *match.remarks, *remarks)))
    return replace(match, remarks=every)
