"""The license under which the project itself is handed out, and how what it takes in fits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from licscan.catalog.compatibility import Compatibility, Verdict, compatible
from licscan.catalog.licenses import LicenseTable
from licscan.model.evidence import Location
from licscan.model.law import Law, LawClass
from licscan.model.policy import Notice, Policy
from licscan.model.subject import Subject, SubjectKind
from licscan.policy.find import POLICY_FILE
from licscan.policy.license_classes import shown

HANDED_OUT = "distribute_code"
_SAID = {
    Verdict.YES: "fits",
    Verdict.DEPENDS: "may not fit",
    Verdict.UNKNOWN: "is not known to fit",
    Verdict.NO: "does not fit",
}
_GROUP, _BUILD = "group:", "build"


@dataclass(frozen=True, slots=True)
class Misfit:
    """A license that does not plainly fit: the class it falls into, and the words for it."""

    law_class: LawClass
    sentence: str
    remarks: tuple[str, ...]


@dataclass(slots=True)
class Fitting:
    """How licenses fit that of the project, for one law; each license is looked up once."""

    outbound: str
    place: Location | None
    classes: Mapping[str, LawClass]
    licenses: LicenseTable
    known: dict[str, Compatibility] = field(default_factory=dict)

    def of(self, name: str, subject: Subject) -> Misfit | None:
        """What to say of a license of a component; None where it fits, or is of no component."""
        if subject.kind is not SubjectKind.COMPONENT:
            return None
        answer = self.known.get(name)
        if answer is None:
            answer = self.known[name] = compatible(self.outbound, name, self.licenses)
        apart = handed_out_apart(subject.scopes)
        found = self.classes.get(f"{answer.verdict} apart" if apart else answer.verdict)
        if answer.verdict is Verdict.YES or found is None:
            return None
        where = f" ({self.place.path}:{self.place.line})" if self.place and self.place.line else ""
        sentence = f"License {shown(name)} {_SAID[answer.verdict]} {self.outbound}, the project's own license{where}."
        return Misfit(found, sentence, (*((apart,) if apart else ()), answer.why, f"Source: {answer.source}."))


def fitting(law: Law, policy: Policy, licenses: LicenseTable) -> Fitting | None:
    """What a law asks of the project's own license; None where it asks nothing or no license is stated."""
    classes = {verdict: one for one in law.classes.values() for verdict in one.fits}
    if policy.license is None or not classes:
        return None
    return Fitting(policy.license, policy.lines.get("project.license"), classes, licenses)


def not_assessed(policy: Policy, subjects: Iterable[Subject], laws: Mapping[str, Law]) -> tuple[Notice, ...]:
    """That no license was compared with the project's own, which is not stated; nothing where it does not matter."""
    asked = any(one.fits for law in policy.laws for one in laws[law].classes.values())
    declared = policy.facts.get("activity")
    handed_out = declared is None or HANDED_OUT in declared
    if policy.license or not asked or not handed_out or not any(one.kind is SubjectKind.COMPONENT for one in subjects):
        return ()
    place = policy.lines.get("project.license")
    why = "no license of the project is stated" if place is None else "what is stated names no single license"
    message = f"{why}, so whether its dependencies fit was not assessed: add `license` to [project]"
    return (Notice(place or Location(policy.layers[-1].path if policy.layers else POLICY_FILE), message),)


@lru_cache(maxsize=64)
def handed_out_apart(scopes: tuple[str, ...]) -> str | None:
    """Why a component is not a part of what is handed out, as a sentence; None where it is, or nobody says.

    Dependency groups (PEP 735) and build requirements are no part of a package's metadata.
    """
    if not scopes or not all(scope == _BUILD or scope.startswith(_GROUP) for scope in scopes):
        return None
    return (
        f"Needed for {_joined(scopes)} only, which users of the package do not get: it counts less, unless you hand "
        "out the environment itself, or it leaves code in what it builds."
    )


def _joined(scopes: Iterable[str]) -> str:
    return " and ".join(
        "the build" if scope == _BUILD else f"the group {scope.removeprefix(_GROUP)}" for scope in scopes
    )
