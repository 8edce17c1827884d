"""What a card itself says of personal data, where no data of the work could be looked at."""

import posixpath
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from licscan.inputs.globs import Globs
from licscan.model.audit import IdentifiedFinding
from licscan.model.decision import PROBLEMS, Decision, Status
from licscan.model.finding import PersonalDataStatement
from licscan.model.law import Force, Severity
from licscan.model.policy import DatasetDeclaration
from licscan.model.subject import Subject, SubjectKind
from licscan.policy.facts import Truth
from licscan.policy.fingerprint import fingerprint
from licscan.policy.license_classes import shown
from licscan.policy.places import places
from licscan.policy.setting import Setting

STATED = "stated-personal-data"
MAX_STATEMENTS = 6
MAX_CHARACTERS = 300
_ASKED = ("review",)
_WORD = re.compile(r"[^\W_]+")


def says_none(words: str, phrases: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a card says that there is no personal data, by the words of the vocabulary; anything else may say so."""
    said = " ".join(words.casefold().split()).strip("\"'").rstrip(".!")
    if said in phrases.get("whole", ()):
        return True
    if not said.startswith(tuple(phrases.get("start", ())) or ("\0",)):
        return False
    plain = f" {' '.join(_WORD.findall(said))} "
    return not any(f" {word} " in plain for word in phrases.get("but", ()))


@dataclass(frozen=True, slots=True)
class Samples:
    """The data files of a tree; `paths` are sorted."""

    paths: tuple[str, ...]

    @classmethod
    def of(cls, subjects: Iterable[Subject]) -> "Samples":
        """Those among the subjects."""
        return cls(tuple(sorted(one.path for one in subjects if one.kind is SubjectKind.DATA_FILE and one.path)))

    def hold(self, subject: Subject, declaration: DatasetDeclaration | None) -> bool:
        """Whether data of a work is among them: below the folder of its card, or where its declaration says."""
        if subject.path is not None and self._below(posixpath.dirname(subject.path)):
            return True
        globs = declaration.paths if declaration else ()
        return bool(globs) and any(map(Globs(globs).cover, self.paths))

    def _below(self, folder: str) -> bool:
        start = f"{folder}/" if folder else ""
        first = bisect_left(self.paths, start)
        return first < len(self.paths) and self.paths[first].startswith(start)


def stated_decision(setting: Setting, statements: Sequence[IdentifiedFinding]) -> Decision:
    """That a person has to look at the work, or at a sample of it, since its card speaks of personal data."""
    law, subject = setting.law, setting.subject
    answer = setting.ledger.answer(_ASKED)
    status = _status(setting, met=bool(answer.used))
    name = f"{law.id}/{STATED}"
    return Decision(
        rule=name,
        law=law.id,
        title="The card speaks of personal data, and no data was looked at",
        subject=subject.ref,
        status=status,
        severity=Severity.INFO if status is Status.OUT_OF_SCOPE else Severity.MEDIUM,
        force=Force.MUST,
        findings=tuple(sorted(found.id for found in statements)),
        asked_for=answer.open if status in PROBLEMS else (),
        one_of=(),
        evidence=answer.used,
        provisions=(),
        found=tuple(dict.fromkeys(_sentences(statements)))[:MAX_STATEMENTS],
        because=tuple(dict.fromkeys(_because(setting, status, answer.rejected))),
        locations=places(statements, subject),
        fingerprint=fingerprint(name, subject.ref, [found.finding for found in statements]),
        note="Put a sample beside the card and check it, or declare the work under [[dataset]] with its review.",
    )


def _status(setting: Setting, *, met: bool) -> Status:
    if setting.scope.truth is Truth.FALSE:
        return Status.OUT_OF_SCOPE
    if met:
        return Status.SATISFIED
    return Status.OPEN_ASSUMED if setting.scope.truth is Truth.UNKNOWN else Status.OPEN


def _sentences(statements: Sequence[IdentifiedFinding]) -> Iterator[str]:
    for found in sorted(statements, key=lambda one: one.id):
        if isinstance(found.finding, PersonalDataStatement):
            words = shown(found.finding.words, most=MAX_CHARACTERS).rstrip(".")
            yield f"The card says ({shown(found.finding.property)}): {words}."


def _because(setting: Setting, status: Status, rejected: Sequence[str]) -> Iterator[str]:
    if status is Status.OUT_OF_SCOPE:
        declared = " and ".join(setting.facts.said(fact) for fact in setting.scope.relied_on)
        yield f"{declared[:1].upper()}{declared[1:]}, so the law does not reach this data."
        return
    for fact in setting.scope.relied_on:
        said = setting.facts.said(fact)
        yield f"{said[:1].upper()}{said[1:]}."
    for fact in setting.scope.assumed:
        yield setting.facts.unsaid(fact)
    if setting.declared.void:
        yield setting.declared.void
    yield from rejected
