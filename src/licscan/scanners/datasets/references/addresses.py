"""Works named by an address: of the Hugging Face hub, Kaggle, TensorFlow Hub, and the paths of file systems on them."""

import re
from urllib.parse import unquote, urlsplit

from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.references.identity import Work, hub_name, is_revision

_HUB_HOSTS = frozenset({"huggingface.co", "www.huggingface.co", "hf.co", "hf-mirror.com"})
_KAGGLE_HOSTS = frozenset({"kaggle.com", "www.kaggle.com"})
# First parts of addresses of the hub that are no owners.
_PAGES = frozenset(
    {
        *(
            "api",
            "blog",
            "chat",
            "collections",
            "docs",
            "enterprise",
            "inference-api",
            "join",
            "learn",
            "login",
            "models",
        ),
        *("new", "organizations", "papers", "posts", "pricing", "settings", "spaces", "tasks", "front", "buckets"),
    }
)
_KAGGLE_PAGES = frozenset(
    {
        "account",
        "c",
        "code",
        "competitions",
        "datasets",
        "discussions",
        "docs",
        "learn",
        "models",
        "organizations",
        "work",
    }
)
_FILES = frozenset({"blob", "raw", "resolve", "tree", "commit"})
_SEGMENT = re.compile(r"[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
_HUB_PATH = re.compile(
    r"hf://(?:(datasets|models|spaces|buckets)/)?([^/@\s]+)(?:/([^/@\s]+))?(?:@([^\s]+))?(?:/.*)?", re.ASCII
)
# A path of a hub in a longer text, such as a query of SQL.
HUB_PATH = re.compile(r"(?:hf|kaggle)://[^\s'\"`,()]{1,500}")
FETCHED = re.compile(r"/(?:resolve|raw)/")
_VERSION = re.compile(r"[0-9]{1,9}")


def of_address(text: str, kind: SubjectKind) -> Work | None:
    """The work behind an http(s) address; `kind` counts where the address says nothing. Never holds credentials."""
    try:
        split = urlsplit(text)
        host = (split.hostname or "").lower()
    except ValueError:
        return None
    if split.scheme not in {"http", "https"}:
        return None
    parts = [unquote(part) for part in split.path.split("/") if part]
    if host in _HUB_HOSTS:
        return _of_hub(parts)
    if host in _KAGGLE_HOSTS:
        return _of_kaggle(parts, kind)
    return _of_tensorflow(parts) if host in {"tfhub.dev", "www.tfhub.dev"} else None


def _of_hub(parts: list[str]) -> Work | None:
    kind = SubjectKind.MODEL
    if parts[:1] == ["api"]:
        parts = parts[1:]
    if parts[:1] in (["datasets"], ["models"]):
        kind = SubjectKind.DATASET if parts[0] == "datasets" else kind
        parts = parts[1:]
    if not parts or parts[0] in _PAGES:
        return None
    bare = len(parts) == 1 or parts[1] in _FILES
    name = (parts[0] if bare else f"{parts[0]}/{parts[1]}").removesuffix(".git")
    rest = parts[1:] if bare else parts[2:]
    if not hub_name(name) or (bare and kind is SubjectKind.MODEL and len(rest) < 2):
        return None
    revision = rest[1] if len(rest) > 1 and rest[0] in _FILES and is_revision(rest[1]) else None
    return Work(f"hf:{name}", kind, revision)


def _of_kaggle(parts: list[str], kind: SubjectKind) -> Work | None:
    if parts[:2] == ["api", "v1"]:
        parts = [part for part in parts[2:] if part not in {"download", "view", "data"}]
    if not all(_SEGMENT.fullmatch(part) for part in parts[:5]):
        return None
    match parts:
        case ["competitions" | "c", name, *_]:
            return Work(f"kaggle-competition:{name}", SubjectKind.DATASET)
        case ["models", owner, name, *more]:
            more = more[1:] if more[:1] == ["frameworks"] else more
            version = next((part for part in more[2:] if _VERSION.fullmatch(part)), None)
            return Work(f"kaggle:{owner}/{name}", SubjectKind.MODEL, version)
        case ["datasets", owner, name, *_]:
            return Work(f"kaggle:{owner}/{name}", SubjectKind.DATASET)
        case [owner, name] if owner not in _KAGGLE_PAGES and kind is SubjectKind.DATASET:
            return Work(f"kaggle:{owner}/{name}", SubjectKind.DATASET)
    return None


def _of_tensorflow(parts: list[str]) -> Work | None:
    if len(parts) < 2 or not all(_SEGMENT.fullmatch(part) for part in parts):
        return None
    version = parts[-1] if _VERSION.fullmatch(parts[-1]) else None
    names = parts[:-1] if version else parts
    return Work(f"tfhub:{'/'.join(names)}", SubjectKind.MODEL, version)


def of_hub_path(text: str) -> Work | None:
    """The work behind a path of huggingface_hub's file system (`hf://datasets/owner/name@rev/a.csv`) or of Keras."""
    if text.startswith("kaggle://"):
        return _of_kaggle(["models", *text.removeprefix("kaggle://").split("/")], SubjectKind.MODEL)
    found = _HUB_PATH.fullmatch(text)
    if found is None or found[1] in {"spaces", "buckets"}:
        return None
    kind = SubjectKind.DATASET if found[1] == "datasets" else SubjectKind.MODEL
    name = f"{found[2]}/{found[3]}" if found[3] and "*" not in found[3] else found[2]
    revision = unquote((found[4] or "").split("/")[0])
    if found[4] and found[4].startswith("refs/"):
        revision = "/".join(found[4].split("/")[:3])
    if not hub_name(name) or (kind is SubjectKind.MODEL and "/" not in name):
        return None
    return Work(f"hf:{name}", kind, revision if revision and is_revision(revision) else None)
