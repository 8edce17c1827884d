"""What a package states of itself, asked from the package index that the user's tools are set up for."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from licscan.net.cache import Cache, sha256_of
from licscan.net.core_metadata import MAX_BYTES, identity, is_license_name, is_list_of_people, same_version
from licscan.net.errors import AnswerError, NetError, NotFoundError, OfflineError
from licscan.net.gateway import Gateway
from licscan.net.index_page import IndexFile, ProjectPage, choose, newest, read_page
from licscan.net.index_settings import DEFAULT_INDEX, Index, IndexSettings, fingerprint
from licscan.net.remote_wheel import RangeFile, read_members
from licscan.net.sdist import MAX_ARCHIVE, read_sdist

_MAX_PAGE = 64 * 1024 * 1024
_MAX_LICENSE = 256 * 1024
_MAX_LICENSES = 40


@dataclass(frozen=True, slots=True)
class Release:
    """A version of a package: `name` is normalized, `sha256s` are the files that a lock file allows (empty: any)."""

    name: str
    version: str
    sha256s: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LicenseFile:
    """A license file that a package ships; `name` is its path inside the metadata folder or the archive."""

    name: str
    text: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The core metadata of a release, and the file of the index that it is of."""

    body: bytes = field(repr=False)
    file: str
    source: str


class PackageIndex:
    """Asks for metadata and license files; whatever the cache has is not asked again."""

    def __init__(self, gateway: Gateway, cache: Cache, settings: IndexSettings, *, python: str) -> None:
        self._gateway = gateway
        self._cache = cache
        self._settings = settings
        self._python = python
        self._pages: dict[str, ProjectPage | NetError] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def newest(self, name: str, specifier: str) -> str:
        """The newest fitting version of a package now; offline, the one that was the newest when last asked.

        Raises NetError.
        """
        key = ("newest", fingerprint(self._settings), name, specifier, self._python)
        if self._gateway.offline:
            known = (self._cache.record(*key) or {}).get("version")
            if isinstance(known, str):
                return known
        version = newest(self._page(name), specifier, self._python)
        if version is None:
            raise NotFoundError("the package index has no release that fits the requirement")
        self._cache.keep_record(key, {"version": version})
        return version

    def metadata(self, release: Release) -> Metadata:
        """The core metadata of a release.

        Raises NetError; metadata that names another package or version is refused.
        """
        record = self._cache.record(*self._key(release)) or {}
        digest, file, source = (record.get(name) for name in ("metadata", "file", "source"))
        if isinstance(digest, str) and isinstance(file, str) and isinstance(source, str):
            body = self._cache.body(digest)
            if body is not None and _is_of(body, release):
                return Metadata(body, file, source)
        return self._ask_metadata(release)

    def license_files(self, release: Release) -> tuple[LicenseFile, ...]:
        """The license files that the release ships in its metadata folder, in name order.

        Raises NetError.
        """
        record = self._cache.record(*self._key(release)) or {}
        kept = self._kept(record.get("licenses"))
        return kept if kept is not None else self._ask_license_files(release)

    def close(self) -> None:
        """Close all connections."""
        self._gateway.close()

    def _key(self, release: Release) -> tuple[str, ...]:
        if release.sha256s:
            return ("release", release.name, release.version, *sorted(release.sha256s))
        return ("release", release.name, release.version, fingerprint(self._settings))

    def _kept(self, listed: object) -> tuple[LicenseFile, ...] | None:
        if not isinstance(listed, dict):
            return None
        found = []
        for name, digest in sorted(listed.items()):
            text = self._cache.body(digest) if isinstance(digest, str) else None
            if text is None:
                return None
            found.append(LicenseFile(name, text))
        return tuple(found)

    def _keep(self, release: Release, metadata: Metadata, licenses: Sequence[LicenseFile] | None) -> None:
        record: dict[str, object] = {
            "metadata": self._cache.keep_body(metadata.body),
            "file": metadata.file,
            "source": metadata.source,
        }
        if licenses is not None:
            record["licenses"] = {file.name: self._cache.keep_body(file.text) for file in licenses}
        self._cache.keep_record(self._key(release), record)

    def _ask_metadata(self, release: Release) -> Metadata:
        page = self._page(release.name)
        file = choose(page, release.version, release.sha256s)
        if not file.wheel:
            metadata, licenses = self._unpacked(page, file, release)
            self._keep(release, metadata, licenses)
            return metadata
        metadata = self._beside(page, file) or self._inside(page, file)
        _check(metadata.body, release)
        self._keep(release, metadata, None)
        return metadata

    def _beside(self, page: ProjectPage, file: IndexFile) -> Metadata | None:
        """The metadata that the index serves beside a wheel (PEP 658); many serve it without announcing it."""
        try:
            answer = self._gateway.get(f"{file.url}.metadata", max_bytes=MAX_BYTES, named_by=page.index)
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
        return Metadata(answer.body, file.name, "index metadata")

    def _inside(self, page: ProjectPage, file: IndexFile) -> Metadata:
        members = read_members(
            RangeFile(self._gateway, file.url, page.index),
            lambda name: _in_folder(name) == "METADATA",
            max_bytes=MAX_BYTES,
        )
        if not members:
            raise AnswerError("the wheel on the package index holds no metadata")
        return Metadata(next(iter(members.values())), file.name, "wheel")

    def _unpacked(
        self, page: ProjectPage, file: IndexFile, release: Release
    ) -> tuple[Metadata, tuple[LicenseFile, ...]]:
        content = self._gateway.get(file.url, max_bytes=MAX_ARCHIVE, named_by=page.index).body
        if file.sha256 is not None and sha256_of(content) != file.sha256:
            raise AnswerError("the file on the package index does not have the hash that the index states")
        members = read_sdist(file.name, content)
        body = members.pop("PKG-INFO", None)
        if body is None:
            raise AnswerError("the source distribution holds no metadata")
        _check(body, release)
        return Metadata(body, file.name, "source distribution"), _as_files(members)

    def _ask_license_files(self, release: Release) -> tuple[LicenseFile, ...]:
        metadata = self.metadata(release)
        known = self._kept((self._cache.record(*self._key(release)) or {}).get("licenses"))
        if known is not None:
            return known
        page = self._page(release.name)
        file = choose(page, release.version, release.sha256s)
        if not file.wheel:
            metadata, licenses = self._unpacked(page, file, release)
        else:
            remote = RangeFile(self._gateway, file.url, page.index)
            members = read_members(remote, _is_license_member, max_bytes=_MAX_LICENSE)
            licenses = _as_files({name.partition("/")[2]: text for name, text in members.items()})
        self._keep(release, metadata, licenses)
        return licenses

    def _page(self, name: str) -> ProjectPage:
        """The project's page of the first index that has it, asked once a run."""
        with self._lock:
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            if name not in self._pages:
                try:
                    self._pages[name] = self._ask_page(name)
                except NetError as error:
                    self._pages[name] = error
            known = self._pages[name]
        if isinstance(known, NetError):
            raise known
        return known

    def _ask_page(self, name: str) -> ProjectPage:
        if self._gateway.offline:
            raise OfflineError(
                "licscan is offline and the cache has no answer", hint="run once without --offline to fill the cache"
            )
        serving = self._settings.serving(name)
        if not serving:
            raise OfflineError(
                "pip or uv is set up to use no package index", hint="unset no-index, or scan an environment"
            )
        for index in serving:
            trusted = self._gateway.trust(_url(index), index.credentials, private=not index.by_project)
            page_url = f"{trusted.rstrip('/')}/{name}/"
            try:
                answer = self._gateway.get(
                    page_url, max_bytes=_MAX_PAGE, headers={"Accept": _accept()}, named_by=trusted
                )
            except NotFoundError:
                continue
            return read_page(answer, name, trusted)
        raise NotFoundError("the package index does not have this package")


def _url(index: Index) -> str:
    if index.url != DEFAULT_INDEX:
        return index.url
    import pypi_simple

    return pypi_simple.PYPI_SIMPLE_ENDPOINT


def _accept() -> str:
    import pypi_simple

    return pypi_simple.ACCEPT_JSON_PREFERRED


def _is_of(body: bytes, release: Release) -> bool:
    stated = identity(body)
    return stated is not None and stated[0] == release.name and same_version(stated[1], release.version)


def _check(body: bytes, release: Release) -> None:
    if not _is_of(body, release):
        raise AnswerError("the metadata on the package index is of another package or version than was asked for")


def _in_folder(name: str) -> str | None:
    """The path inside the `.dist-info` folder of a wheel, or None for a member elsewhere."""
    folder, _, rest = name.partition("/")
    return rest if folder.endswith(".dist-info") and rest else None


def _is_license_member(name: str) -> bool:
    rest = _in_folder(name)
    if rest is None or rest.endswith("/"):
        return False
    file = rest.rpartition("/")[2]
    inside = rest.startswith(("licenses/", "license_files/")) and not is_list_of_people(file)
    return inside or is_license_name(file)


def _as_files(members: Mapping[str, bytes]) -> tuple[LicenseFile, ...]:
    return tuple(LicenseFile(name, text) for name, text in sorted(members.items())[:_MAX_LICENSES])
