"""The findings of the audit JSON, schema 1, as types, with the words that all its parts are made of."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Word = Annotated[str, Meta(min_length=1)]
Count = Annotated[int, Meta(ge=0)]
Line = Annotated[int, Meta(ge=1)]
Permille = Annotated[int, Meta(ge=0, le=1000)]
Digest = Annotated[str, Meta(pattern="^sha256:[0-9a-f]{64}$")]
Identifier = Annotated[str, Meta(pattern="^[a-z-]+:[0-9a-f]{16,32}$")]
Severity = Literal["info", "low", "medium", "high", "critical"]
Confidence = Literal["high", "medium", "low"]


class Wire(Struct, kw_only=True, forbid_unknown_fields=True):
    """Every object of the audit: closed, so that a misspelt field is an error."""


class Location(Wire):
    """A place in a file below the scanned root."""

    path: str
    line: Line | None
    column: Line | None
    end_column: Line | None


class Evidence(Wire):
    """What supports a claim."""

    source: Word
    location: Location | None
    digest: Digest | None
    excerpt: str | None


class Reference(Wire):
    """A line where the project names a subject."""

    path: str
    line: Line | None
    how: Word


class Subject(Wire):
    """A package, dataset, model or data file."""

    ref: Word
    kind: Literal["component", "dataset", "model", "data_file", "project"]
    name: str
    version: str | None
    path: str | None
    references: list[Reference]
    scopes: list[Word]
    dependency_path: list[Word]


class Terms(Wire):
    """What a license allows; null means unknown and is never permission."""

    commercial: Literal["yes", "no", "conditional", "unknown"]
    non_commercial: bool | None
    research_only: bool | None
    no_derivatives: bool | None
    share_alike: bool | None
    attribution: bool | None
    use_restrictions: bool | None


class Claim(Wire):
    """One source's statement of a license."""

    expression: str | None
    unrecognized: str | None
    basis: Literal["declared", "observed", "concluded"]
    confidence: Confidence
    evidence: list[Evidence]
    part: Literal["data", "annotations", "metadata", "code", "media", "model", "outputs", "sources"] | None


class Upstream(Wire):
    """A source that a dataset or model was made from."""

    ref: Word
    relation: Word
    concluded: str | None
    terms: Terms
    path: list[Word]
    state: Literal["known", "missing", "cycle", "too-deep"]
    confidence: Confidence
    trained: bool
    gated: bool
    evidence: list[Evidence]


class Smell(Wire):
    """Something that makes a license statement doubtful."""

    kind: Literal[
        "template",
        "software-license-on-data",
        "mistaken-label",
        "copy-of-gated-source",
        "unsupported-label",
        "per-record-licenses",
        "website-terms",
    ]
    detail: str
    location: Location | None


class LicenseFile(Wire):
    """A file of license text that was read."""

    path: Word
    digest: Digest


class LicenseFinding(Wire, tag="license", tag_field="kind"):
    """What is declared and concluded of a subject's license."""

    id: Identifier
    subject: Word
    declared: str | None
    concluded: str | None
    confidence: Confidence
    conflict: bool
    gated: bool
    terms: Terms
    claims: list[Claim]
    bundled: list[Claim]
    lineage: list[Upstream]
    license_files: list[LicenseFile]
    change_date: str | None
    change_license: str | None
    smells: list[Smell]
    note: str | None


class Hit(Wire):
    """One place in a data file, without its value."""

    row: Line
    start: Count
    end: Count
    recognizer: Word
    score_permille: Permille


class BirthYear(Wire):
    """How many births of a column fall into a year."""

    year: Count
    values: Count


class PersonalDataFinding(Wire, tag="personal_data", tag_field="kind"):
    """An entity in a column: `hits` of `sampled` values of `total`."""

    id: Identifier
    subject: Word
    field: str | None
    entity: Word
    hits: Count
    sampled: Count
    total: Count | None
    confidence: Confidence
    evidence: list[Hit]
    birth_years: list[BirthYear] = []


class PersonalDataStatement(Wire, tag="personal_data_statement", tag_field="kind"):
    """What a card itself says of personal data."""

    id: Identifier
    subject: Word
    property: Word
    words: str
    evidence: list[Evidence]


class ReidentificationFinding(Wire, tag="reidentification", tag_field="kind"):
    """How far people stand out by a set of columns."""

    id: Identifier
    subject: Word
    quasi_identifiers: list[str]
    k: Count
    l: Count | None  # noqa: E741 - the measure's own name
    unique_permille: Permille


class Gap(Wire, tag="gap", tag_field="kind"):
    """What was not looked at, and why."""

    id: Identifier
    subject: Word
    reason: Literal[
        "missing-extra",
        "missing-model",
        "unreadable",
        "unparsable",
        "encoding",
        "truncated",
        "unsupported-version",
        "unsupported-format",
        "too-large",
        "timeout",
        "offline",
        "not-found",
        "index-error",
        "unresolved",
        "link-outside",
        "invalid",
    ]
    concern: Literal["license", "personal_data", "both"]
    detail: str
    hint: str | None
    location: Location | None


Finding = LicenseFinding | PersonalDataFinding | PersonalDataStatement | ReidentificationFinding | Gap
