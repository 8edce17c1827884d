"""Where the policy file of a project lies."""

import os
import posixpath
from dataclasses import dataclass
from pathlib import Path

from licscan.documents.toml_text import read_toml
from licscan.errors import DocumentError

POLICY_FILE = "licscan.toml"
PYPROJECT = "pyproject.toml"


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A file to read a layer from; `shown` is its path as outputs name it, `table` where in it the policy stands."""

    path: Path
    shown: str
    table: tuple[str, ...] = ()


def find_policy(start: Path) -> PolicyFile | None:
    """The nearest policy file from `start` upwards: licscan.toml, or pyproject.toml with a table [tool.licscan].

    The search ends at a folder that holds `.git`, or at the top of the file system.
    """
    folder = start.resolve() if start.is_dir() else start.resolve().parent
    root = folder
    while True:
        for file in (PolicyFile(folder / POLICY_FILE, ""), PolicyFile(folder / PYPROJECT, "", ("tool", "licscan"))):
            if file.path.is_file() and holds_policy(file.path):
                return PolicyFile(file.path, _relative(file.path, root), file.table)
        if (folder / ".git").exists() or folder.parent == folder:
            return None
        folder = folder.parent


def named_policy(start: Path, explicit: Path) -> PolicyFile:
    """The policy file that a flag names; shown relative to `start` where it lies below, otherwise by its name alone."""
    root = start.resolve() if start.is_dir() else start.resolve().parent
    path = explicit.resolve()
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    return PolicyFile(path, shown, ("tool", "licscan") if path.name == PYPROJECT else ())


def extended_policy(file: PolicyFile, reference: str) -> PolicyFile:
    """The file that `reference` names, a path relative to the folder of `file`."""
    path = file.path.parent / reference
    shown = posixpath.normpath(posixpath.join(posixpath.dirname(file.shown), reference))
    return PolicyFile(path, shown, ("tool", "licscan") if path.name == PYPROJECT else ())


def holds_policy(path: Path) -> bool:
    """Whether a file is a policy file: any but a pyproject.toml that has no table [tool.licscan]."""
    return path.name != PYPROJECT or _has_table(path)


def passed_over(file: PolicyFile) -> PolicyFile | None:
    """The pyproject.toml with a policy that a licscan.toml beside it hides, if there is one."""
    beside = file.path.with_name(PYPROJECT)
    if file.table or file.path.name != POLICY_FILE or not beside.is_file() or not _has_table(beside):
        return None
    return extended_policy(file, PYPROJECT)


def further_out(file: PolicyFile, start: Path) -> PolicyFile | None:
    """The policy file of a folder around the one that was found, which the search for the nearest never comes to."""
    folder = file.path.parent
    if (folder / ".git").exists() or folder.parent == folder:
        return None
    outer = find_policy(folder.parent)
    root = start.resolve() if start.is_dir() else start.resolve().parent
    return PolicyFile(outer.path, _relative(outer.path, root), outer.table) if outer else None


def _relative(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()


def _has_table(path: Path) -> bool:
    """Whether a pyproject.toml speaks of licscan; a broken one that mentions it is left for the loader to report."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    if "licscan" not in text:
        return False
    try:
        data = read_toml(text, shown=path.name).data
    except DocumentError:
        return "[tool.licscan" in text
    tool = data.get("tool") if isinstance(data, dict) else None
    return isinstance(tool, dict) and "licscan" in tool
