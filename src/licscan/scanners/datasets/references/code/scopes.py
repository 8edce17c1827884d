"""Where the names of a module come from: imports, assignments, parameters, attributes of its classes.

One pass over the tree that follows nothing; `values` asks what it has noted.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import cast


class Step(Enum):
    """What a loop takes out of a value."""

    ELEMENT = auto()


Way = tuple[Step | int, ...]
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(slots=True, eq=False)
class Scope:
    """A module, class or function, with what its names are bound to."""

    parent: "Scope | None"
    node: ast.AST
    owner: str | None = None
    names: dict[str, list["Bound"]] = field(default_factory=dict)

    def bind(self, name: str, bound: "Bound") -> None:
        """Note one of the things that a name can be."""
        self.names.setdefault(name, []).append(bound)


@dataclass(frozen=True, slots=True)
class Bound:
    """A name stands for an expression, or for what lies in it by the `way`; None where nothing can be said."""

    expression: ast.expr | None
    scope: Scope
    way: Way = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function of the module; `place` counts without `self`, None where only a keyword reaches it."""

    function: str
    name: str
    place: int | None
    default: ast.expr | None
    scope: Scope


@dataclass(frozen=True, slots=True)
class Leaf:
    """An expression that is no name, in the scope whose names it holds."""

    node: ast.expr
    scope: Scope


@dataclass(slots=True)
class Module:
    """Everything noted of one module."""

    scope: Scope
    imports: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stars: list[tuple[str, ...]] = field(default_factory=list)
    defined: set[str] = field(default_factory=set)
    calls: list[tuple[ast.Call, Scope]] = field(default_factory=list)
    uses: list[tuple[ast.Attribute | ast.Name, Scope]] = field(default_factory=list)
    dictionaries: list[tuple[ast.Dict, Scope]] = field(default_factory=list)
    attributes: dict[tuple[str | None, str], list[Bound]] = field(default_factory=dict)
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    returns: dict[str, list[Bound]] = field(default_factory=dict)
    parameters: dict[tuple[int, str], Parameter] = field(default_factory=dict)
    called: dict[str, list[tuple[ast.Call, Scope]]] = field(default_factory=dict)
    # Which packages are modules of the project, as far as somebody has looked.
    own: dict[str, bool] = field(default_factory=dict)

    def attribute(self, owner: str | None, name: str, bound: Bound) -> None:
        """Note what an attribute can be, of a class where that is known."""
        self.attributes.setdefault((owner, name), []).append(bound)


def scopes(tree: ast.Module) -> Module:
    """Note the names of a module; nodes are visited in the order of the text."""
    module = Module(Scope(None, tree))
    waiting: list[tuple[ast.AST, Scope]] = [(tree, module.scope)]
    while waiting:
        node, scope = waiting.pop()
        note, parts = _VISITS[type(node)]
        inner = (note(module, node, scope) if note else None) or scope
        for name in parts:
            part = getattr(node, name, None)
            if type(part) is list:
                waiting.extend([(each, inner) for each in reversed(part) if type(each) in _VISITS])
            elif part is not None and type(part) in _VISITS:
                waiting.append((part, inner))
    return module


def _import(module: Module, node: ast.Import, _: Scope) -> None:
    for name in node.names:
        dotted = tuple(name.name.split("."))
        module.imports.setdefault(name.asname or dotted[0], dotted if name.asname else dotted[:1])


def _import_from(module: Module, node: ast.ImportFrom, _: Scope) -> None:
    source = tuple((node.module or "").split("."))
    if node.level:
        source = ("." * node.level, *source)
    for name in node.names:
        if name.name == "*":
            module.stars.append(source)
        else:
            module.imports.setdefault(name.asname or name.name, (*source, name.name))


def _function(module: Module, node: Function, scope: Scope) -> Scope:
    name = "" if isinstance(node, ast.Lambda) else node.name
    is_method = isinstance(scope.node, ast.ClassDef)
    if name and not is_method:
        module.defined.add(name)
    inner = Scope(scope, node, owner=scope.owner)
    called = scope.node.name if isinstance(scope.node, ast.ClassDef) and name == "__init__" else name
    _parameters(module, node, inner, called, is_method=is_method)
    return inner


def _parameters(module: Module, node: Function, scope: Scope, called: str, *, is_method: bool) -> None:
    arguments = node.args
    placed = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(placed) - len(arguments.defaults))
    pairs = list(zip(placed, [*defaults, *arguments.defaults], strict=False))
    shift = 1 if is_method and not _is_static(node) else 0
    for place, (argument, default) in enumerate(pairs):
        found = Parameter(called, argument.arg, place - shift, default, scope)
        module.parameters[id(scope), argument.arg] = found
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        module.parameters[id(scope), argument.arg] = Parameter(called, argument.arg, None, default, scope)


def _is_static(node: Function) -> bool:
    decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
    return any(isinstance(one, ast.Name) and one.id == "staticmethod" for one in decorators)


def _class(module: Module, node: ast.ClassDef, scope: Scope) -> Scope:
    module.classes.setdefault(node.name, node)
    module.defined.add(node.name)
    return Scope(scope, node, owner=node.name)


def _assign(module: Module, node: ast.Assign, scope: Scope) -> None:
    for target in node.targets:
        _target(module, target, Bound(node.value, scope), scope)


def _single(module: Module, node: ast.AnnAssign | ast.NamedExpr, scope: Scope) -> None:
    if node.value is not None:
        _target(module, node.target, Bound(node.value, scope), scope)


def _augmented(module: Module, node: ast.AugAssign, scope: Scope) -> None:
    _target(module, node.target, Bound(None, scope), scope)


def _loop(module: Module, node: ast.For | ast.AsyncFor | ast.comprehension, scope: Scope) -> None:
    _target(module, node.target, Bound(node.iter, scope, (Step.ELEMENT,)), scope)


def _with(module: Module, node: ast.withitem, scope: Scope) -> None:
    if node.optional_vars is not None:
        _target(module, node.optional_vars, Bound(None, scope), scope)


def _return(module: Module, node: ast.Return, scope: Scope) -> None:
    function = scope.node
    if node.value is not None and isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        module.returns.setdefault(function.name, []).append(Bound(node.value, scope))


def _target(module: Module, target: ast.expr, bound: Bound, scope: Scope) -> None:
    """Bind what stands on the left side."""
    match target:
        case ast.Name(id=name):
            _bind(module, name, bound, scope)
        case ast.Attribute(value=base, attr=name):
            is_own = isinstance(base, ast.Name) and base.id in {"self", "cls"}
            module.attribute(scope.owner if is_own else None, name, bound)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            for place, element in enumerate(elements[:100]):
                _target(module, element, Bound(bound.expression, bound.scope, (*bound.way, place)), scope)
        case ast.Starred(value=value):
            _target(module, value, Bound(None, scope), scope)
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key))):
            # `config["dataset"] = "x"` is read as `config` holding that too.
            scope.bind(name, Bound(_one_entry(key, bound), bound.scope))


def _bind(module: Module, name: str, bound: Bound, scope: Scope) -> None:
    scope.bind(name, bound)
    if isinstance(scope.node, ast.ClassDef):
        module.attribute(scope.node.name, name, bound)


def _one_entry(key: str, bound: Bound) -> ast.expr | None:
    if bound.expression is None or bound.way:
        return None
    return ast.Dict(keys=[ast.Constant(value=key)], values=[bound.expression])


def _call(module: Module, node: ast.Call, scope: Scope) -> None:
    module.calls.append((node, scope))
    match node.func:
        case ast.Name(id=name):
            module.called.setdefault(name, []).append((node, scope))
        case ast.Attribute(value=base, attr=name) if not (isinstance(base, ast.Name) and base.id in module.imports):
            module.called.setdefault(name, []).append((node, scope))
    for name, bound in _declared(node, scope):
        module.attribute(None, name, bound)


def _declared(node: ast.Call, scope: Scope) -> Iterator[tuple[str, Bound]]:
    """Attributes that a call makes: an option of argparse or absl, the fields of an object for settings."""
    function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    keywords = {each.arg: each.value for each in node.keywords if each.arg}
    if function == "add_argument" and texts:
        dest = keywords.get("dest")
        long = next((text for text in texts if text.startswith("--")), texts[0])
        name = dest.value if isinstance(dest, ast.Constant) and isinstance(dest.value, str) else long.lstrip("-")
        yield name.replace("-", "_"), Bound(keywords.get("default", ast.Constant(value=None)), scope)
    elif function == "set_defaults" or function.endswith(_SETTINGS) or function in {"dict", "create"}:
        for name, value in keywords.items():
            yield name, Bound(value, scope)
    elif function.startswith("DEFINE_") and texts:
        default = node.args[1] if len(node.args) > 1 else keywords.get("default")
        yield texts[0], Bound(default, scope)


_SETTINGS = ("Config", "Args", "Arguments", "Namespace", "Settings", "Params", "Options", "ConfigDict")


def _dictionary(module: Module, node: ast.Dict, scope: Scope) -> None:
    module.dictionaries.append((node, scope))


def _use(module: Module, node: ast.Attribute | ast.Name, scope: Scope) -> None:
    if isinstance(node.ctx, ast.Load):
        module.uses.append((node, scope))


_Note = Callable[[Module, ast.AST, Scope], Scope | None]
_BY_KIND: dict[type[ast.AST], object] = {
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.Lambda: _function,
    ast.ClassDef: _class,
    ast.Assign: _assign,
    ast.AnnAssign: _single,
    ast.AugAssign: _augmented,
    ast.NamedExpr: _single,
    ast.For: _loop,
    ast.AsyncFor: _loop,
    ast.comprehension: _loop,
    ast.withitem: _with,
    ast.Return: _return,
    ast.Call: _call,
    ast.Dict: _dictionary,
    ast.Attribute: _use,
    ast.Name: _use,
}
# Each function takes the kind of node that it stands under.
_NOTES = cast("dict[type[ast.AST], _Note]", _BY_KIND)
_LEAVES = (
    *(ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop, ast.alias, ast.type_ignore, ast.Constant),
    *(ast.Pass, ast.Break, ast.Continue, ast.Global, ast.Nonlocal),
)


def _kinds(base: type[ast.AST]) -> Iterator[type[ast.AST]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)


# What to do at a kind of node, and its fields, the last first; nodes that hold neither names nor calls are passed over.
_VISITS: dict[type, tuple[_Note | None, tuple[str, ...]]] = {
    kind: (_NOTES.get(kind), tuple(reversed(kind._fields))) for kind in _kinds(ast.AST) if not issubclass(kind, _LEAVES)
}
