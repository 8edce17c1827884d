"""Parts of expressions as they are written: entries of dictionaries, elements of lists, arguments of calls."""

import ast
from collections.abc import Iterator

from licscan.scanners.datasets.references.code.scopes import Bound, Parameter, Step, Way


def entries_of(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Keys and values of a dictionary, or of a call with keywords (`dict(a=1)`, `SimpleNamespace(a=1)`)."""
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                yield from entries_of(value)
            elif isinstance(key, ast.Constant):
                yield str(key.value), value
    elif isinstance(node, ast.Call):
        for keyword in node.keywords:
            if keyword.arg:
                yield keyword.arg, keyword.value


def parts_of(node: ast.expr, step: Step | int) -> list[ast.expr] | None:
    """What a step takes out of a list, tuple or dictionary; None for what is none of these."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        if isinstance(step, int):
            return node.elts[step : step + 1] if step >= 0 else node.elts[step:][:1]
        return node.elts
    return _elements(node) if step is Step.ELEMENT else None


def _elements(node: ast.expr) -> list[ast.expr] | None:
    """What a loop goes through that is no list as written."""
    match node:
        case ast.Dict(keys=keys):
            return [key for key in keys if key is not None]
        case ast.Call(func=ast.Name(id="enumerate"), args=[inner, *_]):
            each = parts_of(inner, Step.ELEMENT) or []
            return [ast.Tuple(elts=[ast.Constant(value=0), element]) for element in each] or None
        case ast.Call(func=ast.Name(id="zip"), args=lists):
            columns = [parts_of(each, Step.ELEMENT) or [] for each in lists]
            return [ast.Tuple(elts=list(row)) for row in zip(*columns, strict=False)] or None
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            sides = [parts_of(side, Step.ELEMENT) for side in (left, right)]
            return [each for side in sides for each in side or []] if None not in sides else None
        case ast.ListComp(elt=element) | ast.GeneratorExp(elt=element) | ast.SetComp(elt=element):
            return [element]
    return None


def argument_of(call: ast.Call, parameter: Parameter) -> ast.expr | None:
    """What a call gives for a parameter."""
    for keyword in call.keywords:
        if keyword.arg == parameter.name:
            return keyword.value
    place = parameter.place
    if place is None or not 0 <= place < len(call.args):
        return None
    return call.args[place]


def decorated(parameter: Parameter) -> list[Bound]:
    """Defaults of click's options, and the values with which pytest calls a test."""
    node = parameter.scope.node
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else []
    found: list[Bound] = []
    scope = parameter.scope.parent or parameter.scope
    for call in decorators:
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        texts = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if call.func.attr in {"option", "argument"} and parameter.name in _option_names(texts):
            found.extend(Bound(each.value, scope) for each in call.keywords if each.arg == "default")
        elif call.func.attr == "parametrize" and texts and len(call.args) > 1:
            names = [name.strip() for name in texts[0].split(",")]
            if parameter.name in names:
                way: Way = (Step.ELEMENT,) if len(names) == 1 else (Step.ELEMENT, names.index(parameter.name))
                found.append(Bound(call.args[1], scope, way))
    return found


def _option_names(texts: list[str]) -> set[str]:
    return {text.lstrip("-").split("/")[0].replace("-", "_") for text in texts}


def choices_of(expression: ast.expr) -> list[ast.expr]:
    """What an expression picks from."""
    match expression:
        case ast.IfExp(body=body, orelse=otherwise):
            return [body, otherwise]
        case ast.BoolOp(op=ast.Or(), values=values):
            return values
        case ast.BoolOp(values=values):
            return values[-1:]
        case ast.NamedExpr(value=value) | ast.Await(value=value) | ast.Starred(value=value):
            return [value]
    return [expression]
