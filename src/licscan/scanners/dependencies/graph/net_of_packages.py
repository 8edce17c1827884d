"""The net of what needs what, and how it is followed."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from licscan.scanners.dependencies.graph.targets import Targets
from licscan.scanners.dependencies.sources.interface import Edge

# A longer way says nothing to a reader, and all ways of a chain of thousands would fill the memory.
_MAX_PATH = 64
# Of more versions of one package the rest is not reached, and kept as what nothing leads to.
_MAX_VERSIONS = 50

Node = tuple[str, str, str]
State = tuple[int, str]
Roots = list[tuple[Edge, frozenset[str]]]


@dataclass(slots=True)
class Net:
    """Packages by number, and for each extra of each (empty: none) the edges that start there."""

    nodes: list[Node]
    by_name: dict[str, list[int]]
    by_version: dict[tuple[str, str], list[int]]
    direct: list[Edge] = field(default_factory=list)
    out: dict[State, list[Edge]] = field(default_factory=dict)
    targets: dict[State, list[State]] = field(default_factory=dict)

    @classmethod
    def of(cls, nodes: list[Node], edges: Iterable[Edge]) -> "Net":
        """The net of some edges; those of packages that are not there lead nowhere."""
        net = cls(nodes, {}, {})
        for number, (_, name, version) in enumerate(nodes):
            net.by_name.setdefault(name, []).append(number)
            net.by_version.setdefault((name, version), []).append(number)
        for edge in edges:
            if edge.source is None:
                net.direct.append(edge)
                continue
            for number in net.find(edge.source, edge.source_version):
                net.out.setdefault((number, edge.extra or ""), []).append(edge)
        return net

    def where(self, targets: Targets) -> "Net":
        """The net without the edges whose marker never holds."""
        out = {
            state: kept
            for state, edges in self.out.items()
            if (kept := [edge for edge in edges if targets.needs(edge.marker)])
        }
        return Net(self.nodes, self.by_name, self.by_version, self.direct, out)

    def find(self, name: str, version: str | None) -> list[int]:
        """The packages of a name: of that version, or all where there is none of it."""
        found = self.by_name.get(name, [])
        exact = self.by_version.get((name, version), []) if version else found
        return (exact or found)[:_MAX_VERSIONS]

    def arrivals(self, edge: Edge) -> list[State]:
        """Where an edge leads: to a package, and to each of its extras that is asked for."""
        return [(number, extra) for number in self.find(edge.target, edge.version) for extra in ("", *edge.extras)]

    def beyond(self, state: State) -> list[State]:
        """What a package, or an extra of it, needs; sorted."""
        if state not in self.targets:
            found = {arrival for edge in self.out.get(state, ()) for arrival in self.arrivals(edge)}
            self.targets[state] = sorted(found)
        return self.targets[state]


@dataclass(slots=True)
class Followed:
    """For each package that was reached, by number: its scopes, and the names on a shortest way to it."""

    scopes: dict[int, set[str]]
    paths: dict[int, tuple[str, ...]]


def follow(net: Net, roots: Roots) -> Followed:
    """Reach all packages; a scope reaches what its packages need."""
    names = sorted({scope for _, scopes in roots for scope in scopes})
    bit = {scope: 1 << number for number, scope in enumerate(names)}
    marks: dict[State, int] = {}
    for edge, scopes in roots:
        for state in net.arrivals(edge):
            marks[state] = marks.get(state, 0) | sum(bit[scope] for scope in scopes)
    waiting = deque(sorted(marks))
    while waiting:
        state = waiting.popleft()
        for target in net.beyond(state):
            before = marks.get(target, 0)
            if (after := before | marks[state]) != before:
                marks[target] = after
                waiting.append(target)
    found: dict[int, int] = {}
    for (number, _), mark in marks.items():
        found[number] = found.get(number, 0) | mark
    scopes_of = {number: {scope for scope in names if bit[scope] & mark} for number, mark in found.items()}
    return Followed(scopes_of, _paths(net, sorted({s for edge, _ in roots for s in net.arrivals(edge)})))


def _paths(net: Net, starts: list[State]) -> dict[int, tuple[str, ...]]:
    """A shortest way to each package, the first by name among equals; the way to an extra is that to its package."""
    paths: dict[int, tuple[str, ...]] = {}
    level: list[tuple[State, tuple[str, ...]]] = [(state, (net.nodes[state[0]][1],)) for state in starts]
    seen = set(starts)
    while level:
        following: list[tuple[State, tuple[str, ...]]] = []
        for state, path in level:  # grows while an extra of a package asks for others of the same
            paths.setdefault(state[0], path)
            for target in net.beyond(state):
                if target in seen:
                    continue
                seen.add(target)
                if target[0] == state[0]:
                    level.append((target, path))
                else:
                    longer = (*path, net.nodes[target[0]][1]) if 0 < len(path) < _MAX_PATH else ()
                    following.append((target, longer))
        level = following
    return paths


def states_from(net: Net, starts: Iterable[State]) -> set[int]:
    """The packages that are reached from some."""
    seen = set(starts)
    waiting = list(seen)
    while waiting:
        for target in net.beyond(waiting.pop()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return {number for number, _ in seen}
