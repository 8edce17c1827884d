"""pyproject.toml: `[project]` dependencies (PEP 621) and `[dependency-groups]` (PEP 735)."""

from collections.abc import Iterator
from pathlib import Path

from licscan.documents.document import Document, Key
from licscan.documents.toml_text import read_toml
from licscan.errors import DocumentError
from licscan.model.finding import Gap, GapReason
from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.interface import Dependency, Manifest, Origin, file_gap
from licscan.scanners.dependencies.sources.requirement_text import read_requirement
from licscan.scanners.dependencies.sources.text_file import read_text

HOW = "pyproject"
_OTHER_TOOLS = ("poetry", "pdm", "flit")


class PyprojectSource:
    """Reads the standard tables of pyproject.toml; a table that only another tool understands is a Gap."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read dependencies, optional dependencies and dependency groups, each with its line."""
        document = read_document(root, path)
        if isinstance(document, Gap):
            return Manifest(path, gaps=(document,))
        found = list(_entries(document, path))
        dependencies = tuple(entry for entry in found if isinstance(entry, Dependency))
        gaps = tuple(entry for entry in found if isinstance(entry, Gap))
        project = _own_name(document)
        return Manifest(
            path,
            tuple(dependency for dependency in dependencies if dependency.name != project),
            (*gaps, *_not_understood(document, path)),
            project=project,
        )


def read_document(root: Path, path: str) -> Document | Gap:
    """A TOML file under `root`, or the Gap that says why it cannot be read."""
    text = read_text(root, path)
    if isinstance(text, Gap):
        return text
    try:
        return read_toml(text, shown=path)
    except DocumentError as error:
        line = error.location.line if error.location else None
        return file_gap(path, GapReason.UNPARSABLE, error.message, line=line)


def table(value: object, *keys: str) -> dict[str, object]:
    """The table at a path of keys, empty where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _own_name(document: Document) -> str | None:
    from packaging.utils import canonicalize_name

    name = table(document.data, "project").get("name")
    return str(canonicalize_name(name)) if isinstance(name, str) else None


def _entries(document: Document, path: str) -> Iterator[Dependency | Gap]:
    project = table(document.data, "project")
    yield from _list(document, path, ("project", "dependencies"), project.get("dependencies"))
    for extra, entries in table(project, "optional-dependencies").items():
        yield from _list(document, path, ("project", "optional-dependencies", extra), entries)
    for group, entries in table(document.data, "dependency-groups").items():
        yield from _list(document, path, ("dependency-groups", group), entries)


def _list(document: Document, path: str, key: Key, entries: object) -> Iterator[Dependency | Gap]:
    if entries is None:
        return
    if not isinstance(entries, list):
        yield _unparsable(document, path, key)
        return
    for number, entry in enumerate(entries):
        if isinstance(entry, dict) and "include-group" in entry:
            continue
        line = _line(document, *key, number)
        found = read_requirement(entry, Reference(path, line, HOW)) if isinstance(entry, str) else None
        yield found if found is not None else _unparsable(document, path, (*key, number))


def _unparsable(document: Document, path: str, key: Key) -> Gap:
    where = ".".join(str(part) for part in key if isinstance(part, str))
    return file_gap(path, GapReason.UNPARSABLE, f"an entry of {where} is no requirement", line=_line(document, *key))


def _line(document: Document, *key: str | int) -> int | None:
    position = document.position(*key)
    return position.line if position else None


def _not_understood(document: Document, path: str) -> Iterator[Gap]:
    """What the file says about dependencies in a way that is not read."""
    project = table(document.data, "project")
    dynamic = project.get("dynamic")
    computed = (
        [name for name in dynamic if name in ("dependencies", "optional-dependencies")]
        if isinstance(dynamic, list)
        else []
    )
    if computed:
        detail = f"{' and '.join(computed)} are computed when the project is built"
        yield file_gap(
            path, GapReason.UNRESOLVED, detail, line=_line(document, "project", "dynamic"), hint="scan its environment"
        )
    for tool in _OTHER_TOOLS:
        own = table(document.data, "tool", tool)
        key = next((name for name in ("dependencies", "group", "dev-dependencies", "requires") if own.get(name)), None)
        if key is not None:
            yield file_gap(
                path,
                GapReason.UNSUPPORTED_FORMAT,
                f"[tool.{tool}] {key} are not read",
                line=_line(document, "tool", tool, key),
                hint="scan the project's environment, or state the dependencies in [project]",
            )


def direct_origin(source: dict[str, object]) -> Origin:
    """Where a source table of uv (`{git = ...}`, `{path = ...}`) points to."""
    if "git" in source:
        return Origin.GIT
    if "url" in source:
        return Origin.URL
    if any(kind in source for kind in ("path", "directory", "editable", "virtual")):
        return Origin.PATH
    return Origin.INDEX
