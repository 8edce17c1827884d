"""Members of a wheel or zip: which ones say something of its license, read with care.

Everything here may be made to deceive: two files of one name, a directory that lies about sizes and places, names
that lead outside, more than one metadata folder.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from licscan.model.license_file import is_license_in_metadata, is_license_in_package
from licscan.model.package_name import normalized
from licscan.net.core_metadata import same_version
from licscan.net.errors import AnswerError
from licscan.net.remote_wheel import RangeFile

ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)
_NOT_READABLE = "the file on the package index is not a readable zip archive"
_MAX_MEMBERS = 100_000
_MAX_ALONG = 40
_SMALL = 16 * 1024
_LOCAL_HEADER = 30
_EXTRA = 1024
_INSTALLED = re.compile(r"^[^/]+\.data/(?:purelib|platlib)/")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read of a wheel: at most so many files, each cut at so many bytes."""

    metadata_bytes: int
    license_bytes: int = 0
    licenses: int = 0
    in_package: int = 0


@dataclass(frozen=True, slots=True)
class Members:
    """What a wheel holds: license files by their path in the metadata folder, and by their installed path."""

    metadata: bytes = field(repr=False)
    licenses: dict[str, bytes] = field(repr=False)
    in_package: dict[str, bytes] = field(repr=False)


def read_wheel(file: RangeFile, name: str, version: str, wanted: Wanted) -> Members:
    """Read metadata and license files of a wheel with as few requests as its layout allows.

    Raises AnswerError where the file is no readable wheel of that package and version.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return _read(file, archive, (name, version), wanted)
    except ZIP_ERRORS:
        raise AnswerError(_NOT_READABLE) from None


def _read(file: RangeFile, archive: zipfile.ZipFile, release: tuple[str, str], wanted: Wanted) -> Members:
    listed = archive.infolist()
    if len(listed) > _MAX_MEMBERS:
        raise AnswerError("the wheel on the package index holds too many files")
    folder = _metadata_folder(listed, release)
    metadata = _only(listed, f"{folder}METADATA")
    inside = _chosen(
        listed, lambda path: path.startswith(folder) and is_license_in_metadata(path[len(folder) :]), wanted.licenses
    )
    around = _chosen(listed, _is_in_package, wanted.in_package)
    limits = {metadata.filename: wanted.metadata_bytes}
    limits.update((info.filename, wanted.license_bytes) for info in (*inside, *around))
    # The metadata folder lies together: its license files come with the metadata, for they are mostly asked for next.
    along = [info for info in listed if info.filename.startswith(folder) and info.compress_size <= _SMALL]
    spans = [(archive.getinfo(path), limit) for path, limit in limits.items()]
    file.prefetch(_spans(archive, [*spans, *((info, _SMALL) for info in along[:_MAX_ALONG])]))
    content = {path: _read_member(archive, path, limit) for path, limit in limits.items()}
    return Members(
        content[metadata.filename],
        {info.filename[len(folder) :]: content[info.filename] for info in inside},
        {_INSTALLED.sub("", info.filename): content[info.filename] for info in around},
    )


def _metadata_folder(listed: Sequence[zipfile.ZipInfo], release: tuple[str, str]) -> str:
    """The one `.dist-info/` folder that is of this release; others beside it are not believed."""
    folders = {info.filename.partition("/")[0] for info in listed if "/" in info.filename}
    own = sorted(folder for folder in folders if folder.endswith(".dist-info") and _is_of(folder, release))
    if len(own) != 1:
        what = "holds no metadata of this package and version" if not own else "holds two metadata folders"
        raise AnswerError(f"the wheel on the package index {what}")
    return f"{own[0]}/"


def _is_of(folder: str, release: tuple[str, str]) -> bool:
    name, _, version = folder.removesuffix(".dist-info").rpartition("-")
    return normalized(name) == release[0] and same_version(version.replace("_", "-"), release[1])


def _only(listed: Sequence[zipfile.ZipInfo], path: str) -> zipfile.ZipInfo:
    found = [info for info in listed if info.filename == path]
    if len(found) != 1:
        what = "holds no metadata" if not found else "holds two files of metadata under one name"
        raise AnswerError(f"the wheel on the package index {what}")
    return found[0]


def _chosen(listed: Sequence[zipfile.ZipInfo], choose: Callable[[str], bool], limit: int) -> list[zipfile.ZipInfo]:
    """The chosen members, the least nested first."""
    if not limit:
        return []
    found: dict[str, zipfile.ZipInfo] = {}
    for info in listed:
        if not choose(info.filename):
            continue
        if info.filename in found:
            raise AnswerError("the wheel on the package index holds two license files under one name")
        if _leads_outside(info.filename):
            raise AnswerError("the wheel on the package index holds a license file whose name leads outside")
        found[info.filename] = info
    return [found[path] for path in sorted(found, key=_depth)[:limit]]


def _depth(path: str) -> tuple[int, str]:
    return path.count("/"), path


def _leads_outside(path: str) -> bool:
    parts = path.split("/")
    return ".." in parts or "" in parts or "\\" in path or ":" in parts[0] or not path.isprintable()


def _is_in_package(path: str) -> bool:
    return not path.partition("/")[0].endswith(".dist-info") and is_license_in_package(path)


def _spans(archive: zipfile.ZipFile, wanted: Sequence[tuple[zipfile.ZipInfo, int]]) -> list[tuple[int, int]]:
    """Where members lie: from the local header to the next one, as far as a member is read."""
    starts = sorted({info.header_offset for info in archive.infolist()} | {archive.start_dir})
    following = dict(pairwise(starts))
    spans = []
    for info, limit in wanted:
        head = _LOCAL_HEADER + len(info.filename.encode()) + _EXTRA
        most = info.header_offset + head + min(info.compress_size, limit)
        spans.append((info.header_offset, min(following.get(info.header_offset, most), most)))
    return spans


def _read_member(archive: zipfile.ZipFile, path: str, limit: int) -> bytes:
    with archive.open(path) as member:
        return member.read(limit)


def read_zip(content: bytes, choose: Callable[[str], bool], *, max_bytes: int, max_members: int) -> dict[str, bytes]:
    """The members of a zip in memory whose names are chosen, the least nested first, each cut at `max_bytes`.

    Raises AnswerError where it is no readable zip.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            chosen = _chosen(archive.infolist(), choose, max_members)
            return {info.filename: _read_member(archive, info.filename, max_bytes) for info in chosen}
    except ZIP_ERRORS:
        raise AnswerError(_NOT_READABLE) from None
