"""Formats: one file each, from an audit to bytes.

To add one: a file with a class that satisfies `interface.Format`, a line in FORMATS, a test, a line in docs/.
"""

from collections.abc import Mapping
from importlib import import_module

from licscan.formats.interface import Format

FORMATS: Mapping[str, str] = {
    "console": "licscan.formats.console:Console",
    "table": "licscan.formats.table:Table",
    "tree": "licscan.formats.tree:Tree",
    "json": "licscan.formats.audit_json:AuditJson",
}
# Formats for people: they take `color`, `width` in columns and `verbose`.
FOR_PEOPLE = frozenset({"console", "table", "tree"})


def find_format(name: str, **settings: bool | int) -> Format:
    """The format of that name; raises KeyError for a name that is not in FORMATS.

    `settings` are `color`, `width` and `verbose` of a format for people.
    """
    module, _, attribute = FORMATS[name].partition(":")
    made: Format = getattr(import_module(module), attribute)(**settings)
    return made
