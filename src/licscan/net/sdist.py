"""A source distribution read in memory: PKG-INFO and license files, nothing is extracted to disk."""

import gzip
import io
import tarfile
import zlib
from typing import IO, cast

from licscan.net.core_metadata import MAX_BYTES, is_license_name
from licscan.net.errors import AnswerError
from licscan.net.remote_wheel import read_members

MAX_ARCHIVE = 20 * 1024 * 1024
_MAX_UNPACKED = 400 * 1024 * 1024
_MAX_LICENSE = 256 * 1024
_MAX_LICENSES = 20


class _Bounded(io.RawIOBase):
    """A decompressed stream that ends with an error where a bomb would go on."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream
        self._left = _MAX_UNPACKED

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        content = self._stream.read(min(size, 1 << 20) if size >= 0 else 1 << 20)
        self._left -= len(content)
        if self._left < 0:
            raise AnswerError("the source distribution is too large when unpacked")
        return content


def read_sdist(name: str, content: bytes) -> dict[str, bytes]:
    """PKG-INFO and the license files of the top folder, by their names without that folder.

    Raises AnswerError where it is no readable archive.
    """
    if name.endswith(".zip"):
        members = read_members(cast("io.RawIOBase", io.BytesIO(content)), _wanted, max_bytes=MAX_BYTES)
        return {path.partition("/")[2]: body for path, body in members.items()}
    try:
        return _read_tar(content)
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError):
        raise AnswerError("the source distribution is not a readable archive") from None


def _read_tar(content: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    unpacked = _Bounded(cast("IO[bytes]", gzip.GzipFile(fileobj=io.BytesIO(content))))
    with tarfile.open(fileobj=cast("IO[bytes]", unpacked), mode="r|") as archive:
        for member in archive:
            if not member.isfile() or not _wanted(member.name) or len(found) > _MAX_LICENSES:
                continue
            short = member.name.removeprefix("./").partition("/")[2]
            stream = archive.extractfile(member)
            if stream is not None and short not in found:
                found[short] = stream.read(MAX_BYTES if short == "PKG-INFO" else _MAX_LICENSE)
    return found


def _wanted(path: str) -> bool:
    top, separator, rest = path.removeprefix("./").partition("/")
    return bool(top and separator) and "/" not in rest and (rest == "PKG-INFO" or is_license_name(rest))
