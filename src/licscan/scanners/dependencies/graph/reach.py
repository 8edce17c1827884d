"""What needs what: which packages are reached from the project, for what, and by which way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from licscan.model.package_name import normalized
from licscan.model.scope import RUNTIME, extra_scope
from licscan.scanners.dependencies.graph.net_of_packages import Net, Node, Roots, State, follow, states_from
from licscan.scanners.dependencies.graph.targets import Targets
from licscan.scanners.dependencies.sources.interface import Dependency, Edge
from licscan.scanners.interface import Selection

# No project has as many; beyond, all that it needs is for running it, which leaves nothing out.
_MAX_SCOPES = 1000


class LeftOut(StrEnum):
    """Why a package does not count."""

    SELECTION = "extra or group not selected"
    MARKER = "marker never true here"


@dataclass(frozen=True, slots=True)
class Reached:
    """A package that counts: `scopes` are sorted, `path` leads from a direct dependency to the package itself.

    Without scopes no file says for what it is needed, without a path not how it comes in.
    """

    scopes: tuple[str, ...] = ()
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """Each package either counts or is left out; both are sorted."""

    reached: Mapping[Node, Reached]
    left_out: Mapping[Node, LeftOut]


def node_of(dependency: Dependency) -> Node:
    """A package in the graph: type, name and version, empty where none is pinned."""
    return dependency.type, dependency.name, dependency.version or ""


def direct_edges(dependencies: Iterable[Dependency]) -> tuple[Edge, ...]:
    """What the project itself needs, from the dependencies of a manifest; without scopes they are for running it."""
    return tuple(
        Edge(None, each.name, scope, version=each.version, extras=_normalized(each.extras), marker=each.marker)
        for each in dependencies
        for scope in each.scopes or (RUNTIME,)
    )


def _normalized(extras: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({normalized(extra) for extra in extras}))


def reach(
    dependencies: Iterable[Dependency],
    edges: Iterable[Edge],
    selection: Selection,
    targets: Targets,
    members: frozenset[str] = frozenset(),
) -> Reach:
    """Follow the edges from the project, whose own names are `members`, to all packages that count.

    A package is left out only where that is sure: it is reached, or states scopes or a marker itself, and none of that
    is selected or can hold. One that nothing reaches at all counts, with what it needs: no file says that it does not.
    """
    stated = _Stated.of(dependencies, selection, targets)
    every = Net.of(stated.nodes, edges)
    net = every.where(targets)
    roots = _roots(every.direct, members)
    chosen = follow(net, _selected(roots, selection, targets))
    loose = _loose(net, every, _entries(every, roots), stated)
    reached: dict[Node, Reached] = {}
    left_out: dict[Node, LeftOut] = {}
    allowed: set[int] | None = None
    for number, node in sorted(enumerate(stated.nodes), key=lambda entry: entry[1]):
        counts = number in chosen.scopes or number in loose or stated.selected(node)
        if counts and stated.possible(node):
            scopes = {*chosen.scopes.get(number, ()), *stated.selected(node)}
            known = number not in loose or RUNTIME in scopes
            reached[node] = Reached(tuple(sorted(scopes)) if known else (), chosen.paths.get(number, ()))
            continue
        if allowed is None:
            allowed = set(states_from(net, _entries(net, _possible(roots, targets))))
        selectable = stated.possible(node) and (number in allowed or stated.scopes.get(node))
        left_out[node] = LeftOut.SELECTION if selectable else LeftOut.MARKER
    return Reach(reached, left_out)


@dataclass(slots=True)
class _Stated:
    """What packages say of themselves: `scopes` that are stated, `held` those whose own marker can hold."""

    selection: Selection
    nodes: list[Node] = field(default_factory=list)
    scopes: dict[Node, set[str]] = field(default_factory=dict)
    held: set[Node] = field(default_factory=set)

    @classmethod
    def of(cls, dependencies: Iterable[Dependency], selection: Selection, targets: Targets) -> "_Stated":
        """Bring together what is said of the same package in several places."""
        found = cls(selection)
        seen: dict[Node, None] = {}
        for each in dependencies:
            node = node_of(each)
            seen[node] = None
            if each.scopes:
                found.scopes.setdefault(node, set()).update(each.scopes)
            if targets.needs(each.marker):
                found.held.add(node)
        found.nodes = sorted(seen)
        return found

    def selected(self, node: Node) -> tuple[str, ...]:
        """The stated scopes of a package that are selected."""
        return tuple(scope for scope in self.scopes.get(node, ()) if _is_selected(scope, self.selection))

    def possible(self, node: Node) -> bool:
        """Whether the package's own marker can hold."""
        return node in self.held


def _is_selected(scope: str, selection: Selection) -> bool:
    kind, _, name = scope.partition(":")
    chosen = {"extra": selection.extras, "group": selection.groups}.get(kind)
    return chosen is None or name in chosen


def _roots(direct: Iterable[Edge], members: frozenset[str]) -> Roots:
    """The project's own edges with all scopes that they are for.

    Where a scope asks for extras of the project itself (`all = ["project[web]"]`), what these need is for it too.
    """
    asked: dict[str, set[str]] = {}
    found: list[Edge] = []
    direct = list(direct)
    if len({edge.scope for edge in direct}) > _MAX_SCOPES:
        return [(edge, frozenset({RUNTIME})) for edge in direct]
    for edge in direct:
        if edge.target in members:
            for extra in edge.extras:
                asked.setdefault(extra_scope(extra), set()).add(edge.scope)
        else:
            found.append(edge)
    wider: dict[str, frozenset[str]] = {}
    for scope in {edge.scope for edge in found}:
        seen, waiting = {scope}, [scope]
        while waiting:
            new = asked.get(waiting.pop(), set()) - seen
            seen |= new
            waiting.extend(new)
        wider[scope] = frozenset(seen)
    return [(edge, wider[edge.scope]) for edge in found]


def _possible(roots: Roots, targets: Targets) -> Roots:
    return [(edge, scopes) for edge, scopes in roots if targets.needs(edge.marker)]


def _selected(roots: Roots, selection: Selection, targets: Targets) -> Roots:
    kept = (
        (edge, frozenset(scope for scope in scopes if _is_selected(scope, selection)))
        for edge, scopes in _possible(roots, targets)
    )
    return [(edge, scopes) for edge, scopes in kept if scopes]


def _entries(net: Net, roots: Roots) -> list[State]:
    return [state for edge, _ in roots for state in net.arrivals(edge)]


def _loose(net: Net, every: Net, entries: list[State], stated: _Stated) -> set[int]:
    """The packages that nothing leads to and that say nothing of themselves, and what these need."""
    known = states_from(every, entries)
    alone = [n for n, node in enumerate(net.nodes) if n not in known and node not in stated.scopes]
    extras: dict[int, list[State]] = {}
    for state in net.out:
        extras.setdefault(state[0], []).append(state)
    return states_from(net, [state for number in alone for state in ((number, ""), *extras.get(number, ()))])
