"""What a component is needed for, as `Subject.scopes` spells it."""

import re

from licscan.model.package_name import normalized

RUNTIME = "runtime"
BUILD = "build"
# Lock files of some tools take any text as the name of a group; what is no word may be anything, an address with a
# password in it too, and is not passed on.
_WORDS = re.compile(r"\w[\w .+-]{0,99}")
_UNNAMED = "unnamed"


def extra_scope(name: str) -> str:
    """The scope of an extra: `extra:NAME`, normalized (PEP 685)."""
    return f"extra:{_shown(name)}"


def group_scope(name: str) -> str:
    """The scope of a dependency group: `group:NAME`, normalized (PEP 735)."""
    return f"group:{_shown(name)}"


def _shown(name: str) -> str:
    return normalized(name) if _WORDS.fullmatch(name) else _UNNAMED
