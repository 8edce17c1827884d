"""The sanitizer of everything that goes to a terminal.

Package names, labels and column names come from strangers: an escape sequence in one of them could recolor, hide or
retype what a person reads (ECMA-48 control sequences; bidirectional controls as in CVE-2021-42574).
"""

import re

# C0 and C1 controls, DEL, bidirectional controls, zero-width characters, line separators, tags, surrogates.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)


def clean(text: str, *, max_length: int = 400) -> str:
    """One printable line: unsafe characters become U+FFFD, longer texts end in an ellipsis."""
    safe = _UNSAFE.sub("\ufffd", text.replace("\n", " ").replace("\t", " "))
    return safe if len(safe) <= max_length else safe[: max_length - 1] + "…"
