"""How works on hubs are named: `hf:owner/name@revision`, `kaggle:owner/name`, `kaggle-competition:name`."""

import re
from dataclasses import replace

from licscan.errors import UsageError
from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.hubs.interface import Wanted

_MAX_SHOWN = 80
_HINT = "name it as hf:owner/name, hf:owner/name@revision, kaggle:owner/name or kaggle-competition:name"
_KINDS = {"datasets": SubjectKind.DATASET, "models": SubjectKind.MODEL}
# What huggingface_hub's validate_repo_id takes: letters, digits, `-`, `_` and `.`, none of `-` and `.` at either end.
_HF_PART = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?")
_REVISION = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_./+-]{0,198}[A-Za-z0-9_+-])?")
_SLUG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,148}[A-Za-z0-9_-])?")
_VERSION = re.compile(r"[1-9][0-9]{0,8}")
_COMMIT = re.compile(r"[0-9a-f]{40}")


def prefix_of(ref: str) -> str:
    """The hub that a ref belongs to: what stands before its first colon."""
    return ref.partition(":")[0]


def is_commit(revision: str | None) -> bool:
    """Whether a revision is a whole commit, which never changes."""
    return revision is not None and _COMMIT.fullmatch(revision) is not None


def is_hugging_face_name(name: str) -> bool:
    """Whether a text can be the name of a repository: `owner/name`, or `name` alone for the oldest ones."""
    parts = name.split("/")
    if len(parts) > 2 or len(name) > 96 or "--" in name or ".." in name or name.endswith(".git"):
        return False
    return all(_HF_PART.fullmatch(part) for part in parts)


def is_kaggle_name(name: str, *, parts: tuple[int, ...]) -> bool:
    """Whether a text can be the name of a work on Kaggle, of so many parts: 2 for a dataset, 2 or 4 for a model."""
    named = name.split("/")
    return len(named) in parts and ".." not in name and all(_SLUG.fullmatch(part) for part in named)


def is_revision(revision: str, hub: str) -> bool:
    """Whether a text can be a revision: a branch, tag or commit of Hugging Face, the number of a version of Kaggle."""
    if hub != "hf":
        return _VERSION.fullmatch(revision) is not None
    return _REVISION.fullmatch(revision) is not None and ".." not in revision and "//" not in revision


def wanted_of(text: str) -> Wanted:
    """The work that a user names; its kind is None where the name alone does not say it.

    `hf:datasets/owner/name` and `hf:models/owner/name` say the kind, `kaggle:models/...` likewise. Raises UsageError.
    """
    hub, _, rest = text.partition(":")
    name, at, revision = rest.partition("@")
    if at and not is_revision(revision, hub):
        raise UsageError(f"{_shown(text)} has no revision after the @", hint=_HINT)
    wanted = _READERS[hub](name) if hub in _READERS else None
    if wanted is None or (at and hub == "kaggle-competition"):
        raise UsageError(f"{_shown(text)} names no dataset or model on a hub", hint=_HINT)
    return replace(wanted, revision=revision or None)


def checked(wanted: Wanted) -> Wanted:
    """The same work, where its ref and revision are ones that may become part of an address. Raises UsageError."""
    hub = prefix_of(wanted.ref)
    if wanted.revision is not None and not is_revision(wanted.revision, hub):
        raise UsageError(f"{_shown(wanted.ref)} is named with a revision that is none", hint=_HINT)
    known = wanted_of(wanted.ref)
    return replace(known, kind=wanted.kind or known.kind, revision=wanted.revision)


def _hugging_face(name: str) -> Wanted | None:
    # Nobody can be called `datasets` or `models` there, so that the oldest works need no owner after it.
    kind, rest = _kind_and_rest(name, parts=1)
    return Wanted(f"hf:{rest}", kind) if is_hugging_face_name(rest) else None


def _kaggle(name: str) -> Wanted | None:
    kind, rest = _kind_and_rest(name, parts=2)
    if is_kaggle_name(rest, parts=(4,)) and kind is not SubjectKind.DATASET:
        return Wanted(f"kaggle:{rest}", SubjectKind.MODEL)
    return Wanted(f"kaggle:{rest}", kind or SubjectKind.DATASET) if is_kaggle_name(rest, parts=(2,)) else None


def _competition(name: str) -> Wanted | None:
    known = is_kaggle_name(name, parts=(1,))
    return Wanted(f"kaggle-competition:{name}", SubjectKind.DATASET) if known else None


def _kind_and_rest(name: str, *, parts: int) -> tuple[SubjectKind | None, str]:
    """The kind that a first part such as `models/` says, where at least so many parts follow it."""
    first, *further = name.split("/")
    return (_KINDS[first], "/".join(further)) if first in _KINDS and len(further) >= parts else (None, name)


def _shown(text: str) -> str:
    plain = "".join(sign if sign.isprintable() else "?" for sign in text[:_MAX_SHOWN])
    return plain if len(text) <= _MAX_SHOWN else plain + "…"


_READERS = {"hf": _hugging_face, "kaggle": _kaggle, "kaggle-competition": _competition}
