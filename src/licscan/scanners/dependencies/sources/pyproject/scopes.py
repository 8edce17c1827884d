"""Lists of requirements by what they are for, with those that one list takes over from another."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from licscan.documents.document import Document, Key
from licscan.model.finding import Gap, GapReason
from licscan.model.scope import extra_scope
from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.interface import Dependency, file_gap
from licscan.scanners.dependencies.sources.pyproject.document import HOW
from licscan.scanners.dependencies.sources.requirements.line import Own, read_line
from licscan.scanners.dependencies.sources.requirements.text import read_requirement

_MAX_ENTRIES = 10_000
_MAX_INCLUDES = 1_000


@dataclass(slots=True)
class Scoped:
    """The dependencies of one file in the order of reading, and which scope takes over which others.

    `project` is the normalized name of the file's own project: a requirement of it takes over its extras. `standard`
    are the names that `[project]` itself states.
    """

    root: Path
    path: str
    document: Document
    project: str | None = None
    found: list[Dependency] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    takes: dict[str, set[str]] = field(default_factory=dict)
    standard: frozenset[str] = frozenset()
    _read: int = 0
    _includes: int = 0
    _many: bool = False

    def add(self, dependency: Dependency) -> None:
        """Note a dependency with its first scopes; one of the project itself takes over its extras."""
        if self.project is not None and dependency.name == self.project:
            for scope in dependency.scopes:
                self.include(scope, *(extra_scope(extra) for extra in dependency.extras))
            if dependency.specifier and not dependency.extras:
                # A version of itself from an index: another package under the project's own name.
                detail = f"the project asks for a release of {dependency.name}, its own name, which is not looked up"
                line = dependency.reference.line
                hint = "rename the project, or leave the requirement out"
                self.gaps.append(file_gap(self.path, GapReason.UNRESOLVED, detail, line=line, hint=hint))
        else:
            self.found.append(dependency)

    def include(self, scope: str, *others: str) -> None:
        """Say that what is needed for `others` is needed for `scope` too."""
        self._includes += len(others)
        if self._includes <= _MAX_INCLUDES:
            self.takes.setdefault(scope, set()).update(others)
        elif not self._many:
            self._many = True
            self.gap((), GapReason.TOO_LARGE, f"more than {_MAX_INCLUDES} lists that take over others")

    def requirements(self, key: Key, entries: object, scope: str) -> None:
        """Read a list of requirements (PEP 508); anything else is a Gap at its line."""
        if entries is None:
            return
        if not isinstance(entries, list):
            self.unparsable(key)
            return
        for number, entry in enumerate(entries):
            self.requirement((*key, number), entry, scope)

    def requirement(self, key: Key, entry: object, scope: str) -> None:
        """Read one requirement."""
        if self.is_full(key):
            return
        reference = Reference(self.path, self.document.line(*key), HOW)
        read = read_requirement(entry, reference, scopes=(scope,), root=self.root) if isinstance(entry, str) else None
        if read is None:
            self.unparsable(key)
        else:
            self.add(read)

    def loose(self, key: Key, entry: object, scope: str) -> None:
        """Read one requirement that may be written as on a line of a requirements file (`-e ./x`)."""
        if self.is_full(key):
            return
        reference = Reference(self.path, self.document.line(*key), HOW)
        read = read_line(entry, reference, self.root, scopes=(scope,)) if isinstance(entry, str) else None
        if read is None:
            self.unparsable(key)
        elif not isinstance(read, Own):
            self.add(read)

    def is_full(self, key: Key) -> bool:
        """Whether more was read than any project needs; said once."""
        self._read += 1
        if self._read == _MAX_ENTRIES:
            detail = f"more than {_MAX_ENTRIES} dependencies, of which the rest is not read"
            self.gap(key, GapReason.TOO_LARGE, detail)
        return self._read >= _MAX_ENTRIES

    def unparsable(self, key: Key) -> None:
        """Note that a part of the file is not what it has to be."""
        where = ".".join(str(part) for part in key if isinstance(part, str))
        self.gap(key, GapReason.UNPARSABLE, f"an entry of {where} is no requirement")

    def gap(self, key: Key, reason: GapReason, detail: str, hint: str | None = None) -> None:
        """Note what cannot be read at the line of a key."""
        self.gaps.append(file_gap(self.path, reason, detail, line=self.document.line(*key), hint=hint))

    def dependencies(self) -> Iterable[Dependency]:
        """Every dependency with all scopes that reach it, sorted."""
        wanted_by = _reversed_closure(self.takes)
        for dependency in self.found:
            scopes = set(dependency.scopes).union(*(wanted_by.get(scope, ()) for scope in dependency.scopes))
            yield replace(dependency, scopes=tuple(sorted(scopes)))


def _reversed_closure(takes: dict[str, set[str]]) -> dict[str, set[str]]:
    """For each scope all that take it over, directly or through others."""
    wanted_by: dict[str, set[str]] = {}
    for start in takes:
        pending, seen = [start], {start}
        while pending:
            for other in takes.get(pending.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    wanted_by.setdefault(other, set()).add(start)
                    pending.append(other)
    return wanted_by
