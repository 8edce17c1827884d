"""Where headings, fenced code and paragraphs of a Markdown text lie (https://spec.commonmark.org/0.31.2/)."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from itertools import islice

from licscan.catalog.prose import HEADINGS, Language
from licscan.catalog.prose_words import Words, lowered

_HEADING = re.compile(
    r"^ {0,3}(?P<marks>#{1,6})(?:[ \t]+|(?=[^\W\d_]))(?P<title>[^\n]{0,300})"
    r"|^ {0,3}(?P<under>[^\s|#>*+`-][^\n|]{0,150})\n {0,3}(?P<line>=+|-{3,})[ \t]*$"
    r"|^ {0,3}(?:\*\*|__)(?P<bold>[^*_\n]{1,80})(?:\*\*|__)[ \t]*:?[ \t]*$"
    r"|^[ \t]{0,3}<h(?P<html>[1-6])[^<>\n]{0,200}>(?P<inner>[^<>\n]{1,200})</h",
    re.MULTILINE,
)
_FENCE = re.compile(
    r"^[ \t>]{0,8}(?P<mark>```|~~~)[`~]{0,40}[ \t]{0,8}\{?[.]?(?P<language>[\w+#-]{0,30})[^\n]*", re.MULTILINE
)
# A paragraph ends at a blank line, before an entry of a list, and before a row of a table.
_BLOCK = re.compile(r"\n[ \t>]{0,40}(?=\n)|\n(?=[ \t>]{0,12}(?:[-*+•]|\d{1,2}[.)])[ \t])|\n(?=[ \t]{0,8}\|)")
_ITEM = re.compile(r"[ \t>]{0,12}(?:[-*+•]|\d{1,2}[.)])[ \t]|[ \t]{0,8}\|")
MAX_HEADINGS = 1_000
_REST_OF_WORD = re.compile(r"[\w-]{1,60}")
_COMMENT = ("<!--", "-->")
_BOLD_LEVEL = 7
_SAID = frozenset({"license", "terms"})
_SAYS_MORE = re.compile(
    r"[^\W_][:(\uff1a\uff08\u2013\u2014][ \t*_`\[]{0,6}[^\W_]|\s[(\u2013\u2014-][ \t*_`\[]{0,6}[^\W_]"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: characters from start to end, its level (7 for a bold line), its words."""

    start: int
    end: int
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Section:
    """The text between two headings; `kind` is that of the nearest heading above that has one, `titles` all above."""

    start: int
    end: int
    kind: str | None
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an entry of a list or a row of a table; `written_in`: what the fence around it says, if any."""

    start: int
    text: str
    listed: bool
    written_in: str | None = None

    @property
    def code(self) -> bool:
        """Whether it stands inside a fence."""
        return self.written_in is not None


@dataclass(frozen=True, slots=True)
class _Fence:
    """Fenced text: characters from start to end, and the word behind its marks, in lower case."""

    start: int
    end: int
    language: str


class Layout:
    """The headings and fences of one text; comments are taken out but for their line ends."""

    def __init__(self, text: str) -> None:
        self.text = _without_comments(text)
        self._fences = _fences(self.text)
        self._starts = [fence.start for fence in self._fences]
        found = (_heading(match) for match in _HEADING.finditer(self.text))
        real = (heading for heading in found if not self.in_code(heading.start))
        self.headings = list(islice(real, MAX_HEADINGS + 1))
        # Where reading ends because nobody writes so many headings, else None.
        self.unread = self.headings.pop().start if len(self.headings) > MAX_HEADINGS else None

    def in_code(self, at: int) -> bool:
        """Whether a place lies inside a fence."""
        return self._fence(at) is not None

    def _fence(self, at: int) -> "_Fence | None":
        number = bisect_right(self._starts, at) - 1
        return self._fences[number] if number >= 0 and at < self._fences[number].end else None

    def sections(self, languages: Sequence[Language]) -> Iterator[Section]:
        """All sections in order, the first one before any heading."""
        above: list[tuple[int, str, str | None]] = []
        start = 0
        for heading in (*self.headings, None):
            end = heading.start if heading else len(self.text) if self.unread is None else self.unread
            yield Section(start, end, _nearest(above), tuple(title for _, title, _ in above))
            if heading:
                while above and above[-1][0] >= heading.level:
                    above.pop()
                kind = kind_of_heading(heading.title, tuple(languages))
                above.append((heading.level, heading.title, kind))
                # A heading can be all that a section says: `**CC BY 4.0**`, `## License: CC BY-NC 4.0`.
                bold = heading.level == _BOLD_LEVEL and kind is None
                start = heading.start if bold or self._says_more(heading, kind) else heading.end

    def _says_more(self, heading: Heading, kind: str | None) -> bool:
        return kind in _SAID and self.text[heading.start] == "#" and bool(_SAYS_MORE.search(heading.title))

    def blocks(self, section: Section) -> Iterator[Block]:
        """The blocks of a section that hold anything, in order."""
        start = section.start
        ends = [match.start() for match in _BLOCK.finditer(self.text, section.start, section.end)]
        first = max(bisect_right(self._starts, section.start) - 1, 0)
        inside = self._fences[first : bisect_left(self._starts, section.end)]
        fences = (at for fence in inside for at in (fence.start, fence.end) if section.start < at < section.end)
        for end in (*merge(ends, fences), section.end):
            text = self.text[start:end]
            if text.strip():
                lead = len(text) - len(text.lstrip("\n"))
                place = start + lead
                fence = self._fence(place)
                yield Block(place, text[lead:], bool(_ITEM.match(text, lead)), fence.language if fence else None)
            start = end


def _nearest(above: Sequence[tuple[int, str, str | None]]) -> str | None:
    return next((kind for _, _, kind in reversed(above) if kind), None)


@lru_cache(maxsize=4096)
def kind_of_heading(title: str, languages: tuple[Language, ...]) -> str | None:
    """What stands below a heading: `license`, `terms`, `source`, `ignored`, or None for anything else."""
    words = lowered(title)
    for kind in HEADINGS:
        if any(words in language.headings[kind] for language in languages):
            return kind
    return None


_NAME_END = re.compile(r"[:(\[|,\u2013\u2014\uff08\uff1a]|\s-\s")
_CARD_FOR = re.compile(r"(?:(?:data\s?set|model|data)\s)?card\s(?:for|of)\s(?:the\s)?")
_NAME_LENGTHS = range(3, 41)


def names_of_the_work(titles: Sequence[str]) -> Words:
    """What a work is called by its titles: the words before a colon or a dash, without `dataset card for`."""
    bare = (_CARD_FOR.sub("", lowered(title).strip()) for title in titles)
    heads = (_NAME_END.split(title, maxsplit=1)[0].strip(" *#\"'") for title in bare)
    return Words([head for head in heads if len(head) in _NAME_LENGTHS])


def _heading(match: re.Match[str]) -> Heading:
    if match["marks"]:
        return Heading(match.start(), match.end(), len(match["marks"]), match["title"].strip(" \t#*_:"))
    if match["under"]:
        return Heading(match.start(), match.end(), 1 if match["line"][0] == "=" else 2, match["under"].strip())
    if match["bold"]:
        return Heading(match.start(), match.end(), _BOLD_LEVEL, match["bold"].strip(" :"))
    return Heading(match.start(), match.end(), int(match["html"]), match["inner"].strip())


def _fences(text: str) -> list[_Fence]:
    """Where fenced code lies; a fence that nobody closes ends with its paragraph, so that it hides nothing."""
    found: list[_Fence] = []
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            # `one line of code` between three marks is no fence.
            opened = match if match["mark"] not in match[0].strip(" \t>")[3:] else None
        elif match["mark"] == opened["mark"]:
            found.append(_Fence(opened.start(), match.end(), opened["language"].lower()))
            opened = None
    if opened is not None:
        end = text.find("\n\n", opened.end())
        found.append(_Fence(opened.start(), end if end >= 0 else len(text), opened["language"].lower()))
    return found


def _without_comments(text: str) -> str:
    at = text.find(_COMMENT[0])
    if at < 0:
        return text
    parts: list[str] = []
    done = 0
    while at >= 0:
        end = text.find(_COMMENT[1], at)
        if end < 0:
            break
        end += len(_COMMENT[1])
        lines = text.count("\n", at, end)
        # A comment inside a word does not part it; its line ends come behind the word.
        rest = _REST_OF_WORD.match(text, end) if lines else None
        stop = rest.end() if rest else end
        parts.extend((text[done:at], text[end:stop], "\n" * lines))
        done, at = stop, text.find(_COMMENT[0], stop)
    return "".join((*parts, text[done:]))
