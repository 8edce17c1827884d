"""One file of a package index: the metadata beside it, or metadata and license files inside it."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from licscan.net.cache import sha256_of
from licscan.net.core_metadata import MAX_METADATA, identity
from licscan.net.errors import AnswerError, NotFoundError
from licscan.net.gateway import Gateway
from licscan.net.index_page import IndexFile, ProjectPage
from licscan.net.remote_wheel import RangeFile
from licscan.net.sdist import MAX_ARCHIVE, read_sdist
from licscan.net.wheel_members import Wanted, read_wheel

_KEPT = 24
_METADATA = Wanted(MAX_METADATA)
_WITH_LICENSES = Wanted(MAX_METADATA, license_bytes=256 * 1024, licenses=40, in_package=20)


@dataclass(frozen=True, slots=True)
class Texts:
    """What a file holds: its metadata, license files of the metadata folder and those beside code."""

    metadata: bytes = field(repr=False)
    licenses: dict[str, bytes] = field(repr=False)
    in_package: dict[str, bytes] = field(repr=False)


class IndexFiles:
    """Reads files that a project page links to; nothing is extracted to disk and no wheel is downloaded whole.

    What was fetched of the last few wheels is kept: license files are mostly asked for right after the metadata.
    """

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._open: OrderedDict[str, RangeFile] = OrderedDict()
        self._lock = threading.Lock()

    def beside(self, page: ProjectPage, file: IndexFile) -> bytes | None:
        """The metadata that the index serves beside a wheel (PEP 658); many serve it without announcing it.

        None where it is not there. Raises NetError.
        """
        try:
            answer = self._gateway.get(f"{file.url}.metadata", max_bytes=MAX_METADATA, named_by=page.index)
        except NotFoundError:
            return None
        except AnswerError as error:
            if file.metadata_sha256 is None and error.status is not None and error.status < 500 and error.status != 429:
                return None
            raise
        if file.metadata_sha256 is not None and sha256_of(answer.body) != file.metadata_sha256:
            raise AnswerError("the metadata on the package index does not have the hash that the index states")
        if file.metadata_sha256 is None and identity(answer.body) is None:
            return None
        return answer.body

    def inside(self, page: ProjectPage, file: IndexFile, name: str, version: str, *, with_licenses: bool) -> Texts:
        """The metadata of a wheel, and its license files where they are asked for.

        Raises NetError.
        """
        with self._remote(page, file) as remote:
            members = read_wheel(remote, name, version, _WITH_LICENSES if with_licenses else _METADATA)
        return Texts(members.metadata, members.licenses, members.in_package)

    @contextmanager
    def _remote(self, page: ProjectPage, file: IndexFile) -> Iterator[RangeFile]:
        """The file as far as it is known; it is taken out while it is read, since it has one place to read from."""
        with self._lock:
            known = self._open.pop(file.url, None)
        remote = known or RangeFile(self._gateway, file.url, page.index)
        yield remote
        with self._lock:
            self._open[file.url] = remote
            while len(self._open) > _KEPT:
                self._open.popitem(last=False)

    def unpacked(self, page: ProjectPage, file: IndexFile) -> Texts:
        """What a source distribution holds, downloaded into memory.

        Raises NetError.
        """
        content = self._gateway.get(file.url, max_bytes=MAX_ARCHIVE, named_by=page.index).body
        if file.sha256 is not None and sha256_of(content) != file.sha256:
            raise AnswerError("the file on the package index does not have the hash that the index states")
        members = read_sdist(file.name, content)
        if members.metadata is None:
            raise AnswerError("the source distribution holds no metadata")
        return Texts(members.metadata, members.licenses, members.in_package)
