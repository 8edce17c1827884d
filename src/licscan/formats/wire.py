"""The audit JSON, schema 1, as types: what others script against.

Adding a field is minor, removing one is schema 2.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from licscan.formats.wire_findings import (
    Confidence,
    Count,
    Digest,
    Finding,
    Identifier,
    Location,
    Permille,
    Severity,
    Subject,
    Wire,
    Word,
)

Status = Literal[
    "satisfied", "open", "open_assumed", "waived", "exempt", "out_of_scope", "not_assessed", "contradicted"
]
FactValue = str | int | bool


class Provision(Wire):
    """A cited place in a law or license; `sure` is the reviewers' confidence in it."""

    id: Word
    cite: Word
    says: str
    sure: Confidence


class UsedEvidence(Wire):
    """A declared proof that met an action."""

    action: Word
    ref: Word
    location: Location


class Decision(Wire):
    """One rule's verdict on one subject."""

    rule: Word
    law: Word
    title: str
    subject: Word
    status: Status
    severity: Severity
    force: Literal["must", "should"]
    findings: list[Identifier]
    asked_for: list[str]
    one_of: list[str]
    evidence: list[UsedEvidence]
    provisions: list[Provision]
    found: list[str]
    because: list[str]
    locations: list[Location]
    note: str | None
    waiver: str | None
    fingerprint: Word


class Task(Wire):
    """One thing to do, for all the subjects that need it."""

    action: Word
    label: str
    do: str
    severity: Severity
    subjects: list[str]
    rules: list[str]
    alternative_to: list[str]


class Action(Wire):
    """What a rule can ask for."""

    label: str
    do: str


class Tool(Wire):
    """The program that made the audit."""

    name: Literal["licscan"]
    version: Word


class Rules(Wire):
    """The rules that were applied."""

    version: Word
    digest: Digest


class Layer(Wire):
    """One policy file."""

    path: str
    digest: Digest


class Notice(Wire):
    """Something in a policy file that was read but has no effect."""

    location: Location
    message: str


class Policy(Wire):
    """What was declared: facts that nobody declared are absent."""

    digest: Digest
    name: str | None
    project: str | None
    laws: list[str]
    left_out: list[str]
    fail_on: Severity
    facts: dict[str, list[FactValue]]
    layers: list[Layer]
    notices: list[Notice]


class Provenance(Wire):
    """What made this audit; `created` is present where SOURCE_DATE_EPOCH is set."""

    tool: Tool
    rules: Rules
    policy: Policy
    as_of: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$")]
    created: str | None


class ColumnProfile(Wire):
    """What the values of a column look like: shares in thousandths of the values looked at, in steps of 20.

    `lengths_permille[n]` is the share of values of 2**n to 2**(n+1)-1 characters; `distinct_permille` is null where
    nobody counted.
    """

    field: str | None
    is_number: bool
    sampled: Count
    filled_permille: Permille
    letters_permille: Permille
    digits_permille: Permille
    prose_permille: Permille
    distinct_permille: Permille | None
    lengths_permille: list[Permille]


class FileCoverage(Wire):
    """How much of a data file was looked at.

    `rows_read` is less than `rows_total` where only some row groups were read. With 95 % confidence at most
    `unseen_permille` thousandths of the values of any column hold a kind of personal data that no value looked at
    showed; null where no sample was drawn.
    """

    path: str
    media: str
    rows_total: Count | None
    rows_sampled: Count
    columns: Count
    cells_sampled: Count
    rows_read: Count | None
    unseen_permille: Permille | None
    profiles: list[ColumnProfile]


class NotSeen(Wire):
    """Files that nobody looked at, by reason."""

    reason: str
    count: Count
    examples: list[str]


class LookedWith(Wire):
    """A language model, or a file of recognizers, that values were shown to."""

    kind: Literal["model", "recognizers"]
    name: str
    version: str | None
    digest: Digest | None
    language: str | None


class Coverage(Wire):
    """What was seen; `sample` is values a column, null for all."""

    files: list[FileCoverage]
    not_seen: list[NotSeen]
    recognizers: list[str]
    looked_with: list[LookedWith]
    packages: Count
    datasets: Count
    models: Count
    sample: Count | None
    seed: int


class LawCoverage(Wire):
    """Whether a law was assessed."""

    law: Word
    title: str
    state: Literal["assessed", "partly", "not_assessed"]
    because: str


class Waivers(Wire):
    """Waivers that applied, matched nothing, or lapsed."""

    applied: list[str]
    unused: list[str]
    lapsed: list[str]


class Tally(Wire):
    """Counts."""

    by_status: dict[str, Count]
    problems_by_severity: dict[str, Count]
    problems: Count
    failing: Count
    gaps: Count
    tasks: Count


class Audit(Wire):
    """A licscan audit. `digest` is over the RFC 8785 form of this object without the member `digest`."""

    schema: Literal[1]
    provenance: Provenance
    complete: bool
    coverage: Coverage
    laws: list[LawCoverage]
    subjects: list[Subject]
    findings: list[Finding]
    decisions: list[Decision]
    tasks: list[Task]
    actions: dict[str, Action]
    license_names: dict[str, str]
    waivers: Waivers
    tally: Tally
    previous: Digest | None
    digest: Digest | None


def json_schema() -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of the audit."""
    schema = msgspec.json.schema(Audit)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "licscan audit, schema 1",
        **schema,
    }
