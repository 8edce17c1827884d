"""The YAML block at the top of a README."""

import re
from dataclasses import dataclass

from licscan.errors import DocumentError
from licscan.model.evidence import Location

MAX_LINES = 50_000
MAX_BLOCKS = 8
_LICENSE_KEY = re.compile(r"[\"']?licen[sc]es?[\"']?\s*:", re.IGNORECASE)
_CARD_KEY = re.compile(r"(?:licen[sc]es?|pretty_name|task_categories|datasets|dataset_info|base_model|language)\s*:")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The text between the fences, and the line of the file on which it begins."""

    text: str
    first_line: int


def front_matters(text: str, path: str) -> tuple[FrontMatter, ...]:
    """The block between two `---` lines at the head of a card, and blocks that follow it at once and name a license.

    The hub reads the first block only; a second one is what a tool or a merge left behind. Raises DocumentError where a
    block is opened, looks like a card and is never closed.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    found: list[FrontMatter] = []
    while len(found) < MAX_BLOCKS:
        at = found[-1].first_line + found[-1].text.count("\n") + 1 if found else 0
        block = _block(lines, at, path)
        if block is None or (found and not any(map(_LICENSE_KEY.match, block.text.splitlines()))):
            break
        found.append(block)
    return tuple(found)


def _block(lines: list[str], at: int, path: str) -> FrontMatter | None:
    """The block that the first line from `at` on that is not blank opens, if it does."""
    start = next((number for number in range(at, len(lines)) if lines[number].strip()), None)
    if start is None or lines[start].strip() != "---":
        return None
    begin = start + 1
    for number in range(begin, min(len(lines), begin + MAX_LINES)):
        if lines[number].rstrip() == "---":
            return FrontMatter("\n".join(lines[begin:number]), begin + 1)
    if any(_CARD_KEY.match(line) for line in lines[begin : begin + 100]):
        raise DocumentError("the front matter is not closed by a line ---", location=Location(path, start + 1))
    return None
