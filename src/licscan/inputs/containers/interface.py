"""What an archive says of its members."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from licscan.inputs.sources import Source


class Oddity(Enum):
    """Why a member cannot be read, or is none that holds data."""

    ENCRYPTED = auto()
    LINK = auto()
    DEVICE = auto()
    OUTSIDE = auto()
    OVERLAP = auto()
    TOO_LARGE = auto()
    UNSUPPORTED = auto()


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: `path` as the archive names it, not yet fit to be shown.

    `source` makes the source of its bytes, given what outputs shall call it; an oddity says why there is none.
    """

    path: str
    size: int
    source: Callable[[str], Source] | Oddity


MAX_NAME = 1_024


def is_outside(path: str) -> bool:
    """Whether a name would lead out of the folder that an archive is unpacked into."""
    parts = path.replace("\\", "/").split("/")
    return path.startswith(("/", "\\")) or ".." in parts or (len(path) > 1 and path[1] == ":")


def shown_name(path: str) -> str:
    """A member's name as outputs may show it: text that can be encoded, no NUL, of bounded length."""
    name = path.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    while name.startswith("./"):
        name = name[2:]
    # The end tells the format.
    return name if len(name) <= MAX_NAME else f"{name[: MAX_NAME // 2]}...{name[-MAX_NAME // 2 :]}"


def last_part(path: str) -> str:
    """The last part of a member's name, whose suffix tells the format."""
    return path.replace("\0", "").rpartition("/")[2]
