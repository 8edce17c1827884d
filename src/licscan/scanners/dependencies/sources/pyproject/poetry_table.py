"""`[tool.poetry]` of pyproject.toml: dependencies, groups and extras (https://python-poetry.org/docs/pyproject/)."""

from dataclasses import replace

from licscan.documents.document import Key
from licscan.documents.values import as_list, as_table
from licscan.model.finding import GapReason
from licscan.model.package_name import normalized, proper_name
from licscan.model.scope import RUNTIME, extra_scope, group_scope
from licscan.model.subject import Reference
from licscan.scanners.dependencies.graph.markers import without_extras
from licscan.scanners.dependencies.sources.interface import Dependency, Origin
from licscan.scanners.dependencies.sources.pyproject.document import HOW
from licscan.scanners.dependencies.sources.pyproject.poetry_constraint import alternatives, python_marker
from licscan.scanners.dependencies.sources.pyproject.scopes import Scoped
from licscan.scanners.dependencies.sources.requirements.local_path import Local, archive_identity, local_target
from licscan.scanners.dependencies.sources.requirements.marker_text import both
from licscan.scanners.dependencies.sources.requirements.text import pinned

_POETRY: Key = ("tool", "poetry")
_DIRECT = {"git": Origin.GIT, "url": Origin.URL, "path": Origin.PATH, "file": Origin.PATH}


def read_poetry(scoped: Scoped) -> str | None:
    """Read all tables of Poetry; returns what they say of the Python version, as a specifier."""
    poetry = as_table(scoped.document.data, "tool", "poetry")
    optional = _extras(poetry)
    _read(scoped, (*_POETRY, "dependencies"), poetry.get("dependencies"), RUNTIME, optional)
    _read(scoped, (*_POETRY, "dev-dependencies"), poetry.get("dev-dependencies"), group_scope("dev"), {})
    groups = poetry.get("group", {})
    if not isinstance(groups, dict):
        scoped.unparsable((*_POETRY, "group"))
        return None
    for name, group in groups.items():
        key = (*_POETRY, "group", name)
        _read(scoped, (*key, "dependencies"), as_table(group).get("dependencies"), group_scope(name), {})
        included = as_table(group).get("include-groups")
        for other in as_list(included):
            scoped.include(group_scope(name), group_scope(str(other)))
    python = as_table(poetry, "dependencies").get("python")
    stated = alternatives(python) if isinstance(python, str) else None
    return stated[0] or None if stated and len(stated) == 1 else None


def _extras(poetry: dict[str, object]) -> dict[str, list[str]]:
    """Normalized names of optional dependencies, each with the scopes of the extras that bring it."""
    found: dict[str, list[str]] = {}
    for extra, names in as_table(poetry, "extras").items():
        for name in as_list(names):
            # Poetry 1 lets an extra name a dependency with its own extras: `fast = ["uvicorn[standard]"]`.
            bare = str(name).partition("[")[0].strip()
            found.setdefault(normalized(bare), []).append(extra_scope(extra))
    return found


def _read(scoped: Scoped, key: Key, entries: object, scope: str, optional: dict[str, list[str]]) -> None:
    if entries is None:
        return
    if not isinstance(entries, dict):
        scoped.unparsable(key)
        return
    for written, entry in entries.items():
        if written == "python":
            continue
        if (name := proper_name(written)) is None:
            scoped.unparsable((*key, written))
            continue
        listed = entry if isinstance(entry, list) else [entry]
        for number, each in enumerate(listed):
            place = (*key, written, number) if isinstance(entry, list) else (*key, written)
            _one(scoped, place, name, {"version": each} if isinstance(each, str) else each, (scope, optional))


def _one(scoped: Scoped, key: Key, name: str, entry: object, where: tuple[str, dict[str, list[str]]]) -> None:
    """One dependency; Poetry's entry about a package of `[project]` only says where that comes from."""
    scope, optional = where
    if scoped.is_full(key):
        return
    if not isinstance(entry, dict):
        scoped.unparsable(key)
        return
    found = _dependency(scoped, key, name, entry)
    if found is None:
        return
    scopes = tuple(sorted(optional.get(name, []))) if entry.get("optional") is True else (scope,)
    stated = scope == RUNTIME and _project_states(scoped, name)
    if not stated:
        for specifier in _alternatives(entry):
            fitting = found if found.origin is not Origin.INDEX else _fitting(found, specifier)
            scoped.add(replace(fitting, scopes=scopes))
    elif found.origin is not Origin.INDEX:
        _enrich(scoped, found)


def _alternatives(entry: dict[str, object]) -> tuple[str, ...]:
    version = entry.get("version", "*")
    return (alternatives(version) if isinstance(version, str) else None) or ("",)


def _fitting(found: Dependency, specifier: str) -> Dependency:
    return replace(found, specifier=specifier, version=pinned(specifier))


def _dependency(scoped: Scoped, key: Key, name: str, entry: dict[str, object]) -> Dependency | None:
    version = entry.get("version", "*")
    if not isinstance(version, str) or alternatives(version) is None:
        scoped.gap(key, GapReason.UNPARSABLE, f"the version of {name} is none that Poetry understands")
        return None
    kind = next((kind for kind in _DIRECT if kind in entry), None)
    origin = _DIRECT[kind] if kind else Origin.INDEX
    target = entry.get(kind) if kind else None
    folder = scoped.path.rpartition("/")[0]
    local = local_target(scoped.root, folder, target) if origin is Origin.PATH and isinstance(target, str) else None
    extras = entry.get("extras")
    local = local or Local()
    identity = archive_identity(local.archive) if local.archive else None
    return Dependency(
        name,
        identity[1] if identity else None,
        Reference(scoped.path, scoped.document.line(*key), HOW),
        origin=origin,
        extras=tuple(sorted(str(extra) for extra in extras)) if isinstance(extras, list) else (),
        marker=_marker(entry),
        archive=local.archive,
        folder=local.folder or None,
    )


def _marker(entry: dict[str, object]) -> str | None:
    """The marker of an entry: `markers`, `python` and `platform` together."""
    from packaging.markers import InvalidMarker, Marker

    found: str | None = None
    stated, python, platform = entry.get("markers"), entry.get("python"), entry.get("platform")
    for text in (
        stated if isinstance(stated, str) else None,
        python_marker(python) if isinstance(python, str) else None,
        f'sys_platform == "{platform}"' if isinstance(platform, str) and '"' not in platform else None,
    ):
        try:
            found = both(found, without_extras(str(Marker(text)))) if text and text.count("(") < 100 else found
        except InvalidMarker:
            continue  # a marker that nobody understands leaves no dependency out
    return found


def _project_states(scoped: Scoped, name: str) -> bool:
    """Whether `[project]` names a package too; then that table says which versions fit."""
    return name in scoped.standard


def _enrich(scoped: Scoped, found: Dependency) -> None:
    """Say of the package of `[project]` that it comes from elsewhere than an index."""
    for number, each in enumerate(scoped.found):
        if each.name == found.name:
            scoped.found[number] = replace(
                each, version=found.version, origin=found.origin, archive=found.archive, folder=found.folder
            )
