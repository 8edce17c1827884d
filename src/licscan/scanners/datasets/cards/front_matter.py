"""The YAML block at the top of a README."""

import re
from dataclasses import dataclass

from licscan.errors import DocumentError
from licscan.model.evidence import Location

MAX_LINES = 50_000
_CARD_KEY = re.compile(r"(?:licen[sc]es?|pretty_name|task_categories|datasets|dataset_info|base_model|language)\s*:")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The text between the fences, and the line of the file on which it begins."""

    text: str
    first_line: int


def front_matter(text: str, path: str) -> FrontMatter | None:
    """The block between two `---` lines, the first of which is the first line that is not blank; None without one.

    Raises DocumentError where a block is opened, looks like a card and is never closed.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    if start is None or lines[start].rstrip() != "---":
        return None
    begin = start + 1
    for number in range(begin, min(len(lines), begin + MAX_LINES)):
        if lines[number].rstrip() == "---":
            return FrontMatter("\n".join(lines[begin:number]), begin + 1)
    if any(_CARD_KEY.match(line) for line in lines[begin : begin + 100]):
        raise DocumentError("the front matter is not closed by a line ---", location=Location(path, start + 1))
    return None
