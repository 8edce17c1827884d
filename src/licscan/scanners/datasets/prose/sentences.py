"""Sentences of Markdown as plain text, with the targets of their links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

MAX_SENTENCE = 1_000

# A sentence ends before a new one; Chinese and Japanese put no blank behind theirs.
_END = re.compile(r"(?<=[.!?;*)])\s+(?=[\"'(\[*`“_]{0,3}[A-ZÀ-Þ])|(?<=[\u3002\uff01\uff1f\uff1b])")
_NOT_AN_END = re.compile(r"(?:\b(?:e\.g|i\.e|etc|cf|vs|v|ver|no|inc|ltd|co|al|approx|lic)\.|[*)])\s*\Z", re.IGNORECASE)
_PIECE = re.compile(
    r"!?\[(?P<text>[^\]\[]{0,300})\]\(\s*<?(?P<target>[^()\s<>]{0,500})>?[^()\n]{0,200}\)"
    r"|!?\[(?P<label>[^\]\[]{0,300})\](?:\[[^\]\[]{0,100}\])?"
    r"|<[^<>]{0,600}>"
    r"|(?P<url>(?:https?://|www\.|(?=creativecommons\.org/))[^\s<>()\[\]\"'`|]{1,500})"
    r"|[*`\"“”|>]+|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)"
)
_IN_TAG = re.compile(r"https?://[^\s<>()\[\]\"'`|]{1,500}")
_IMAGE_TARGET = re.compile(r"\((https?://[^()\s]{1,500})\)")
_TRAILING = ".,;:!?'\"*_`"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads, and the place in the plain text at which its words begin and end."""

    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Plain:
    """One sentence without markup, with single blanks; `offset` is where it begins in the block."""

    text: str
    offset: int
    targets: tuple[Target, ...]


def sentences(block: str) -> Iterator[Plain]:
    """The sentences of a block; one of more than 1,000 characters is taken in pieces, none of it is dropped."""
    start = 0
    for end in chain(_ends(block), (len(block),)):
        for at in range(start, end, MAX_SENTENCE):
            piece = block[at : min(end, at + MAX_SENTENCE)]
            if piece.strip():
                yield plain(piece, at + len(piece) - len(piece.lstrip()))
        start = end


def _ends(block: str) -> Iterator[int]:
    for match in _END.finditer(block):
        before = block[max(0, match.start() - 12) : match.start()]
        if block[match.start() - 1] in "*)" and not before.rstrip("*)_").endswith((".", "!", "?")):
            continue
        if not (before.endswith(".") and _NOT_AN_END.search(before)):
            yield match.end()


def plain(piece: str, offset: int = 0) -> Plain:
    """A piece of Markdown as plain text."""
    out = _Writer()
    at = 0
    for match in _PIECE.finditer(piece):
        out.write(piece[at : match.start()])
        _write(match, out)
        at = match.end()
    out.write(piece[at:])
    return Plain(out.text(), offset, tuple(out.targets))


def _write(match: re.Match[str], out: "_Writer") -> None:
    if match["target"] is not None:
        start = out.length
        out.write(match["text"])
        out.target(start, match["target"])
    elif match["label"] is not None:
        out.write(match["label"])
    elif match["url"]:
        out.target(out.length, match["url"])
        out.write(" ")
    elif match[0].startswith("<"):
        for address in _IN_TAG.findall(match[0]):
            out.target(out.length, address)
        out.write(" ")
    elif match[0][0] in "|>":
        out.write(" | " if "|" in match[0] else " ")


class _Writer:
    """Plain text as it grows, every run of white space as one blank."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self._blank = True
        self.targets: list[Target] = []

    def write(self, text: str) -> None:
        if not text:
            return
        words = " ".join(text.split())
        lead = "" if self._blank or not text[0].isspace() else " "
        if not words:
            self._add(lead)
            return
        self._add(lead + words + (" " if text[-1].isspace() else ""))

    def _add(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self.length += len(text)
            self._blank = text.endswith(" ")

    def target(self, start: int, address: str) -> None:
        self.targets.append(Target(start, self.length, address.rstrip(_TRAILING)))

    def text(self) -> str:
        return "".join(self._parts)
