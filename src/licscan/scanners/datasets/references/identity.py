"""Names of the hubs, taken only where they are names: no path tricks, no control characters."""

import re
from dataclasses import dataclass

from licscan.model.subject import SubjectKind

# huggingface_hub.utils.validate_repo_id: letters, digits, `-_.`, at most 96 of them, no `--` and `..`, not at the ends.
_PART = re.compile(r"(?!.*(?:--|\.\.))\w(?:[\w.-]{0,94}\w)?", re.ASCII)
_REVISION = re.compile(r"(?!.*\.\.)[A-Za-z0-9][\w./-]{0,199}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Work:
    """A data set or model that a text names; see `interface.Named`."""

    ref: str
    kind: SubjectKind
    revision: str | None = None
    configuration: str | None = None


def hub_name(text: str) -> bool:
    """Whether a text can be the name of a repository of the Hugging Face hub: `owner/name`, or a legacy `name`."""
    parts = text.split("/")
    return len(parts) <= 2 and all(_PART.fullmatch(part) for part in parts) and not text.endswith(".git")


def is_revision(text: str) -> bool:
    """Whether a text can be a branch, tag or commit."""
    return bool(_REVISION.fullmatch(text))
