"""A README in its parts: the YAML blocks at the top, and the Markdown below them."""

import re
from dataclasses import dataclass
from itertools import islice

MAX_BLOCKS = 8
MAX_BLOCK = 500_000
# Blank lines, a fence, the end of its line.
_OPENS = re.compile(r"(?:[ \t]*+\r?\n){0,1000}+[ \t]*+---[ \t]*+(?:\r?\n|\Z)")
_CLOSES = re.compile(r"^---[ \t\r]*+(?:\n|\Z)", re.MULTILINE)
_LICENSE_KEY = re.compile(r"^[\"']?licen[sc]es?[\"']?\s*:", re.IGNORECASE | re.MULTILINE)
# A short block between two rules, anywhere.
_LATE = re.compile(r"^---[ \t\r]*\n(?P<block>(?:(?!---)[^\n]{0,200}\n){1,20})(?=---[ \t\r]*$)", re.MULTILINE)
_MOST_LATE = 20
_CARD_KEY = re.compile(
    r"^(?:licen[sc]es?|pretty_name|task_categories|datasets|dataset_info|base_model|language)\s*:", re.MULTILINE
)
_FIRST_KEY = re.compile(r"^[\w\"'][^\s:]*[ \t]*:", re.MULTILINE)
_BELOW_KEYS = re.compile(r"^(?:[ \t]*+\r?$|#{1,6}[ \t])", re.MULTILINE)
# How much below an open fence is looked at for a key of a card.
_LOOK = 10_000


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The text of a block, and the line of the file on which it begins; `closed` by a line `---` or not."""

    text: str
    first_line: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Readme:
    """The blocks of a README, in their order, and its body: all that follows them, as it stands in the file."""

    blocks: tuple[FrontMatter, ...]
    body: str
    body_line: int


def part_readme(text: str) -> Readme:
    """The blocks between `---` lines at the head of a README, and the body below them.

    The hub reads the first block only; a second one that follows it at once and names a license is what a tool or a
    merge left behind. A block that is opened, looks like a card and is never closed ends where its keys end.
    """
    found: list[FrontMatter] = []
    at = 0
    while len(found) < MAX_BLOCKS:
        cut = _block(text, at)
        if cut is None or (found and not (cut[0].closed and _LICENSE_KEY.search(cut[0].text))):
            break
        found.append(cut[0])
        at = cut[1]
    return Readme(tuple(found), text[at:], text.count("\n", 0, at) + 1)


def late_blocks(readme: Readme) -> tuple[FrontMatter, ...]:
    """Blocks further down that name a license: no hub reads them, and whoever reads the card does."""
    found = islice(_LATE.finditer(readme.body), _MOST_LATE)
    return tuple(
        FrontMatter(match["block"], readme.body_line + readme.body.count("\n", 0, match.start("block")))
        for match in found
        # Not in a fence, where it is an example.
        if _LICENSE_KEY.search(match["block"]) and readme.body.count("```", 0, match.start()) % 2 == 0
    )


def with_line_feeds(text: str) -> str:
    """The text without its byte order mark, where lines end with LF or CR LF: CR alone counts only without any LF."""
    plain = text.removeprefix("\ufeff")
    return plain if "\n" in plain else plain.replace("\r", "\n")


def _block(text: str, at: int) -> tuple[FrontMatter, int] | None:
    """The block that the first line from `at` on that is not blank opens, if it does, and where its end is."""
    opened = _OPENS.match(text, at)
    if opened is None:
        return None
    begin = opened.end()
    first_line = text.count("\n", 0, begin) + 1
    limit = min(len(text), begin + MAX_BLOCK)
    if closed := _CLOSES.search(text, begin, limit):
        return FrontMatter(text[begin : closed.start()], first_line), closed.end()
    if not _CARD_KEY.search(text[begin : begin + _LOOK]):
        return None
    first_key = _FIRST_KEY.search(text, begin, limit)
    below = _BELOW_KEYS.search(text, first_key.end(), limit) if first_key else None
    end = below.start() if below else limit
    return FrontMatter(text[begin:end], first_line, closed=False), end
