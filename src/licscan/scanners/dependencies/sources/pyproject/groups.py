"""`[dependency-groups]` of pyproject.toml (PEP 735)."""

from licscan.documents.document import Key
from licscan.documents.values import as_table
from licscan.model.finding import GapReason
from licscan.model.scope import group_scope
from licscan.scanners.dependencies.excerpt import one_line
from licscan.scanners.dependencies.sources.pyproject.scopes import Scoped

_KEY: Key = ("dependency-groups",)


def read_groups(scoped: Scoped) -> None:
    """Read all groups; a group that includes another needs what that needs."""
    stated = as_table(scoped.document.data).get("dependency-groups", {})
    if not isinstance(stated, dict):
        scoped.unparsable(_KEY)
        return
    includes: list[tuple[Key, str, str]] = []
    for name, entries in stated.items():
        key = (*_KEY, name)
        scope = group_scope(name)
        if not isinstance(entries, list):
            scoped.unparsable(key)
            continue
        for number, entry in enumerate(entries):
            included = entry.get("include-group") if isinstance(entry, dict) else None
            if isinstance(included, str):
                includes.append(((*key, number), scope, group_scope(included)))
            else:
                scoped.requirement((*key, number), entry, scope)
    _include(scoped, includes)


def _include(scoped: Scoped, includes: list[tuple[Key, str, str]]) -> None:
    known = {group_scope(name) for name in as_table(scoped.document.data, "dependency-groups")}
    for key, scope, other in includes:
        if other not in known:
            scoped.gap(key, GapReason.UNRESOLVED, f"includes the group {_name(other)}, which the file does not have")
            continue
        scoped.include(scope, other)
        if other in scoped.takes.get(scope, ()) and (scope == other or _reaches(scoped.takes, other, scope)):
            scoped.gap(key, GapReason.UNPARSABLE, f"the groups {_name(scope)} and {_name(other)} include each other")


def _name(scope: str) -> str:
    return one_line(scope.partition(":")[2])


def _reaches(takes: dict[str, set[str]], start: str, goal: str) -> bool:
    pending, seen = [start], {start}
    while pending:
        for other in takes.get(pending.pop(), ()):
            if other == goal:
                return True
            if other not in seen:
                seen.add(other)
                pending.append(other)
    return False
