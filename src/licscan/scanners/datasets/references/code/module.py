"""All that one piece of Python names."""

import ast

from licscan.scanners.datasets.references.code.calls import Calls
from licscan.scanners.datasets.references.code.scopes import scopes
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
    calls = Calls(scopes(tree), found, has_addresses=any(each in text for each in _ADDRESSES))
    calls.read()
    for line, command in calls.commands():
        read_command(command, line, found)
