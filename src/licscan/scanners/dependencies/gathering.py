"""From manifests and environments to the packages that count."""

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from licscan.inputs.inventory import Inventory
from licscan.model.finding import Gap, GapReason
from licscan.model.subject import Reference
from licscan.scanners.dependencies.graph.reach import Reach, Reached, direct_edges, node_of, reach
from licscan.scanners.dependencies.graph.requires_dist import environment_edges
from licscan.scanners.dependencies.graph.targets import Targets
from licscan.scanners.dependencies.projects import Project, projects
from licscan.scanners.dependencies.resolver.interface import Resolution
from licscan.scanners.dependencies.sources import SOURCES
from licscan.scanners.dependencies.sources.conda.meta import conda_prefix, read_conda_prefix
from licscan.scanners.dependencies.sources.installed.environment import installed_in, search_path
from licscan.scanners.dependencies.sources.interface import Dependency, Edge, Manifest, Origin, file_gap
from licscan.scanners.dependencies.wanted import Gathered, shorter
from licscan.scanners.interface import Selection

BUILD = "build"
_LOCK = "lock the project, or scan its environment (licscan deps --environment PYTHON)"
_NOT_FOLLOWED = "dependencies of build requirements, which no file lists"


class Completing(Protocol):
    """Completes the requirements of a manifest that pins nothing."""

    def __call__(self, manifest: Manifest, requirements: Sequence[Dependency]) -> Resolution | Gap | None:
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
    own = frozenset(manifest.project for manifest in every if manifest.project)
    listed = [manifest for manifest in every if not _is_own_build(manifest, own)]
    for manifest in listed:
        gathered.gaps.extend(manifest.gaps)
    for project in projects(listed):
        if project.lock is not None:
            _add_locked(gathered, project, project.lock, rules)
        else:
            _add_open(gathered, project, own, rules)
    return gathered


def _is_own_build(manifest: Manifest, own: frozenset[str]) -> bool:
    """Whether a manifest is a wheel or source distribution that was built of the project itself."""
    return any(each.archive == manifest.path and each.name in own for each in manifest.dependencies)


def _is_own_code(dependency: Dependency, own: frozenset[str]) -> bool:
    """Whether a dependency is a project of this tree, whose own manifest is read."""
    return dependency.folder is not None or (dependency.origin is Origin.PATH and dependency.name in own)


def _add_locked(gathered: Gathered, project: Project, lock: Manifest, rules: Rules) -> None:
    """The packages of a lock file that the project reaches; the lines that name them elsewhere are references."""
    members = project.members
    named = [each for manifest in project.named for each in manifest.dependencies if each.name not in members]
    targets = Targets.of(rules.selection, project.requires_python)
    roots = () if any(edge.source is None for edge in lock.edges) else direct_edges(_scoped(named))
    found = reach(lock.dependencies, (*lock.edges, *roots), rules.selection, targets, members)
    _add_reached(gathered, lock.dependencies, found)
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


def _add_reached(
    gathered: Gathered, dependencies: Iterable[Dependency], found: Reach, *, resolved_by: str | None = None
) -> None:
    for dependency in dependencies:
        node = node_of(dependency)
        if reached := found.reached.get(node):
            gathered.add(dependency, reached, resolved_by=resolved_by)
        else:
            gathered.leave_out(dependency.name, f"dependencies: {found.left_out[node].value}")


def _add_build(gathered: Gathered, dependency: Dependency) -> None:
    """A build requirement: it runs where the project is built, and nothing of it is handed out."""
    gathered.add(dependency, Reached((BUILD,), (dependency.name,)))
    gathered.leave_out(dependency.name, _NOT_FOLLOWED)


def _add_open(gathered: Gathered, project: Project, own: frozenset[str], rules: Rules) -> None:
    """A manifest that no lock file governs: what it names, and with a resolver what that brings in."""
    (manifest,) = project.named
    members = project.members
    kept = [each for each in manifest.dependencies if each.name not in members and not _is_own_code(each, own)]
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
        if isinstance(resolved, Resolution):
            open_names = _add_resolved(gathered, asked, resolved, targets)
            named = [each for each in named if each not in asked or each.name in open_names]
        else:
            gathered.gaps.append(_incomplete(manifest, resolved))
    _add_reached(gathered, named, found)


def _as_direct(found: Reach) -> Reach:
    """What a file names itself comes in directly."""
    reached = {node: replace(one, path=one.path or (node[1],)) for node, one in found.reached.items()}
    return Reach(reached, found.left_out)


def _can_be_resolved(dependency: Dependency) -> bool:
    return dependency.type == "pypi" and dependency.origin is Origin.INDEX


def _add_resolved(
    gathered: Gathered, asked: Sequence[Dependency], resolved: Resolution, targets: Targets
) -> frozenset[str]:
    """The packages that a resolver chose; returns the names for which it has no answer, each told in a Gap."""
    found = reach(resolved.dependencies, resolved.edges, Selection(), targets)
    scoped = {each.name for each in asked if each.scopes}
    by = f"{resolved.tool} in an earlier run" if resolved.stale else resolved.tool
    for dependency in resolved.dependencies:
        reached = found.reached.get(node_of(dependency), Reached())
        if not scoped.intersection(reached.path[:1]):
            reached = replace(reached, scopes=())
        gathered.add(dependency, reached, resolved_by=by)
    lines = {each.name: each.reference for each in reversed(asked)}
    for each in resolved.unresolved:
        reference = lines[each.name]
        detail = f"what {each.name} needs in turn is not known: {each.reason}"
        gathered.gaps.append(file_gap(reference.path, GapReason.UNRESOLVED, detail, line=reference.line, hint=_LOCK))
    for name, references in _named_twice(asked).items():
        for reference in references:
            gathered.refer(name, reference)
    return frozenset(each.name for each in resolved.unresolved)


def _named_twice(asked: Sequence[Dependency]) -> Mapping[str, Sequence[Reference]]:
    """All places that name a requirement; the resolver keeps one."""
    found: dict[str, list[Reference]] = {}
    for each in asked:
        found.setdefault(each.name, []).append(each.reference)
    return found


def gather_installed(gathered: Gathered, pythons: Iterable[Path], folders: Iterable[Path]) -> None:
    """Add the packages of interpreters and site-packages folders, and how they come in."""
    paths: list[tuple[str, tuple[str, ...]]] = []
    for python in pythons:
        asked = search_path(python)
        if isinstance(asked, Gap):
            gathered.gaps.append(asked)
        else:
            paths.append((python.name, asked))
        _add_conda(gathered, python)
    paths.extend((folder.name, (str(folder),)) for folder in folders)
    requires: dict[str, list[str]] = {}
    for shown, path in paths:
        empty = True
        for found in installed_in(path):
            empty = False
            if isinstance(found, Gap):
                gathered.gaps.append(found)
            else:
                gathered.add_installed(found)
                requires.setdefault(found.name, []).extend(found.requires)
        if empty:
            gathered.gaps.append(file_gap(shown, GapReason.NOT_FOUND, "no packages are installed there"))
    if requires:
        _find_ways(gathered, requires)


def _add_conda(gathered: Gathered, python: Path) -> None:
    """The packages that conda installed beside an interpreter; those of pip are found as all others."""
    prefix = conda_prefix(python)
    if prefix is None:
        return
    manifest = read_conda_prefix(prefix)
    gathered.gaps.extend(manifest.gaps)
    selection = Selection()
    found = reach(manifest.dependencies, manifest.edges, selection, Targets.of(selection))
    _add_reached(gathered, manifest.dependencies, found)


def _find_ways(gathered: Gathered, requires: Mapping[str, Sequence[str]]) -> None:
    """How each installed package comes in: through what the project names, else through what nothing else needs."""
    installed = [each for each in gathered.wanted.values() if each.installed is not None]
    edges = environment_edges(requires)
    named = {each.name for each in gathered.wanted.values() if each.path == (each.name,)}
    needed = {edge.target for edge in edges if edge.target != edge.source}
    first = named or {each.name for each in installed if each.name not in needed}
    nodes = [Dependency(each.name, each.version, Reference("", None, "")) for each in installed]
    starts = [Edge(None, name) for name in sorted(first)]
    found = reach(nodes, (*edges, *starts), Selection(), Targets.of(Selection()))
    for entry, node in zip(installed, nodes, strict=True):
        if reached := found.reached.get(node_of(node)):
            entry.path = shorter(entry.path, reached.path)


def _out_of_date(dependency: Dependency, lock: Manifest) -> Gap:
    detail = f"{dependency.name} is not in {lock.path}: the lock file is out of date"
    reference = dependency.reference
    tool = posixpath.basename(lock.path).partition(".lock")[0].lower()
    hint = {"uv": "lock again: uv lock", "poetry": "lock again: poetry lock", "pdm": "lock again: pdm lock"}.get(tool)
    return file_gap(
        reference.path, GapReason.UNRESOLVED, detail, line=reference.line, hint=hint or "write the lock file again"
    )


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
