"""Verdicts: what the policy makes of the findings, without adding a fact."""

from dataclasses import dataclass
from enum import StrEnum

from licscan.model.evidence import Location
from licscan.model.law import Force, Severity, Sure


class Status(StrEnum):
    """What became of a rule for a subject."""

    SATISFIED = "satisfied"
    OPEN = "open"
    OPEN_ASSUMED = "open_assumed"
    WAIVED = "waived"
    EXEMPT = "exempt"
    OUT_OF_SCOPE = "out_of_scope"
    NOT_ASSESSED = "not_assessed"
    CONTRADICTED = "contradicted"


# What needs doing: the decisions that can fail a run.
PROBLEMS = frozenset({Status.OPEN, Status.OPEN_ASSUMED, Status.CONTRADICTED})


@dataclass(frozen=True, slots=True)
class Cited:
    """A provision as a decision quotes it."""

    id: str
    cite: str
    says: str
    sure: Sure


@dataclass(frozen=True, slots=True)
class UsedEvidence:
    """A declared piece of evidence that met an action."""

    action: str
    ref: str
    location: Location


@dataclass(frozen=True, slots=True)
class Decision:
    """One rule's verdict on one subject.

    `findings` are ids of the findings behind it, `found` says the same in words. `because` are plain sentences in
    reading order: what is declared, with its place, what is assumed, what expired. `asked_for` lists open action ids,
    `one_of` the alternatives of which one is enough. `locations` are the places to show a person, the best one first.
    """

    rule: str
    law: str
    title: str
    subject: str
    status: Status
    severity: Severity
    force: Force
    findings: tuple[str, ...]
    asked_for: tuple[str, ...]
    one_of: tuple[str, ...]
    evidence: tuple[UsedEvidence, ...]
    provisions: tuple[Cited, ...]
    because: tuple[str, ...]
    locations: tuple[Location, ...]
    fingerprint: str
    found: tuple[str, ...] = ()
    note: str | None = None
    waiver: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: an action, for which subjects, on account of which rules."""

    action: str
    label: str
    do: str
    severity: Severity
    subjects: tuple[str, ...]
    rules: tuple[str, ...]
    alternative_to: tuple[str, ...] = ()
