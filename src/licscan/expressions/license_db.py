"""The index of LicenseDB that comes with license-expression: a category for each license, its texts left aside.

The data is under CC-BY-4.0 (https://scancode-licensedb.aboutcode.org/).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import cast

PREFIX = "licenseref-scancode-"
_INDEX = "scancode-licensedb-index.json"


@dataclass(frozen=True, slots=True)
class Listed:
    """A license of the index: the name that SPDX or LicenseDB uses for it today, its category, whether an exception."""

    name: str
    category: str
    is_exception: bool


def listed(name: str) -> Listed | None:
    """The license of the index under a name in any case, former names included; None where it lists none."""
    return _listed().get(name.casefold())


@lru_cache(maxsize=1)
def _listed() -> Mapping[str, Listed]:
    """All licenses by name. Reading takes 20 ms, so it waits until a license stands in no table of rules/."""
    found: dict[str, Listed] = {}
    for row in _rows():
        name, category, others = row.get("spdx_license_key"), row.get("category"), row.get("other_spdx_license_keys")
        if not isinstance(name, str) or not isinstance(category, str):
            continue
        one = Listed(name, category, row.get("is_exception") is True)
        for other in (name, *(others if isinstance(others, list) else ())):
            found.setdefault(str(other).casefold(), one)
    return found


def _rows() -> list[Mapping[str, object]]:
    spec = find_spec("license_expression")
    if spec is None or spec.origin is None:
        return []
    path = Path(spec.origin).with_name("data") / _INDEX
    try:
        rows: object = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return []
    listing = rows if isinstance(rows, list) else []
    return [cast("Mapping[str, object]", row) for row in listing if isinstance(row, dict)]
