"""Terms of use, and claims about which license something stands under."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from licscan.model.evidence import Evidence


class Commercial(StrEnum):
    """May the work be used commercially? `conditional`: below a threshold, behind a gate, or for some fields."""

    YES = "yes"
    NO = "no"
    CONDITIONAL = "conditional"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """How a claim came about: the author said so, licscan read it in a text, or a human or the ladder concluded."""

    DECLARED = "declared"
    OBSERVED = "observed"
    CONCLUDED = "concluded"


class Confidence(StrEnum):
    """How far a conclusion can be relied on."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class WorkPart(StrEnum):
    """The part of a dataset or model that a license statement speaks of, where it does not mean the whole.

    `annotations` are labels and transcripts made for the work, `media` its images, sound and video, `metadata` what
    describes it (schema.org `sdLicense`), `sources` works that it was made from, `outputs` what a model answers.
    """

    DATA = "data"
    ANNOTATIONS = "annotations"
    METADATA = "metadata"
    CODE = "code"
    MEDIA = "media"
    MODEL = "model"
    OUTPUTS = "outputs"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Terms:
    """The vector of terms; None means that nobody knows, and is never read as permission."""

    commercial: Commercial = Commercial.UNKNOWN
    non_commercial: bool | None = None
    research_only: bool | None = None
    no_derivatives: bool | None = None
    share_alike: bool | None = None
    attribution: bool | None = None
    use_restrictions: bool | None = None


UNKNOWN_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class LicenseClaim:
    """One source's statement: an SPDX expression, or the words that could not be recognized.

    `part` is what it speaks of, None for the whole work.
    """

    basis: Basis
    confidence: Confidence
    expression: str | None = None
    unrecognized: str | None = None
    evidence: "tuple[Evidence, ...]" = ()
    part: WorkPart | None = None
