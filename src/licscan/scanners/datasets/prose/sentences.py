"""Sentences of Markdown as plain text, with the targets of their links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import chain
from urllib.parse import unquote

from licscan.catalog.prose_words import Prefixes
from licscan.scanners.datasets.prose.disguise import as_seen

MAX_SENTENCE = 1_000
# As long as what is said of a use in a few words, so that no cut hides it.
_OVERLAP = 150

# A sentence ends before a new one; Chinese and Japanese put no blank behind theirs.
_END = re.compile(r"(?<=[.!?;*)])\s+(?=[\"'(\[*`“_]{0,3}[A-ZÀ-Þ])|(?<=[\u3002\uff01\uff1f\uff1b])")
_NOT_AN_END = re.compile(r"(?:\b(?:e\.g|i\.e|etc|cf|vs|v|ver|no|inc|ltd|co|al|approx|lic)\.|[*)])\s*\Z", re.IGNORECASE)
_PIECE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])|"
    r"!?\[(?P<text>[^\]\[]{0,300})\]\(\s*<?(?P<target>[^()\s<>]{0,500})>?(?P<title>[^()\n]{0,200})\)"
    r"|!?\[(?P<label>[^\]\[]{0,300})\](?:\[[^\]\[]{0,100}\])?"
    r"|<[^<>]{0,600}>"
    r"|(?P<url>(?:https?://|www\.|(?=creativecommons\.org/))[^\s<>()\[\]\"'`|]{1,500})"
    r"|[*`\"“”|>]+|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)"
)
_IN_TAG = re.compile(r"(?:https?:)?//[^\s<>()\[\]\"'`|]{1,500}", re.IGNORECASE)
# A picture of the words, or words that show when the mouse rests there.
_WORDS_IN_TAG = re.compile(r"\b(?:alt|title)\s{0,3}=\s{0,3}(?:\"([^\"]{1,300})\"|'([^']{1,300})')", re.IGNORECASE)
# Between these and the letters around them a reader sees no blank.
_INSIDE_WORDS = re.compile(
    r"</?(?:abbr|b|big|code|del|em|font|i|ins|mark|s|small|span|strong|sub|sup|tt|u|wbr)\b", re.IGNORECASE
)
_PICTURE = re.compile(r"<img\b", re.IGNORECASE)
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
# A word that goes on in the next line.
_HYPHENATED = re.compile(r"(?<=[^\W\d_])-[ \t]{0,8}\r?\n[ \t>]{0,8}(?=[^\W\d_])")
# An address inside another one, as archives of the web have it.
_INNER = re.compile(r".*[/=](https?://.+)", re.IGNORECASE)
_IMAGE_TARGET = re.compile(r"\((https?://[^()\s]{1,500})\)")
_TRAILING = ".,;:!?'\"*_`"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads, and the place in the plain text at which its words begin and end.

    `picture`: it is the address of a picture, or the link around one.
    """

    start: int
    end: int
    address: str
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Plain:
    """One sentence without markup, with single blanks; `offset` is where it begins in the block."""

    text: str
    offset: int
    targets: tuple[Target, ...]


def sentences(block: str, prefixes: Prefixes) -> Iterator[Plain]:
    """The sentences of a block; one of more than 1,000 characters is taken in pieces that overlap."""
    start = 0
    for end in chain(_ends(block), (len(block),)):
        for at in range(start, max(end - _OVERLAP, start + 1), MAX_SENTENCE - _OVERLAP):
            piece = block[at : min(end, at + MAX_SENTENCE)]
            if piece.strip():
                yield plain(piece, prefixes, at + len(piece) - len(piece.lstrip()))
        start = end


def _ends(block: str) -> Iterator[int]:
    for match in _END.finditer(block):
        before = block[max(0, match.start() - 12) : match.start()]
        if block[match.start() - 1] in "*)" and not before.rstrip("*)_").endswith((".", "!", "?")):
            continue
        if not (before.endswith(".") and _NOT_AN_END.search(before)):
            yield match.end()


def plain(piece: str, prefixes: Prefixes, offset: int = 0) -> Plain:
    """A piece of Markdown as plain text."""
    piece = _HYPHENATED.sub("-", prefixes.joined(as_seen(piece)))
    out = _Writer(prefixes)
    at = 0
    for match in _PIECE.finditer(piece):
        out.write(piece[at : match.start()])
        # Behind a picture, `](` opens the link around it.
        _write(match, out, picture=match[0][0] == "!" or piece.endswith("](", 0, match.start()))
        at = match.end()
    out.write(piece[at:])
    return Plain(out.text(), offset, tuple(out.targets))


def _write(match: re.Match[str], out: "_Writer", *, picture: bool) -> None:
    if match["escaped"]:
        out.write(match["escaped"])
    elif match["target"] is not None:
        start = out.length
        out.write(match["text"])
        out.target(start, match["target"], picture=picture)
        if title := match["title"].strip(" \t\"'"):
            out.write(f" {title} ")
    elif match["label"] is not None:
        out.write(match["label"])
    elif match["url"]:
        out.target(out.length, match["url"], picture=picture)
        out.write(" ")
    elif match[0].startswith("<"):
        _write_tag(match[0], out)
    elif match[0][0] in "|>":
        out.write(" | " if "|" in match[0] else " ")


def _write_tag(tag: str, out: "_Writer") -> None:
    """The addresses and the words of a tag; a blank where a reader sees one."""
    for address in _IN_TAG.findall(tag):
        out.target(out.length, address, picture=bool(_PICTURE.match(tag)))
    for found in _WORDS_IN_TAG.finditer(tag):
        out.write(f" {found[1] or found[2]} ")
    if not (_INSIDE_WORDS.match(tag) or (_BREAK.match(tag) and out.ends_with("-"))):
        out.write(" ")


class _Writer:
    """Plain text as it grows, every run of white space as one blank."""

    def __init__(self, prefixes: Prefixes) -> None:
        self._prefixes = prefixes
        self._parts: list[str] = []
        self.length = 0
        self._blank = True
        self.targets: list[Target] = []

    def ends_with(self, sign: str) -> bool:
        return bool(self._parts) and self._parts[-1].endswith(sign)

    def write(self, text: str) -> None:
        if not text:
            return
        if "&" in text:
            text = self._prefixes.joined(as_seen(unescape(text)))
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

    def target(self, start: int, address: str, *, picture: bool = False) -> None:
        address = unquote(address) if "%" in address else address
        if inner := _INNER.fullmatch(address):
            address = inner[1]
        self.targets.append(Target(start, self.length, address.rstrip(_TRAILING), picture))

    def text(self) -> str:
        return "".join(self._parts)
