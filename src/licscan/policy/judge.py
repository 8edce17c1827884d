"""One rule's verdict on one subject."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from licscan.model.decision import PROBLEMS, Cited, Decision, Status, UsedEvidence
from licscan.model.evidence import Location
from licscan.model.law import Condition, Exemption, Force, Law, Severity, Way
from licscan.policy.evidence import Answer
from licscan.policy.facts import Checked, Truth
from licscan.policy.fingerprint import fingerprint
from licscan.policy.match import Match
from licscan.policy.places import MAX_PLACES, places
from licscan.policy.rules_in_force import RuleInForce, reaches
from licscan.policy.setting import Setting

MAX_SENTENCES = 12


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A rule that applies: what it reached, how its condition came out, how its demands stand, what lifts it."""

    matches: tuple[Match, ...]
    when: Condition
    checked: Checked
    needed: Answer
    one_of: Answer
    exempt: tuple[Exemption, Answer] | None
    near: tuple[str, ...]
    contradicted: bool

    @property
    def settled(self) -> tuple[UsedEvidence, ...]:
        """The proof that settles every match by itself; nothing where one of them has none."""
        proofs = tuple(match.settled for match in self.matches if match.settled is not None)
        return tuple(dict.fromkeys(proofs)) if len(proofs) == len(self.matches) else ()


def judge(setting: Setting, in_force: RuleInForce, matches: Sequence[Match]) -> Decision | None:
    """Decide a rule for a subject; None where the rule does not apply, because a declared fact or the class says so."""
    weighed = _weigh(setting, in_force, matches)
    if weighed is None:
        return None
    status = _status(setting, weighed, in_force)
    settled = status not in PROBLEMS
    answers = (
        weighed.needed,
        weighed.one_of,
        *((weighed.exempt[1],) if status is Status.EXEMPT and weighed.exempt else ()),
    )
    rule = in_force.rule
    return Decision(
        rule=in_force.name,
        law=setting.law.id,
        title=rule.title,
        subject=setting.subject.ref,
        status=status,
        severity=_severity(in_force, weighed.matches),
        force=rule.force,
        findings=tuple(sorted({match.found.id for match in weighed.matches})),
        asked_for=() if settled else weighed.needed.open,
        one_of=() if settled or weighed.one_of.used else rule.require_one_of,
        evidence=tuple(dict.fromkeys((*weighed.settled, *(used for answer in answers for used in answer.used)))),
        provisions=cited(setting.law, (*rule.provisions, *_of_classes(weighed), *_of_exemption(status, weighed))),
        found=sentences(weighed.matches),
        because=tuple(dict.fromkeys(_because(setting, weighed, status))),
        locations=_places(weighed.matches, setting),
        fingerprint=fingerprint(in_force.name, setting.subject.ref, [match.found.finding for match in weighed.matches]),
        note=rule.note,
    )


def cited(law: Law, ids: Sequence[str]) -> tuple[Cited, ...]:
    """Provisions as a decision quotes them, each once."""
    found = [law.provisions[name] for name in dict.fromkeys(ids)]
    return tuple(Cited(one.id, one.cite, one.says, one.sure) for one in found)


def _weigh(setting: Setting, in_force: RuleInForce, matches: Sequence[Match]) -> _Weighed | None:
    rule = in_force.rule
    if rule.kinds and setting.subject.kind.value not in rule.kinds:
        return None
    reached = tuple(
        match
        for match in matches
        if match.way in rule.through and reaches(rule, match.law_class, match.categories, conflict=match.conflict)
    )
    if not reached:
        return None
    checked = setting.facts.all_of(rule.when)
    if checked.truth is Truth.FALSE:
        return None
    exempt, near, contradicted = None, [], False
    for exemption in setting.exemptions(rule.id):
        left = tuple(match for match in reached if match.law_class and match.law_class.id in exemption.not_for)
        if "state" in exemption.when and setting.contradicted:
            contradicted = True
            continue
        answer = setting.ledger.answer(exemption.require)
        if answer.open:
            near.append(f"{exemption.title} would lift this rule; it still needs: {', '.join(answer.open)}.")
            near.extend(answer.rejected)
        elif left:
            reached = left
            near.append(f"{exemption.title}, but not for what is named here.")
        else:
            exempt = (exemption, answer)
            break
    return _Weighed(
        matches=reached,
        when=rule.when,
        checked=checked,
        needed=setting.ledger.answer(rule.require),
        one_of=setting.ledger.answer(rule.require_one_of),
        exempt=exempt,
        near=tuple(near),
        contradicted=contradicted,
    )


def _status(setting: Setting, weighed: _Weighed, in_force: RuleInForce) -> Status:
    if weighed.exempt:
        return Status.EXEMPT
    if weighed.settled:
        return Status.SATISFIED
    if not weighed.needed.open and (weighed.one_of.used or not in_force.rule.require_one_of):
        return Status.SATISFIED
    if weighed.contradicted or weighed.needed.denied or weighed.one_of.denied:
        return Status.CONTRADICTED
    if Truth.UNKNOWN in (weighed.checked.truth, setting.scope.truth):
        return Status.OPEN_ASSUMED
    return Status.OPEN


def _severity(in_force: RuleInForce, matches: Sequence[Match]) -> Severity:
    severity = max(match.severity(in_force.rule.severity) for match in matches)
    if in_force.rule.force is Force.SHOULD:
        severity = min(severity, Severity.LOW)
    return max(severity, in_force.floor)


def _of_classes(weighed: _Weighed) -> tuple[str, ...]:
    # What a provider says of outputs is its own terms, whatever class they come nearest to.
    cited_by = (match for match in weighed.matches if match.way is not Way.OUTPUTS)
    classes = {match.law_class.id: match.law_class for match in cited_by if match.law_class}
    return tuple(provision for name in sorted(classes) for provision in classes[name].provisions)


def _of_exemption(status: Status, weighed: _Weighed) -> tuple[str, ...]:
    return weighed.exempt[0].provisions if status is Status.EXEMPT and weighed.exempt else ()


def _because(setting: Setting, weighed: _Weighed, status: Status) -> Iterator[str]:
    """Sentences in reading order: what limits the findings, what is declared, what is assumed, what was proven."""
    yield from _remarks(weighed.matches)
    facts = setting.facts
    for fact in weighed.checked.relied_on:
        yield f"{_upper(facts.said(fact, weighed.when.get(fact, ())))}."
    for fact in setting.scope.relied_on:
        yield f"{_upper(facts.said(fact))}."
    for fact in (*weighed.checked.assumed, *setting.scope.assumed):
        yield facts.unsaid(fact)
    if setting.declared.void:
        yield setting.declared.void
    yield from _lifted(setting, weighed)
    answers = (weighed.needed, weighed.one_of, *((weighed.exempt[1],) if weighed.exempt else ()))
    for used in (*weighed.settled, *(used for answer in answers for used in answer.used)):
        yield f"Evidence for {used.action}: {used.ref} ({used.location.path}:{used.location.line})."
    if status in PROBLEMS:
        yield from weighed.needed.rejected
        yield from weighed.one_of.rejected if not weighed.one_of.used else ()


def _lifted(setting: Setting, weighed: _Weighed) -> Iterator[str]:
    """What exemptions say: one that lifts the rule, a declared state that the data denies, one that nearly lifts it."""
    if weighed.exempt:
        for fact in setting.facts.all_of(weighed.exempt[0].when).relied_on:
            yield f"{_upper(setting.facts.said(fact))}."
        yield f"{weighed.exempt[0].title}."
    if weighed.contradicted:
        yield f"{_upper(setting.facts.said('state'))}, and what was found contradicts it."
        yield from setting.contradicted
    yield from weighed.near


def sentences(matches: Sequence[Match]) -> tuple[str, ...]:
    """What was found in words, worst first, at most a dozen sentences and a count of the rest."""
    said = list(dict.fromkeys(match.sentence for match in _worst_first(matches)))
    rest = len(said) - MAX_SENTENCES
    return (*said[:MAX_SENTENCES], *((f"And {rest} more findings of this kind.",) if rest > 0 else ()))


def _remarks(matches: Sequence[Match]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(remark for match in _worst_first(matches) for remark in match.remarks))[:MAX_SENTENCES]


def _places(matches: Sequence[Match], setting: Setting) -> tuple[Location, ...]:
    """The places of what was reached, then all others of the findings and the subject."""
    first = (place for match in _worst_first(matches) for place in match.places)
    rest = places([match.found for match in matches], setting.subject)
    return tuple(dict.fromkeys((*first, *rest)))[:MAX_PLACES]


def _worst_first(matches: Sequence[Match]) -> list[Match]:
    return sorted(matches, key=lambda match: (-match.severity(None), match.sentence, match.found.id))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
