"""rules/law/*.toml in memory: one law pack a file, every reference checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from licscan.catalog.facts import CONDITIONS, REGIONAL
from licscan.catalog.license_data import CATEGORIES
from licscan.catalog.record import Record, read_record
from licscan.catalog.vocabulary import load_vocabulary
from licscan.model.finding import LinkState, SmellKind
from licscan.model.law import (
    ClassKind,
    Exemption,
    Force,
    Judges,
    Law,
    LawClass,
    LegalBasis,
    Provision,
    Rule,
    Severity,
    Sure,
    Vocabulary,
    Way,
)
from licscan.model.subject import SubjectKind

# Words of `applies_to` that stand for whole kinds of classes, or for what a finding says of itself.
IN_SCOPE = "all in scope"
IN_CONFLICT = "all in conflict"
SELECTORS: Mapping[str, frozenset[ClassKind]] = {
    IN_SCOPE: frozenset({ClassKind.PERSONAL, ClassKind.SENSITIVE, ClassKind.SPECIAL_RULE}),
    "all sensitive": frozenset({ClassKind.SENSITIVE}),
    "all special_rule": frozenset({ClassKind.SPECIAL_RULE}),
    IN_CONFLICT: frozenset(),
}
# What a class of licenses may match on, beside SPDX ids.
TERMS = (
    "attribution",
    "commercial_conditional",
    "no_derivatives",
    "non_commercial",
    "research_only",
    "share_alike",
    "use_restrictions",
)
# What a class can answer to whether a license fits that of the project; `apart`: of a work that is not handed out.
FITS = ("no", "depends", "unknown", "no apart", "depends apart", "unknown apart")
# What a class can hold beside licenses: doubts about a label, a gate, and links of a lineage that lead nowhere.
SMELLS = tuple(SmellKind)
GATED = "gated"
STATES = (GATED, *(state.value for state in LinkState if state is not LinkState.KNOWN))
_SEVERITIES = {str(severity): severity for severity in Severity}
_SCOPE = {fact: CONDITIONS[fact] for fact in sorted(REGIONAL)}
_WHEN = {fact: values for fact, values in CONDITIONS.items() if fact not in REGIONAL}


def load_laws(folder: Path, vocabulary: Vocabulary | None = None) -> Mapping[str, Law]:
    """Read all law packs of a rules folder, by id in id order; raises RulesError with file and line on any mistake.

    `vocabulary` is that of the folder, where it was read before.
    """
    vocabulary = vocabulary or load_vocabulary(folder)
    names = sorted(path.name for path in (folder / "law").glob("*.toml"))
    laws = [_Pack(read_record(folder, f"law/{name}"), vocabulary).law() for name in names]
    return {law.id: law for law in sorted(laws, key=lambda law: law.id)}


@dataclass(slots=True)
class _Pack:
    """One law file being read."""

    record: Record
    vocabulary: Vocabulary

    def law(self) -> Law:
        record = self.record
        identifier = record.text("id")
        if not record.shown.endswith(f"/{identifier}.toml"):
            record.fail("the id of a law is the name of its file", "id")
        judges = Judges(record.choice("judges", tuple(Judges), "kind of finding"))
        provisions = {name: _provision(name, table) for name, table in record.tables("provision")}
        categories = tuple(self.vocabulary.categories) if judges is Judges.PERSONAL_DATA else tuple(sorted(CATEGORIES))
        classes = self._classes(provisions, categories)
        bases = {name: self._basis(name, table) for name, table in record.tables("basis")}
        words = {*SELECTORS, *classes, *(categories if judges is Judges.PERSONAL_DATA else ())}
        rules = {name: self._rule(name, table, words, provisions) for name, table in record.tables("rule")}
        law = Law(
            id=identifier,
            title=record.text("title"),
            jurisdiction=record.text("jurisdiction"),
            judges=judges,
            applies=record.text("applies"),
            max_penalty=record.text("max_penalty"),
            reviewed=record.day("reviewed"),
            review_by=record.day("review_by"),
            watch=record.texts("watch"),
            in_scope_when=record.condition("in_scope_when", _SCOPE),
            otherwise=record.choice("otherwise", classes, "class"),
            provisions=provisions,
            classes=classes,
            bases=bases,
            rules=rules,
            exemptions=tuple(
                self._exemption(name, table, rules, classes, provisions) for name, table in record.tables("exemption")
            ),
        )
        record.done()
        return law

    def _classes(self, provisions: Mapping[str, Provision], categories: tuple[str, ...]) -> dict[str, LawClass]:
        classes: dict[str, LawClass] = {}
        taken: dict[str, str] = {}
        for name, table in self.record.tables("class"):
            classes[name] = found = LawClass(
                id=name,
                label=table.text("label"),
                kind=ClassKind(table.choice("kind", tuple(ClassKind), "kind of class")),
                severity=_SEVERITIES[table.choice("severity", _SEVERITIES, "severity")],
                provisions=table.texts("provisions", known=provisions, what="provision"),
                categories=table.texts("categories", known=categories, what="category"),
                under=table.optional_number("under"),
                licenses=table.texts("licenses"),
                terms=table.texts("terms", known=TERMS, what="term"),
                fits=table.texts("fits", known=FITS, what="answer"),
                smells=table.texts("smells", known=SMELLS, what="doubt"),
                states=table.texts("states", known=STATES, what="state"),
                unless=table.texts("unless", known=self.record.table("class").data, what="class"),
            )
            table.done()
            for category in found.categories if found.kind is not ClassKind.WORK else ():
                if category in taken:
                    table.fail(f"category `{category}` stands in class `{taken[category]}` already", "categories")
                taken[category] = name
        return classes

    def _basis(self, name: str, table: Record) -> LegalBasis:
        basis = LegalBasis(
            id=name,
            cite=table.text("cite"),
            require=self._actions(table, "require"),
            when=table.condition("when", _WHEN),
        )
        table.done()
        return basis

    def _actions(self, table: Record, key: str) -> tuple[str, ...]:
        return table.texts(key, known=self.vocabulary.actions, what="action")

    def _rule(self, name: str, table: Record, words: set[str], provisions: Mapping[str, Provision]) -> Rule:
        severity = table.choice("severity", _SEVERITIES, "severity", default="info")
        rule = Rule(
            id=name,
            title=table.text("title"),
            applies_to=table.texts("applies_to", known=words, what="class or category"),
            provisions=table.texts("provisions", known=provisions, what="provision"),
            require=self._actions(table, "require"),
            require_one_of=self._actions(table, "require_one_of"),
            when=table.condition("when", _WHEN),
            severity=_SEVERITIES[severity] if "severity" in table.data else None,
            force=Force(table.choice("force", tuple(Force), "force", default="must")),
            since=table.optional_day("since"),
            until=table.optional_day("until"),
            note=table.optional_text("note"),
            kinds=table.texts("kinds", known=tuple(SubjectKind), what="kind of subject"),
            through=tuple(map(Way, table.texts("through", known=tuple(Way), what="way"))) or (Way.WORK,),
        )
        if not rule.applies_to or not (rule.require or rule.require_one_of):
            table.fail("a rule names what it applies to, and asks for something")
        table.done()
        return rule

    def _exemption(
        self,
        name: str,
        table: Record,
        rules: Mapping[str, Rule],
        classes: Mapping[str, LawClass],
        provisions: Mapping[str, Provision],
    ) -> Exemption:
        exemption = Exemption(
            id=name,
            title=table.text("title"),
            when=table.condition("when", _WHEN),
            provisions=table.texts("provisions", known=provisions, what="provision"),
            require=self._actions(table, "require"),
            lifts=table.texts("lifts", known=rules, what="rule"),
            not_for=table.texts("not_for", known=classes, what="class"),
            note=table.optional_text("note"),
        )
        if not exemption.when:
            table.fail("an exemption without a condition would lift its rules for everybody")
        table.done()
        return exemption


def _provision(name: str, table: Record) -> Provision:
    provision = Provision(
        id=name,
        cite=table.text("cite"),
        says=table.text("says"),
        sure=Sure(table.choice("sure", tuple(Sure), "degree of certainty")),
    )
    table.done()
    return provision
