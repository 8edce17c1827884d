"""All that one piece of Python names."""

import ast

from licscan.scanners.datasets.references.code.builtins import read_builtins
from licscan.scanners.datasets.references.code.calls import Calls
from licscan.scanners.datasets.references.code.scopes import scopes
from licscan.scanners.datasets.references.code.settings import read_settings
from licscan.scanners.datasets.references.commands_text import read_command
from licscan.scanners.datasets.references.found import Found

_ADDRESSES = (
    "hf://",
    "kaggle://",
    "huggingface.co/",
    "hf.co/",
    "kaggle.com/",
    "tfhub.dev/",
    "hf-mirror.com/",
    "HfFileSystem",
)


def read_module(tree: ast.Module, text: str, found: Found) -> None:
    """Add to `found` what a tree names; `text` is what it was parsed from."""
    found.take_notes(text)
    module = scopes(tree)
    calls = Calls(module, found, has_addresses=_has_addresses(tree, text))
    calls.read()
    read_builtins(module, calls.values, found)
    read_settings(module, calls.values, found)
    for line, command in calls.commands():
        read_command(command, line, found)


def _has_addresses(tree: ast.Module, text: str) -> bool:
    """Whether a string of the code names a hub: not only its comments and docstrings."""
    if not any(each in text for each in _ADDRESSES):
        return False
    if "HfFileSystem" in text:
        return True
    told: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            told.add(id(node.value))
        elif isinstance(node, ast.Constant) and id(node) not in told and _is_address(node.value):
            return True
    return False


def _is_address(value: object) -> bool:
    return isinstance(value, str) and any(each in value for each in _ADDRESSES)
