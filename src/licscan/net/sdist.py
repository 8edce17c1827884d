"""A source distribution read in memory: PKG-INFO and license files; nothing is extracted to disk."""

import gzip
import io
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, cast

from licscan.documents.unpacked import Unpacked
from licscan.errors import DocumentError
from licscan.model.license_file import is_license_in_package, is_license_name, is_list_of_people
from licscan.net.core_metadata import MAX_METADATA
from licscan.net.errors import AnswerError
from licscan.net.wheel_members import read_zip

MAX_ARCHIVE = 20 * 1024 * 1024
_MAX_UNPACKED = 400 * 1024 * 1024
_MAX_LICENSE = 256 * 1024
_MAX_LICENSES = 20
_MAX_IN_PACKAGE = 20
_MAX_READ = 200
_METADATA = "PKG-INFO"
# Folders of a source distribution that are not installed.
_NO_PACKAGE = frozenset(("doc", "docs", "test", "tests", "examples", "benchmarks", ".github"))


@dataclass(frozen=True, slots=True)
class SourceMembers:
    """What a source distribution holds, by paths without its top folder; `metadata` is None where there is none."""

    metadata: bytes | None = field(repr=False)
    licenses: dict[str, bytes] = field(repr=False)
    in_package: dict[str, bytes] = field(repr=False)


def read_sdist(name: str, content: bytes) -> SourceMembers:
    """Read PKG-INFO, the license files of the top folder, and some of those in folders of packages.

    Raises AnswerError where it is no readable archive.
    """
    if name.endswith(".zip"):
        members = read_zip(content, _wanted, max_bytes=MAX_METADATA, max_members=_MAX_LICENSES + _MAX_IN_PACKAGE + 1)
        return _sorted({_short(path): body for path, body in members.items()})
    try:
        return _sorted(_read_tar(content))
    except DocumentError:
        raise AnswerError("the source distribution is too large when unpacked") from None
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError):
        raise AnswerError("the source distribution is not a readable archive") from None


def _sorted(found: Mapping[str, bytes]) -> SourceMembers:
    top = {path: found[path][:_MAX_LICENSE] for path in sorted(found) if "/" not in path and path != _METADATA}
    deep = sorted((path for path in found if "/" in path), key=lambda path: (path.count("/"), path))
    inside = {path.removeprefix("src/"): found[path][:_MAX_LICENSE] for path in deep[:_MAX_IN_PACKAGE]}
    return SourceMembers(found.get(_METADATA), dict(list(top.items())[:_MAX_LICENSES]), inside)


def _read_tar(content: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    unpacked = Unpacked(cast("IO[bytes]", gzip.GzipFile(fileobj=io.BytesIO(content))), max_bytes=_MAX_UNPACKED)
    with tarfile.open(fileobj=cast("IO[bytes]", unpacked), mode="r|") as archive:
        for member in archive:
            short = _short(member.name)
            if not member.isfile() or not _wanted(member.name) or (len(found) >= _MAX_READ and short != _METADATA):
                continue
            stream = archive.extractfile(member)
            if stream is not None and short not in found:
                found[short] = stream.read(MAX_METADATA if short == _METADATA else _MAX_LICENSE)
    return found


def _short(path: str) -> str:
    return path.removeprefix("./").partition("/")[2]


def _wanted(path: str) -> bool:
    rest = _short(path)
    folder = rest.rpartition("/")[0]
    if not folder:
        return rest == _METADATA or is_license_name(rest) or is_list_of_people(rest)
    if ".." in folder.split("/") or not rest.isprintable() or _NO_PACKAGE.intersection(folder.split("/")):
        return False
    return is_license_in_package(rest)
