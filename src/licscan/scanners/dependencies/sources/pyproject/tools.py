"""Tables of pyproject.toml in which PDM, uv, Rye, Flit, Hatch and Pixi state dependencies."""

from collections.abc import Callable

from licscan.documents.document import Key
from licscan.documents.values import as_list, as_table
from licscan.model.scope import RUNTIME, extra_scope, group_scope
from licscan.scanners.dependencies.sources.pyproject.pixi_table import read_pixi
from licscan.scanners.dependencies.sources.pyproject.scopes import Scoped

_FLIT: Key = ("tool", "flit", "metadata")
_HATCH: Key = ("tool", "hatch", "envs")


def read_tools(scoped: Scoped) -> None:
    """Read the tables of all tools but Poetry."""
    tool = as_table(scoped.document.data, "tool")
    # What uv read before dependency groups were a standard, and still reads.
    for name in ("uv", "rye"):
        _lines(scoped, ("tool", name, "dev-dependencies"), as_table(tool, name).get("dev-dependencies"), "group:dev")
    _named(scoped, ("tool", "pdm", "dev-dependencies"), as_table(tool, "pdm").get("dev-dependencies"), group_scope)
    flit = as_table(tool, "flit", "metadata")
    scoped.requirements((*_FLIT, "requires"), flit.get("requires"), RUNTIME)
    scoped.requirements((*_FLIT, "dev-requires"), flit.get("dev-requires"), extra_scope("dev"))
    _named(scoped, (*_FLIT, "requires-extra"), flit.get("requires-extra"), extra_scope)
    _hatch(scoped, as_table(tool, "hatch").get("envs"))
    read_pixi(scoped, ("tool", "pixi"), as_table(tool, "pixi"))


def _named(scoped: Scoped, key: Key, lists: object, scope_of: Callable[[str], str]) -> None:
    """A table of lists by name."""
    if lists is None:
        return
    if not isinstance(lists, dict):
        scoped.unparsable(key)
        return
    for name, entries in lists.items():
        _lines(scoped, (*key, name), entries, scope_of(name))


def _lines(scoped: Scoped, key: Key, entries: object, scope: str) -> None:
    """A list whose entries may be editable projects too."""
    if entries is None:
        return
    if not isinstance(entries, list):
        scoped.unparsable(key)
        return
    for number, entry in enumerate(entries):
        scoped.loose((*key, number), entry, scope)


def _hatch(scoped: Scoped, environments: object) -> None:
    """Environments of Hatch; each counts as a group that may bring extras of the project."""
    if environments is None:
        return
    if not isinstance(environments, dict):
        scoped.unparsable(_HATCH)
        return
    for name, environment in environments.items():
        scope = group_scope(name)
        for key in ("dependencies", "extra-dependencies"):
            entries = as_table(environment).get(key)
            # `{root:uri}` is the folder of the project; other fields of Hatch stay, and are no requirement.
            filled = [_filled(entry) for entry in entries] if isinstance(entries, list) else entries
            _lines(scoped, (*_HATCH, name, key), filled, scope)
        features = as_table(environment).get("features")
        for feature in as_list(features):
            scoped.include(scope, extra_scope(str(feature)))


def _filled(entry: object) -> object:
    if not isinstance(entry, str):
        return entry
    return entry.replace("{root:uri}", "file:.").replace("{root}", "file:.")
