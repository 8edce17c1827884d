"""pyproject.toml: `[project]` dependencies (PEP 621) and `[dependency-groups]` (PEP 735)."""

from collections.abc import Iterator
from dataclasses import replace
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
# Tables of other tools that state dependencies, in forms of their own that are not read.
_OTHER_TOOLS = (
    ("flit", "requires"),
    ("flit", "metadata", "requires"),
    ("hatch", "envs"),
    ("pdm", "dev-dependencies"),
    ("pixi", "dependencies"),
    ("pixi", "feature"),
    ("pixi", "pypi-dependencies"),
    ("poetry", "dependencies"),
    ("poetry", "dev-dependencies"),
    ("poetry", "group"),
    ("rye", "dev-dependencies"),
)


class PyprojectSource:
    """Reads the standard tables of pyproject.toml; a table that only another tool understands is a Gap."""

    def read(self, root: Path, path: str) -> Manifest:
        """Read dependencies, optional dependencies and dependency groups, each with its line."""
        document = read_document(root, path)
        if isinstance(document, Gap):
            return Manifest(path, gaps=(document,))
        found = list(_entries(document, path))
        sources = _direct_sources(document)
        dependencies = tuple(_from(entry, sources) for entry in found if isinstance(entry, Dependency))
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
    # What uv read before dependency groups were a standard, and still reads.
    legacy = table(document.data, "tool", "uv").get("dev-dependencies")
    yield from _list(document, path, ("tool", "uv", "dev-dependencies"), legacy)
    for key in (("project", "optional-dependencies"), ("dependency-groups",)):
        stated = table(document.data, *key[:-1]).get(key[-1], {})
        if not isinstance(stated, dict):
            yield _unparsable(document, path, key)
            continue
        for name, entries in stated.items():
            yield from _list(document, path, (*key, name), entries)


def _direct_sources(document: Document) -> dict[str, Origin]:
    """Normalized names that `[tool.uv.sources]` takes from elsewhere than an index."""
    from packaging.utils import canonicalize_name

    found: dict[str, Origin] = {}
    for name, stated in table(document.data, "tool", "uv", "sources").items():
        for source in stated if isinstance(stated, list) else [stated]:
            origin = direct_origin(source) if isinstance(source, dict) else Origin.INDEX
            if origin is not Origin.INDEX:
                found.setdefault(str(canonicalize_name(name)), origin)
    return found


def _from(dependency: Dependency, sources: dict[str, Origin]) -> Dependency:
    origin = sources.get(dependency.name)
    return dependency if origin is None else replace(dependency, version=None, origin=origin)


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
    if not isinstance(document.data, dict) or not isinstance(document.data.get("project", {}), dict):
        yield file_gap(path, GapReason.UNPARSABLE, "project is no table", line=_line(document, "project"))
    dynamic = table(document.data, "project").get("dynamic")
    stated = dynamic if isinstance(dynamic, list) else [dynamic]
    computed = [name for name in stated if name in ("dependencies", "optional-dependencies")]
    if computed:
        detail = f"{' and '.join(computed)} are computed when the project is built"
        yield file_gap(
            path, GapReason.UNRESOLVED, detail, line=_line(document, "project", "dynamic"), hint="scan its environment"
        )
    for key in _OTHER_TOOLS:
        if _states(table(document.data, "tool", *key[:-1]).get(key[-1]), key):
            yield file_gap(
                path,
                GapReason.UNSUPPORTED_FORMAT,
                f"the dependencies under tool.{'.'.join(key)} are not read",
                line=_line(document, "tool", *key),
                hint="scan the project's environment, or state the dependencies in [project]",
            )


def _states(value: object, key: tuple[str, ...]) -> bool:
    """Whether a table of another tool names any package; Poetry lists Python itself, Hatch names what an env runs."""
    if key == ("hatch", "envs"):
        environments = value.values() if isinstance(value, dict) else ()
        listed = ("dependencies", "extra-dependencies")
        return any(table(environment).get(name) for environment in environments for name in listed)
    return bool(set(value) - {"python"}) if isinstance(value, dict) else bool(value)


def direct_origin(source: dict[str, object]) -> Origin:
    """Where a source table of uv (`{git = ...}`, `{path = ...}`) points to; a kind that is not known is no index."""
    if "git" in source:
        return Origin.GIT
    if "url" in source:
        return Origin.URL
    if any(kind in source for kind in ("path", "directory", "editable", "virtual", "workspace")):
        return Origin.PATH
    return Origin.INDEX if not source or source.keys() & {"registry", "index"} else Origin.URL
