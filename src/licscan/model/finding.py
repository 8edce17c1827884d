"""Findings: facts that carry no verdict and no severity."""

from dataclasses import dataclass
from enum import StrEnum

from licscan.model.evidence import Evidence, Location
from licscan.model.license import UNKNOWN_TERMS, Confidence, LicenseClaim, Terms

# How the note begins where no file fixes the version, so that reports can tell it once for all packages.
NOT_PINNED = "not pinned: "
# The relation of a work to a model whose outputs it holds, and to the models that this one is built on.
GENERATED_BY = "generated_by"


class LinkState(StrEnum):
    """What is known of a link of a lineage: `missing` has no card, no entry in the registry and no answer of a hub."""

    KNOWN = "known"
    MISSING = "missing"
    CYCLE = "cycle"
    TOO_DEEP = "too-deep"


@dataclass(frozen=True, slots=True)
class Upstream:
    """A source that a dataset or model was made from, with what is known of its license.

    `path` are the refs from the subject (first) to this source (last). `relation` is that of its last link, as the card
    names it: `extended`, `source_dataset`, `dataset` (a model was trained on it), `base_model`, `adapter`, `quantized`,
    `finetune`, `merge`, `isBasedOn`, `derived_from`. It is `generated_by` for a model whose outputs the work, or a
    source of it, holds, and for all behind that model, since their terms reach its outputs. `evidence` says where its
    terms were read. `trained` says that a training lies on the way, so that the work holds no copy of this source.
    """

    ref: str
    relation: str
    concluded: str | None
    terms: Terms
    path: tuple[str, ...] = ()
    state: LinkState = LinkState.KNOWN
    confidence: Confidence = Confidence.LOW
    trained: bool = False
    gated: bool = False
    evidence: tuple[Evidence, ...] = ()


class SmellKind(StrEnum):
    """The closed list of what makes a label doubtful though nothing contradicts it outright."""

    TEMPLATE = "template"
    SOFTWARE_LICENSE = "software-license-on-data"
    MISTAKEN_LABEL = "mistaken-label"
    GATED_SOURCE = "copy-of-gated-source"
    UNSUPPORTED_LABEL = "unsupported-label"
    PER_RECORD = "per-record-licenses"
    WEBSITE_TERMS = "website-terms"


@dataclass(frozen=True, slots=True, order=True)
class Smell:
    """Something that makes a license statement doubtful: `detail` is one plain sentence for the reader."""

    kind: SmellKind
    detail: str
    location: Location | None = None


@dataclass(frozen=True, slots=True, order=True)
class LicenseFile:
    """A file of license text or notice that was read: `path` as the work names it, `digest` is `sha256:<hex>`."""

    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class LicenseFinding:
    """What a subject's license is declared and concluded to be; every claim stays visible.

    `declared` and `concluded` are SPDX expressions, or None where nothing was stated or nothing can be
    concluded. `conflict` says that two sources disagree. `bundled` are licenses of parts that are shipped
    inside the subject and do not govern the whole. `license_files` are all that were read, whether or not they were
    recognized; a human conclusion is bound to their digests. `change_date` (ISO 8601) is the day from which
    `change_license` takes the place of `concluded` (Business Source License). `smells` make the conclusion doubtful.
    `lineage` are the works that it was made from, near ones first; `terms` are the subject's own, without theirs.
    `note` is one plain sentence for the reader, if any.
    """

    subject: str
    declared: str | None
    concluded: str | None
    confidence: Confidence
    terms: Terms = UNKNOWN_TERMS
    claims: tuple[LicenseClaim, ...] = ()
    conflict: bool = False
    gated: bool = False
    bundled: tuple[LicenseClaim, ...] = ()
    lineage: tuple[Upstream, ...] = ()
    license_files: tuple[LicenseFile, ...] = ()
    change_date: str | None = None
    change_license: str | None = None
    smells: tuple[Smell, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """One place in a data file; `row` counts records from 1, offsets are characters inside the cell, never a value."""

    row: int
    start: int
    end: int
    recognizer: str
    score_permille: int


@dataclass(frozen=True, slots=True, order=True)
class BirthYear:
    """How many values of a column of births fall into a year."""

    year: int
    values: int


@dataclass(frozen=True, slots=True)
class PersonalDataFinding:
    """An entity seen in a column: `hits` of `sampled` values, of `total` in all (None: not counted).

    `field` is a column name or JSON pointer; None for running text. `evidence` is a short, sorted choice.
    `birth_years` count the births of a column by year, from 2000 on.
    """

    subject: str
    field: str | None
    entity: str
    hits: int
    sampled: int
    total: int | None
    confidence: Confidence
    evidence: tuple[Hit, ...] = ()
    birth_years: tuple[BirthYear, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonalDataStatement:
    """What a card itself says of personal data in the work: `property` is its key (`rai:personalSensitiveInformation`).

    `words` is one clipped line of the card, without e-mail addresses; nothing of the data itself.
    """

    subject: str
    property: str
    words: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class ReidentificationFinding:
    """How far people stand out by a set of columns (k-anonymity, l-diversity, uniqueness in permille)."""

    subject: str
    quasi_identifiers: tuple[str, ...]
    k: int
    l: int | None  # noqa: E741 - the measure's own name
    unique_permille: int


class GapReason(StrEnum):
    """The closed list of reasons why something was not looked at."""

    MISSING_EXTRA = "missing-extra"
    MISSING_MODEL = "missing-model"
    UNREADABLE = "unreadable"
    UNPARSABLE = "unparsable"
    ENCODING = "encoding"
    TRUNCATED = "truncated"
    UNSUPPORTED_VERSION = "unsupported-version"
    UNSUPPORTED_FORMAT = "unsupported-format"
    TOO_LARGE = "too-large"
    TIMEOUT = "timeout"
    OFFLINE = "offline"
    NOT_FOUND = "not-found"
    INDEX_ERROR = "index-error"
    UNRESOLVED = "unresolved"
    LINK_OUTSIDE = "link-outside"
    INVALID = "invalid"


class Concern(StrEnum):
    """Which question a gap leaves open: licenses, personal data, or both."""

    LICENSE = "license"
    PERSONAL_DATA = "personal_data"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Gap:
    """What was not looked at, and why: silence never means clean.

    `detail` says what happened; `hint` says what to do (for example the exact install line).
    """

    subject: str
    reason: GapReason
    detail: str
    concern: Concern
    location: Location | None = None
    hint: str | None = None


Finding = LicenseFinding | PersonalDataFinding | PersonalDataStatement | ReidentificationFinding | Gap
