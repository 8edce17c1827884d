"""What the package index says of packages that are not installed, many at a time, in a stable order."""

import os
import platform
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from licscan.model.finding import Gap
from licscan.net.cache import Cache, sha256_of
from licscan.net.errors import AnswerError, NetError
from licscan.net.gateway import Gateway
from licscan.net.index import LicenseFile, PackageIndex, Release
from licscan.net.index_settings import configuration_files, index_settings
from licscan.scanners.dependencies.gathering import Wanted, best_place
from licscan.scanners.dependencies.metadata.fields import is_too_large, read_fields
from licscan.scanners.dependencies.metadata.ladder import decides
from licscan.scanners.dependencies.metadata.opinion import LicenseText, Package
from licscan.scanners.dependencies.metadata.text import decode
from licscan.scanners.dependencies.sources.pyproject import read_document, table

_THREADS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """The answer about one package: `package` or `error`; `partial` says why its license files are missing."""

    version: str | None
    package: Package | None = None
    error: NetError | None = None
    partial: NetError | None = None


def open_index(root: Path, *, offline: bool, cache: Path | None) -> PackageIndex:
    """The index client for a project, by the settings of pip and uv; no request is made yet."""
    files = configuration_files(os.environ)
    document = read_document(root, "pyproject.toml") if (root / "pyproject.toml").is_file() else None
    project_uv = {} if document is None or isinstance(document, Gap) else table(document.data, "tool", "uv")
    settings = index_settings(os.environ, files, project_uv=project_uv)
    gateway = Gateway(offline=offline, ca_bundle=settings.ca_bundle)
    return PackageIndex(gateway, Cache(cache), settings, python=platform.python_version())


def look_up(index: PackageIndex, wanted: Sequence[Wanted]) -> Iterator[Found]:
    """Ask for every package; answers come in the order of the questions."""
    if not wanted:
        return
    with ThreadPoolExecutor(max_workers=_THREADS) as pool:
        yield from pool.map(lambda each: _ask(index, each), wanted)


def _ask(index: PackageIndex, wanted: Wanted) -> Found:
    try:
        version = wanted.version or index.newest(wanted.name, wanted.specifier)
    except NetError as error:
        return Found(None, error=error)
    release = Release(wanted.name, version, tuple(sorted(wanted.sha256s)))
    try:
        body = index.metadata(release).body
        if is_too_large(body):
            raise AnswerError("its header is oversized")
    except NetError as error:
        return Found(version, error=error)
    package = Package(read_fields(body), sha256_of(body), None, best_place(wanted.references))
    if decides(package):
        return Found(version, package)
    try:
        texts = tuple(_as_text(file) for file in index.license_files(release))
    except NetError as error:
        return Found(version, package, partial=error)
    return Found(version, replace(package, texts=texts))


def _as_text(file: LicenseFile) -> LicenseText:
    return LicenseText(file.name, decode(file.text), sha256_of(file.text))
