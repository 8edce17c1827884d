"""One line of a requirements file: a requirement, an editable project, a path or a URL."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path

from licscan.model.package_name import normalized
from licscan.model.subject import Reference
from licscan.scanners.dependencies.graph.markers import without_extras
from licscan.scanners.dependencies.sources.interface import Dependency, Origin
from licscan.scanners.dependencies.sources.requirements.local_path import Local, archive_identity, local_target
from licscan.scanners.dependencies.sources.requirements.text import origin_of_url, read_requirement

UNNAMED = "not a requirement that pip understands, or a path or URL that states no name"
_COMMENT = re.compile(r"(^|\s)#.*$")
_HASH = re.compile(r"\s--hash[= ]\s*(\w+):([0-9A-Fa-f]+)")
_OPTION = re.compile(r"\s--(?:config-settings?|global-option|install-option)[= ](?:\"[^\"]*\"|'[^']*'|\S+)")
EDITABLE = re.compile(r"(?:-e|--editable)(?:\s+|=)(\S.*)")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9][A-Za-z0-9._-]*)")
_ARCHIVE = re.compile(r"[^\s@]+\.(?:whl|tar\.gz|zip)(?:\[[^\]]*\])?(?:\s|$)")
_EXTRAS = re.compile(r"(.*?)\[([A-Za-z0-9._, -]*)\]")


class Own(Enum):
    """A line that names the very project that the file is of."""

    PROJECT = auto()


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Number of the first physical line, and the content without comments, continuations joined."""
    parts: list[str] = []
    first = 1
    for number, raw in enumerate([*re.split(r"\r\n|\r|\n", text), ""], start=1):
        if not parts:
            first = number
        line = "" if raw.lstrip().startswith("#") else raw
        if line.endswith("\\") and not raw.lstrip().startswith("#"):
            parts.append(line[:-1])
            continue
        parts.append(line)
        content = _COMMENT.sub("", " ".join(parts)).strip()
        parts = []
        if content:
            yield first, content


def read_line(
    content: str, reference: Reference, root: Path, *, scopes: tuple[str, ...] = ()
) -> Dependency | Own | None:
    """The dependency that a logical line names, `Own` for the file's own project, None for what is neither."""
    sha256s = tuple(sorted({digest.lower() for kind, digest in _HASH.findall(content) if kind == "sha256"}))
    bare = _OPTION.sub("", _HASH.sub("", content)).strip()
    if editable := EDITABLE.fullmatch(bare):
        bare = editable[1].strip().strip("\"'")
    if not _ARCHIVE.match(bare):  # such a file name could be read as the name of a package
        found = read_requirement(bare, reference, sha256s, scopes=scopes, root=root)
        if found is not None:
            return found
    return _direct(bare, reference, root, sha256s, scopes)


def _direct(
    text: str, reference: Reference, root: Path, sha256s: tuple[str, ...], scopes: tuple[str, ...]
) -> Dependency | Own | None:
    """A bare URL or path (`git+https://...#egg=name`, `./wheels/name-1.0-py3-none-any.whl`, `./libs/name[extra]`)."""
    target, marker = _parted(text)
    plain = target
    extras: tuple[str, ...] = ()
    if stated := _EXTRAS.fullmatch(target):
        plain, extras = stated[1].strip(), tuple(sorted({e.strip() for e in stated[2].split(",") if e.strip()}))
    if not _looks_direct(plain):
        return None
    found = Dependency(
        "", None, reference, sha256s=sha256s, origin=origin_of_url(plain), extras=extras, marker=marker, scopes=scopes
    )
    folder = reference.path.rpartition("/")[0]
    local = local_target(root, folder, plain) if found.origin is Origin.PATH else None
    if local is not None and local.folder is not None:
        return _project(root, found, local.folder, folder)
    if egg := _EGG.search(plain):
        return replace(found, name=normalized(egg[1]))
    identity = archive_identity(re.split(r"[?#]", plain.replace("\\", "/"))[0])
    if identity is None:
        return None
    return replace(found, name=identity[0], version=identity[1], archive=(local or Local()).archive)


def _parted(text: str) -> tuple[str, str | None]:
    """A path or URL, and the marker behind ` ;`."""
    from packaging.markers import InvalidMarker, Marker

    target, separator, stated = text.partition(" ;")
    if not separator:
        return text.strip(), None
    try:
        return target.strip(), without_extras(str(Marker(stated.strip())))
    except (InvalidMarker, RecursionError):
        return target.strip(), None


def _looks_direct(target: str) -> bool:
    return (
        "://" in target
        or target.startswith((".", "/", "file:"))
        or "/" in target
        or "\\" in target
        or target.endswith((".whl", ".tar.gz", ".zip"))
    )


def _project(root: Path, found: Dependency, folder: str, here: str) -> Dependency | Own:
    """A project below the root; that of the requirements file itself, or one above it, is no dependency of its own."""
    from licscan.scanners.dependencies.sources.requirements.project_name import project_name

    if folder in (here, "") or here.startswith(f"{folder}/"):
        return Own.PROJECT
    return replace(found, name=project_name(root, folder), folder=folder)


def constrained(dependency: Dependency, known: Mapping[str, Sequence[Dependency]]) -> Dependency:
    """The dependency with what `-c` files say about its version; of several lines the first that pins it."""
    constraints = known.get(dependency.name, [])
    if dependency.version or dependency.origin is not Origin.INDEX or not constraints:
        return dependency
    direct = next((each for each in constraints if each.origin is not Origin.INDEX), None)
    if direct is not None:
        return replace(dependency, version=direct.version, origin=direct.origin, archive=direct.archive)
    # A constraint under a marker pins only where that holds, which the requirement may reach beyond.
    pinning = next((each for each in constraints if each.version and each.marker in (None, dependency.marker)), None)
    parts = [dependency.specifier, *(each.specifier for each in constraints if not each.marker)]
    hashes = sorted({digest for each in (dependency, *constraints) for digest in each.sha256s})
    return replace(
        dependency,
        version=pinning.version if pinning else None,
        specifier=",".join(part for part in parts if part),
        sha256s=tuple(hashes),
    )
