"""Findings and a policy become decisions: pure, and the same whatever the order of the findings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby

from licscan.catalog.catalog import Catalog
from licscan.model.audit import IdentifiedFinding
from licscan.model.decision import PROBLEMS, Decision, Status
from licscan.model.finding import LicenseFinding, PersonalDataStatement
from licscan.model.law import Judges, Law
from licscan.model.policy import COUNT, Policy
from licscan.model.subject import Subject, SubjectKind
from licscan.policy.births import births_match
from licscan.policy.declared import Declared, declared_for
from licscan.policy.doubt_match import doubt_matches
from licscan.policy.facts import Truth
from licscan.policy.governing import governing
from licscan.policy.judge import judge
from licscan.policy.license_classes import LicenseClasses
from licscan.policy.license_match import Burden, LicenseSorter
from licscan.policy.match import Match, declared_match, identifying, personal_match
from licscan.policy.outbound import Fitting, Misfit, fitting
from licscan.policy.rules_in_force import RuleInForce, rules_of
from licscan.policy.scope import contradicting_signals, not_scanned, scope_decision
from licscan.policy.setting import Setting, setting_of
from licscan.policy.stated_personal import Samples, says_none, stated_decision
from licscan.policy.upstream_match import UpstreamSorter

_ORDER = (
    Status.OPEN,
    Status.CONTRADICTED,
    Status.OPEN_ASSUMED,
    Status.WAIVED,
    Status.NOT_ASSESSED,
    Status.EXEMPT,
    Status.OUT_OF_SCOPE,
    Status.SATISFIED,
)


def evaluate(
    findings: Sequence[IdentifiedFinding],
    subjects: Sequence[Subject],
    policy: Policy,
    catalog: Catalog,
    *,
    today: date,
) -> tuple[Decision, ...]:
    """Judge findings by the laws of a policy, one decision for each subject and rule.

    Sorted by severity (worst first), status, subject, rule. Every gap makes the laws it concerns say "not assessed".
    """
    known = {subject.ref: subject for subject in sorted(subjects, key=lambda subject: subject.ref)}
    ordered = sorted(findings, key=lambda found: (found.finding.subject, found.id))
    grouped = {ref: tuple(group) for ref, group in groupby(ordered, key=lambda found: found.finding.subject)}
    for ref in grouped:
        known.setdefault(ref, Subject(ref, SubjectKind.PROJECT, ref))
    court = _Court(policy, catalog, today, known, grouped, {ref: declared_for(known[ref], policy) for ref in grouped})
    decisions = [decision for law in policy.laws for decision in court.decide(catalog.laws[law])]
    return tuple(sorted(decisions, key=_sort_key))


def _sort_key(decision: Decision) -> tuple[int, int, str, str]:
    return (-decision.severity, _ORDER.index(decision.status), decision.subject, decision.rule)


@dataclass(frozen=True, slots=True)
class _Court:
    """Everything that the laws judge by in one run; findings stand by subject, in stable order."""

    policy: Policy
    catalog: Catalog
    today: date
    subjects: Mapping[str, Subject]
    findings: Mapping[str, tuple[IdentifiedFinding, ...]]
    declared: Mapping[str, Declared]

    def decide(self, law: Law) -> Iterator[Decision]:
        """All decisions of one law."""
        rules = rules_of(law, self.policy.tightened, self.today)
        if law.judges is Judges.LICENSE:
            yield from self._licenses(law, rules)
        else:
            yield from self._personal_data(law, rules)
        yield from not_scanned(law, [found for group in self.findings.values() for found in group])

    def _setting(self, law: Law, rules: tuple[RuleInForce, ...], ref: str) -> Setting:
        return setting_of(law, rules, self.subjects[ref], self.declared[ref], self.policy, self.catalog, self.today)

    def _licenses(self, law: Law, rules: tuple[RuleInForce, ...]) -> Iterator[Decision]:
        classes = LicenseClasses(law, self.catalog.licenses)
        fits = fitting(law, self.policy, self.catalog.licenses)
        for ref, group in self.findings.items():
            findings = [(found, found.finding) for found in group if isinstance(found.finding, LicenseFinding)]
            if findings:
                setting = self._setting(law, rules, ref)
                sorter = LicenseSorter(classes, partial(_burden, setting), partial(_misfit, fits, setting.subject))
                yield from _rules(setting, [match for one in findings for match in self._match(sorter, setting, *one)])

    def _match(
        self, sorter: LicenseSorter, setting: Setting, found: IdentifiedFinding, finding: LicenseFinding
    ) -> tuple[Match, ...]:
        governs = governing(setting.subject, finding, setting.declared, self.policy, today=self.today)
        own = sorter.matches(found, finding, governs)
        sources = UpstreamSorter(sorter, outputs=self.policy.model_outputs == COUNT)
        doubts = doubt_matches(sorter.classes.law, found, finding, governs.settled)
        return (*own, *sources.matches(found, finding, own), *doubts)

    def _personal_data(self, law: Law, rules: tuple[RuleInForce, ...]) -> Iterator[Decision]:
        vocabulary = self.catalog.vocabulary
        matches = {ref: found for ref in self.findings if (found := self._sorted_personal(law, ref))}
        against = self._by_declaration({ref: identifying(found, vocabulary) for ref, found in matches.items()})
        settings = {
            ref: self._setting(law, rules, ref).with_identifiers(against.get(self._origin(ref), ())) for ref in matches
        }
        signals = {ref: contradicting_signals(settings[ref], found, vocabulary) for ref, found in matches.items()}
        hints = self._by_declaration(signals)
        for ref, found in matches.items():
            setting = settings[ref]
            if setting.scope.truth is Truth.FALSE:
                elsewhere = hints.get(self._origin(ref), ())
                yield scope_decision(setting, found, signals[ref], elsewhere)
                if not elsewhere:
                    continue
            yield from _rules(setting, found)
        yield from self._stated(law, rules)

    def _stated(self, law: Law, rules: tuple[RuleInForce, ...]) -> Iterator[Decision]:
        """What cards say of personal data in works of which nothing was there to look at."""
        none, samples = self.catalog.vocabulary.says_none, Samples.of(self.subjects.values())
        for ref, group in self.findings.items():
            said = [
                found
                for found in group
                if isinstance(found.finding, PersonalDataStatement) and not says_none(found.finding.words, none)
            ]
            if said and not samples.hold(self.subjects[ref], self.declared[ref].declaration):
                yield stated_decision(self._setting(law, rules, ref), said)

    def _sorted_personal(self, law: Law, ref: str) -> tuple[Match, ...]:
        vocabulary = self.catalog.vocabulary
        found = [match for one in self.findings[ref] if (match := personal_match(one, law, vocabulary)) is not None]
        declaration = self.declared[ref].declaration
        kinds = [str(kind) for kind in (declaration.facts.get("subjects", ()) if declaration else ())]
        more = [
            declared_match(match, kind, category, law)
            for kind in kinds
            for category in vocabulary.subjects.get(kind, ())
            for match in found
        ]
        births = [child for match in found if (child := births_match(match, law, self.today)) is not None]
        return (*found, *(match for match in more if match is not None), *births)

    def _by_declaration(self, matches: Mapping[str, Sequence[Match]]) -> dict[str, tuple[str, ...]]:
        """For each declaration, what was found in any file it covers: one value speaks against all that it declares."""
        against: dict[str, list[str]] = {}
        for ref, found in matches.items():
            for match in found:
                against.setdefault(self._origin(ref), []).append(f"{ref.removeprefix('file:')}: {match.sentence}")
        return {origin: tuple(sorted(sentences)[:3]) for origin, sentences in against.items()}

    def _origin(self, ref: str) -> str:
        """What speaks for a subject: the declaration that covers it or, without one, the subject for itself."""
        declaration = self.declared[ref].declaration
        return declaration.id if declaration else f"\0{ref}"


def _rules(setting: Setting, matches: Sequence[Match]) -> Iterator[Decision]:
    ways = {match.way for match in matches}
    for rule in setting.rules:
        if not ways.isdisjoint(rule.rule.through) and (decision := judge(setting, rule, matches)) is not None:
            yield decision


def _burden(setting: Setting, matches: Sequence[Match]) -> Burden:
    severities = [int(decision.severity) for decision in _rules(setting, matches) if decision.status in PROBLEMS]
    return tuple(sorted(severities, reverse=True))


def _misfit(fits: Fitting | None, subject: Subject, name: str) -> Misfit | None:
    return fits.of(name, subject) if fits else None
