"""What became of the licenses of packages between two audits."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from licscan.model.evidence import Evidence
from licscan.model.finding import Gap, LicenseFinding
from licscan.model.license import Confidence, Terms
from licscan.model.subject import Subject

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class AuditStamp:
    """Which audit one side of a comparison is: `digest` is its own, None for one that was not written yet."""

    digest: str | None
    as_of: str
    tool_version: str
    rules_version: str
    rules_digest: str
    complete: bool


@dataclass(frozen=True, slots=True)
class EarlierAudit:
    """An audit that was read back, as far as a comparison of licenses needs it.

    `open_rules` are the rules with an open problem, by the ref of their subject.
    """

    stamp: AuditStamp
    subjects: tuple[Subject, ...]
    licenses: tuple[LicenseFinding, ...]
    gaps: tuple[Gap, ...]
    open_rules: Mapping[str, frozenset[str]]


class Direction(StrEnum):
    """Where a license went: `unknown` is worse than it was, since nobody can rely on it."""

    SAME = "same"
    LOOSER = "looser"
    DIFFERENT = "different"
    STRICTER = "stricter"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PackageState:
    """A package in one audit; `seen` is False where its license was not looked at. `ships` are bundled licenses."""

    ref: str
    version: str | None
    seen: bool
    declared: str | None
    concluded: str | None
    confidence: Confidence | None
    terms: Terms
    conflict: bool
    ships: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class PackageChange:
    """A package that is new (`old` None), gone (`new` None), or in both.

    `because` are sentences on what differs. `problems` are rules with an open problem at or above `fail_on` that a new
    package brings along. `fails` says that this is what the comparison was asked to watch for.
    """

    name: str
    old: PackageState | None
    new: PackageState | None
    direction: Direction
    because: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    fails: bool = False


@dataclass(frozen=True, slots=True)
class LicenseDiff:
    """Changes of the packages of a project, each sequence by name and version.

    `changed` are packages whose license or terms differ, the worst first; `updated` those whose version alone differs.
    """

    old: AuditStamp
    new: AuditStamp
    changed: tuple[PackageChange, ...]
    added: tuple[PackageChange, ...]
    removed: tuple[PackageChange, ...]
    updated: tuple[PackageChange, ...]
    unchanged: int
    failing: int
    not_seen: int
