"""The folder into which huggingface_hub downloads: a source of cards where no request may be made.

https://huggingface.co/docs/huggingface_hub/guides/manage-cache: `datasets--owner--name/refs/main` holds a commit,
`snapshots/<commit>/` links to the blobs. It is only read, and no link is followed out of the repository's own folder.
"""

import logging
from dataclasses import dataclass, field
from pathlib import Path

from licscan.inputs.cards import is_terms
from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.hubs.names import is_commit
from licscan.scanners.datasets.hubs.repository import MAX_TEXTS, README

_log = logging.getLogger(__name__)
_MAIN = "main"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was downloaded of a work at one commit: card and license files by name; `unread` could not be read."""

    commit: str
    files: dict[str, bytes] = field(repr=False)
    unread: tuple[str, ...] = ()


def downloaded(store: Path, kind: SubjectKind, name: str, revision: str | None, *, max_bytes: int) -> Snapshot | None:
    """What lies there of a work at a revision, None where its card does not."""
    folder = store / "--".join((f"{kind}s", *name.split("/")))
    try:
        inside = folder.resolve(strict=True)
        commit = revision if is_commit(revision) else _commit_of(inside, revision or _MAIN)
        if commit is None:
            return None
        names = sorted(path.name for path in (inside / "snapshots" / commit).iterdir())
    except (OSError, ValueError, RuntimeError):
        return None
    chosen = [README, *[name for name in names if is_terms(name)][:MAX_TEXTS]]
    files = {name: _read(inside / "snapshots" / commit / name, inside, max_bytes) for name in chosen}
    found = {name: content for name, content in files.items() if content is not None}
    unread = tuple(name for name in chosen if name not in found)
    return Snapshot(commit, found, unread) if README in found else None


def _commit_of(folder: Path, revision: str) -> str | None:
    content = _read(folder / "refs" / revision, folder, 200)
    commit = None if content is None else content.decode("ascii", "replace").strip()
    return commit if is_commit(commit) else None


def _read(path: Path, folder: Path, max_bytes: int) -> bytes | None:
    """The content of a regular file inside the folder, whatever links lead to it."""
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(folder) or not real.is_file():
            return None
        with real.open("rb") as stream:
            content = stream.read(max_bytes + 1)
    except (OSError, RuntimeError):
        _log.debug("a file of the hub's cache folder cannot be read")
        return None
    return content if len(content) <= max_bytes else None
