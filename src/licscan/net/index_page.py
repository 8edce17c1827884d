"""A project's page on a package index, and which of its files to ask for metadata (PEP 503, PEP 691, PEP 658)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from licscan.model.package_name import normalized
from licscan.net.answers import Answer
from licscan.net.core_metadata import same_version
from licscan.net.errors import AnswerError, NotFoundError

if TYPE_CHECKING:
    from licscan.net.index_wire import Entry

_SDIST = re.compile(r"\.(?:tar\.gz|tgz|zip|tar\.bz2|tar\.xz|tar)$")
_READABLE_SDIST = (".tar.gz", ".tgz", ".zip")
_MAX_HTML = 8 * 1024 * 1024
_MAX_ODD = 100
_MAX_OPEN = 500
_TAG = re.compile(rb"<(/?)(?!(?:area|base|br|col|hr|img|input|link|meta|wbr)\b)[a-zA-Z]", re.IGNORECASE)
_OTHER_PROJECT = "the package index answered with the page of another project"


@dataclass(frozen=True, slots=True)
class IndexFile:
    """One file of a project; `metadata_sha256` is there where the index announces the metadata with its hash."""

    name: str
    url: str = field(repr=False)
    version: str
    wheel: bool
    sha256: str | None
    metadata_sha256: str | None


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """What an index offers of one project; `index` is the trusted URL that it came from, `by_project` who named it."""

    index: str = field(repr=False)
    project: str
    url: str = field(repr=False)
    entries: "tuple[Entry, ...]" = field(repr=False)
    by_project: bool = False


def read_page(answer: Answer, project: str, index: str, *, by_project: bool = False) -> ProjectPage:
    """Parse a project page, JSON or HTML.

    Raises AnswerError where the body is neither, or says that it is of another project.
    """
    from licscan.net.index_wire import decode_page

    media = answer.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if not media.endswith("json"):
        return ProjectPage(index, project, answer.url, tuple(_html_entries(answer, project)), by_project)
    page = decode_page(answer.body)
    if normalized(page.name) != project:
        raise AnswerError(_OTHER_PROJECT)
    return ProjectPage(index, project, answer.url, tuple(page.files), by_project)


def _html_entries(answer: Answer, project: str) -> "Iterator[Entry]":
    import pypi_simple

    from licscan.net.index_wire import Entry

    if len(answer.body) > _MAX_HTML:
        raise AnswerError(f"the package index answered with more than {_MAX_HTML} bytes of HTML")
    if not _is_plain_html(answer.body):
        raise AnswerError("the package index answered with HTML that is no list of files")
    try:
        page = pypi_simple.ProjectPage.from_html(project, answer.body, answer.url, "utf-8")
    except (ValueError, KeyError, TypeError, RecursionError, pypi_simple.UnsupportedRepoVersionError):
        raise AnswerError("the package index answered with something that is no project page") from None
    for package in page.packages:
        yield Entry(
            package.filename,
            package.url,
            package.digests,
            package.is_yanked,
            package.requires_python,
            package.metadata_digests,
        )


def _is_plain_html(body: bytes) -> bool:
    """Whether tags and anchors are closed, and comments few.

    The parser of the standard library takes time by the square of what is left open: 2 MB of it are hours.
    """
    unclosed = body.count(b"<") - body.count(b">")
    odd = body.count(b"<!") + body.count(b"<?")
    depth = deepest = 0
    for tag in _TAG.finditer(body):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return abs(unclosed) <= _MAX_ODD and odd <= _MAX_ODD and deepest <= _MAX_OPEN


class _Names:
    """Versions in file names of one project, each spelling of its name normalized once."""

    def __init__(self, project: str) -> None:
        self._project = project
        self._known: dict[str, bool] = {}

    def is_own(self, prefix: str) -> bool:
        """Whether a spelling names this project."""
        known = self._known.get(prefix)
        if known is None:
            known = self._known[prefix] = normalized(prefix) == self._project
        return known

    def version_in(self, filename: str) -> tuple[str, bool] | None:
        """The version in a file name and whether it is a wheel; None for what is neither wheel nor sdist of ours."""
        if filename.endswith(".whl"):
            parts = filename[:-4].split("-")
            return (parts[1], True) if len(parts) in (5, 6) and self.is_own(parts[0]) else None
        ending = _SDIST.search(filename)
        if ending is None:
            return None
        stem = filename[: ending.start()]
        for at in (match.start() for match in re.finditer("-", stem[:300])):
            if self.is_own(stem[:at]):
                return stem[at + 1 :], False
        return None


def choose(page: ProjectPage, version: str, wanted: Sequence[str]) -> IndexFile:
    """The file of a version to ask for metadata: a pure-Python wheel, else the first wheel, else an sdist.

    `wanted` are the SHA-256 that a lock file allows (empty: any). Raises NotFoundError where the index has no file
    of that version, AnswerError where it has some and none is one that the lock file allows.
    """
    # Nearly always the file names spell the version as it is asked for: the others are compared only where not.
    alike = tuple(entry for entry in page.entries if f"-{version}" in entry.filename)
    if allowed := [file for file in _of_version(page, alike, version) if not wanted or file.sha256 in wanted]:
        return min(allowed, key=_preference)
    offered = list(_of_version(page, page.entries, version))
    if not offered:
        raise NotFoundError("the package index does not have this version")
    allowed = [file for file in offered if not wanted or (file.sha256 in wanted)]
    if not allowed:
        raise AnswerError(
            "no file of this version on the package index has a hash that the lock file states",
            hint="lock the project again, and find out why the files of a released version changed",
        )
    return min(allowed, key=_preference)


def _of_version(page: ProjectPage, entries: "Iterable[Entry]", version: str) -> Iterator[IndexFile]:
    names = _Names(page.project)
    same: dict[str, bool] = {}
    for entry in entries:
        stated = names.version_in(entry.filename)
        if stated is None:
            continue
        if stated[0] not in same:
            same[stated[0]] = same_version(stated[0], version)
        if same[stated[0]]:
            try:
                url = urljoin(page.url, entry.url)
            except ValueError:  # an address that is none: such a file cannot be had
                continue
            yield IndexFile(entry.filename, url, *stated, entry.sha256(), entry.metadata_sha256())


def _preference(file: IndexFile) -> tuple[bool, bool, bool, str]:
    return (
        not file.wheel,
        not file.name.endswith("-none-any.whl"),
        not file.wheel and not file.name.endswith(_READABLE_SDIST),
        file.name,
    )


def newest(pages: Iterable[ProjectPage], specifier: str, python: str) -> str | None:
    """The newest version that fits: no pre-release, not yanked, and made for this Python; None where there is none."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    try:
        wanted = SpecifierSet(specifier)
    except InvalidSpecifier:
        return None
    runs: dict[str | None, bool] = {None: True}
    fitting: dict[Version, str] = {}
    for text, requires in sorted(_released(pages), key=lambda each: (each[0], each[1] or "")):
        if requires not in runs:
            runs[requires] = _runs(requires, python)
        if not runs[requires]:
            continue
        try:
            version = Version(text)
        except InvalidVersion:
            continue
        if not version.is_prerelease and wanted.contains(version, prereleases=False):
            fitting.setdefault(version, str(version))
    return fitting[max(fitting)] if fitting else None


def releases(pages: Iterable[ProjectPage]) -> tuple[str, ...]:
    """All final versions with a file that is not yanked, oldest first."""
    from packaging.version import InvalidVersion, Version

    found: set[Version] = set()
    for text, _ in _released(pages):
        try:
            version = Version(text)
        except InvalidVersion:
            continue
        if not version.is_prerelease:
            found.add(version)
    return tuple(str(version) for version in sorted(found))


def _released(pages: Iterable[ProjectPage]) -> set[tuple[str, str | None]]:
    """The versions that have a file which is not yanked, each with what the file says of Python."""
    found = set()
    for page in pages:
        names = _Names(page.project)
        for entry in page.entries:
            stated = None if entry.yanked else names.version_in(entry.filename)
            if stated is not None:
                found.add((stated[0], entry.requires_python or None))
    return found


def _runs(requires: str | None, python: str) -> bool:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return SpecifierSet(requires or "").contains(python, prereleases=True)
    except InvalidSpecifier:
        return False
