"""The dotted name of a function: `ld` is `datasets.load_dataset` after an import under that name."""

import ast
from pathlib import Path

from licscan.scanners.datasets.references.code.scopes import Module, Scope
from licscan.scanners.datasets.references.works import Place, has_module

Dotted = tuple[str, ...]
UNKNOWN = "?"
OWN = "own"
MAX_PARTS = 12


def dotted_name(node: ast.expr, module: Module, scope: Scope, place: Place) -> Dotted | None:
    """The parts of a name, the package first; `?` first for an object of the code's own; None for what is no name.

    A function that the module defines, or takes from a module of the project, is nobody else's: `own` stands first.
    """
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if len(parts) > MAX_PARTS:
        return None
    parts.reverse()
    if not isinstance(node, ast.Name):
        return (UNKNOWN, *parts) if parts else None
    return _rooted(node.id, parts, module, scope, place)


def _rooted(name: str, parts: list[str], module: Module, scope: Scope, place: Place) -> Dotted | None:
    imported = module.imports.get(name)
    if imported is not None:
        if _is_own(imported[0], module, place):
            return (UNKNOWN, *parts) if parts else (OWN, imported[-1])
        return (*imported, *parts)
    if name in module.defined:
        return (UNKNOWN, name, *parts) if parts else (OWN, name)
    if alias := _alias(name, module, scope, place):
        return (UNKNOWN, *alias[1:], *parts) if parts and alias[0] == OWN else (*alias, *parts)
    if parts:
        return (UNKNOWN, name, *parts)
    # `from x import *` may bring any name; without one the name is of a cell or file that ran before.
    star = next((star for star in module.stars if not _is_own(star[0], module, place)), None)
    return (*star, name) if star else None


def _is_own(package: str, module: Module, place: Place) -> bool:
    """Whether a package is a module of the project: relative, or beside the file, or at the root."""
    if package.startswith("."):
        return True
    if package not in module.own:
        folder = (place.root / place.path).parent
        module.own[package] = any(has_module(each, package) for each in _search(folder, place.root))
    return module.own[package]


def _search(folder: Path, root: Path) -> tuple[Path, ...]:
    return (folder, root, root / "src") if folder != root else (folder, root / "src")


def _alias(name: str, module: Module, scope: Scope, place: Place) -> Dotted | None:
    """`loader = datasets.load_dataset`: the name that another name was given."""
    at: Scope | None = scope
    while at is not None:
        for bound in at.names.get(name, [])[:5]:
            made = bound.expression
            root = made
            while isinstance(root, ast.Attribute):
                root = root.value
            if not bound.way and made is not None and isinstance(root, ast.Name) and root.id in module.imports:
                return dotted_name(made, module, bound.scope, place)
        at = at.parent
    return None


def as_text(dotted: Dotted) -> str:
    """The name as people write it, without what is unknown."""
    return ".".join(part for part in dotted if part != UNKNOWN)
