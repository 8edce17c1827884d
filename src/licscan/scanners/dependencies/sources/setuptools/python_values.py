"""What expressions of a Python file are, as far as they stand there literally. Nothing is run."""

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

MAX_CHARACTERS = 250_000
_MAX_DEPTH = 30
_MAX_NODES = 20_000
_MAX_FOLDERS = 20
_FOLDER = re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)*")


@dataclass(frozen=True, slots=True)
class Stated:
    """A text as written, and its line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """What only running the file would say; `node` is the expression."""

    line: int | None
    node: ast.expr | None = None


def parse_python(text: str) -> ast.Module | Unknown:
    """The syntax tree of a file, or where it stops being Python; code nested too deeply counts as none.

    Trees take 400 bytes a character and more: nobody should call this with over MAX_CHARACTERS.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        return Unknown(error.lineno)
    except (ValueError, RecursionError, MemoryError):
        return Unknown(None)


class Names:
    """The values that names of a module are given, wherever in it that happens.

    A name with several values may have any of them, so all count. One that a loop or import sets has none.
    """

    def __init__(self, tree: ast.Module) -> None:
        self._values: dict[str, list[ast.expr]] = {}
        self._functions: dict[str, ast.FunctionDef] = {}
        self._left = _MAX_NODES
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                self._functions.setdefault(node.name, node)
            for name, value in _bindings(node):
                self._values.setdefault(name, []).append(value)

    def texts(self, node: ast.expr, depth: int = 0) -> Iterator[Stated | Unknown]:
        """The texts in a list, tuple, set or text; `list(...)` and `sorted(...)` of one, sums and names too."""
        self._left -= 1
        if depth > _MAX_DEPTH or self._left < 0:
            yield Unknown(node.lineno, node)
            return
        match node:
            case ast.Constant(value=str() as text):
                yield Stated(text, node.lineno)
            case ast.Constant(value=None):
                return
            case _:
                parts = self._parts(node)
                if parts is None:
                    yield Unknown(node.lineno, node)
                for part in parts or ():
                    yield from self.texts(part, depth + 1)

    def _parts(self, node: ast.expr) -> list[ast.expr] | None:
        """The expressions whose texts together are those of a node; None where they cannot be told."""
        found: list[ast.expr] | None = None
        match node:
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                found = parts
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                found = [left, right]
            case ast.IfExp(body=body, orelse=other):
                found = [body, other]
            case (
                ast.Starred(value=value)
                | ast.Call(func=ast.Name(id="list" | "tuple" | "set" | "sorted"), args=[value], keywords=[])
            ):
                found = [value]
            case ast.Name(id=name):
                found = self._values.get(name)
            case ast.Subscript(value=value, slice=ast.Constant(value=str() as wanted)):
                entries = [entry for key, entry in self.pairs(value) if isinstance(key, Stated) and key.text == wanted]
                found = [entry for entry in entries if entry is not None] or None
        return found

    def pairs(self, node: ast.expr, depth: int = 0) -> Iterator[tuple[Stated | Unknown, ast.expr | None]]:
        """Key and value of each entry of a dictionary, literally or by name; an unknown part has no value."""
        self._left -= 1
        if depth > _MAX_DEPTH or self._left < 0:
            yield Unknown(node.lineno, node), None
            return
        match node:
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    yield from self._pair(key, value, depth)
            case ast.Call(func=ast.Name(id="dict"), args=[], keywords=keywords):
                for keyword in keywords:
                    name = ast.Constant(value=keyword.arg, lineno=node.lineno) if keyword.arg else None
                    yield from self._pair(name, keyword.value, depth)
            case ast.Name(id=name) if name in self._values:
                for value in self._values[name]:
                    yield from self.pairs(value, depth + 1)
                yield from self._set_later(name)
            case _:
                yield Unknown(node.lineno, node), None

    def _pair(
        self, key: ast.expr | None, value: ast.expr, depth: int
    ) -> Iterator[tuple[Stated | Unknown, ast.expr | None]]:
        if key is None:
            yield from self.pairs(value, depth + 1)
        elif isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield Stated(key.value, value.lineno), value
        else:
            yield Unknown(value.lineno, value), None

    def _set_later(self, name: str) -> Iterator[tuple[Stated | Unknown, ast.expr | None]]:
        """Entries that are set one by one: `extras["all"] = ...`."""
        prefix = f"{name}["
        for key, values in self._values.items():
            if key.startswith(prefix):
                for value in values:
                    stated = key.removeprefix(prefix)
                    yield (Stated(stated, value.lineno), value) if stated else (Unknown(value.lineno, value), None)

    def files(self, node: ast.expr) -> list[str]:
        """The names of text files that an expression opens: itself, through names, or in functions of the module.

        A folder that the code names beside them may hold them (`os.path.join("requirements", name)`).
        """
        found: list[str] = []
        folders: list[str] = []
        opens = False
        pending: list[ast.AST] = [node]
        seen: set[str] = set()
        while pending and self._left > 0:
            for part in ast.walk(pending.pop()):
                self._left -= 1
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    (found if part.value.endswith((".txt", ".in")) else folders).append(part.value)
                name = part.id if isinstance(part, ast.Name) else part.attr if isinstance(part, ast.Attribute) else ""
                opens = opens or name in ("open", "read_text", "readlines")
                if name and name not in seen:
                    seen.add(name)
                    pending.extend(self._values.get(name, []))
                    pending.extend([self._functions[name]] if name in self._functions else [])
        plain = [folder for folder in folders[:_MAX_FOLDERS] if _FOLDER.fullmatch(folder)]
        joined = [f"{folder}/{file}" for file in found for folder in plain]
        return list(dict.fromkeys([*found, *joined])) if opens else []


def _bindings(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The names that a statement gives values to; `name[key]` for an entry, `name[` where the key is not known."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _bound(target, value)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield from _bound(target, value)
        case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=value):
            yield name, value
        case ast.withitem(context_expr=value, optional_vars=ast.Name(id=name)):
            yield name, value
        case ast.Call(func=ast.Attribute(value=target, attr="append" | "extend" | "update" | "add"), args=[value]):
            yield from _bound(target, value)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="insert"), args=[_, value]):
            yield name, value


def _bound(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match target:
        case ast.Name(id=name):
            yield name, value
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str() as key)):
            yield f"{name}[{key}", value
        case ast.Subscript(value=ast.Name(id=name)):
            yield f"{name}[", value
