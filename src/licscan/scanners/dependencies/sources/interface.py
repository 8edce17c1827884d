"""What a source of dependencies gives."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from licscan.model.evidence import Location
from licscan.model.finding import Concern, Gap, GapReason
from licscan.model.package_name import proper_name
from licscan.model.scope import RUNTIME
from licscan.model.subject import Reference

# One clause of PEP 440, with the caret of Poetry; what is none of it is no specifier, and may be a URL with a password.
_CLAUSE = r"\s*(?:[<>=!~^]{0,3}\s*v?\d[\w.*+!-]{0,40}|\*)\s*"
_SPECIFIER = re.compile(rf"{_CLAUSE}(?:(?:,|\|\|?){_CLAUSE}){{0,30}},?\s*", re.ASCII)


class Origin(StrEnum):
    """Where a dependency comes from; only INDEX can be looked up on a package index."""

    INDEX = "index"
    GIT = "git"
    URL = "url"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class StatedLicense:
    """What a source says of a package's license beside naming it: an SBOM, a conda record.

    `text` is as written; `source` names the kind of statement for evidence (`SBOM license`, `conda license`).
    `concluded` says that the source calls it its own conclusion and not the author's declaration.
    """

    text: str
    source: str
    reference: Reference
    concluded: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """That `source` needs `target`; names are normalized.

    `source` None is the project itself, and `scope` then says for what: `runtime`, `extra:NAME`, `group:NAME`, `build`.
    `version` is the target's, where a lock file says it. `extra` is the extra of `source` without which the edge does
    not count; `extras` are those of the target that it asks for. `marker` is a PEP 508 marker without `extra`.
    """

    source: str | None
    target: str
    scope: str = RUNTIME
    version: str | None = None
    source_version: str | None = None
    extra: str | None = None
    extras: tuple[str, ...] = ()
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package that a file names: `name` is normalized (PEP 503).

    `version` is there where the file pins one; else `specifier` says which versions fit (PEP 440, empty: any).
    `sha256s` are the files that the source allows, sorted. `extras` are sorted. `marker` is the PEP 508 marker under
    which it is needed, without `extra`. `scopes` say for what (see Subject). `type` is the purl type; only `pypi` is
    looked up on a package index. `archive` is the path of a wheel or source distribution below the root, whose own
    metadata counts. `folder` is the path of a project below the root that an editable or path dependency points to.
    """

    name: str
    version: str | None
    reference: Reference
    specifier: str = ""
    sha256s: tuple[str, ...] = ()
    origin: Origin = Origin.INDEX
    extras: tuple[str, ...] = ()
    marker: str | None = None
    scopes: tuple[str, ...] = ()
    type: str = "pypi"
    archive: str | None = None
    folder: str | None = None
    stated: tuple[StatedLicense, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one file says.

    `complete` says that the file lists transitive dependencies too, as a lock file does. `project` is the
    normalized name of the package that the file is of, if it states one; `members` are the projects that a lock
    file is of. `edges` are what needs what, where the file says so. `requires_python` is the file's own specifier of
    Python versions. `indexes` are package indexes that the file itself names (`--index-url`).
    """

    path: str
    dependencies: tuple[Dependency, ...] = ()
    gaps: tuple[Gap, ...] = ()
    complete: bool = False
    project: str | None = None
    members: tuple[str, ...] = ()
    edges: tuple[Edge, ...] = ()
    requires_python: str | None = None
    indexes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Drop a `requires_python` that is no specifier and members that are no names: anybody's text, nothing more."""
        if self.requires_python is not None and not _SPECIFIER.fullmatch(self.requires_python):
            object.__setattr__(self, "requires_python", None)
        object.__setattr__(self, "members", tuple(filter(proper_name, self.members)))


class Source(Protocol):
    """Reads one kind of file."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read the file at `path`, relative to `root`; whatever cannot be read becomes a Gap of the manifest."""
        ...


def file_gap(path: str, reason: GapReason, detail: str, *, line: int | None = None, hint: str | None = None) -> Gap:
    """A Gap about a place in a file that names dependencies."""
    return Gap(f"file:{path}", reason, detail, Concern.LICENSE, Location(path, line), hint)
