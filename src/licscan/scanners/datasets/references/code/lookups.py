"""Calls that only pick or hand on a value: `config.get("x", default)`, `os.getenv`, `Path(x)`, `field(default=x)`."""

import ast
from typing import TYPE_CHECKING

from licscan.scanners.datasets.references.code.imported import chain_of, is_imported
from licscan.scanners.datasets.references.code.literals import entries_of
from licscan.scanners.datasets.references.code.scopes import Leaf, Scope

if TYPE_CHECKING:
    from licscan.scanners.datasets.references.code.values import Values

_TRANSPARENT = frozenset(
    {
        "str",
        "Path",
        "PurePath",
        "list",
        "tuple",
        "set",
        "sorted",
        "tqdm",
        "deepcopy",
        "expanduser",
        "choice",
        "OmegaConf",
    }
    | {
        "create",
        "EasyDict",
        "edict",
        "ConfigDict",
        "reversed",
        "iter",
        "cast_str",
        "abspath",
        "trange",
        "Munch",
        "track",
    }
)
_LOOKING = frozenset({"get", "pop", "getenv", "setdefault", "getattr"})
_VIEWS = frozenset({"items", "values", "keys", "copy"})
_DECLARING = frozenset({"field", "Field", "Option", "Argument", "Parameter", "arg", "Secret"})


def called(values: "Values", call: ast.Call, scope: Scope, depth: int) -> tuple[list[Leaf], bool]:
    """What a call gives that only picks or hands on; others stay as they are."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    found: tuple[list[Leaf], bool] = [Leaf(call, scope)], False
    if name in _TRANSPARENT and call.args:
        found = values.resolve(call.args[0], scope, depth)
    elif name in _DECLARING:
        default = next((each.value for each in call.keywords if each.arg == "default"), None)
        found = values.resolve(default or (call.args[0] if call.args and name != "field" else None), scope, depth)
    elif name in _LOOKING and call.args:
        found = _looked_up(values, call, name, scope, depth)
    elif name in _VIEWS and isinstance(call.func, ast.Attribute) and not call.args:
        found = _view(values, call.func.value, name, scope, depth)
    else:
        found = _returned(values, call, name, scope, depth)
    return found


def _returned(values: "Values", call: ast.Call, name: str, scope: Scope, depth: int) -> tuple[list[Leaf], bool]:
    """What a function of the project gives; one of another module only where nothing given to it decides."""
    module = values.home(scope)
    if name in module.returns and name not in module.imports:
        return values.bounds(module.returns[name], depth)
    names = chain_of(call.func)
    if names and not call.args and not call.keywords and is_imported(names, module, scope):
        taken = values.imported.taken(names, scope)
        if taken and (function := chain_of(taken[0])):
            there = values.home(taken[1])
            if len(function) == 1 and function[0] in there.returns:
                return values.bounds(there.returns[function[0]], depth)
    return [Leaf(call, scope)], False


def _taken(values: "Values", call: ast.Call, scope: Scope, depth: int) -> tuple[list[Leaf], bool]:
    """`getattr(args, "model", default)`."""
    named = call.args[1] if len(call.args) > 1 else None
    if not isinstance(named, ast.Constant):
        return [], True
    found, is_open = values.attribute(call.args[0], str(named.value), scope, depth)
    more, _ = values.resolve(call.args[2], scope, depth) if len(call.args) > 2 else ([], False)
    return [*found, *more], is_open and not more


def _view(values: "Values", base: ast.expr, name: str, scope: Scope, depth: int) -> tuple[list[Leaf], bool]:
    leaves, is_open = values.resolve(base, scope, depth)
    if name == "copy":
        return leaves, is_open
    found: list[Leaf] = []
    for leaf in leaves:
        entries = list(entries_of(leaf.node))
        keys: list[ast.expr] = [ast.Constant(value=key) for key, _ in entries]
        items = [value for _, value in entries]
        pairs: list[ast.expr] = [ast.Tuple(elts=list(pair)) for pair in zip(keys, items, strict=True)]
        found.append(Leaf(ast.List(elts={"keys": keys, "values": items}.get(name, pairs)), leaf.scope))
    return found, is_open


def _looked_up(values: "Values", call: ast.Call, name: str, scope: Scope, depth: int) -> tuple[list[Leaf], bool]:
    """`config.get("x", default)`, `os.environ.get`, `os.getenv`, `getattr`."""
    if name == "getattr":
        return _taken(values, call, scope, depth)
    fallback = call.args[1] if len(call.args) > 1 else None
    default, missing = values.resolve(fallback, scope, depth) if fallback else ([], True)
    if not isinstance(call.func, ast.Attribute):
        return default, missing
    leaves, _ = values.resolve(call.func.value, scope, depth)
    keys, unknown = values.texts(call.args[0], scope, depth)
    found, absent = values.keyed(leaves, None if unknown else keys, depth)
    if absent and missing and len(keys) == 1:  # `values.get("model")` in a validator of the class
        bounds = values.home(scope).attributes.get((scope.owner, keys[0]), []) if scope.owner else []
        return values.bounds(bounds, depth) if bounds else ([*found, *default], True)
    return [*found, *default], absent and missing
