"""Which declaration of licscan.toml speaks for a subject."""

import re
from dataclasses import dataclass

from licscan.inputs.globs import Globs
from licscan.model.policy import DatasetDeclaration, Policy
from licscan.model.subject import Subject, folded_ref, without_version

_COMMIT = re.compile(r"[0-9a-f]{7,64}")


@dataclass(frozen=True, slots=True)
class Declared:
    """The declaration that counts for a subject, if any; `void` says why one that names it does not count."""

    declaration: DatasetDeclaration | None = None
    void: str | None = None


def declared_for(subject: Subject, policy: Policy) -> Declared:
    """Find the declaration of a subject: by id, then by the longest `file:` folder, then by `paths`.

    Where several declarations match alike, the first in file order counts. A declaration for another revision, named
    by `revision` or behind the id (`hf:owner/name@revision`), is void.
    """
    ranked = [
        (rank, number, one)
        for number, one in enumerate(policy.datasets)
        if (rank := fit(one, subject.ref, subject.path))
    ]
    if not ranked:
        return Declared()
    _, other, _, best = min((rank, not _holds(one, subject), number, one) for rank, number, one in ranked)
    if not other:
        return Declared(best)
    have = subject.version[:40] if subject.version else "not known"
    return Declared(
        None,
        f"The declaration at {best.location.path}:{best.location.line} is for revision {_revision(best)[:40]} and does "
        f"not count: the revision here is {have}.",
    )


def fit(declaration: DatasetDeclaration, ref: str, path: str | None) -> tuple[int, int] | None:
    """How well a declaration fits a subject; smaller is better, None is not at all.

    `path` is the file that the subject stands in, where it has one.
    """
    mine, theirs = folded_ref(declaration.id).rstrip("/"), folded_ref(ref)
    if mine == theirs:
        return (0, 0)
    folder = mine + "/"
    if mine == "file:." and theirs.startswith("file:"):
        return (1, 0)
    if mine.startswith("file:") and theirs.startswith(folder):
        return (1, -len(folder))
    path = path or (theirs.removeprefix("file:") if theirs.startswith("file:") else None)
    if path is not None and Globs(declaration.paths).cover(path):
        return (2, 0)
    return None


def _holds(declaration: DatasetDeclaration, subject: Subject) -> bool:
    """Whether a declaration is for the revision at hand, or for any."""
    revision = _revision(declaration)
    return not revision or same_revision(revision, subject.version)


def _revision(declaration: DatasetDeclaration) -> str:
    """The one revision that a declaration is for; empty for any."""
    behind = declaration.id.removeprefix(without_version(declaration.id))
    return declaration.revision or re.split("[?#]", behind.removeprefix("@"), maxsplit=1)[0]


def same_revision(declared: str, found: str | None) -> bool:
    """Whether a declared revision is the one at hand; of two commits one may be shortened."""
    if found is None:
        return False
    commits = _COMMIT.fullmatch(declared) and _COMMIT.fullmatch(found)
    return found == declared or (commits is not None and found.startswith(declared))
