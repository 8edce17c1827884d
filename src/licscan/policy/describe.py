"""Rules in words, for `licscan explain` and for the pages of docs/rules."""

from collections.abc import Iterator

from licscan.catalog.laws import IN_CONFLICT, SELECTORS
from licscan.model.law import Condition, Force, Judges, Law, LawClass, Rule, Sure
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
_SURE = {
    Sure.HIGH: "The reviewers are sure of this provision.",
    Sure.MEDIUM: "The reviewers are fairly sure of this provision; a detail of it is to be confirmed.",
    Sure.LOW: "The reviewers are not sure of this provision: it is an inference, a draft or unconfirmed.",
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


def fires(law: Law, rule: Rule) -> tuple[str, ...]:
    """When a rule fires, as sentences."""
    sentences = [f"Looks at {'; '.join(_targets(law, rule))}."]
    if rule.when:
        sentences.append(f"Fires where {condition(rule.when)}. A fact that is not declared counts as if it were so.")
    else:
        sentences.append("Fires whatever is declared of the project.")
    if law.in_scope_when:
        parts = [_part(fact, [str(value) for value in values]) for fact, values in sorted(law.in_scope_when.items())]
        sentences.append(
            f"The law reaches the data where {', or '.join(parts)}; what is not declared counts as inside."
        )
    if rule.kinds:
        sentences.append(f"Fires for subjects of the kind {' or '.join(rule.kinds)} only.")
    if rule.since:
        sentences.append(f"In force since {rule.since.isoformat()}.")
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


def _targets(law: Law, rule: Rule) -> Iterator[str]:
    for word in rule.applies_to:
        if word in _SELECTED:
            yield _SELECTED[word]
        elif word in law.classes:
            label = law.classes[word].label
            yield label[:1].lower() + label[1:]
        else:
            yield f"the category {word}"


def closing(law: Law, rule: Rule) -> str:
    """The piece of licscan.toml that records what a rule asks for."""
    owner = "file:data/train" if law.judges is Judges.PERSONAL_DATA else "pkg:pypi/name"
    lines = ["[[dataset]]", f'id = "{owner}"', ""]
    if "lawful_basis" in rule.require and law.bases:
        lines += ["[dataset.basis]", f'{law.id} = "{next(iter(law.bases))}" # or {", ".join(list(law.bases)[1:])}', ""]
    actions = [action for action in rule.require if action != "lawful_basis"]
    if actions or rule.require_one_of:
        lines.append("[dataset.evidence]")
    lines += [_record(action) for action in actions]
    if rule.require_one_of:
        lines.append(f"# one of {', '.join(rule.require_one_of)} is enough")
        lines.append(_record(rule.require_one_of[0]))
    return "\n".join(lines).rstrip() + "\n"


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
