"""How calls are named and told of."""

import ast

from licscan.scanners.datasets.references.addresses import FETCHED
from licscan.scanners.datasets.references.code.dotted import OWN, Dotted
from licscan.scanners.datasets.references.table import Loader, Table

# What begins a path beside the code itself, or one that only a test has.
_OF_PATHS = frozenset({"__file__", "tmp_path", "tmpdir", "tmp_path_factory", "tmpdirname", "tmp_dir"})


def is_local(argument: ast.expr) -> bool:
    """Whether an argument is put together from the place of the code, or from a temporary folder."""
    return any(isinstance(node, ast.Name) and node.id in _OF_PATHS for node in ast.walk(argument))


def is_fetched(text: str, function: str, names: Table) -> bool:
    """Whether an address in a call is that of something fetched: not of a page that is only told of."""
    return (bool(FETCHED.search(text)) and function not in _SAYING) or function in names.fetches


def only_says(function: str | None) -> bool:
    """Whether a function tells something and loads nothing."""
    return function in _SAYING


_SAYING = frozenset(
    {
        "print",
        "info",
        "warning",
        "debug",
        "error",
        "Markdown",
        "markdown",
        "HTML",
        "write",
        "warn",
        "parametrize",
        "add_argument",
        "Option",
        "exception",
        "format",
    }
)


def last_name(function: ast.expr) -> str | None:
    """The last part of a name."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else None


def construct(dotted: Dotted, loader: Loader) -> str:
    """The construct as people know it: methods by their name, functions of hubs with their package."""
    pattern = next((each for each in loader.patterns if each[-1] == dotted[-1]), loader.patterns[0])
    if pattern[0] in {"*", OWN, "datasets", "huggingface_hub", "transformers"} or len(pattern) > 2:
        return dotted[-1]
    return f"{dotted[0]}.{dotted[-1]}"


def quoted(word: str) -> str:
    """A word as a shell takes it for one."""
    return (
        word if word.isascii() and not any(sign in " \t\"'\\;|&" for sign in word) else f"'{word.replace(chr(39), '')}'"
    )
