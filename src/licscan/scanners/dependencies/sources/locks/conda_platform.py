"""What the lock files of conda say of platforms and of conda packages, as markers and names."""

import re
from collections.abc import Iterable

from licscan.scanners.dependencies.sources.locks.lock_file import any_marker

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}")
_DEPENDS = re.compile(r"\s*(?:[^\s:]+::)?([A-Za-z0-9_][A-Za-z0-9_.-]*)")
_SYSTEMS = {"linux": "linux", "osx": "darwin", "win": "win32", "emscripten": "emscripten"}


def conda_name(name: object) -> str | None:
    """The name of a conda package, in lower case; it is not normalized further (`_libgcc_mutex`)."""
    return name.lower() if isinstance(name, str) and _NAME.fullmatch(name) else None


def depends_name(specification: str) -> str | None:
    """The name in a match specification (`python >=3.11,<3.12.0a0`)."""
    match = _DEPENDS.match(specification)
    return match[1].lower() if match else None


def platform_marker(platforms: Iterable[str], every: Iterable[str]) -> str | None:
    """The marker for some platforms (`linux-64`) of all that a file is for; None where that is each of them."""
    some, listed = set(platforms), set(every)
    systems = sorted({_SYSTEMS.get(platform.partition("-")[0], "") for platform in some})
    if not some or some >= listed or "" in systems:
        return None
    return any_marker([f'sys_platform == "{system}"' for system in systems])
