"""Works that a library has a class or function for: `torchvision.datasets.MNIST`, `torchvision.models.resnet50`."""

import ast

from licscan.scanners.datasets.references.code.dotted import as_text, dotted_name
from licscan.scanners.datasets.references.code.scopes import Module, Scope
from licscan.scanners.datasets.references.code.values import Values
from licscan.scanners.datasets.references.found import Found
from licscan.scanners.datasets.references.table import Builtin
from licscan.scanners.datasets.references.works import Reading, work_of


def read_builtins(module: Module, values: Values, found: Found) -> None:
    """Add the works whose classes or functions a module uses."""
    packages = found.place.names.packages
    roots = {name for name, imported in module.imports.items() if imported[0] in packages}
    if not roots:
        return
    calls = {id(call.func): call for call, _ in module.calls}
    for use, scope in module.uses:
        if _root(use) in roots:
            _read(use, scope, calls.get(id(use)), module, values, found)


def _root(use: ast.expr) -> str | None:
    while isinstance(use, ast.Attribute):
        use = use.value
    return use.id if isinstance(use, ast.Name) else None


def _read(
    use: ast.Attribute | ast.Name, scope: Scope, call: ast.Call | None, module: Module, values: Values, found: Found
) -> None:
    dotted = dotted_name(use, module, scope, found.place)
    whole = as_text(dotted) if dotted else ""
    for builtin in found.place.names.builtins:
        named = builtin.match.fullmatch(whole)
        if not named or named["name"] in builtin.excluded:
            continue
        if builtin.asked and not (call and _is_asked(call, builtin, scope, values)):
            continue
        how = whole[: named.start("name")].rstrip("._").removesuffix(".fetch").removesuffix(".load")
        if work := work_of(named["name"], Reading("plain", builtin.kind, builtin.scheme), found.place):
            found.add(work, use.lineno, how)
        return


def _is_asked(call: ast.Call, builtin: Builtin, scope: Scope, values: Values) -> bool:
    """Whether a call asks for weights that the library brings: not for none, and not for those of a file."""
    given = [keyword.value for keyword in call.keywords if keyword.arg in builtin.asked]
    if not given and 0 <= builtin.asked_position < len(call.args):
        given = [call.args[builtin.asked_position]]
    if not given:
        return builtin.by_default
    leaves = [leaf for each in given for leaf in values.leaves(each, scope)]
    # What cannot be followed is an entry of an enumeration of weights, as a rule.
    return not leaves or any(_asks(leaf.node, builtin) for leaf in leaves)


def _asks(said: ast.expr, builtin: Builtin) -> bool:
    if not isinstance(said, ast.Constant):
        return True
    if isinstance(said.value, str) and builtin.asks_by:
        return said.value in builtin.asks_by
    return bool(said.value)
