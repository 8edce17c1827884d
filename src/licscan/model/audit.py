"""The audit: everything that was found and decided, ready for any format."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from licscan.model.coverage import Coverage
from licscan.model.decision import Decision, Task
from licscan.model.finding import Finding
from licscan.model.law import Action, Severity
from licscan.model.policy import Policy
from licscan.model.subject import Subject

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made this audit: digests are `sha256:<hex>`, times are from SOURCE_DATE_EPOCH or absent.

    `as_of` is the day the policy was judged for (ISO date).
    """

    tool_version: str
    rules_version: str
    rules_digest: str
    policy_digest: str
    as_of: str
    created: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts, so that no format has to count."""

    by_status: Mapping[str, int]
    problems_by_severity: Mapping[str, int]
    problems: int
    failing: int
    gaps: int
    tasks: int


@dataclass(frozen=True, slots=True)
class LawCoverage:
    """Whether a law was assessed: `assessed`, `partly` or `not_assessed`, and why."""

    law: str
    title: str
    state: str
    because: str


@dataclass(frozen=True, slots=True)
class IdentifiedFinding:
    """A finding with the stable id that decisions refer to."""

    id: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class BrokenRules:
    """The rules of one law that are open at one severity, by name without the law."""

    law: str
    severity: Severity
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Decisions to be read together: those of one subject, or of several packages that got the same verdicts.

    `severity` is that of the worst problem, None without one. `broken` are the rules with open problems, law by law
    and the worst first; `reasons` are the sentences of these decisions (what is declared, assumed, expired), each once.
    `findings` are about these subjects.
    """

    subjects: tuple[str, ...]
    severity: Severity | None
    decisions: tuple[Decision, ...]
    broken: tuple[BrokenRules, ...]
    reasons: tuple[str, ...]
    findings: tuple[IdentifiedFinding, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """One run's result. All sequences are sorted; formats print them as they stand.

    `license_names` are the names of licenses that have no SPDX id of their own (`LicenseRef-*`), for readers.
    """

    provenance: Provenance
    complete: bool
    policy: Policy
    fail_on: Severity
    coverage: Coverage
    laws: tuple[LawCoverage, ...]
    subjects: tuple[Subject, ...]
    findings: tuple[IdentifiedFinding, ...]
    decisions: tuple[Decision, ...]
    groups: tuple[Group, ...]
    tasks: tuple[Task, ...]
    actions: Mapping[str, Action]
    tally: Tally
    license_names: Mapping[str, str] = field(default_factory=dict)
