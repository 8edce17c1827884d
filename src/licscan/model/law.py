"""What rules/ says: provisions, classes, rules and exemptions of a law, and the vocabulary they share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """How bad an open decision is; ordered, so that `max` and `fail_on` compare."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    def __str__(self) -> str:
        """The lower-case word that policy files and outputs use."""
        return self.name.lower()


class Sure(StrEnum):
    """How sure the reviewers of rules/ are of a provision."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Judges(StrEnum):
    """Which kind of finding a law reads."""

    LICENSE = "license"
    PERSONAL_DATA = "personal_data"


class ClassKind(StrEnum):
    """How a law treats a class; `not_alone`: personal only when linked, `work`: a class of license terms."""

    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    SPECIAL_RULE = "special_rule"
    NOT_ALONE = "not_alone"
    OUT_OF_SCOPE = "out_of_scope"
    WORK = "work"


class Force(StrEnum):
    """`must` is the law, `should` is a regulator's guidance."""

    MUST = "must"
    SHOULD = "should"


FactValue = str | int | bool


class Way(StrEnum):
    """How terms reach a work: its own, those of a source it holds a copy of, of what trained it, of a model's outputs.

    A rule names the ways that it judges; by `work` alone it never sees a lineage.
    """

    WORK = "work"
    SOURCE = "source"
    TRAINING = "training"
    OUTPUTS = "outputs"


# A condition: fact name -> the values that satisfy it (any one of them).
Condition = Mapping[str, tuple[FactValue, ...]]


@dataclass(frozen=True, slots=True)
class Provision:
    """A cited place in a law or license: `cite` is the reference, `says` its content in our words."""

    id: str
    cite: str
    says: str
    sure: Sure


@dataclass(frozen=True, slots=True)
class Action:
    """Something a rule asks for; `do` tells a person how, `also_satisfies` lists weaker actions it covers."""

    id: str
    label: str
    do: str
    also_satisfies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """What data can be, with its W3C Data Privacy Vocabulary term and the entity types that show it.

    `identifies`: a value of it points at one person by itself.
    """

    id: str
    label: str
    dpv: str
    detects: tuple[str, ...]
    identifies: bool = False


@dataclass(frozen=True, slots=True)
class LawClass:
    """How one law sorts categories of data, or licenses.

    For licenses: `licenses` are SPDX ids with `*`, `terms` name terms, `categories` are license categories; any one
    is enough. `fits` are answers to whether a license fits that of the project (`no`, `depends`, `unknown`; with
    ` apart` for what is not handed out with it). `smells` are kinds of doubt about a label, `states` what else a
    finding or a link of its lineage says (`gated`, `missing`, `cycle`, `too-deep`). `unless` names classes that take
    precedence where both match. `under` is the age in years below which people are what the class is about.
    """

    id: str
    label: str
    kind: ClassKind
    severity: Severity
    provisions: tuple[str, ...]
    categories: tuple[str, ...] = ()
    licenses: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    fits: tuple[str, ...] = ()
    smells: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    under: int | None = None


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A legal basis or condition that a dataset may name, and the actions it brings with it.

    `when`: it carries only what is declared to be so.
    """

    id: str
    cite: str
    require: tuple[str, ...] = ()
    when: Condition = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A duty: `applies_to` names classes or categories, `when` facts; `require` all, `require_one_of` any.

    `kinds` limits it to kinds of subjects; empty means every kind. `through` are the ways that it judges.
    """

    id: str
    title: str
    applies_to: tuple[str, ...]
    provisions: tuple[str, ...]
    require: tuple[str, ...] = ()
    require_one_of: tuple[str, ...] = ()
    when: Condition = field(default_factory=dict)
    severity: Severity | None = None
    force: Force = Force.MUST
    since: date | None = None
    until: date | None = None
    note: str | None = None
    kinds: tuple[str, ...] = ()
    through: tuple[Way, ...] = (Way.WORK,)


@dataclass(frozen=True, slots=True)
class Exemption:
    """When duties stop: `lifts` names rules (empty: the whole law), `not_for` classes it never reaches."""

    id: str
    title: str
    when: Condition
    provisions: tuple[str, ...]
    require: tuple[str, ...] = ()
    lifts: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Law:
    """One law pack; `otherwise` is the class of whatever no class lists."""

    id: str
    title: str
    jurisdiction: str
    judges: Judges
    applies: str
    max_penalty: str
    reviewed: date
    review_by: date
    watch: tuple[str, ...]
    in_scope_when: Condition
    otherwise: str
    provisions: Mapping[str, Provision]
    classes: Mapping[str, LawClass]
    bases: Mapping[str, LegalBasis]
    rules: Mapping[str, Rule]
    exemptions: tuple[Exemption, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words all laws share: categories, actions, where an entity hints people live, what a number reveals.

    `regions` maps a region that is made of countries to its members, `subjects` a declared kind of people to the
    categories that their data falls into on top of what was found. `denied_by` maps an action that changes the data
    to the findings that deny it was done: `any` or `identifying`. `says_none` are words by which a card says that a
    work holds no personal data: whole statements (`whole`), how one begins (`start`), what takes it back (`but`).
    """

    categories: Mapping[str, Category]
    actions: Mapping[str, Action]
    signals: Mapping[str, tuple[str, ...]]
    reveals: Mapping[str, tuple[str, ...]]
    regions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    subjects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    denied_by: Mapping[str, str] = field(default_factory=dict)
    says_none: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
