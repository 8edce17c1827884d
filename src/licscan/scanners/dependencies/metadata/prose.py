"""Licenses that prose names: `This work is licensed under either the MIT license or the Apache License 2.0.`"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from licscan.catalog.licenses import LicenseTable
from licscan.expressions.algebra import normalize

_LINK = re.compile(
    r"!?\[([^\]\[]{0,200})\]\s?(?:\([^()\s]{0,500}\)|\[[^\]]{0,80}\])|`([^`<]{1,200})\s<[^<>]{0,500}>`_{1,2}"
)
_MARKS = re.compile(r"[*`\"“”]+|(?<=\w)_{1,2}(?=\W|$)|(?<!\w)_{1,2}(?=\w)|<[^<>]{0,200}>")
# A sentence ends before a new one, at a blank line, and before a heading or an entry of a list.
_END = re.compile(r"(?<=[.!?*])\s+(?=[\"'(\[*`]{0,3}[A-Z])|\n[ \t]*(?=\n)|\n(?=[ \t]{0,8}(?:[-*+•#]|\d{1,2}[.)])[ \t])")
_UNDER = re.compile(
    r"\b(?:(?:re)?licen[sc]ed|released|(?:re)?distribute[ds]?|available|published|offered)\b"
    r"(?:\s+[\w/'-]+){0,7}?\s+under\s+"
    r"|\b(?:governed|covered)\s+(?:by|under)\s+|\bsubject\s+to\s+|\b(?:is|are)\s+(?:[\w-]+\s+){0,3}?under\s+"
    r"|\b(?:released|placed|dedicated|put|given|is)\s+(?:in|into|to)\s+(?=(?:the\s+)?public\s+domain\b)",
    re.IGNORECASE,
)
# Without one of these `_UNDER` matches nowhere; to look for them is far cheaper.
_UNDER_WORDS = ("under", "governed", "covered", "subject", "doma")
_LEAD = re.compile(
    r"(?:(?:the|terms|and|conditions|of|an?|following|open[- ]source|osi[- ]approved|permissive|liberal|standard|same"
    r"|free|copyleft|very|simple|both|either|one|software|both:|either:|both,|either,)\s+)+",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"(?<=[a-z)\d]{2})[.;:](?=\s(?!\d)|$)|\s[-\u2013\u2014]\s|\s\((?=see|or|which|the text)", re.IGNORECASE
)
# What takes something away from the name before it, or makes another license of it.
_CHANGED = frozenset({"with", "plus", "except", "but", "modified", "+", "&", "compatible", "style", "like"})
_MAX_WORDS = 16
_MAX_SENTENCE = 2_000
_GNU_NOTICE = re.compile(
    r"gnu (?P<kind>lesser |library |affero )?(?:general )?public license,?(?P<between>(?:[^.]|\.\d){0,200}?)"
    r"version (?P<version>\d(?:\.\d)?)(?P<after>(?:[^.]|\.\d){0,120})",
)
_GNU_LATER = re.compile(r"any later|or later|or newer|or greater")
_GNU_KINDS = {None: "GPL", "lesser ": "LGPL", "library ": "LGPL", "affero ": "AGPL"}
_OWN_APPENDIX = "how to apply these terms"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as plain words on one line, and the number of line feeds before it."""

    text: str
    lines_before: int


@dataclass(frozen=True, slots=True)
class Named:
    """The license that a sentence names: an expression, or candidates of which it does not say which."""

    expression: str | None
    candidates: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Everything that may be meant."""
        return (self.expression,) if self.expression else self.candidates


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text without its markup."""
    start = 0
    lines = 0
    for match in (*_END.finditer(text), None):
        end = match.end() if match else len(text)
        piece = text[start:end]
        plain = " ".join(_MARKS.sub("", _LINK.sub(lambda link: link[1] or link[2] or "", piece)).split())
        if plain := plain[:_MAX_SENTENCE]:
            lead = piece[: len(piece) - len(piece.lstrip())]
            yield Sentence(plain, lines + lead.count("\n"))
        lines += piece.count("\n")
        start = end


def named_under(sentence: str, table: LicenseTable) -> Named | None:
    """The license after `licensed under` and its kind; None where none is named, or one that is changed."""
    lower = sentence.casefold()
    if not any(word in lower for word in _UNDER_WORDS):
        return None
    for match in _UNDER.finditer(sentence):
        if found := name_at(sentence[match.end() :], table):
            return found
    return None


def name_at(text: str, table: LicenseTable) -> Named | None:
    """The license that the first words name, the longest name that is known."""
    rest = _LEAD.sub("", text, count=1) if _LEAD.match(text) else text
    stop = _STOP.search(rest)
    words = (rest[: stop.start()] if stop else rest).split()[: _MAX_WORDS + 1]
    for count in range(min(len(words), _MAX_WORDS), 0, -1):
        meaning = table.spelling(" ".join(words[:count]).strip(" ,.;:()!"))
        if meaning is None or not (meaning.expression or meaning.candidates):
            continue
        after = words[count] if count < len(words) else ""
        return None if _goes_on(words[:count], after) else Named(meaning.expression, meaning.candidates)
    return None


def _goes_on(words: list[str], after: str) -> bool:
    """Whether the word after a name changes it, or makes the name of something else of it (`Apache Foundation`)."""
    if after.casefold().strip(",.;:()") in _CHANGED:
        return True
    named = any("licen" in word.casefold() for word in (*words, after)) or words[-1].endswith((",", ")", ":"))
    return after[:1].isupper() and not named


def gnu_notice(text: str) -> str | None:
    """The license of the notice that the FSF proposes for programs, with `only` or `or later`.

    None for a text that holds the license itself, whose appendix shows that notice as an example.
    """
    folded = " ".join(text.casefold().split())
    if _OWN_APPENDIX in folded:
        return None
    match = _GNU_NOTICE.search(folded)
    if match is None:
        return None
    version = match["version"] if "." in match["version"] else f"{match['version']}.0"
    later = _GNU_LATER.search(match["after"])
    return normalize(f"{_GNU_KINDS[match['kind']]}-{version}-{'or-later' if later else 'only'}")
