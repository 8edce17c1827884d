"""What the package index says of packages that are not installed, many at a time, in a stable order."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from licscan.documents.toml_text import read_toml
from licscan.documents.values import as_table
from licscan.license_text.reading import decode
from licscan.model.finding import Gap
from licscan.net.cache import Cache, sha256_of
from licscan.net.errors import AnswerError, NetError
from licscan.net.gateway import Gateway
from licscan.net.index import LicenseFile, Newest, PackageIndex, Release
from licscan.net.index_settings import configuration_files, index_settings
from licscan.net.indexes import IndexSettings
from licscan.scanners.dependencies.metadata.fields import is_too_large, read_fields
from licscan.scanners.dependencies.metadata.opinion import LicenseText, Package
from licscan.scanners.dependencies.sources.document import read_document
from licscan.scanners.dependencies.wanted import Wanted, best_place

_THREADS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """The answer about one package: `package` or `error`; `partial` says why its license files are missing.

    `stale` says that the version is the newest one of an earlier run, since the index could not be asked.
    `by_project` says that the index is one that only the scanned project names.
    """

    version: str | None
    package: Package | None = None
    error: NetError | None = None
    partial: NetError | None = None
    stale: bool = False
    by_project: bool = False


def project_settings(root: Path, *, further: Sequence[str] = ()) -> IndexSettings:
    """The package indexes for a project: the user's own, then those that the project names."""
    environ = os.environ
    return index_settings(environ, configuration_files(environ), project_uv=_project_uv(root), further=further)


def open_index(root: Path, *, offline: bool, cache: Path | None, further: Sequence[str] = ()) -> PackageIndex:
    """The index client for a project, by the settings of pip and uv; no request is made yet.

    `further` are package indexes that the project's files name (`--index-url`): they get no credentials of the user
    and may not lie on a private network, unless the user's own settings name the same server.
    """
    settings = project_settings(root, further=further)
    gateway = Gateway(offline=offline, limits=settings.limits, connection=settings.connection)
    return PackageIndex(gateway, Cache(cache), settings, python=platform.python_version())


def look_up(index: PackageIndex, wanted: Sequence[Wanted]) -> Iterator[Found]:
    """Ask for every package; answers come in the order of the questions."""
    if not wanted:
        return
    with ThreadPoolExecutor(max_workers=_THREADS) as pool:
        yield from pool.map(lambda each: _ask(index, each), wanted)


def _project_uv(root: Path) -> Mapping[str, object]:
    """The project's uv.toml, which uv prefers, or `[tool.uv]` of its pyproject.toml."""
    if (root / "uv.toml").is_file():
        return _toml(root, "uv.toml")
    return as_table(_toml(root, "pyproject.toml"), "tool", "uv")


def _toml(root: Path, name: str) -> Mapping[str, object]:
    if not (root / name).is_file():
        return {}
    document = read_document(root, name, read_toml)
    return {} if isinstance(document, Gap) else as_table(document.data)


def _ask(index: PackageIndex, wanted: Wanted) -> Found:
    try:
        newest = Newest(wanted.version) if wanted.version else index.newest(wanted.name, wanted.specifier)
    except NetError as error:
        return Found(None, error=error)
    release = Release(wanted.name, newest.version, tuple(sorted(wanted.sha256s)))
    try:
        metadata = index.metadata(release)
        if is_too_large(metadata.body):
            raise AnswerError("its header is oversized")
    except NetError as error:
        return Found(newest.version, error=error, stale=newest.stale)
    package = Package(read_fields(metadata.body), sha256_of(metadata.body), None, best_place(wanted.references))
    found = Found(newest.version, package, stale=newest.stale, by_project=metadata.by_project)
    try:
        texts = tuple(_as_text(file) for file in index.license_files(release))
    except NetError as error:
        return replace(found, partial=error)
    return replace(found, package=replace(package, texts=texts))


def _as_text(file: LicenseFile) -> LicenseText:
    return LicenseText(file.name, decode(file.text), sha256_of(file.text), file.in_package)
