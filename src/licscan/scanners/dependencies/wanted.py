"""All packages to judge, each once, with every place that names it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from licscan.model.coverage import NotSeen
from licscan.model.evidence import Location
from licscan.model.finding import Gap
from licscan.model.subject import Reference, place_of
from licscan.scanners.dependencies.graph.reach import Reached
from licscan.scanners.dependencies.sources.bounds import MAX_PACKAGES, too_many
from licscan.scanners.dependencies.sources.installed.environment import HOW as ENVIRONMENT
from licscan.scanners.dependencies.sources.installed.environment import Installed
from licscan.scanners.dependencies.sources.interface import Dependency, Origin, StatedLicense

_EXAMPLES = 3


@dataclass(slots=True)
class Wanted:
    """A package to judge: `version` None where no file pins one and `specifier` says what fits.

    `path` is a shortest way to it through the dependencies. `resolved_by` names the tool that chose the version where
    no file does.
    """

    name: str
    version: str | None
    specifier: str = ""
    origin: Origin = Origin.INDEX
    type: str = "pypi"
    archive: str | None = None
    resolved_by: str | None = None
    sha256s: set[str] = field(default_factory=set)
    references: set[Reference] = field(default_factory=set)
    scopes: set[str] = field(default_factory=set)
    path: tuple[str, ...] = ()
    stated: dict[StatedLicense, None] = field(default_factory=dict)
    installed: Installed | None = None
    also_installed: list[Installed] = field(default_factory=list)

    @property
    def on_index(self) -> bool:
        """Whether a package index can be asked about it."""
        return self.origin is Origin.INDEX and self.type == "pypi" and self.archive is None


@dataclass(slots=True)
class Gathered:
    """Everything named, by what tells packages apart; what could not be read; and what is left out, by reason."""

    wanted: dict[tuple[str, ...], Wanted] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    left_out: dict[str, set[str]] = field(default_factory=dict)

    def sorted(self) -> tuple[Wanted, ...]:
        """The packages by name and version."""
        return tuple(self.wanted[key] for key in sorted(self.wanted))

    def add(self, dependency: Dependency, reached: Reached | None = None, *, resolved_by: str | None = None) -> Wanted:
        """Note one place that names a package, with what is known of how it comes in."""
        key = _key(dependency)
        fresh = Wanted(
            dependency.name,
            dependency.version,
            dependency.specifier,
            dependency.origin,
            dependency.type,
            dependency.archive,
        )
        if key not in self.wanted and len(self.wanted) >= MAX_PACKAGES:
            self._tell_full(dependency)
            return fresh
        entry = self.wanted.setdefault(key, fresh)
        entry.references.add(dependency.reference)
        entry.sha256s.update(dependency.sha256s)
        entry.stated.update(dict.fromkeys(dependency.stated))
        if resolved_by is not None and len(entry.references) == 1:
            entry.resolved_by = resolved_by
        elif resolved_by is None and dependency.version:
            entry.resolved_by = None
        if reached is not None:
            entry.scopes.update(reached.scopes)
            entry.path = shorter(entry.path, reached.path)
        return entry

    def _tell_full(self, dependency: Dependency) -> None:
        """Say once for each file that more packages are named in the whole project than are looked at."""
        gap = too_many(dependency.reference.path)
        if gap not in self.gaps:
            self.gaps.append(gap)

    def refer(self, places: Mapping[str, Iterable[Reference]]) -> None:
        """Note further places that name packages of the index, by name, whatever their version."""
        for each in self.wanted.values():
            if each.name in places and each.on_index and each.version:
                each.references.update(places[each.name])

    def add_installed(self, found: Installed) -> None:
        """Note an installed package."""
        key = ("pypi", found.name, found.version, Origin.INDEX.value, "")
        entry = self.wanted.setdefault(key, Wanted(found.name, found.version))
        entry.references.add(Reference(found.shown, None, ENVIRONMENT))
        entry.resolved_by = None
        if entry.installed is None:
            entry.installed = found
        elif found.digest not in {each.digest for each in (entry.installed, *entry.also_installed)}:
            # The same release with other metadata in another place: what it states is not dropped.
            entry.also_installed.append(found)

    def leave_out(self, name: str, reason: str) -> None:
        """Note a dependency that does not count in this run."""
        self.left_out.setdefault(reason, set()).add(name)

    def not_seen(self) -> tuple[NotSeen, ...]:
        """What is left out, counted by reason."""
        return tuple(
            NotSeen(reason, len(names), tuple(sorted(names)[:_EXAMPLES]))
            for reason, names in sorted(self.left_out.items())
        )


def _key(dependency: Dependency) -> tuple[str, ...]:
    version = dependency.version or f"~{dependency.specifier}"
    return dependency.type, dependency.name, version, dependency.origin.value, dependency.archive or ""


def shorter(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The shorter of two ways to a package, the first by name among equals; an empty one says nothing."""
    return min((path for path in (one, other) if path), key=lambda path: (len(path), path), default=())


def best_place(references: Iterable[Reference]) -> Location | None:
    """The place to show for a package: the line of a lock file, which says the version, before all others."""
    listed = sorted(references, key=lambda reference: (not reference.how.endswith("lock"), *place_of(reference)))
    return Location(listed[0].path, listed[0].line) if listed else None
