"""What an expression can be, as far as the module itself says: constants followed, nothing run.

An expression is resolved to leaves (literals, lists, dictionaries, formatted strings, calls), and leaves to texts.
Everything is bounded: a hostile module gives up early, and then the value counts as known to a run only.
"""

import ast
from dataclasses import dataclass, field

from licscan.scanners.datasets.references.code.imported import Imported, Taken, chain_of, class_of, is_imported
from licscan.scanners.datasets.references.code.literals import argument_of, choices_of, decorated, entries_of, parts_of
from licscan.scanners.datasets.references.code.lookups import called
from licscan.scanners.datasets.references.code.scopes import Bound, Leaf, Module, Parameter, Scope, Step
from licscan.scanners.datasets.references.code.texts import MAX_TEXTS, texts_of

MAX_DEPTH = 24
MAX_STEPS = 4_000
MAX_STEPS_A_FILE = 200_000
MAX_TURNS = 32


@dataclass(frozen=True, slots=True)
class Known:
    """The texts that an expression can be; `is_open` says that there are others, which only a run knows."""

    texts: tuple[str, ...] = ()
    is_open: bool = False


@dataclass(slots=True)
class Values:
    """Follows the names of one module, those that it imports from the project into their modules."""

    module: Module
    imported: Imported
    steps_left: int = MAX_STEPS
    file_steps_left: int = MAX_STEPS_A_FILE
    active: set[tuple[int, int]] = field(default_factory=set)
    # One of several calls of a function, or one element of a loop, by what is called or gone through.
    chosen: dict[object, int] = field(default_factory=dict)

    def known(self, expression: ast.expr, scope: Scope) -> Known:
        """The texts that an expression can be, in the order of the text, each once."""
        self.steps_left = min(MAX_STEPS, self.file_steps_left)
        before = self.steps_left
        found, is_open = self.texts(expression, scope, 0)
        self.file_steps_left -= before - max(self.steps_left, 0)
        return Known(tuple(dict.fromkeys(found[:MAX_TEXTS])), is_open)

    def leaves(self, expression: ast.expr, scope: Scope) -> list[Leaf]:
        """What an expression resolves to."""
        self.steps_left = min(MAX_STEPS, self.file_steps_left)
        before = self.steps_left
        found, _ = self.resolve(expression, scope, 0)
        self.file_steps_left -= before - max(self.steps_left, 0)
        return found

    def turns(self, names: list[ast.Name], scope: Scope) -> tuple[object, int] | None:
        """What the names in one call hang on, and how often: calls of their function, turns of a loop.

        That on which several of them hang comes first.
        """
        seen: dict[object, int] = {}
        for name in names:
            key, turns = self._turns_of(name.id, scope)
            if turns > 1 and key in seen:
                return key, turns
            seen[key] = turns
        return next(((key, turns) for key, turns in seen.items() if turns > 1), None)

    def _turns_of(self, name: str, scope: Scope) -> tuple[object, int]:
        at: Scope | None = scope
        while at is not None:
            parameter = self.module.parameters.get((id(at), name))
            if parameter is not None:
                return parameter.function, _few(len(self.module.called.get(parameter.function, [])))
            bounds = at.names.get(name, [])
            if len(bounds) == 1 and bounds[0].way[:1] == (Step.ELEMENT,) and bounds[0].expression is not None:
                leaves = self.leaves(bounds[0].expression, bounds[0].scope)
                parts = parts_of(leaves[0].node, Step.ELEMENT) if len(leaves) == 1 else None
                return id(bounds[0].expression), _few(len(parts or []))
            if bounds:
                break
            at = at.parent
        return name, 1

    def texts(self, expression: ast.expr, scope: Scope, depth: int) -> tuple[list[str], bool]:
        """The texts that an expression can be, within a question that is being asked already."""
        leaves, is_open = self.resolve(expression, scope, depth)
        found: list[str] = []
        for leaf in leaves:
            texts, more = texts_of(self, leaf, depth + 1)
            found.extend(texts)
            is_open = is_open or more
        return found[:MAX_TEXTS], is_open

    def resolve(self, expression: ast.expr | None, scope: Scope, depth: int) -> tuple[list[Leaf], bool]:
        """Leaves, and whether there is something that cannot be followed."""
        self.steps_left -= 1
        key = (id(expression), id(scope))
        if expression is None or depth > MAX_DEPTH or self.steps_left < 0 or key in self.active:
            return [], True
        self.active.add(key)
        try:
            return self._followed(expression, scope, depth + 1)
        finally:
            self.active.discard(key)

    def _followed(self, expression: ast.expr, scope: Scope, depth: int) -> tuple[list[Leaf], bool]:
        found: tuple[list[Leaf], bool] = [Leaf(expression, scope)], False
        match expression:
            case ast.Name(id=name):
                found = self._name(name, scope, depth)
            case ast.Attribute(value=base, attr=name):
                found = self.attribute(base, name, scope, depth)
            case ast.Subscript(value=base, slice=index):
                found = self._item(base, index, scope, depth)
            case ast.Call():
                found = called(self, expression, scope, depth)
            case ast.IfExp() | ast.BoolOp() | ast.NamedExpr() | ast.Await() | ast.Starred():
                found = self._any(choices_of(expression), scope, depth)
        return found

    def _any(self, expressions: list[ast.expr], scope: Scope, depth: int) -> tuple[list[Leaf], bool]:
        found = [self.resolve(each, scope, depth) for each in expressions]
        return [leaf for leaves, _ in found for leaf in leaves], any(is_open for _, is_open in found)

    def bounds(self, bounds: list[Bound], depth: int) -> tuple[list[Leaf], bool]:
        """What a name can be: what it was bound to, by the ways that lead into it."""
        found: list[Leaf] = []
        is_open = False
        for bound in bounds:
            leaves, more = self.resolve(bound.expression, bound.scope, depth)
            for number, step in enumerate(bound.way):
                chosen = self.chosen.get(id(bound.expression)) if number == 0 else None
                leaves, missing = self._stepped(leaves, step, depth, chosen)
                more = more or missing
            found.extend(leaves[:MAX_TEXTS])
            is_open = is_open or more
        return found[: MAX_TEXTS * 4], is_open

    def _name(self, name: str, scope: Scope, depth: int) -> tuple[list[Leaf], bool]:
        at: Scope | None = scope
        while at is not None:
            parameter = self.home(scope).parameters.get((id(at), name))
            bounds = at.names.get(name, [])
            if parameter is not None:
                found, is_open = self._parameter(parameter, depth)
                more, _ = self.bounds(bounds, depth)
                return [*found, *more], is_open and not more
            if bounds:
                return self._or_imported(name, at, self.bounds(bounds, depth), depth)
            at = at.parent
        return self.there(self.imported.taken((name,), scope), depth)

    def home(self, scope: Scope) -> Module:
        """The module that a scope is of."""
        return self.imported.home(scope) or self.module

    def there(self, taken: Taken | None, depth: int) -> tuple[list[Leaf], bool]:
        """What an expression of another module can be."""
        return self.resolve(*taken, depth) if taken else ([], True)

    def _or_imported(
        self, name: str, scope: Scope, bound: tuple[list[Leaf], bool], depth: int
    ) -> tuple[list[Leaf], bool]:
        """With what the module imports under the same name: of a `try` that has an import fail."""
        if scope.parent is not None or name not in self.home(scope).imports:
            return bound
        more, _ = self.there(self.imported.taken((name,), scope), depth)
        return [*more, *bound[0]], bound[1] and not more

    def _parameter(self, parameter: Parameter, depth: int) -> tuple[list[Leaf], bool]:
        """The default, and what the calls in the module give; decorators of click and pytest name values too."""
        given = decorated(parameter)
        leaves, is_open = self.bounds(given, depth) if given else ([], False)
        calls = [] if given else self.home(parameter.scope).called.get(parameter.function, [])
        if parameter.function in self.chosen:
            calls = calls[self.chosen[parameter.function] :][:1]
        needs_default = not calls and not given
        for call, scope in calls[:50]:
            value = argument_of(call, parameter)
            if value is None:
                needs_default = True
                continue
            more, missing = self.resolve(value, scope, depth)
            leaves = [*leaves, *more]
            is_open = is_open or missing
        if needs_default or (is_open and not leaves):
            if parameter.default is None:
                return leaves, is_open or not leaves
            more, missing = self.resolve(parameter.default, parameter.scope.parent or parameter.scope, depth)
            return [*leaves, *more], missing
        return leaves, is_open

    def attribute(self, base: ast.expr, name: str, scope: Scope, depth: int) -> tuple[list[Leaf], bool]:
        """What an attribute of an object can be: of its class, of settings, of an entry of a dictionary."""
        if name == "value" and isinstance(base, ast.Attribute):  # a member of an Enum
            return self.resolve(base, scope, depth)
        found = self._imported_attribute(base, name, scope, depth)
        return found if found[0] else self._own_attribute(base, name, scope, depth)

    def _imported_attribute(self, base: ast.expr, name: str, scope: Scope, depth: int) -> tuple[list[Leaf], bool]:
        """What it is in another module of the project: `config.NAME`, `Config.name`, `Config().name`."""
        if not self.imported.may_lead(self.home(scope)):
            return [], True
        names = chain_of(base)
        if names and is_imported(names, self.home(scope), scope):
            return self.there(self.imported.taken((*names, name), scope), depth)
        found = [self.there(taken, depth) for taken in self.imported.made_by(base, name, scope)]
        return [leaf for leaves, _ in found for leaf in leaves], any(is_open for _, is_open in found)

    def _own_attribute(self, base: ast.expr, name: str, scope: Scope, depth: int) -> tuple[list[Leaf], bool]:
        module = self.home(scope)
        owner = class_of(base, scope, module)
        attributes = module.attributes
        bounds = attributes.get((owner, name), []) if owner else []
        if not bounds:
            bounds = attributes.get((None, name), [])
        if not bounds and not (owner and owner not in module.classes):
            bounds = [bound for (_, each), found in attributes.items() if each == name for bound in found]
        if bounds:
            return self.bounds(bounds, depth)
        found = self._entry(base, name, scope, depth)
        return found if found[0] else self._of_classes(name, scope, depth)

    def _of_classes(self, name: str, scope: Scope, depth: int) -> tuple[list[Leaf], bool]:
        found = [self.there(taken, depth) for taken in self.imported.of_classes(name, scope)]
        return [leaf for leaves, _ in found for leaf in leaves], any(is_open for _, is_open in found) or not found

    def _entry(self, base: ast.expr, name: str, scope: Scope, depth: int) -> tuple[list[Leaf], bool]:
        """`config.name` where config was made of a dictionary."""
        leaves, is_open = self.resolve(base, scope, depth)
        found, missing = self.keyed(leaves, [name], depth)
        return found, is_open or missing or not found

    def _item(self, base: ast.expr, index: ast.expr, scope: Scope, depth: int) -> tuple[list[Leaf], bool]:
        leaves, is_open = self.resolve(base, scope, depth)
        if isinstance(index, ast.Constant) and isinstance(index.value, int):
            found, missing = self._stepped(leaves, index.value, depth)
        else:
            keys, unknown = self.texts(index, scope, depth)
            found, missing = self.keyed(leaves, None if unknown else keys, depth)
        return found, is_open or missing

    def keyed(self, leaves: list[Leaf], keys: list[str] | None, depth: int) -> tuple[list[Leaf], bool]:
        """The values of dictionaries at some keys, None for any of them."""
        found: list[Leaf] = []
        is_open = False
        for leaf in leaves:
            entries = list(entries_of(leaf.node))
            wanted = [value for key, value in entries if keys is None or key in keys]
            is_open = is_open or not isinstance(leaf.node, ast.Dict | ast.Call | ast.Constant)
            for value in wanted[:MAX_TEXTS]:
                more, missing = self.resolve(value, leaf.scope, depth)
                found.extend(more)
                is_open = is_open or missing
        return found, is_open or not found

    def _stepped(
        self, leaves: list[Leaf], step: Step | int, depth: int, chosen: int | None = None
    ) -> tuple[list[Leaf], bool]:
        """What a loop or an index takes out of lists, tuples and dictionaries; `chosen` is one turn of the loop."""
        found: list[Leaf] = []
        is_open = False
        for leaf in leaves:
            parts = parts_of(leaf.node, step)
            if parts is None:
                is_open = True
            elif chosen is not None:
                parts = parts[chosen : chosen + 1]
            for part in (parts or [])[: MAX_TEXTS * 4]:
                more, missing = self.resolve(part, leaf.scope, depth)
                found.extend(more)
                is_open = is_open or missing
        return found, is_open


def _few(turns: int) -> int:
    """So many turns, or one where there are too many to look at each."""
    return turns if turns <= MAX_TURNS else 1
