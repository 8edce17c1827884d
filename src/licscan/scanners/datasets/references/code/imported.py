"""Constants that a module imports from others of the project, as expressions in the scope of those."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from licscan.scanners.datasets.references.code.modules import Modules, Names
from licscan.scanners.datasets.references.code.scopes import Bound, Module, Scope

# `from config import X`, where config takes X from a third module, is as far as anybody looks.
MAX_HOPS = 2
MAX_MODULES = 24
MAX_CHAIN = 8
MAX_BOUNDS = 5
MAX_IMPORTS = 500

Taken = tuple[ast.expr, Scope]


@dataclass(slots=True)
class _Reached:
    """A module that names lead to, and how many imports lie between."""

    module: Module
    path: str
    hops: int


@dataclass(slots=True)
class Imported:
    """Where the names that one module imports lead to."""

    modules: Modules
    path: str
    # By the identity of the scope of each module, whose expressions are so told apart.
    reached: dict[int, _Reached] = field(default_factory=dict)
    leads: dict[int, bool] = field(default_factory=dict)

    def start(self, module: Module) -> "Imported":
        """Begin at the module that is read."""
        self.reached[id(module.scope)] = _Reached(module, self.path, 0)
        return self

    def may_lead(self, module: Module) -> bool:
        """Whether a module imports anything of the project, as far as the first names say."""
        if id(module) not in self.leads:
            here = self.reached[id(module.scope)].path
            dotted = (*module.imports.values(), *module.stars)
            self.leads[id(module)] = any(self.modules.is_own(here, names) for names in dotted[:MAX_IMPORTS])
        return self.leads[id(module)]

    def home(self, scope: Scope) -> Module | None:
        """The module that a scope is of."""
        reached = self._of(scope)
        return reached.module if reached else None

    def _of(self, scope: Scope) -> _Reached | None:
        while scope.parent is not None:
            scope = scope.parent
        return self.reached.get(id(scope))

    def taken(self, names: Names, scope: Scope) -> Taken | None:
        """The expression that imported names stand for: `cfg.DATA` after `import config as cfg` is `DATA` of config."""
        here = self._of(scope)
        if here is None or here.hops >= MAX_HOPS or not 1 <= len(names) <= MAX_CHAIN:
            return None
        imported = here.module.imports.get(names[0])
        if imported is not None:
            return self._from(here, (*imported, *names[1:]))
        stars = (self._from(here, (*star, *names)) for star in here.module.stars[:MAX_BOUNDS])
        return next((found for found in stars if found), None)

    def _from(self, here: _Reached, dotted: Names) -> Taken | None:
        located = self.modules.locate(here.path, dotted)
        if located is None or not located[1]:
            return None
        path, names = located
        module = self.modules.module(path)
        if module is None or not _has(module, names[0]):
            return None
        known = self.reached.get(id(module.scope))
        if known is None:
            if len(self.reached) >= MAX_MODULES:
                return None
            known = self.reached[id(module.scope)] = _Reached(module, path, here.hops + 1)
        known.hops = min(known.hops, here.hops + 1)
        return expression_of(names), module.scope

    def made_by(self, base: ast.expr, name: str, scope: Scope) -> Iterator[Taken]:
        """An attribute of an object that is of an imported class: `Config().data`, `def main(config: Config)`."""
        for expression, at in self._makers(base, scope):
            called = expression.func if isinstance(expression, ast.Call) else expression
            names = chain_of(called)
            if names is None or _is_bound(names[0], at):
                continue
            if isinstance(expression, ast.Call):
                given = next((keyword.value for keyword in expression.keywords if keyword.arg == name), None)
                if given is not None:
                    yield given, at
                    return
                if expression.args or any(keyword.arg is None for keyword in expression.keywords):
                    continue  # what is given may be what is asked for
            if found := self.taken((*names, name), at):
                yield found

    def _makers(self, base: ast.expr, scope: Scope) -> Iterator[Taken]:
        """What an object was made by: the call, another name of it, or the class that stands at a parameter."""
        module = self.home(scope)
        match base:
            case ast.Call():
                yield base, scope
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name) if module:
                yield from _expressions(module.attributes.get((scope.owner, name), []))
            case ast.Name(id=name) if module:
                yield from _of_name(name, module, scope)

    def of_classes(self, name: str, scope: Scope) -> list[Taken]:
        """An attribute that a class has that the module imports, where nothing says what the object is."""
        module = self.home(scope)
        found = []
        for imported in module.imports if module else ():
            # PEP 8: classes begin with a capital. Constants of other modules do so too, and have no attributes.
            if imported[:1].isupper() and not imported.isupper() and (taken := self.taken((imported, name), scope)):
                home = self.home(taken[1])
                if home and (imported, name) in home.attributes:
                    found.append(taken)
        return found


def _of_name(name: str, module: Module, scope: Scope) -> Iterator[Taken]:
    at: Scope | None = scope
    while at is not None:
        parameter = module.parameters.get((id(at), name))
        if parameter is not None and (annotation := _annotation(name, at)) is not None:
            yield annotation, at.parent or at
        bounds = at.names.get(name, [])
        yield from _expressions(bounds)
        if bounds or parameter is not None:
            return
        at = at.parent


def _expressions(bounds: list[Bound]) -> Iterator[Taken]:
    for bound in bounds[:MAX_BOUNDS]:
        if bound.expression is not None and not bound.way:
            yield bound.expression, bound.scope


def _annotation(name: str, scope: Scope) -> ast.expr | None:
    """The class that a parameter is said to be of; written as a text too (PEP 563)."""
    arguments = getattr(scope.node, "args", None)
    if not isinstance(arguments, ast.arguments):
        return None
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        if argument.arg == name:
            said = argument.annotation
            if isinstance(said, ast.Constant) and isinstance(said.value, str):
                parts = tuple(said.value.split("."))
                return expression_of(parts) if all(part.isidentifier() for part in parts) else None
            return said
    return None


def _has(module: Module, name: str) -> bool:
    return name in module.scope.names or name in module.imports or name in module.defined or bool(module.stars)


def _is_bound(name: str, scope: Scope) -> bool:
    """Whether the module itself gives a name a value: then that is what it stands for."""
    at: Scope | None = scope
    while at is not None:
        if name in at.names:
            return True
        at = at.parent
    return False


def is_imported(names: Names, module: Module, scope: Scope) -> bool:
    """Whether the first of some names is one that the module imports, and gives no other value or may."""
    if names[0] not in module.imports and not module.stars:
        return False
    at: Scope | None = scope
    while at is not None:
        if names[0] in at.names or (id(at), names[0]) in module.parameters:
            return False
        at = at.parent
    return True


def class_of(base: ast.expr, scope: Scope, module: Module) -> str | None:
    """The class of the module that an object belongs to, where that is plain."""
    if not isinstance(base, ast.Name):
        return None
    if base.id in {"self", "cls"}:
        return scope.owner
    classes = module.classes
    if base.id in classes:
        return base.id
    at: Scope | None = scope
    while at is not None:
        for bound in at.names.get(base.id, []):
            made = bound.expression
            if isinstance(made, ast.Call) and isinstance(made.func, ast.Name) and made.func.id in classes:
                return made.func.id
        at = at.parent
    return None


def chain_of(expression: ast.expr) -> Names | None:
    """The names of `a.b.c`; None for what is no such chain."""
    names: list[str] = []
    while isinstance(expression, ast.Attribute) and len(names) < MAX_CHAIN:
        names.append(expression.attr)
        expression = expression.value
    return (expression.id, *reversed(names)) if isinstance(expression, ast.Name) else None


def expression_of(names: Names) -> ast.expr:
    """The expression that names say."""
    found: ast.expr = ast.Name(id=names[0], ctx=ast.Load())
    for name in names[1:]:
        found = ast.Attribute(value=found, attr=name, ctx=ast.Load())
    return found
