"""Dependencies in the tables of Pixi (https://pixi.sh/latest/reference/pixi_manifest/)."""

from licscan.documents.document import Key
from licscan.documents.values import as_table
from licscan.model.finding import GapReason
from licscan.model.package_name import proper_name
from licscan.model.scope import BUILD, RUNTIME, group_scope
from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.conda.spec import conda_dependency
from licscan.scanners.dependencies.sources.interface import Dependency, Origin
from licscan.scanners.dependencies.sources.pyproject.document import HOW
from licscan.scanners.dependencies.sources.pyproject.scopes import Scoped
from licscan.scanners.dependencies.sources.requirements.local_path import Local, archive_identity, local_target
from licscan.scanners.dependencies.sources.requirements.text import pinned

_CONDA = {"dependencies": None, "host-dependencies": BUILD, "build-dependencies": BUILD}
_DIRECT = {"git": Origin.GIT, "url": Origin.URL, "path": Origin.PATH}


def read_pixi(scoped: Scoped, key: Key, pixi: dict[str, object]) -> None:
    """Read the tables of a project and of its features; a feature counts as a group."""
    _read(scoped, key, pixi, RUNTIME)
    features = as_table(pixi, "feature")
    for name, feature in features.items():
        _read(scoped, (*key, "feature", name), as_table(feature), group_scope(name))


def _read(scoped: Scoped, key: Key, stated: dict[str, object], scope: str) -> None:
    for name, build in _CONDA.items():
        for package, entry in _entries(scoped, (*key, name), stated.get(name)):
            _conda(scoped, (*key, name, package), package, entry, build or scope)
    for package, entry in _entries(scoped, (*key, "pypi-dependencies"), stated.get("pypi-dependencies")):
        _pypi(scoped, (*key, "pypi-dependencies", package), package, entry, scope)
    for platform, target in as_table(stated, "target").items():
        # What holds on one platform only: that is no reason to leave it out.
        _read(scoped, (*key, "target", platform), {**as_table(target), "target": {}}, scope)


def _entries(scoped: Scoped, key: Key, entries: object) -> list[tuple[str, object]]:
    if isinstance(entries, dict):
        return list(entries.items())
    if entries is not None:
        scoped.unparsable(key)
    return []


def _conda(scoped: Scoped, key: Key, name: str, entry: object, scope: str) -> None:
    version = entry.get("version", "*") if isinstance(entry, dict) else entry
    reference = Reference(scoped.path, scoped.document.line(*key), HOW)
    text = f"{name} {version}" if isinstance(version, str) else ""
    found = conda_dependency(text, reference, scopes=(scope,))
    if found is None:
        scoped.unparsable(key)
    else:
        scoped.add(found)


def _pypi(scoped: Scoped, key: Key, written: str, entry: object, scope: str) -> None:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    stated = {"version": entry} if isinstance(entry, str) else as_table(entry)
    version, extras = stated.get("version", "*"), stated.get("extras")
    kind = next((kind for kind in _DIRECT if kind in stated), None)
    target = stated.get(kind) if kind else None
    try:
        specifier = str(SpecifierSet("" if version == "*" else str(version)))
    except InvalidSpecifier:
        specifier = None
    name = proper_name(written)
    if name is None or specifier is None:
        scoped.gap(key, GapReason.UNPARSABLE, "an entry of pypi-dependencies is no requirement")
        return
    folder = scoped.path.rpartition("/")[0]
    local = (
        local_target(scoped.root, folder, target) if kind == "path" and isinstance(target, str) else None
    ) or Local()
    if local.folder == "":
        return  # the project itself
    identity = archive_identity(local.archive) if local.archive else None
    scoped.add(
        Dependency(
            name,
            identity[1] if identity else pinned(specifier) if kind is None else None,
            Reference(scoped.path, scoped.document.line(*key), HOW),
            specifier=specifier,
            origin=_DIRECT[kind] if kind else Origin.INDEX,
            extras=tuple(sorted(str(extra) for extra in extras)) if isinstance(extras, list) else (),
            scopes=(scope,),
            archive=local.archive,
            folder=local.folder,
        )
    )
