"""Settings that stand in Python: `dict(base_model="owner/name", datasets=[{"path": "owner/name"}])`.

A dictionary or a call counts as settings of a training where it has one of the keys that only these have. Its further
keys are then read as those of a YAML file are.
"""

import ast
from collections.abc import Iterator

from licscan.scanners.datasets.references.code.literals import entries_of
from licscan.scanners.datasets.references.code.naming import last_name, only_says
from licscan.scanners.datasets.references.code.scopes import Module, Scope
from licscan.scanners.datasets.references.code.values import Values
from licscan.scanners.datasets.references.found import Found
from licscan.scanners.datasets.references.identity import Work
from licscan.scanners.datasets.references.keys import is_of_provider, key_setting
from licscan.scanners.datasets.references.works import Reading, work_of

MAX_ENTRIES = 500
_Keys = tuple[str, ...]


def read_settings(module: Module, values: Values, found: Found) -> None:
    """Add the works that settings name and no call of the module has named."""
    named = {one.ref for one in found.named}
    for node, scope in _settings(module, found.place.names.anchors):
        for keys, value in _entries(node):
            for work in _works(keys, value, values, scope, found):
                if work.ref not in named and not work.ref.startswith("file:"):
                    found.add(work, value.lineno, keys[-1])


def _settings(module: Module, anchors: frozenset[str]) -> Iterator[tuple[ast.expr, Scope]]:
    for call, scope in module.calls:
        if any(keyword.arg in anchors for keyword in call.keywords) and not only_says(last_name(call.func)):
            yield call, scope
    for literal, scope in module.dictionaries:
        if any(isinstance(key, ast.Constant) and key.value in anchors for key in literal.keys):
            yield literal, scope


def _entries(node: ast.expr) -> Iterator[tuple[_Keys, ast.expr]]:
    """Keys and values, those of dictionaries in lists too, each list taken apart."""
    waiting: list[tuple[_Keys, ast.expr]] = [((), node)]
    seen = 0
    while waiting and seen < MAX_ENTRIES:
        keys, value = waiting.pop()
        seen += 1
        if not keys or isinstance(value, ast.Dict):
            inner = [((*keys, name.lower().replace("-", "_")), each) for name, each in entries_of(value)]
            waiting.extend(reversed(inner))
        elif isinstance(value, ast.List | ast.Tuple):
            waiting.extend(reversed([(keys, each) for each in value.elts]))
        else:
            yield keys, value


def _works(keys: _Keys, value: ast.expr, values: Values, scope: Scope, found: Found) -> Iterator[Work]:
    setting = key_setting(keys[-2:], found.place.names)
    if setting is None or not isinstance(value, ast.Constant | ast.Name | ast.JoinedStr):
        return
    for text in values.known(value, scope).texts:
        work = work_of(text, Reading("hf", setting.kind, owner_only=True, known_only=True), found.place)
        if work and not is_of_provider(work.ref, keys[-1], work.kind, found.place.names):
            yield work
