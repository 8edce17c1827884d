"""From manifests and lock files to the packages that count."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from licscan.inputs.inventory import Inventory
from licscan.model.finding import Gap, GapReason
from licscan.model.scope import BUILD, extra_scope, group_scope
from licscan.model.subject import Reference
from licscan.scanners.dependencies.graph.reach import LeftOut, Reach, Reached, direct_edges, node_of, reach
from licscan.scanners.dependencies.graph.targets import Targets
from licscan.scanners.dependencies.own_projects import Own
from licscan.scanners.dependencies.projects import Project, projects
from licscan.scanners.dependencies.sources import SOURCES
from licscan.scanners.dependencies.sources.interface import Dependency, Manifest, Origin, file_gap
from licscan.scanners.dependencies.wanted import Gathered
from licscan.scanners.interface import Selection

if TYPE_CHECKING:
    from licscan.scanners.dependencies.resolver.interface import Resolution

_LOCK = "lock the project, or scan its environment (licscan deps --environment PYTHON)"
_ELSEWHERE = "--python and --platform say where the project runs; a lock file (uv lock) answers for everywhere"
SCAN_INSTALLED = "scan the environment that has it installed (licscan deps --environment PYTHON)"
_BUILT = "dependencies: a wheel or source distribution of a project in this tree"
_ITSELF = "dependencies: named as the project itself"
_SAME_TREE = "dependencies: a project in this tree, whose own dependencies count"
_NOT_FOLLOWED = "dependencies: what build requirements need in turn, which no file lists"


class Completing(Protocol):
    """Completes the requirements of a manifest that pins nothing."""

    def __call__(self, manifest: Manifest, requirements: Sequence[Dependency]) -> "Resolution | Gap | None":
        """All packages that the requirements bring in; a Gap says why that is not known, None that nobody looked."""
        ...


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts, and who completes a manifest that is no lock file: nobody where an environment tells."""

    selection: Selection = field(default_factory=Selection)
    has_environment: bool = False
    complete: Completing | None = None


def read_manifests(inventory: Inventory) -> tuple[Manifest, ...]:
    """All manifests and lock files of an inventory, in path order."""
    return tuple(SOURCES[file.kind].read(inventory.root, file.path) for file in inventory.of(*SOURCES))


def gather(manifests: Iterable[Manifest], rules: Rules) -> Gathered:
    """Bring the manifests together: what counts of each project, and what is left out."""
    gathered = Gathered()
    every = tuple(manifests)
    own = Own.of(every)
    listed = []
    for manifest in every:
        if built := own.built(manifest):
            gathered.leave_out(built, _BUILT)
            continue
        listed.append(manifest)
        gathered.gaps.extend(manifest.gaps)
    for project in projects(listed):
        if project.lock is not None:
            _add_locked(gathered, project, project.lock, rules)
        else:
            _add_open(gathered, project, own, rules)
    gathered.gaps.extend(_not_stated(gathered, listed, rules.selection))
    return gathered


def _not_stated(gathered: Gathered, manifests: Sequence[Manifest], selection: Selection) -> Iterator[Gap]:
    """Extras and groups that are asked for and that no file states, where others were left out for them."""
    if not gathered.left_out.get(_not_counted(LeftOut.SELECTION)):
        return
    stated = {scope for each in manifests for named in each.dependencies for scope in named.scopes}
    stated |= {edge.scope for each in manifests for edge in each.edges}
    for kind, names, scope_of in (("extra", selection.extras, extra_scope), ("group", selection.groups, group_scope)):
        for name in sorted(set(names or ())):
            if scope_of(name) not in stated:
                detail = f"no file states anything for the {kind} {name}, and others are left out"
                yield file_gap(manifests[0].path, GapReason.NOT_FOUND, detail, hint=f"check the name given to --{kind}")


def _not_counted(reason: LeftOut) -> str:
    return f"dependencies: {reason.value}"


def _add_locked(gathered: Gathered, project: Project, lock: Manifest, rules: Rules) -> None:
    """The packages of a lock file that the project reaches; the lines that name them elsewhere are references."""
    members = project.members
    named = [each for manifest in project.named for each in manifest.dependencies if each.name not in members]
    targets = Targets.of(rules.selection, project.requires_python)
    roots = () if any(edge.source is None for edge in lock.edges) else direct_edges(_scoped(named))
    found = reach(lock.dependencies, (*lock.edges, *roots), rules.selection, targets, members)
    add_reached(gathered, lock.dependencies, found)
    locked: dict[str, list[Dependency]] = {}
    for dependency in lock.dependencies:
        locked.setdefault(dependency.name, []).append(dependency)
    for dependency in named:
        if dependency.folder is not None or not _counts(dependency, rules.selection, targets):
            continue
        if known := locked.get(dependency.name):
            for each in known:
                if reached := found.reached.get(node_of(each)):
                    gathered.add(replace(each, reference=dependency.reference), reached)
        elif BUILD in dependency.scopes:
            _add_build(gathered, dependency)
        else:
            gathered.gaps.append(_out_of_date(dependency, lock))


def _scoped(named: Iterable[Dependency]) -> list[Dependency]:
    """What is named and says for what; the rest may be a requirements file that repeats it."""
    return [each for each in named if each.scopes and BUILD not in each.scopes]


def _counts(dependency: Dependency, selection: Selection, targets: Targets) -> bool:
    one = reach((dependency,), direct_edges((dependency,)), selection, targets)
    return bool(one.reached)


def add_reached(
    gathered: Gathered, dependencies: Iterable[Dependency], found: Reach, *, resolved_by: str | None = None
) -> None:
    """Add what is reached of some dependencies; the rest is left out, each for its reason."""
    for dependency in dependencies:
        node = node_of(dependency)
        if reached := found.reached.get(node):
            gathered.add(dependency, reached, resolved_by=resolved_by)
        else:
            gathered.leave_out(dependency.name, _not_counted(found.left_out[node]))


def _add_build(gathered: Gathered, dependency: Dependency) -> None:
    """A build requirement: it runs where the project is built, and nothing of it is handed out."""
    gathered.add(dependency, Reached((BUILD,), (dependency.name,)))
    gathered.leave_out(dependency.name, _NOT_FOLLOWED)


def _add_open(gathered: Gathered, project: Project, own: Own, rules: Rules) -> None:
    """A manifest that no lock file governs: what it names, and with a resolver what that brings in."""
    (manifest,) = project.named
    members = project.members
    kept = _of_others(gathered, manifest, members, own)
    build = [each for each in kept if each.scopes == (BUILD,)]
    named = [each for each in kept if each.scopes != (BUILD,)]
    targets = Targets.of(rules.selection, project.requires_python)
    found = reach(named, (*manifest.edges, *direct_edges(_scoped(named))), rules.selection, targets, members)
    for dependency in build:
        _add_build(gathered, dependency)
    counted = [each for each in named if node_of(each) in found.reached]
    if not manifest.complete:
        found = _as_direct(found)
    asked = [each for each in counted if _can_be_resolved(each)]
    if asked and not manifest.complete and not rules.has_environment:
        resolved = rules.complete(manifest, asked) if rules.complete else None
        if resolved is not None and not isinstance(resolved, Gap):
            open_names = _add_resolved(gathered, asked, resolved, targets)
            named = [each for each in named if each not in asked or each.name in open_names]
        else:
            gathered.gaps.append(_incomplete(manifest, resolved))
    add_reached(gathered, named, found)


def _of_others(gathered: Gathered, manifest: Manifest, members: frozenset[str], own: Own) -> list[Dependency]:
    """What a manifest names beside its own project and those of the same tree; what is passed over is told."""
    kept: list[Dependency] = []
    for each in manifest.dependencies:
        if each.name in members:
            if each.specifier or each.origin is not Origin.INDEX:  # else a list of extras of its own
                gathered.leave_out(each.name, _ITSELF)
        elif own.is_unread(each):
            gathered.gaps.append(_unread(each))
        elif own.holds(each):
            gathered.leave_out(each.name, _SAME_TREE)
        else:
            kept.append(each)
            if each.archive is not None and each.extras:
                gathered.gaps.append(_extras_of_archive(each))
    return kept


def _extras_of_archive(dependency: Dependency) -> Gap:
    extras = ", ".join(dependency.extras)
    detail = f"what the extras ({extras}) of {dependency.name} need in turn is not known: they are those of a file"
    return _unresolved(dependency.reference, detail, SCAN_INSTALLED)


def _unread(dependency: Dependency) -> Gap:
    detail = f"{dependency.name} is a project in {dependency.folder}, a folder that is not entered"
    return _unresolved(dependency.reference, detail, SCAN_INSTALLED)


def _unresolved(reference: Reference, detail: str, hint: str) -> Gap:
    """A Gap at the place that names a dependency of which not all is known."""
    return file_gap(reference.path, GapReason.UNRESOLVED, detail, line=reference.line, hint=hint)


def _as_direct(found: Reach) -> Reach:
    """What a file names itself comes in directly."""
    reached = {node: replace(one, path=one.path or (node[1],)) for node, one in found.reached.items()}
    return Reach(reached, found.left_out)


def _can_be_resolved(dependency: Dependency) -> bool:
    return dependency.type == "pypi" and dependency.origin is Origin.INDEX


def _add_resolved(
    gathered: Gathered, asked: Sequence[Dependency], resolved: "Resolution", targets: Targets
) -> frozenset[str]:
    """The packages that a resolver chose; returns the names for which it has no answer, each told in a Gap."""
    found = reach(resolved.dependencies, resolved.edges, Selection(), targets)
    scoped = {each.name for each in asked if each.scopes}
    by = f"{resolved.tool} in an earlier run" if resolved.stale else resolved.tool
    fixed = {(each.name, each.version) for each in asked}
    for dependency in resolved.dependencies:
        reached = found.reached.get(node_of(dependency), Reached())
        if not scoped.intersection(reached.path[:1]):
            reached = replace(reached, scopes=())
        chosen = (dependency.name, dependency.version) not in fixed
        gathered.add(dependency, reached, resolved_by=by if chosen else None)
    lines = {each.name: each.reference for each in reversed(asked)}
    for each in resolved.unresolved:
        detail = f"what {each.name} needs in turn is not known: {each.reason}"
        gathered.gaps.append(_unresolved(lines[each.name], detail, _LOCK))
    gathered.refer(_named_twice(asked))
    elsewhere = _not_answered(asked, resolved)
    for name in elsewhere:
        detail = f"what {name} needs in turn is not known: its marker does not hold where {resolved.tool} resolved"
        gathered.gaps.append(_unresolved(lines[name], detail, _ELSEWHERE))
    return frozenset((*elsewhere, *(each.name for each in resolved.unresolved)))


def _not_answered(asked: Iterable[Dependency], resolved: "Resolution") -> tuple[str, ...]:
    """The names that a resolver passed over: it answers for one platform, other ones count too."""
    told = {each.name for each in resolved.dependencies} | {each.name for each in resolved.unresolved}
    return tuple(sorted({each.name for each in asked} - told))


def _named_twice(asked: Sequence[Dependency]) -> Mapping[str, Sequence[Reference]]:
    """All places that name a requirement; the resolver keeps one."""
    found: dict[str, list[Reference]] = {}
    for each in asked:
        found.setdefault(each.name, []).append(each.reference)
    return found


def _out_of_date(dependency: Dependency, lock: Manifest) -> Gap:
    detail = f"{dependency.name} is not in {lock.path}: the lock file is out of date"
    tool = posixpath.basename(lock.path).partition(".lock")[0].lower()
    hint = {"uv": "lock again: uv lock", "poetry": "lock again: poetry lock", "pdm": "lock again: pdm lock"}.get(tool)
    return _unresolved(dependency.reference, detail, hint or "write the lock file again")


def _incomplete(manifest: Manifest, reason: Gap | None) -> Gap:
    """That a manifest lists what people named and not what that brings in; `reason` is why no resolver told."""
    first = min((entry.reference for entry in manifest.dependencies), key=lambda reference: reference.line or 0)
    line = first.line if first.path == manifest.path else None
    file = posixpath.basename(manifest.path)
    how = "uv lock" if file == "pyproject.toml" else "uv pip compile --generate-hashes, or uv lock"
    detail = f"transitive dependencies are not listed in {file}"
    return file_gap(
        manifest.path,
        GapReason.UNRESOLVED,
        f"{detail}, and {reason.detail}" if reason else detail,
        line=line,
        hint=f"lock the project ({how}) or scan its environment (licscan deps --environment PYTHON)",
    )
