"""Which folder a run is about."""

import os
from pathlib import Path

from licscan.errors import UsageError

_MARKS = ("licscan.toml", "pyproject.toml", ".git")


def find_root(paths: tuple[Path, ...], *, folders_are_data: bool = False) -> tuple[Path, tuple[Path, ...]]:
    """The root, and the paths named inside it: one folder is itself the root and names nothing further.

    With `folders_are_data` a folder too is named inside the project around it: all that can be read in it is data.
    Files, or several folders, belong to the nearest project around them, so that a file has the same ref whether a
    hook names it or a check of the whole project finds it. Raises UsageError for a path that does not exist.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist", hint="name a folder or file that is there")
    if len(paths) == 1 and paths[0].is_dir() and not folders_are_data:
        return paths[0], ()
    common = Path(os.path.commonpath([path.absolute() for path in paths]))
    folder = common if common.is_dir() else common.parent
    around = (parent for parent in (folder, *folder.parents) if any((parent / mark).exists() for mark in _MARKS))
    return next(around, folder), paths
