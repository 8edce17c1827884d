"""Verdicts about the reach of a law: what it does not reach, what the data denies, what was not seen."""

from collections.abc import Sequence

from licscan.model.audit import IdentifiedFinding
from licscan.model.decision import Decision, Status
from licscan.model.finding import Concern, Gap, PersonalDataFinding
from licscan.model.law import ClassKind, Force, Law, Severity, Vocabulary
from licscan.model.subject import Subject, SubjectKind
from licscan.policy.facts import within
from licscan.policy.fingerprint import fingerprint
from licscan.policy.judge import sentences
from licscan.policy.match import Match
from licscan.policy.places import places
from licscan.policy.setting import Setting

PROJECT = "project:."
MAX_LISTED = 5


def contradicting_signals(setting: Setting, matches: Sequence[Match], vocabulary: Vocabulary) -> tuple[Match, ...]:
    """Findings that hint at people whom `people_in` leaves out, in a region that the law is about."""
    wanted = [str(value) for value in setting.law.in_scope_when.get("people_in", ())]
    declared = [str(value) for value in setting.facts.values.get("people_in", ())]
    regions = vocabulary.regions
    missed = {
        entity
        for region, entities in vocabulary.signals.items()
        if any(within(place, region, regions) or within(region, place, regions) for place in wanted)
        and not any(within(place, region, regions) for place in declared)
        for entity in entities
    }
    return tuple(
        match
        for match in matches
        if isinstance(match.found.finding, PersonalDataFinding)
        and match.found.finding.entity in missed
        and match.law_class is not None
        and match.law_class.kind is not ClassKind.OUT_OF_SCOPE
    )


def scope_decision(
    setting: Setting, matches: Sequence[Match], signals: Sequence[Match], hints: Sequence[str]
) -> Decision:
    """The law does not reach the subject by what is declared; contradicted where the data hints that it does.

    `signals` are such hints in the subject itself, `hints` those in all that the declaration covers, as sentences.
    """
    law, facts = setting.law, setting.facts
    declared = " and ".join(facts.said(fact) for fact in setting.scope.relied_on)
    start = f"{declared[:1].upper()}{declared[1:]}"
    because = [f"{start}, so the law does not reach this data."]
    if hints:
        because = [f"{start}, but what was found hints that the law reaches this data; its rules stay.", *hints]
    behind = [match.found for match in (signals or matches)]
    return Decision(
        rule=f"{law.id}/scope",
        law=law.id,
        title="Declared to be outside the law",
        subject=setting.subject.ref,
        status=Status.CONTRADICTED if hints else Status.OUT_OF_SCOPE,
        severity=Severity.HIGH if hints else Severity.INFO,
        force=Force.MUST,
        findings=tuple(sorted({found.id for found in behind})),
        asked_for=("review",) if hints else (),
        one_of=(),
        evidence=(),
        provisions=(),
        found=sentences(signals or matches),
        because=tuple(because),
        locations=places(behind, setting.subject),
        fingerprint=fingerprint(f"{law.id}/scope", setting.subject.ref, [found.finding for found in behind]),
        note=law.applies,
    )


def not_scanned(law: Law, findings: Sequence[IdentifiedFinding]) -> tuple[Decision, ...]:
    """One decision that says what a law could not be judged on; none where nothing was missed."""
    concerns = {Concern.BOTH, Concern(law.judges.value)}
    gaps = [(found, found.finding) for found in findings if isinstance(found.finding, Gap)]
    missed = [(found, gap) for found, gap in gaps if gap.concern in concerns]
    if not missed:
        return ()
    missing = sorted({f"{_place(gap)}: {gap.detail}" for _, gap in missed})
    count = len(missed)
    head = f"{count} thing{'' if count == 1 else 's'} could not be looked at, so the law was not assessed on "
    listed = (
        *missing[:MAX_LISTED],
        *((f"And {len(missing) - MAX_LISTED} more.",) if len(missing) > MAX_LISTED else ()),
    )
    found = [one for one, _ in missed]
    name = f"{law.id}/not-scanned"
    return (
        Decision(
            rule=name,
            law=law.id,
            title="Not everything could be looked at",
            subject=PROJECT,
            status=Status.NOT_ASSESSED,
            severity=Severity.HIGH,
            force=Force.MUST,
            findings=tuple(sorted({one.id for one in found})),
            asked_for=(),
            one_of=(),
            evidence=(),
            provisions=(),
            found=listed,
            because=(head + ("it." if count == 1 else "them."),),
            locations=places(found, Subject(PROJECT, SubjectKind.PROJECT, "project")),
            fingerprint=fingerprint(name, PROJECT, [one.finding for one in found]),
            note=next((gap.hint for _, gap in missed if gap.hint), None),
        ),
    )


def _place(gap: Gap) -> str:
    return str(gap.location) if gap.location else gap.subject.removeprefix("file:")
