"""What a source of dependencies gives."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason
from licscan.model.subject import Reference


class Origin(StrEnum):
    """Where a dependency comes from; only INDEX can be looked up on a package index."""

    INDEX = "index"
    GIT = "git"
    URL = "url"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package that a file names: `name` is normalized (PEP 503).

    `version` is there where the file pins one; else `specifier` says which versions fit (PEP 440, empty: any).
    `sha256s` are the files that the source allows, sorted. `extras` are sorted.
    """

    name: str
    version: str | None
    reference: Reference
    specifier: str = ""
    sha256s: tuple[str, ...] = ()
    origin: Origin = Origin.INDEX
    extras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one file says.

    `complete` says that the file lists transitive dependencies too, as a lock file does. `project` is the
    normalized name of the package that the file is of, if it states one; `members` are the projects that a lock
    file is of.
    """

    path: str
    dependencies: tuple[Dependency, ...] = ()
    gaps: tuple[Gap, ...] = ()
    complete: bool = False
    project: str | None = None
    members: tuple[str, ...] = ()


class Source(Protocol):
    """Reads one kind of file."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read the file at `path`, relative to `root`; whatever cannot be read becomes a Gap of the manifest."""
        ...


def file_gap(path: str, reason: GapReason, detail: str, *, line: int | None = None, hint: str | None = None) -> Gap:
    """A Gap about a place in a file that names dependencies."""
    return Gap(f"file:{path}", reason, detail, Concern.LICENSE, Location(path, line), hint)
