"""What all lock files have in common: a text with places, a version of the format, packages with names and hashes."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from licscan.documents.document import Document
from licscan.documents.values import Table, as_list, as_table
from licscan.documents.yaml_text import read_yaml
from licscan.model.finding import Gap, GapReason
from licscan.model.package_name import proper_name
from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.bounds import MAX_PACKAGES, too_many
from licscan.scanners.dependencies.sources.document import Parse, parsed
from licscan.scanners.dependencies.sources.interface import Dependency, Edge, Manifest, Origin, file_gap
from licscan.scanners.dependencies.sources.requirements.local_path import Local, local_target
from licscan.scanners.dependencies.sources.text_file import read_text

_SHA256 = re.compile(r"(?:sha256[:=])?([0-9a-fA-F]{64})")
_VERSION = re.compile(r"[0-9A-Za-z.!+_*-]{1,100}")
_MAX_YAML_BYTES = 8_000_000
_MAX_YAML_NODES = 400_000


@dataclass(frozen=True, slots=True)
class LockFile:
    """A lock file that could be parsed; `how` is the construct that references name."""

    root: Path
    path: str
    how: str
    text: str
    document: Document

    @property
    def data(self) -> Table:
        """The whole content, empty where it is no table."""
        return as_table(self.document.data)

    def line(self, *key: str | int) -> int | None:
        """The line of a key, or of what holds it."""
        return self.document.line(*key)

    def reference(self, *key: str | int) -> Reference:
        """The place of a package."""
        return Reference(self.path, self.line(*key), self.how)

    def gap(self, detail: str, *key: str | int, reason: GapReason = GapReason.UNPARSABLE) -> Gap:
        """A Gap at the place of a key."""
        return file_gap(self.path, reason, detail, line=self.line(*key))

    def local(self, target: object) -> Local:
        """What a path in the file points to below the root."""
        found = local_target(self.root, posixpath.dirname(self.path), target) if isinstance(target, str) else None
        return found or Local()


@dataclass(slots=True)
class Locked:
    """What is read from a lock file, in its order."""

    dependencies: list[Dependency] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    members: set[str] = field(default_factory=set)

    def manifest(self, path: str, requires_python: str | None = None) -> Manifest:
        """The manifest of a lock file: all that the project needs is in it."""
        return Manifest(
            path,
            tuple(self.dependencies),
            tuple(self.gaps),
            complete=True,
            members=tuple(sorted(self.members)),
            edges=tuple(dict.fromkeys(self.edges)),
            requires_python=requires_python,
        )


def open_lock(root: Path, path: str, how: str, parse: Parse) -> LockFile | Gap:
    """A lock file under `root`, or the Gap that says why it cannot be read."""
    text = read_text(root, path)
    if isinstance(text, Gap):
        return text
    document = parsed(text, path, parse)
    return document if isinstance(document, Gap) else LockFile(root, path, how, text, document)


def unsupported(lock: LockFile, parse: Parse, stated: object, understood: str, *key: str) -> Manifest:
    """The manifest of a file in another version of its format: nothing is read from it."""
    shown = str(stated) if isinstance(stated, (str, int, float)) and not isinstance(stated, bool) else None
    if stated is None:
        version = "that states no version"
    elif shown is not None and _VERSION.fullmatch(shown):
        version = f"of version {shown}"
    else:
        version = "of a version that is none"
    position = parse(lock.text, shown=lock.path).positions.get(key)
    gap = file_gap(
        lock.path,
        GapReason.UNSUPPORTED_VERSION,
        f"a {lock.how} {version} is not understood, only {understood}",
        line=position.line if position else 1,
        hint="lock again with a release of the tool that writes such a version, or scan the project's environment",
    )
    return Manifest(lock.path, gaps=(gap,))


def tables(lock: LockFile, key: str, gaps: list[Gap]) -> Iterator[tuple[int, Table]]:
    """The packages of a file by number; what is none becomes a Gap."""
    stated = lock.data.get(key, [])
    if not isinstance(stated, list):
        gaps.append(lock.gap(f"{key} is no list of tables", key))
        return
    if len(stated) > MAX_PACKAGES:
        gaps.append(too_many(lock.path, lock.line(key, MAX_PACKAGES)))
    for number, package in enumerate(stated[:MAX_PACKAGES]):
        if isinstance(package, dict):
            yield number, package
        else:
            gaps.append(lock.gap(NO_NAME, key, number))


NO_NAME = "a package without a proper name"
NO_VERSION = "a package without a version"


def name_in(package: Mapping[str, object]) -> str | None:
    """The normalized name of a package table."""
    name = package.get("name")
    return proper_name(name) if isinstance(name, str) else None


def proper_version(version: object) -> str | None:
    """A version as a text that can be shown; None for anything else."""
    return version if isinstance(version, str) and _VERSION.fullmatch(version) else None


def hashes(values: object, key: str) -> set[str]:
    """The SHA-256 hashes in a list of tables, each under a key as `sha256:<hex>`."""
    return {found for each in as_list(values) if (found := sha256(as_table(each).get(key)))}


def sha256(stated: object) -> str | None:
    """The hexadecimal digits of a SHA-256 hash; None for another kind of hash."""
    match = _SHA256.fullmatch(stated) if isinstance(stated, str) else None
    return match[1].lower() if match else None


def any_marker(markers: list[str | None]) -> str | None:
    """A marker that holds where one of some holds; None holds always."""
    known = [marker for marker in dict.fromkeys(markers) if marker is not None]
    if len(known) < len(set(markers)) or not known:
        return None
    return known[0] if len(known) == 1 else " or ".join(f"({marker})" for marker in known)


def direct(package: Mapping[str, object], kinds: Mapping[str, Origin]) -> Origin | None:
    """Where a package comes from, by the keys that it has; None where it has none of them."""
    return next((origin for key, origin in kinds.items() if package.get(key)), None)


def is_own(target: object) -> bool:
    """Whether a path in a lock file is the project that the file is of."""
    return isinstance(target, str) and bool(target) and posixpath.normpath(target.replace("\\", "/")) == "."


def condition(marker: object, *, without: Callable[[str | None], str | None]) -> str | None:
    """A stated marker with extras taken out; what is no text counts as none."""
    return without(marker) if isinstance(marker, str) and marker.strip() else None


def read_long_yaml(text: str, *, shown: str) -> Document:
    """Parse the YAML of a lock file, which is longer than what people write."""
    return read_yaml(text, shown=shown, max_bytes=_MAX_YAML_BYTES, max_nodes=_MAX_YAML_NODES)
