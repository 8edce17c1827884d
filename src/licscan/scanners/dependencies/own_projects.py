"""The projects of the scanned tree: what is their own code, and what was built of it."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from licscan.inputs.discover import TOOL_FOLDERS
from licscan.scanners.dependencies.sources.interface import Dependency, Manifest, Origin


@dataclass(frozen=True, slots=True)
class Own:
    """The folders of each project by its name."""

    folders: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, manifests: Iterable[Manifest]) -> "Own":
        """The projects that some manifests are of."""
        folders: dict[str, frozenset[str]] = {}
        for manifest in manifests:
            if manifest.project:
                known = folders.get(manifest.project, frozenset())
                folders[manifest.project] = known | {posixpath.dirname(manifest.path)}
        return cls(folders)

    def built(self, manifest: Manifest) -> str | None:
        """The name of the project that a wheel or source distribution was built of; None where it is of others."""
        return next(
            (each.name for each in manifest.dependencies if each.archive == manifest.path and self._made(each)), None
        )

    def holds(self, dependency: Dependency) -> bool:
        """Whether a dependency is a project of this tree, or built of one."""
        if dependency.archive is not None:
            return self._made(dependency)
        return dependency.folder is not None or (dependency.origin is Origin.PATH and dependency.name in self.folders)

    def is_unread(self, dependency: Dependency) -> bool:
        """Whether a dependency lies in a folder that no scan enters, so that nothing of it was read."""
        return dependency.folder is not None and not TOOL_FOLDERS.isdisjoint(dependency.folder.split("/"))

    def _made(self, dependency: Dependency) -> bool:
        """Whether an archive lies below a project of its name: one elsewhere is a foreign package of that name."""
        place = dependency.archive or ""
        return any(not folder or place.startswith(f"{folder}/") for folder in self.folders.get(dependency.name, ()))
