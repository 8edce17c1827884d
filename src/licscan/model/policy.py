"""What the user declares: the project, its datasets, and the rules an organization tightened."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from licscan.model.evidence import Location
from licscan.model.law import Condition, FactValue, Severity

PLATFORMS = ("linux", "darwin", "win32")
"""What dependencies can be selected for, as Python's `sys.platform` says it."""

COUNT, IGNORE = "count", "ignore"
MODEL_OUTPUTS = (COUNT, IGNORE)
"""Whether the terms that a provider sets on the outputs of a model count for data that the model wrote."""


LANGUAGE = "[a-z]{2,3}"
"""A language as a code of ISO 639."""


def is_language(text: str) -> bool:
    """Whether a text has the form of a code of ISO 639."""
    return re.fullmatch(LANGUAGE, text) is not None


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """Proof that an action was done: `ref` points at it; it counts from `on` until `until`, for `laws` (empty: all)."""

    action: str
    ref: str
    on: date
    until: date | None
    laws: tuple[str, ...]
    by: str | None
    location: Location


@dataclass(frozen=True, slots=True)
class DatasetDeclaration:
    """What an owner declares of one dataset.

    `id` is a subject ref (`hf:owner/name`, `kaggle:owner/name`, `file:data/x`); `paths` are globs, relative to the
    scanned root, of the data files it covers. `facts` holds only what was declared: source, state, people,
    people_in, crosses_border, subjects. `bases` maps a law to the chosen basis. `license` is an SPDX expression
    that corrects the detection and counts only with `license_proof`.
    """

    id: str
    location: Location
    paths: tuple[str, ...] = ()
    revision: str | None = None
    owner: str | None = None
    facts: Mapping[str, tuple[FactValue, ...]] = field(default_factory=dict)
    bases: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[EvidenceRecord, ...] = ()
    license: str | None = None
    license_proof: str | None = None
    lines: Mapping[str, Location] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clarification:
    """A human conclusion about the license of a package or work, which lapses when what it was drawn from changes.

    `package` is the normalized name, `versions` a PEP 440 specifier (empty: any). `digests` are the `sha256:<hex>` of
    the license files, metadata or cards that were read; each has to be among what the scan read. `reason` says why.
    Of a dataset or model `work` is the ref without revision (`hf:owner/name`), and `package` is empty; `revision` is
    the one revision that it holds for, None for any.
    """

    package: str
    versions: str
    license: str
    digests: tuple[str, ...]
    reason: str
    by: str | None
    location: Location
    work: str | None = None
    revision: str | None = None


@dataclass(frozen=True, slots=True)
class Tightened:
    """One built-in rule made stricter by a layer."""

    rule: str
    severity: Severity | None
    when: Condition | None
    location: Location


@dataclass(frozen=True, slots=True)
class WrittenIn:
    """The language of some texts: globs of data files (none: all), globs of names of columns (none: all of a file).

    `language` is a code of ISO 639, of two or three letters.
    """

    language: str
    paths: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """What to look at: globs of further data files, globs to leave out (counted, never silent).

    `extras`, `groups`, `python` and `platforms` say which dependencies count; None is all. `hubs` says whether hubs are
    asked of works that only code or cards name; None where no file says. `language` is that of texts of which
    `written_in` does not say another (the first entry that fits counts); `models` reads each of them; `labels` says
    which entity type a label of such a model is; `recognizers` are files in Presidio's form.
    """

    data: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    extras: tuple[str, ...] | None = None
    groups: tuple[str, ...] | None = None
    python: str | None = None
    platforms: tuple[str, ...] | None = None
    hubs: bool | None = None
    language: str | None = None
    models: Mapping[str, str] = field(default_factory=dict)
    written_in: tuple[WrittenIn, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    recognizers: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyLayer:
    """One file that took part, in order from the outermost: `digest` is `sha256:<hex>` of its bytes."""

    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something in a policy file that its author has to know: what was read but has no effect."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class Policy:
    """All layers merged; a fact that nobody declared is absent from `facts`.

    `facts` has purpose, activity, model_use, organization_in, activity_in. `lines` says for each declared key
    (`project.purpose`, `policy.fail_on`) which file and line it came from. `license` is the SPDX expression under which
    the project itself is handed out, where it is stated (`project.license`). `model_outputs` is one of MODEL_OUTPUTS.
    """

    laws: tuple[str, ...]
    fail_on: Severity
    facts: Mapping[str, tuple[FactValue, ...]] = field(default_factory=dict)
    name: str | None = None
    project: str | None = None
    license: str | None = None
    datasets: tuple[DatasetDeclaration, ...] = ()
    clarifications: tuple[Clarification, ...] = ()
    tightened: tuple[Tightened, ...] = ()
    scan: ScanSettings = ScanSettings()
    layers: tuple[PolicyLayer, ...] = ()
    lines: Mapping[str, Location] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    model_outputs: str = COUNT
