"""What a resolver chose, as dependencies of the file that asked for it."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace

from licscan.model.scope import RUNTIME
from licscan.model.subject import Reference, place_of
from licscan.scanners.dependencies.resolver.interface import Answered, Resolution
from licscan.scanners.dependencies.sources.interface import Dependency, Edge

HOW = "resolved"


def pinned(tool: str, answered: Answered, lines: Mapping[str, Sequence[Dependency]]) -> Resolution:
    """Dependencies and edges of an answer; `lines` are the requirements that were asked for."""
    named: dict[str, list[Dependency]] = {}
    for dependencies in lines.values():
        for dependency in dependencies:
            named.setdefault(dependency.name, []).append(dependency)
    answer = answered.answer
    versions = {each.name: each.version for each in answer.chosen}
    roots = sorted(name for name in versions if name in named)
    brought = _brought_by(roots, answer.needs, named)
    fallback = min((dependency.reference for each in named.values() for dependency in each), key=place_of)
    edges = [
        Edge(None, name, version=versions[name], scope=scope)
        for name in roots
        for scope in sorted({scope for each in named[name] for scope in each.scopes or (RUNTIME,)})
    ]
    edges += [
        Edge(source, target, version=versions[target], source_version=versions[source])
        for source, target in answer.needs
        if source in versions and target in versions
    ]
    return Resolution(
        tool,
        tuple(
            Dependency(
                each.name,
                each.version,
                replace(brought.get(each.name, fallback), how=HOW) if each.name not in named else brought[each.name],
                sha256s=each.sha256s,
            )
            for each in answer.chosen
        ),
        tuple(edges),
        stale=answered.stale,
        unresolved=answered.without,
    )


def _brought_by(
    roots: Sequence[str], needs: Sequence[tuple[str, str]], named: Mapping[str, Sequence[Dependency]]
) -> dict[str, Reference]:
    """The place of the requirement that brings each package in: its own, else that of the nearest one that needs it."""
    after: dict[str, list[str]] = {}
    for source, target in needs:
        after.setdefault(source, []).append(target)
    found = {name: min((each.reference for each in named[name]), key=place_of) for name in roots}
    todo = deque(sorted(roots, key=lambda name: (*place_of(found[name]), name)))
    while todo:
        source = todo.popleft()
        for target in sorted(after.get(source, ())):
            if target not in found:
                found[target] = found[source]
                todo.append(target)
    return found
