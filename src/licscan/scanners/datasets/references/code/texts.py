"""Texts put together of others: formatted strings, sums, paths."""

import ast
import re
from typing import TYPE_CHECKING

from licscan.scanners.datasets.references.code.scopes import Leaf, Scope

if TYPE_CHECKING:
    from licscan.scanners.datasets.references.code.values import Values

MAX_TEXTS = 64
MAX_TEXT = 2_000
_PERCENT = re.compile("%[sd]")
_BRACES = re.compile(r"\{\d?\}")


def texts_of(values: "Values", leaf: Leaf, depth: int) -> tuple[list[str], bool]:
    """The texts that a leaf can be, and whether there are others."""
    match leaf.node:
        case ast.Constant(value=value):
            return _of_constant(value)
        case ast.JoinedStr(values=parts):
            return _joined(values, parts, leaf.scope, depth)
        case ast.FormattedValue(value=value, format_spec=None):
            return values.texts(value, leaf.scope, depth)
        case ast.BinOp():
            return _of_operator(values, leaf.node, leaf.scope, depth)
        case ast.Call(func=ast.Attribute()):
            return _of_method(values, leaf.node, leaf.scope, depth)
    return [], True


def _of_operator(values: "Values", node: ast.BinOp, scope: Scope, depth: int) -> tuple[list[str], bool]:
    match node.op:
        case ast.Add():
            return _joined(values, [node.left, node.right], scope, depth)
        case ast.Div():  # of paths
            return _joined(values, [node.left, ast.Constant(value="/"), node.right], scope, depth)
        case ast.Mod():
            given = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
            return _formatted(values, node.left, _PERCENT, given, scope, depth)
    return [], True


def _of_method(values: "Values", node: ast.Call, scope: Scope, depth: int) -> tuple[list[str], bool]:
    match node:
        case ast.Call(func=ast.Attribute(value=base, attr="format"), args=arguments, keywords=[]):
            return _formatted(values, base, _BRACES, arguments, scope, depth)
        case ast.Call(func=ast.Attribute(value=base, attr=("strip" | "lower" | "rstrip" | "lstrip"))):
            return values.texts(base, scope, depth)
        case ast.Call(func=ast.Attribute(attr="join"), args=parts) if len(parts) > 1:
            between: list[ast.expr] = [each for part in parts for each in (ast.Constant(value="/"), part)]
            return _joined(values, between[1:], scope, depth)
    return [], True


def _joined(values: "Values", parts: list[ast.expr], scope: Scope, depth: int) -> tuple[list[str], bool]:
    """All ways to put the parts together."""
    found = [""]
    for part in parts:
        texts, is_open = values.texts(part, scope, depth)
        if not texts:
            return [], True
        found = [before + after for before in found for after in texts if len(before) < MAX_TEXT][:MAX_TEXTS]
        if is_open:
            return [], True
    return found, False


def _formatted(
    values: "Values", pattern: ast.expr, mark: re.Pattern[str], given: list[ast.expr], scope: Scope, depth: int
) -> tuple[list[str], bool]:
    texts, is_open = values.texts(pattern, scope, depth)
    pieces = mark.split(texts[0]) if len(texts) == 1 else []
    if is_open or len(pieces) != len(given) + 1 or len(given) > 10:
        return [], True
    parts: list[ast.expr] = [ast.Constant(value=pieces[0])]
    for value, piece in zip(given, pieces[1:], strict=True):
        parts.extend((value, ast.Constant(value=piece)))
    return _joined(values, parts, scope, depth)


def _of_constant(value: object) -> tuple[list[str], bool]:
    """Texts as they are, numbers as they are written; what is neither names nothing."""
    if isinstance(value, str):
        return [value], len(value) > MAX_TEXT
    return ([str(value)], False) if isinstance(value, int) and not isinstance(value, bool) else ([], False)
