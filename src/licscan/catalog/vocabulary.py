"""rules/vocabulary.toml in memory."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from licscan.catalog.facts import SUBJECTS
from licscan.catalog.record import Record, read_record
from licscan.model.law import Action, Category, Vocabulary

DENIED_BY = ("any", "identifying")
SAYS_NONE = ("whole", "start", "but")


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read the vocabulary of a rules folder; raises RulesError with file and line on any mistake."""
    record = read_record(folder, "vocabulary.toml")
    categories = {name: _category(name, table) for name, table in record.tables("category")}
    entities = {entity for category in categories.values() for entity in category.detects}
    actions = {name: _action(name, table) for name, table in record.tables("action")}
    for name, table in record.tables("action"):
        table.texts("also_satisfies", known=actions, what="action")
        if name in actions[name].also_satisfies:
            table.fail("an action that satisfies itself says nothing", "also_satisfies")
    vocabulary = Vocabulary(
        categories=categories,
        actions=actions,
        signals=_lists(record, "signals", known=entities),
        reveals=_lists(record, "reveals", known=entities, names=categories),
        regions=_lists(record, "regions"),
        subjects=_lists(record, "subjects", known=categories, names=SUBJECTS, what="category"),
        denied_by=_denied_by(record.table("denied_by"), actions),
        says_none=_lists(record, "says_none", names=SAYS_NONE),
    )
    record.done()
    return vocabulary


def _category(name: str, table: Record) -> Category:
    category = Category(
        id=name,
        label=table.text("label"),
        dpv=table.text("dpv"),
        detects=table.texts("detects"),
        identifies=table.flag("identifies"),
    )
    table.done()
    return category


def _action(name: str, table: Record) -> Action:
    action = Action(
        id=name,
        label=table.text("label"),
        do=table.text("do"),
        also_satisfies=table.texts("also_satisfies"),
    )
    table.done()
    return action


def _denied_by(table: Record, actions: Mapping[str, Action]) -> Mapping[str, str]:
    for name in sorted(set(table.data) - set(actions)):
        table.fail(f"unknown action `{name}`", name)
    return {name: table.choice(name, DENIED_BY, "kind of finding") for name in table.data}


def _lists(
    record: Record,
    key: str,
    known: Iterable[str] | None = None,
    names: Iterable[str] | None = None,
    what: str = "entity type",
) -> Mapping[str, tuple[str, ...]]:
    table = record.table(key)
    if names is not None:
        for name in sorted(set(table.data) - set(names)):
            table.fail(f"unknown name `{name}`", name)
    return {name: table.texts(name, known=known, what=what) for name in table.data}
