"""Rules in words, for `licscan explain` and for the pages of docs/rules."""

from collections.abc import Iterator

from licscan.catalog.facts import PROJECT_FACTS
from licscan.catalog.laws import GATED, IN_CONFLICT, SELECTORS
from licscan.model.law import (
    Condition,
    Exemption,
    FactValue,
    Force,
    Judges,
    Law,
    LawClass,
    LegalBasis,
    Rule,
    Sure,
    Vocabulary,
    Way,
)
from licscan.model.license import Terms
from licscan.policy.rules_in_force import classes_reached

NOT_SCANNED = (
    "Not everything could be looked at",
    (
        "Something that the law is about could not be read or resolved, so the law was not assessed on it.",
        "Read the list of gaps in the audit: each names a file or package, the reason, and what to do about it.",
    ),
)
SCOPE = (
    "Declared to be outside the law",
    (
        "By what licscan.toml declares of the organization and of the people in the data, the law does not reach it.",
        "Where the data hints at people of the law's region, the declaration is contradicted and the rules stay.",
        "A place that nobody declared counts as inside: declare every key that the law asks about.",
    ),
)
STATED = (
    "The card speaks of personal data, and no data was looked at",
    (
        "The card of a dataset or model says that it holds personal or sensitive data; no data of it is in the tree.",
        "Put a sample beside the card and check it, or declare the work under [[dataset]] and record who looked at it.",
        'The line for that, under [dataset.evidence]: review = { ref = "where the outcome is kept", on = 2026-01-31 }.',
        "A card that says that there is none (`says_none` in rules/vocabulary.toml) leaves no decision.",
    ),
)
_SURE = {
    Sure.HIGH: "The reviewers are sure of this provision.",
    Sure.MEDIUM: "The reviewers are fairly sure of this provision; a detail of it is to be confirmed.",
    Sure.LOW: "The reviewers are not sure of this provision: it is an inference, a draft or unconfirmed.",
}
_WAYS = {
    Way.WORK: "the work's own terms",
    Way.SOURCE: "those of sources that it holds a copy of",
    Way.TRAINING: "those of works that a model was trained on",
    Way.OUTPUTS: "those that models set on the outputs that it holds",
}
_SELECTED = {
    "all in scope": "all data that the law counts as personal",
    "all sensitive": "all data that the law counts as sensitive",
    "all special_rule": "all data that the law has a special rule for",
    IN_CONFLICT: "works whose sources name different licenses",
}


def printable(text: str) -> str:
    """A word for a message: printable characters, at most 60."""
    return "".join(character if character.isprintable() else "?" for character in text)[:60]


def reached(law: Law, rule: Rule) -> tuple[LawClass, ...]:
    """The classes that a rule names in particular; empty where it stands for all data in scope."""
    if any(word in SELECTORS and word != IN_CONFLICT for word in rule.applies_to):
        return ()
    return classes_reached(law, rule)


def sureness(sure: Sure) -> str:
    """How sure the reviewers are, as a sentence."""
    return _SURE[sure]


def condition(when: Condition) -> str:
    """A condition in words: `purpose is commercial or internal, and crosses_border is true`."""
    return ", and ".join(_part(fact, [str(value).lower() for value in values]) for fact, values in when.items())


def _part(fact: str, values: list[str]) -> str:
    if fact == "people_at_least":
        return f"people is {values[0]} or more"
    return f"{fact} is {' or '.join(values)}"


def fires(law: Law, rule: Rule, vocabulary: Vocabulary) -> tuple[str, ...]:
    """When a rule fires, as sentences."""
    sentences = [f"Looks at {'; '.join(_targets(law, rule, vocabulary))}."]
    if rule.when:
        sentences.append(f"Fires where {condition(rule.when)}. A fact that is not declared counts as if it were so.")
    else:
        sentences.append("Fires whatever the project does with the data.")
    if law.in_scope_when:
        parts = [_part(fact, [str(value) for value in values]) for fact, values in sorted(law.in_scope_when.items())]
        sentences.append(
            f"The law reaches the data where {', or '.join(parts)}; what is not declared counts as inside. "
            f"Whether it binds you at all is yours to judge, for licscan does not ask: {law.applies}"
        )
    if rule.through != (Way.WORK,):
        sentences.append(f"Counts {'; '.join(_WAYS[way] for way in rule.through)}.")
    if rule.kinds:
        sentences.append(f"Fires for subjects of the kind {' or '.join(rule.kinds)} only.")
    if rule.since:
        sentences.append(f"In force from {rule.since.isoformat()}.")
    if rule.until:
        sentences.append(f"In force until {rule.until.isoformat()}.")
    if rule.force is Force.SHOULD:
        sentences.append("This is guidance of the regulator, not the law itself: it is never above low.")
    sentences.append(f"Severity: {severity(law, rule)}.")
    return tuple(sentences)


def severity(law: Law, rule: Rule) -> str:
    """The severity of a rule, or the range that its classes give it."""
    if rule.severity is not None or rule.force is Force.SHOULD:
        return str(rule.severity) if rule.severity is not None else "low"
    found = sorted({one.severity for one in classes_reached(law, rule)})
    return str(found[0]) if len(found) == 1 else f"{found[0]} to {found[-1]}, by what was found"


def _targets(law: Law, rule: Rule, vocabulary: Vocabulary) -> Iterator[str]:
    for word in rule.applies_to:
        if word in _SELECTED:
            yield _SELECTED[word]
        elif word in law.classes:
            yield _lower(law.classes[word].label)
        else:
            yield _lower(vocabulary.categories[word].label)


def _lower(label: str) -> str:
    """A label inside a sentence; `US Social Security number` keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def closing(law: Law, rule: Rule) -> str:
    """The piece of licscan.toml that records what a rule asks for."""
    owner = "file:data/train" if law.judges is Judges.PERSONAL_DATA else "pkg:pypi/name"
    if Way.WORK not in rule.through or any(one.smells or one.states for one in classes_reached(law, rule)):
        owner = "hf:owner/name"
    lines = ["[[dataset]]", f'id = "{owner}"', ""]
    actions = [action for action in rule.require if action != "lawful_basis"]
    if "lawful_basis" in rule.require and law.bases:
        first, *others = law.bases.values()
        lines += ["[dataset.basis]", f'{law.id} = "{first.id}" # or {", ".join(one.id for one in others)}', ""]
        actions += [action for action in first.require if action not in actions]
    if actions or rule.require_one_of:
        lines.append("[dataset.evidence]")
    lines += [_record(action) for action in actions]
    if rule.require_one_of:
        lines.append(f"# one of {', '.join(rule.require_one_of)} is enough")
        lines.append(_record(rule.require_one_of[0]))
    return "\n".join(lines).rstrip() + "\n"


def limits(law: Law, rule: Rule, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What a reader has to know before recording evidence: bases and what they bring, records that the data denies."""
    sentences = []
    if "lawful_basis" in rule.require and law.bases:
        sentences.append(f"The bases to choose from: {'; '.join(map(_basis, law.bases.values()))}.")
    asked = [action for action in (*rule.require, *rule.require_one_of) if action in vocabulary.denied_by]
    labels = [(vocabulary.actions[action].label, vocabulary.denied_by[action]) for action in asked]
    return (*sentences, *(f"{label}: {denial(kind)}" for label, kind in labels))


def answer(word: str) -> str:
    """An answer to whether a license fits, as words: `no apart` is a no of something that is not handed out."""
    verdict, _, apart = word.partition(" ")
    return f"{verdict}, of what is not handed out" if apart else verdict


def kinds_held(found: LawClass) -> Iterator[str]:
    """What a class of works holds beside licenses, in words."""
    yield from found.licenses
    yield from (f"licenses for which the answer is {answer(one)}" for one in found.fits)
    yield from (f"labels with the doubt {one}" for one in found.smells)
    yield from ("works behind a gate" if one == GATED else f"sources that are {one}" for one in found.states)


def naming(law: Law, basis: LegalBasis) -> str:
    """The piece of licscan.toml that names a legal basis and records what it brings with it."""
    lines = [*_declaring(basis.when), "", "[dataset.basis]", f'{law.id} = "{basis.id}"']
    if basis.require:
        lines += ["", "[dataset.evidence]", *(_record(action) for action in basis.require)]
    return "\n".join(lines) + "\n"


def lifting(law: Law, exemption: Exemption) -> tuple[str, ...]:
    """What an exemption lifts, when, and for what it does not count."""
    lifts = ", ".join(f"{law.id}/{rule}" for rule in exemption.lifts) or f"every rule of {law.id}"
    sentences = [f"Lifts {lifts} where licscan.toml declares that {condition(exemption.when)}; it is never assumed."]
    if exemption.not_for:
        sentences.append(f"Not for {'; '.join(_lower(law.classes[name].label) for name in exemption.not_for)}.")
    if "state" in exemption.when:
        sentences.append("It does not count while identifying values are found in the data.")
    return tuple(sentences)


def exempting(exemption: Exemption) -> str:
    """The piece of licscan.toml that an exemption rests on; facts of the whole project stand apart."""
    lines = _declaring(exemption.when)
    if exemption.require:
        lines += ["", "[dataset.evidence]", *(_record(action) for action in exemption.require)]
    return "\n".join(lines) + "\n"


def _basis(basis: LegalBasis) -> str:
    evidence = f", with evidence for {' and '.join(basis.require)}" if basis.require else ""
    only = f", only where you declare that {condition(basis.when)}" if basis.when else ""
    return f"{basis.id} ({basis.cite}){evidence}{only}"


def _declaring(when: Condition) -> list[str]:
    """The lines that declare a condition, and the start of a dataset; facts of the whole project stand apart."""
    project = [_fact(fact, values) for fact, values in when.items() if fact in PROJECT_FACTS]
    dataset = [_fact(fact, values) for fact, values in when.items() if fact not in PROJECT_FACTS]
    return [*(["[project]", *project, ""] if project else []), "[[dataset]]", 'id = "file:data/train"', *dataset]


def _fact(name: str, values: tuple[FactValue, ...]) -> str:
    others = f" # or {', '.join(str(value) for value in values[1:])}" if len(values) > 1 else ""
    return f'{name} = "{values[0]}"{others}'


def denial(kind: str) -> str:
    """What denies that an action was done, as a sentence."""
    return {
        "any": "a record does not count while the check still finds the values; once they are gone, nothing fires.",
        "identifying": "a record does not count while the check still finds identifying values.",
    }[kind]


def _record(action: str) -> str:
    return f'{action} = {{ ref = "where the proof is kept", on = 2026-01-31 }}'


def terms(found: Terms) -> tuple[str, ...]:
    """What a license asks for and what nobody knows, one sentence each."""
    named = {
        "non-commercial use only": found.non_commercial,
        "research only": found.research_only,
        "no sharing of adaptations": found.no_derivatives,
        "share alike": found.share_alike,
        "credit": found.attribution,
        "use restrictions": found.use_restrictions,
    }
    held = [name for name, value in named.items() if value]
    unknown = [name for name, value in named.items() if value is None]
    sentences = (
        f"Asks for: {', '.join(held)}." if held else "",
        f"Not known: {', '.join(unknown)}." if unknown else "",
    )
    return tuple(sentence for sentence in sentences if sentence)
