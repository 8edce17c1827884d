"""A finding as one law sorts it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from licscan.model.audit import IdentifiedFinding
from licscan.model.decision import UsedEvidence
from licscan.model.evidence import Location
from licscan.model.finding import PersonalDataFinding
from licscan.model.law import ClassKind, Law, LawClass, Severity, Vocabulary, Way
from licscan.model.license import Confidence

_RANK = {
    ClassKind.SENSITIVE: 5,
    ClassKind.SPECIAL_RULE: 4,
    ClassKind.PERSONAL: 3,
    ClassKind.WORK: 2,
    ClassKind.NOT_ALONE: 1,
    ClassKind.OUT_OF_SCOPE: 0,
}


@dataclass(frozen=True, slots=True)
class Match:
    """One finding in one class of a law; `law_class` is None for what holds of the finding itself (a conflict).

    `sentence` says what was found, for a reader. `remarks` add what limits it. `categories` are categories of data.
    `partial` says that it holds of some of many things alone, of which the work at hand may use none.
    `settled` is the proof that answers this finding by itself, whatever the rule asks for. `way` says by which way
    the terms reach the work, `places` where to look for just this, before all evidence of the finding.
    """

    found: IdentifiedFinding
    law_class: LawClass | None
    sentence: str
    categories: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    ambiguous: bool = False
    partial: bool = False
    conflict: bool = False
    settled: UsedEvidence | None = None
    way: Way = Way.WORK
    places: tuple[Location, ...] = ()

    def severity(self, of_rule: Severity | None) -> Severity:
        """The rule's severity or the class's, one step less where the entity is ambiguous, and where it is partial."""
        own = self.law_class.severity if self.law_class else Severity.MEDIUM
        severity = own if of_rule is None else of_rule
        return Severity(max(severity - self.ambiguous - self.partial, Severity.INFO))


def categories_of(entity: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The categories an entity type stands under, in id order; none for a type that the vocabulary does not know."""
    return tuple(sorted(name for name, category in vocabulary.categories.items() if entity in category.detects))


def class_of(category: str, law: Law) -> LawClass:
    """The class of a category; what no class lists falls into the class `otherwise`."""
    for found in law.classes.values():
        if category in found.categories:
            return found
    return law.classes[law.otherwise]


def personal_match(found: IdentifiedFinding, law: Law, vocabulary: Vocabulary) -> Match | None:
    """Sort a personal-data finding; several categories take the law's strictest class. None for other findings."""
    finding = found.finding
    if not isinstance(finding, PersonalDataFinding):
        return None
    categories = categories_of(finding.entity, vocabulary)
    classes = [class_of(category, law) for category in categories] or [law.classes[law.otherwise]]
    place = list(law.classes.values()).index
    strictest = max(classes, key=lambda one: (one.severity, _RANK[one.kind], -place(one)))
    label = " or ".join(vocabulary.categories[name].label for name in categories) or finding.entity
    return Match(
        found=found,
        law_class=strictest,
        sentence=f"{label} {_where(finding)} ({_counted(finding)}).",
        categories=categories,
        remarks=_remarks(finding, categories, vocabulary),
        ambiguous=len(categories) > 1,
    )


def declared_match(match: Match, kind: str, category: str, law: Law) -> Match | None:
    """The same finding in a category that follows from the people declared; None where the law leaves it out."""
    outside = {ClassKind.OUT_OF_SCOPE, ClassKind.NOT_ALONE}
    if match.law_class is None or match.law_class.kind in outside:
        return None
    sentence = f"{match.sentence[:-1]}, of {kind} as declared."
    return replace(match, law_class=class_of(category, law), categories=(category,), sentence=sentence, ambiguous=False)


def identifying(matches: Sequence[Match], vocabulary: Vocabulary) -> tuple[Match, ...]:
    """The matches that point at one person by themselves and that the law counts as personal."""
    outside = {ClassKind.OUT_OF_SCOPE, ClassKind.NOT_ALONE}
    return tuple(
        match
        for match in matches
        if match.law_class is not None
        and match.law_class.kind not in outside
        and any(vocabulary.categories[name].identifies for name in match.categories)
    )


def _where(finding: PersonalDataFinding) -> str:
    if finding.field is None:
        return "in the text"
    name = "".join(character if character.isprintable() and character != "`" else "?" for character in finding.field)
    return f"in column `{name if len(name) <= 60 else name[:59] + '…'}`"


def _counted(finding: PersonalDataFinding) -> str:
    return f"{finding.hits} of {finding.sampled} sampled values"


def _remarks(finding: PersonalDataFinding, categories: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    remarks = []
    if len(categories) > 1:
        labels = " or ".join(vocabulary.categories[name].label.lower() for name in categories)
        remarks.append(f"Confirm which it is: {labels}. The strictest reading counts, one step less severe.")
    if not categories:
        remarks.append(f"The rules do not know the entity type {finding.entity}: it counts as personal data.")
    if finding.confidence is Confidence.LOW:
        remarks.append(f"The detection of {finding.entity} {_where(finding)} is of low confidence: check it.")
    if revealed := _revealed(finding.entity, vocabulary.reveals):
        labels = ", ".join(vocabulary.categories[name].label.lower() for name in revealed)
        remarks.append(f"{finding.entity} also reveals: {labels}.")
    return tuple(remarks)


def _revealed(entity: str, reveals: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted(name for name, entities in reveals.items() if entity in entities))
