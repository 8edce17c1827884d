"""Wheels and source distributions that lie in the project as files: read in memory, never unpacked to disk."""

from dataclasses import dataclass, replace
from pathlib import Path

from licscan.license_text.reading import decode
from licscan.model.finding import Gap, GapReason
from licscan.model.license_file import LICENSE_FOLDERS, is_license_name, is_list_of_people, is_notice
from licscan.model.subject import Reference
from licscan.net.cache import sha256_of
from licscan.net.core_metadata import MAX_METADATA, identity, same_version
from licscan.scanners.dependencies.graph.requires_dist import requirement_edges
from licscan.scanners.dependencies.metadata.fields import is_too_large, parse_header, values_of
from licscan.scanners.dependencies.metadata.opinion import LicenseText
from licscan.scanners.dependencies.sources.archives.tar import read_tar
from licscan.scanners.dependencies.sources.archives.zip import read_zip
from licscan.scanners.dependencies.sources.interface import Dependency, Edge, Manifest, Origin, file_gap
from licscan.scanners.dependencies.sources.requirements.local_path import archive_identity
from licscan.scanners.dependencies.sources.requirements.text import read_requirement

HOW = "archive"
_MAX_LICENSES = 60
_MAX_REQUIRED = 2_000


@dataclass(frozen=True, slots=True)
class Archive:
    """A package in a file: normalized name, version, its METADATA or PKG-INFO, and its license files."""

    name: str
    version: str
    metadata: bytes
    texts: tuple[LicenseText, ...]


class ArchiveSource:
    """Takes a wheel or source distribution in the tree as a dependency with its own metadata, and what it needs."""

    def read(self, root: Path, path: str) -> Manifest:
        """The package of the archive, and the requirements of its metadata that no extra is needed for."""
        found = read_archive(root, path)
        if isinstance(found, Gap):
            return Manifest(path, gaps=(found,))
        dependency = Dependency(
            found.name,
            found.version,
            Reference(path, None, HOW),
            specifier=f"=={found.version}",
            origin=Origin.PATH,
            archive=path,
        )
        edges = [Edge(None, found.name, version=found.version)]
        needed: list[Dependency] = []
        gaps: list[Gap] = []
        for text in values_of(parse_header(found.metadata), "Requires-Dist")[:_MAX_REQUIRED]:
            required = read_requirement(text, Reference(path, None, HOW))
            if required is None:
                gaps.append(file_gap(path, GapReason.UNPARSABLE, "requires something that is no requirement"))
                continue
            own = [edge for edge in requirement_edges(found.name, [text], found.version) if edge.extra is None]
            edges.extend(own)
            needed.extend([replace(required, marker=own[0].marker)] if own else [])
        return Manifest(path, (dependency, *needed), tuple(gaps), edges=tuple(edges))


def read_archive(root: Path, path: str) -> Archive | Gap:
    """Metadata and license files of the wheel or source distribution at `path` below `root`.

    Whatever does not fit together is a Gap: no readable archive, two metadata folders, a member twice, a path that
    leads out, metadata of another package than the file name says.
    """
    named = archive_identity(path)
    if named is None:
        return file_gap(path, GapReason.INVALID, "its name is none of a wheel or source distribution")
    is_wheel = path.endswith(".whl")
    if not is_wheel and not path.endswith(".tar.gz"):
        return file_gap(path, GapReason.UNSUPPORTED_FORMAT, "a source distribution as .zip is not read")
    members = read_zip(root, path, _in_wheel) if is_wheel else read_tar(root, path, _in_sdist)
    if isinstance(members, Gap):
        return members
    return _archive(path, named, members, is_wheel=is_wheel)


def _archive(path: str, named: tuple[str, str], members: dict[str, bytes], *, is_wheel: bool) -> Archive | Gap:
    places = [name for name in members if name.endswith("/METADATA" if is_wheel else "/PKG-INFO")]
    if len(places) != 1:
        detail = "holds no metadata" if not places else "holds the metadata of two packages"
        return file_gap(path, GapReason.INVALID, detail)
    metadata = members.pop(places[0])
    if len(metadata) > MAX_METADATA or is_too_large(metadata):
        return file_gap(path, GapReason.TOO_LARGE, "its metadata is oversized")
    stated = identity(metadata)
    if stated is None:
        return file_gap(path, GapReason.UNPARSABLE, "its metadata states no name and version")
    if stated[0] != named[0] or not same_version(stated[1], named[1]):
        return file_gap(path, GapReason.INVALID, "its metadata is of another package than its name says")
    folder = places[0].rpartition("/")[0]
    texts = [_text(name, folder, members[name]) for name in sorted(members, key=lambda name: (name.count("/"), name))]
    texts.sort(key=lambda text: text.in_package)
    return Archive(named[0], stated[1], metadata, tuple(texts[:_MAX_LICENSES]))


def _text(name: str, folder: str, content: bytes) -> LicenseText:
    own = name.removeprefix(f"{folder}/")
    in_package = own == name or ("/" in own and own.partition("/")[0].lower() not in LICENSE_FOLDERS)
    return LicenseText(own, decode(content), sha256_of(content), in_package)


def _in_wheel(name: str) -> bool:
    """Whether a member is metadata or a license: those of `.dist-info`, and license files of the package itself."""
    top, _, rest = name.partition("/")
    if not top.endswith(".dist-info"):
        return bool(rest) and is_license_name(name.rpartition("/")[2])
    inside, _, file = rest.partition("/")
    if inside in LICENSE_FOLDERS and file:
        short = file.rpartition("/")[2]
        return is_notice(short) or not is_list_of_people(short)
    return rest == "METADATA" or (not file and (is_license_name(rest) or is_notice(rest)))


def _in_sdist(name: str) -> bool:
    _, _, rest = name.partition("/")
    return rest == "PKG-INFO" or is_notice(rest) or (bool(rest) and is_license_name(rest.rpartition("/")[2]))
