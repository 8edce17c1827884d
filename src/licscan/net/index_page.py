"""A project's page on a package index, and which of its files to ask for metadata (PEP 503, PEP 691, PEP 658)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from licscan.net.core_metadata import same_version
from licscan.net.errors import AnswerError, NotFoundError
from licscan.net.gateway import Answer

if TYPE_CHECKING:
    import pypi_simple


@dataclass(frozen=True, slots=True)
class IndexFile:
    """One file of a project; `metadata_sha256` is there where the index announces the metadata with its hash."""

    name: str
    url: str = field(repr=False)
    version: str
    wheel: bool
    sha256: str | None
    yanked: bool
    requires_python: str | None
    metadata_sha256: str | None


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """What an index offers of one project; `index` is the trusted URL that it came from."""

    index: str = field(repr=False)
    files: tuple[IndexFile, ...]


def read_page(answer: Answer, project: str, index: str) -> ProjectPage:
    """Parse a project page, JSON or HTML.

    Raises AnswerError where the body is neither.
    """
    import pypi_simple

    media = answer.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    try:
        if media.endswith("json"):
            page = pypi_simple.ProjectPage.from_json_data(json.loads(answer.body), answer.url)
        else:
            page = pypi_simple.ProjectPage.from_html(project, answer.body, answer.url, "utf-8")
    except (ValueError, KeyError, TypeError, RecursionError, pypi_simple.UnsupportedRepoVersionError):
        raise AnswerError("the package index answered with something that is no project page") from None
    return ProjectPage(index, tuple(_files(page.packages)))


def _files(packages: "Sequence[pypi_simple.DistributionPackage]") -> Iterable[IndexFile]:
    for package in packages:
        if package.version is None or package.package_type not in ("wheel", "sdist"):
            continue
        yield IndexFile(
            name=package.filename,
            url=package.url,
            version=package.version,
            wheel=package.package_type == "wheel",
            sha256=package.digests.get("sha256"),
            yanked=package.is_yanked,
            requires_python=package.requires_python,
            metadata_sha256=(package.metadata_digests or {}).get("sha256"),
        )


def choose(page: ProjectPage, version: str, wanted: Sequence[str]) -> IndexFile:
    """The file of a version to ask for metadata: a pure-Python wheel, else the first wheel, else an sdist.

    `wanted` are the SHA-256 that a lock file allows (empty: any). Raises NotFoundError where the index has no file
    of that version, AnswerError where it has some and none is one that the lock file allows.
    """
    offered = [file for file in page.files if same_version(file.version, version)]
    if not offered:
        raise NotFoundError("the package index does not have this version")
    allowed = [file for file in offered if not wanted or (file.sha256 in wanted)]
    if not allowed:
        raise AnswerError(
            "no file of this version on the package index has a hash that the lock file states",
            hint="lock the project again, and find out why the files of a released version changed",
        )
    return min(allowed, key=_preference)


def _preference(file: IndexFile) -> tuple[bool, bool, bool, str]:
    return (
        not file.wheel,
        not file.name.endswith("-none-any.whl"),
        not file.wheel and not file.name.endswith(".tar.gz"),
        file.name,
    )


def newest(page: ProjectPage, specifier: str, python: str) -> str | None:
    """The newest version that fits: no pre-release, not yanked, and made for this Python; None where there is none."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    fitting: dict[Version, str] = {}
    for file in page.files:
        try:
            version = Version(file.version)
            runs = SpecifierSet(file.requires_python or "").contains(python, prereleases=True)
            fits = SpecifierSet(specifier).contains(version, prereleases=False)
        except (InvalidVersion, InvalidSpecifier):
            continue
        if fits and runs and not file.yanked and not version.is_prerelease:
            fitting.setdefault(version, str(version))
    return fitting[max(fitting)] if fitting else None
