"""From installed environments to the packages that count, and how each comes in."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from licscan.model.finding import Gap, GapReason
from licscan.model.subject import Reference
from licscan.scanners.dependencies.gathering import add_reached
from licscan.scanners.dependencies.graph.reach import node_of, reach
from licscan.scanners.dependencies.graph.requires_dist import environment_edges
from licscan.scanners.dependencies.graph.targets import Targets
from licscan.scanners.dependencies.sources.installed.environment import installed_in, search_path
from licscan.scanners.dependencies.sources.interface import Dependency, Edge, file_gap
from licscan.scanners.dependencies.wanted import Gathered, shorter
from licscan.scanners.interface import Selection


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
    from licscan.scanners.dependencies.sources.conda.meta import conda_prefix, read_conda_prefix

    prefix = conda_prefix(python)
    if prefix is None:
        return
    manifest = read_conda_prefix(prefix)
    gathered.gaps.extend(manifest.gaps)
    selection = Selection()
    found = reach(manifest.dependencies, manifest.edges, selection, Targets.of(selection))
    add_reached(gathered, manifest.dependencies, found)


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
