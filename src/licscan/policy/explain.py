"""What an id means: a law, rule, provision, class, basis, exemption, license, entity type, category or action."""

from licscan.catalog.catalog import Catalog
from licscan.errors import UsageError
from licscan.model.law import ClassKind, Judges, Law, LawClass, Rule, Way
from licscan.policy import describe
from licscan.policy.explain_license import explain_license
from licscan.policy.explanation import Explanation
from licscan.policy.judge import cited
from licscan.policy.match import categories_of, class_of
from licscan.policy.stated_personal import STATED

NOT_SCANNED = "not-scanned"
SCOPE = "scope"
LICENSE_PREFIX = "license:"


def explain(identifier: str, catalog: Catalog, outbound: str | None = None) -> Explanation:
    """Explain an id; raises UsageError with the nearest known ids where nobody knows it.

    `license:` in front says that a license is meant. `outbound` is the license of the project, if one is stated: a
    license is then set beside it.
    """
    name = identifier.strip()
    if name.startswith(LICENSE_PREFIX):
        if found := explain_license(name.removeprefix(LICENSE_PREFIX), catalog, outbound):
            return found
        hint = "for example license:GPL-3.0-only, or license:LicenseRef-name"
        raise UsageError(f"`{describe.printable(name)}` names no license", hint=hint)
    for look in (_law, _of_law, _word, _bare_rule):
        if found := look(name, catalog):
            return found
    if found := explain_license(name, catalog, outbound):
        return found
    from difflib import get_close_matches

    near = get_close_matches(identifier, known_ids(catalog), n=3)
    hint = f"did you mean {', '.join(near)}?" if near else "try a rule such as gdpr/notice, a license or an entity type"
    raise UsageError(f"nobody knows `{describe.printable(identifier)}`", hint=hint)


def known_ids(catalog: Catalog) -> tuple[str, ...]:
    """Every id of the rules that can be explained, sorted; SPDX license ids come on top of these."""
    ids = set(catalog.vocabulary.actions) | set(catalog.vocabulary.categories) | set(catalog.laws)
    ids |= {entity for category in catalog.vocabulary.categories.values() for entity in category.detects}
    for law in catalog.laws.values():
        names = {*law.rules, *law.provisions, *law.classes, *law.bases, NOT_SCANNED}
        ids |= {f"{law.id}/{name}" for name in names | {one.id for one in law.exemptions}}
    return tuple(sorted(ids))


def _law(identifier: str, catalog: Catalog) -> Explanation | None:
    law = catalog.laws.get(identifier)
    if law is None:
        return None
    paragraphs = [
        f"Applies to: {law.applies}",
        f"Penalties: {law.max_penalty}.",
        f"Reviewed {law.reviewed.isoformat()}, to be reviewed again by {law.review_by.isoformat()}.",
        *(f"Watch: {entry}" for entry in law.watch),
    ]
    see = tuple(f"{law.id}/{rule}" for rule in sorted(law.rules))
    return Explanation(identifier, "law", law.title, tuple(paragraphs), see=see)


def _of_law(identifier: str, catalog: Catalog) -> Explanation | None:
    law_id, slash, name = identifier.partition("/")
    law = catalog.laws.get(law_id)
    if law is None or not slash:
        return None
    # What a report names comes first; an exemption or a class leads on to the provision of the same name.
    for look in (_rule, _exemption, _basis, _class, _provision):
        if found := look(law, name, catalog):
            return found
    return _built_in(law, name)


def _bare_rule(identifier: str, catalog: Catalog) -> Explanation | None:
    """A rule without its law, as tables name it, where one law alone has a rule of that name."""
    laws = [law for law in catalog.laws.values() if identifier in law.rules]
    return _rule(laws[0], identifier, catalog) if len(laws) == 1 else None


def _rule(law: Law, name: str, catalog: Catalog) -> Explanation | None:
    rule = law.rules.get(name)
    if rule is None:
        return None
    actions = catalog.vocabulary.actions
    cites = () if rule.through == (Way.OUTPUTS,) else describe.reached(law, rule)
    return Explanation(
        id=f"{law.id}/{name}",
        kind="rule",
        title=rule.title,
        paragraphs=(
            law.title + ".",
            *describe.fires(law, rule, catalog.vocabulary),
            f"Penalties under this law: {law.max_penalty}.",
        ),
        provisions=cited(law, (*rule.provisions, *(one for found in cites for one in found.provisions))),
        actions=tuple(actions[action] for action in rule.require),
        one_of=tuple(actions[action] for action in rule.require_one_of),
        close=describe.closing(law, rule),
        see=(law.id, *_lifting(law, rule)),
        note=" ".join((*((rule.note,) if rule.note else ()), *describe.limits(law, rule, catalog.vocabulary))) or None,
    )


def _lifting(law: Law, rule: Rule) -> tuple[str, ...]:
    return tuple(f"{law.id}/{one.id}" for one in law.exemptions if not one.lifts or rule.id in one.lifts)


def _provision(law: Law, name: str, catalog: Catalog) -> Explanation | None:  # noqa: ARG001 - one signature for all
    found = law.provisions.get(name)
    if found is None:
        return None
    see = tuple(f"{law.id}/{rule.id}" for rule in law.rules.values() if name in rule.provisions)
    paragraphs = (found.says, describe.sureness(found.sure))
    return Explanation(f"{law.id}/{name}", "provision", found.cite, paragraphs, cited(law, (name,)), see=see)


def _class(law: Law, name: str, catalog: Catalog) -> Explanation | None:
    found = law.classes.get(name)
    if found is None:
        return None
    labels = [catalog.vocabulary.categories[one].label for one in found.categories if found.kind is not ClassKind.WORK]
    named = labels or list(describe.kinds_held(found))
    holds = f"Holds: {'; '.join(named) or 'whatever no other class lists'}."
    see = tuple(f"{law.id}/{rule.id}" for rule in law.rules.values() if found in describe.reached(law, rule))
    severity = f"Severity {found.severity}."
    return Explanation(
        f"{law.id}/{name}", "class", found.label, (holds, severity), cited(law, found.provisions), see=see
    )


def _basis(law: Law, name: str, catalog: Catalog) -> Explanation | None:
    found = law.bases.get(name)
    if found is None:
        return None
    actions = tuple(catalog.vocabulary.actions[action] for action in found.require)
    close = describe.naming(law, found)
    return Explanation(f"{law.id}/{name}", "basis", f"{name} ({found.cite})", (), actions=actions, close=close)


def _exemption(law: Law, name: str, catalog: Catalog) -> Explanation | None:
    found = next((one for one in law.exemptions if one.id == name), None)
    if found is None:
        return None
    return Explanation(
        id=f"{law.id}/{name}",
        kind="exemption",
        title=found.title,
        paragraphs=describe.lifting(law, found),
        provisions=cited(law, found.provisions),
        actions=tuple(catalog.vocabulary.actions[action] for action in found.require),
        close=describe.exempting(found),
        see=(law.id,),
        note=found.note,
    )


def _built_in(law: Law, name: str) -> Explanation | None:
    built_in = {NOT_SCANNED: describe.NOT_SCANNED, SCOPE: describe.SCOPE, STATED: describe.STATED}.get(name)
    if built_in is None:
        return None
    title, paragraphs = built_in
    return Explanation(f"{law.id}/{name}", "rule", title, (*paragraphs, f"{law.title}: {law.applies}"), see=(law.id,))


def _word(identifier: str, catalog: Catalog) -> Explanation | None:
    vocabulary = catalog.vocabulary
    if action := vocabulary.actions.get(identifier):
        asking = tuple(
            f"{law.id}/{rule.id}"
            for law in catalog.laws.values()
            for rule in law.rules.values()
            if identifier in (*rule.require, *rule.require_one_of)
        )
        stronger = [name for name, other in vocabulary.actions.items() if identifier in other.also_satisfies]
        paragraphs = (
            action.do,
            *(
                (f"But {describe.denial(vocabulary.denied_by[identifier])}",)
                if identifier in vocabulary.denied_by
                else ()
            ),
            *((f"Evidence for {' or '.join(stronger)} counts as this too.",) if stronger else ()),
        )
        return Explanation(identifier, "action", action.label, paragraphs, actions=(action,), see=asking)
    if category := vocabulary.categories.get(identifier):
        detects = f"Shown by the entity types {', '.join(category.detects)}."
        return Explanation(identifier, "category", category.label, (detects, *_sorted_as((identifier,), catalog)))
    names = categories_of(identifier, vocabulary)
    if not names:
        return None
    title = " or ".join(vocabulary.categories[name].label for name in names)
    return Explanation(identifier, "entity type", title, _sorted_as(names, catalog), see=names)


def _sorted_as(categories: tuple[str, ...], catalog: Catalog) -> tuple[str, ...]:
    """How each law sorts categories of data, in law order."""
    classes = [
        (law, found)
        for law in catalog.laws.values()
        if law.judges is Judges.PERSONAL_DATA
        for found in dict.fromkeys(class_of(name, law) for name in categories)
    ]
    return tuple(
        f"{law.id}: {found.label} (severity {found.severity}; {_cites(law, found)})." for law, found in classes
    )


def _cites(law: Law, found: LawClass) -> str:
    return "; ".join(one.cite for one in cited(law, found.provisions))
