"""What a package states of itself, asked from the package index that the user's tools are set up for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from licscan.net.cache import Cache
from licscan.net.core_metadata import identity, same_version
from licscan.net.errors import AnswerError, NetError, NotFoundError, is_passing
from licscan.net.gateway import Gateway
from licscan.net.index_files import IndexFiles, Texts
from licscan.net.index_page import IndexFile, ProjectPage, choose, newest, releases
from licscan.net.indexes import IndexSettings, fingerprint
from licscan.net.pages import Pages

# What a kept release holds: another number where other files of a release are read, so that old records do not count.
_RECORD = "release 2"


@dataclass(frozen=True, slots=True)
class Release:
    """A version of a package: `name` is normalized, `sha256s` are the files that a lock file allows (empty: any)."""

    name: str
    version: str
    sha256s: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LicenseFile:
    """A license file that a package ships; `name` is its path inside the metadata folder or the archive.

    With `in_package` it is the path inside the installed package, where the text mostly covers its folder.
    """

    name: str
    text: bytes = field(repr=False)
    in_package: bool = False


@dataclass(frozen=True, slots=True)
class Metadata:
    """The core metadata of a release, and the file of the index that it is of.

    `by_project` says that the scanned project, and not the user's own settings, named the index.
    """

    body: bytes = field(repr=False)
    file: str
    source: str
    by_project: bool = False


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest fitting version; `stale` says that it is the answer of an earlier run."""

    version: str
    stale: bool = False


class PackageIndex:
    """Asks for metadata and license files; whatever the cache has is not asked again."""

    def __init__(self, gateway: Gateway, cache: Cache, settings: IndexSettings, *, python: str) -> None:
        self._gateway = gateway
        self._cache = cache
        self.settings = settings
        self._python = python
        self._pages = Pages(gateway, settings)
        self._files = IndexFiles(gateway)

    def newest(self, name: str, specifier: str) -> Newest:
        """The newest fitting version of a package now; offline or where the index fails, as of when last asked.

        Raises NetError.
        """
        key = ("newest", fingerprint(self.settings), name, specifier, self._python)
        try:
            version = self._newest(name, specifier)
        except NetError as error:
            known = (self._cache.record(*key) or {}).get("version")
            if isinstance(known, str) and is_passing(error):
                return Newest(known, stale=True)
            raise
        self._cache.keep_record(key, {"version": version})
        return Newest(version)

    def releases(self, name: str) -> tuple[str, ...]:
        """All final versions of a package that are not yanked, oldest first, as the index has them now.

        Raises NetError.
        """
        return releases(self._asked_pages(name))

    def metadata(self, release: Release) -> Metadata:
        """The core metadata of a release.

        Raises NetError; metadata that names another package or version is refused.
        """
        return self._known(release) or self._ask_metadata(release)

    def license_files(self, release: Release) -> tuple[LicenseFile, ...]:
        """The license files that the release ships: of its metadata folder, then those beside code, in name order.

        Raises NetError.
        """
        kept = self._kept(self._cache.record(*self._key(release)) or {})
        return kept if kept is not None else self._ask_license_files(release)

    def has(self, name: str) -> bool:
        """Whether an index of the settings has a package of that name.

        Raises NetError where none can say.
        """
        return next(self._pages.of(name), None) is not None

    def close(self) -> None:
        """Close all connections."""
        self._gateway.close()

    def _asked_pages(self, name: str) -> list[ProjectPage]:
        """The pages that count: that of the first index which has the package, or all where the user wants the best."""
        pages: list[ProjectPage] = []
        for page in self._pages.of(name):
            pages.append(page)
            if not self.settings.best_match:
                break
        if not pages:
            raise _absent()
        return pages

    def _newest(self, name: str, specifier: str) -> str:
        version = newest(self._asked_pages(name), specifier, self._python)
        if version is None:
            raise NotFoundError(
                "the package index has no release that fits the requirement", hint=self._first_match_hint(name)
            )
        return version

    def _key(self, release: Release) -> tuple[str, ...]:
        # A hash names a file wherever it lies, and yet the index says what metadata goes with it: one that only a
        # project names must not answer for other projects.
        if release.sha256s and not any(index.by_project for index in self.settings.serving(release.name)):
            return (_RECORD, release.name, release.version, *sorted(release.sha256s))
        return (_RECORD, release.name, release.version, *sorted(release.sha256s), fingerprint(self.settings))

    def _kept(self, record: Mapping[str, object]) -> tuple[LicenseFile, ...] | None:
        found: list[LicenseFile] = []
        for room, in_package in (("licenses", False), ("in_package", True)):
            listed = record.get(room)
            if not isinstance(listed, dict):
                return None
            for name, digest in sorted(listed.items()):
                text = self._cache.body(digest) if isinstance(digest, str) else None
                if text is None:
                    return None
                found.append(LicenseFile(name, text, in_package))
        return tuple(found)

    def _keep(self, release: Release, metadata: Metadata, licenses: Sequence[LicenseFile] | None) -> None:
        record: dict[str, object] = {
            "metadata": self._cache.keep_body(metadata.body),
            "file": metadata.file,
            "source": metadata.source,
            "by_project": metadata.by_project,
        }
        for room, in_package in (("licenses", False), ("in_package", True)) if licenses is not None else ():
            record[room] = {
                file.name: self._cache.keep_body(file.text) for file in licenses or () if file.in_package is in_package
            }
        self._cache.keep_record(self._key(release), record)

    def _known(self, release: Release) -> Metadata | None:
        record = self._cache.record(*self._key(release)) or {}
        digest, file, source = (record.get(name) for name in ("metadata", "file", "source"))
        if not isinstance(digest, str) or not isinstance(file, str) or not isinstance(source, str):
            return None
        body = self._cache.body(digest)
        if body is None or not _is_of(body, release):
            return None
        return Metadata(body, file, source, record.get("by_project") is True)

    def _ask_metadata(self, release: Release) -> Metadata:
        page, file = self._find(release)
        metadata, texts = self._best_metadata(page, file, release)
        if not _is_of(metadata.body, release):
            raise AnswerError("the metadata on the package index is of another package or version than was asked for")
        self._keep(release, metadata, texts)
        return metadata

    def _best_metadata(
        self, page: ProjectPage, file: IndexFile, release: Release
    ) -> tuple[Metadata, tuple[LicenseFile, ...] | None]:
        """Beside the wheel where the index announces it; else in the wheel, whose end has the license files too.

        Many indexes serve metadata without announcing it: that helps where a wheel cannot be read in parts.
        """
        if not file.wheel:
            return self._read(page, file, release, with_licenses=False)
        beside = self._files.beside(page, file) if file.metadata_sha256 is not None else None
        if beside is None:
            try:
                return self._read(page, file, release, with_licenses=False)
            except AnswerError:
                beside = self._files.beside(page, file) if file.metadata_sha256 is None else None
                if beside is None:
                    raise
        return Metadata(beside, file.name, "index metadata", page.by_project), None

    def _ask_license_files(self, release: Release) -> tuple[LicenseFile, ...]:
        page, file = self._find(release)
        metadata, texts = self._read(page, file, release, with_licenses=True)
        if not _is_of(metadata.body, release):
            raise AnswerError("the file on the package index is of another package or version than was asked for")
        self._keep(release, self._known(release) or metadata, texts)
        return texts or ()

    def _read(
        self, page: ProjectPage, file: IndexFile, release: Release, *, with_licenses: bool
    ) -> tuple[Metadata, tuple[LicenseFile, ...] | None]:
        """What the file itself holds; a source distribution is read whole in any case."""
        if not file.wheel:
            read = self._files.unpacked(page, file)
            return Metadata(read.metadata, file.name, "source distribution", page.by_project), _listed(read)
        read = self._files.inside(page, file, release.name, release.version, with_licenses=with_licenses)
        texts = _listed(read) if with_licenses else None
        return Metadata(read.metadata, file.name, "wheel", page.by_project), texts

    def _find(self, release: Release) -> tuple[ProjectPage, IndexFile]:
        """The file to ask, of the first index that has the project.

        A later index is looked at only where a lock file names the hash of the file, so that nobody can put another
        in its place, or where the user's own settings say so.
        """
        problem: NetError | None = None
        for page in self._pages.of(release.name):
            try:
                return page, choose(page, release.version, release.sha256s)
            except NetError as error:
                problem = problem or error
            if not release.sha256s and not self.settings.best_match:
                break
        if problem is None:
            raise _absent()
        raise type(problem)(problem.message, hint=problem.hint or self._first_match_hint(release.name))

    def _first_match_hint(self, name: str) -> str | None:
        if len(self.settings.serving(name)) < 2 or self.settings.best_match:
            return None
        return "only the first package index that has the package is asked; pin the package to its index, or lock it"


def _absent() -> NotFoundError:
    return NotFoundError("the package index does not have this package")


def _listed(read: Texts) -> tuple[LicenseFile, ...]:
    return (
        *(LicenseFile(name, text) for name, text in sorted(read.licenses.items())),
        *(LicenseFile(name, text, in_package=True) for name, text in sorted(read.in_package.items())),
    )


def _is_of(body: bytes, release: Release) -> bool:
    stated = identity(body)
    return stated is not None and stated[0] == release.name and same_version(stated[1], release.version)
