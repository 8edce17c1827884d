"""Names of licenses in a sentence, and licenses that links lead to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from urllib.parse import unquote

from licscan.catalog.license_words import fold
from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.catalog.prose import ProseRules
from licscan.scanners.datasets.prose.sentences import Plain, Target

MAX_WORDS = 14
MAX_NAMES = 12
_TOKEN = re.compile(r"[^\s|]{1,120}")
_FIRST = re.compile(r"[A-Za-z0-9.]{1,24}")
_OPENING = "(\"'\u201c\u2018[{*_`"
_AROUND = " ,.;:()!?\"'*_`“”[]{}"
_ENDS = (".", ";", ":", "!", "?")
_VERSION = re.compile(r"v?\d{1,2}(?:\.\d+)*\+?")
_SCHEME = re.compile(r"(?:https?:)?(?://)?(?:www\.)?", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:\.(?:svg|png))+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """A license named from `start` to `end` of the plain text: an SPDX expression, or candidates; `link`: by a link.

    `badge`: by a picture, which says `label` of what it is about.
    """

    start: int
    end: int
    names: tuple[str, ...]
    link: bool = False
    badge: bool = False
    label: str = ""


def names_in(sentence: Plain, table: LicenseTable) -> list[Name]:
    """The first 12 names and links, in order; a link stands behind the words that carry it."""
    rules = table.prose
    spelled = islice(_spelled(sentence.text, table, rules), MAX_NAMES)
    found = [*spelled, *islice(_linked(sentence.targets, table, rules), MAX_NAMES)]
    return sorted(found, key=lambda name: (name.start, name.link, name.end))


def _spelled(text: str, table: LicenseTable, rules: ProseRules) -> Iterator[Name]:
    tokens = [(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)]
    at = 0
    while at < len(tokens):
        first = _FIRST.match(tokens[at][2].lstrip(_OPENING).lower())
        word = first[0].rstrip(".") if first else ""
        strong = word in rules.strong
        found = _longest(text, tokens, at, table, alone=strong) if strong or word in rules.weak else None
        if found:
            end, names = found
            yield Name(tokens[at][0], tokens[end][1], names)
            at = end
        at += 1


def _longest(
    text: str, tokens: Sequence[tuple[int, int, str]], at: int, table: LicenseTable, *, alone: bool
) -> tuple[int, tuple[str, ...]] | None:
    """The longest name that begins with a token: the number of its last token, and what it means."""
    last, rules = _reach(tokens, at, table), table.prose
    for end in range(last, at - (1 if alone else 0), -1):
        words = text[tokens[at][0] : tokens[end][1]].strip(_AROUND)
        names = _meant(words, table.spelling(words))
        if any(leaf in rules.plain for name in names for leaf in name.split()):
            continue
        if names and not _goes_on(words, tokens[end][2], tokens[end + 1][2] if end + 1 < len(tokens) else ""):
            return end, names
    return None


def _reach(tokens: Sequence[tuple[int, int, str]], at: int, table: LicenseTable) -> int:
    """The last token that can belong to a name: the first that ends a sentence, or stands before an unknown word."""
    known, inside = table.spelled_words, table.prose.inside
    end = at
    while end < len(tokens) and end - at < MAX_WORDS:
        words = fold(tokens[end][2].strip(_AROUND)).split()
        if not all(word in known or word in inside or _VERSION.fullmatch(word) for word in words):
            break
        if tokens[end][2].endswith(_ENDS) and not (end == at and len(tokens[end][2]) <= 2):
            return end
        end += 1
    return max(at, end - 1)


def _meant(words: str, meaning: LabelMeaning | None) -> tuple[str, ...]:
    if meaning is None:
        return ()
    if meaning.expression:
        return (meaning.expression,)
    # `MIT, Apache` is a list of two, each of which is told by itself.
    several = any(sign in words for sign in ",;/") and not words.lower().startswith(("cc", "creative"))
    return () if several else meaning.candidates


def _goes_on(words: str, last: str, after: str) -> bool:
    """Whether the word behind a short name makes the name of something else of it (`MIT CSAIL`, `Apache Spark`)."""
    if last.endswith((",", ")", *_ENDS)) or " " in words or "-" in words or not after[:1].isupper():
        return False
    return "licen" not in after.lower() and after.lower() != "or"


def _linked(targets: Sequence[Target], table: LicenseTable, rules: ProseRules) -> Iterator[Name]:
    for target in targets:
        if names := license_at(target.address, table, rules):
            label = _label(target.address, rules)
            badge = target.picture or label is not None
            yield Name(target.start, target.end, names, link=True, badge=badge, label=label or "")


def license_at(address: str, table: LicenseTable, rules: ProseRules) -> tuple[str, ...]:
    """The license that an address is the page of: one expression, or candidates; none where it is no such page."""
    bare = _SCHEME.sub("", address.strip(), count=1)
    if (path := _badge_path(bare, rules)) is not None:
        words = _badge(path)[1]
        return _meant(words, table.spelling(words))
    return _meant("", table.spelling(address)) if "/" in bare else ()


def _label(address: str, rules: ProseRules) -> str | None:
    """The label of a badge; None where an address is no badge."""
    path = _badge_path(_SCHEME.sub("", address.strip(), count=1), rules)
    return None if path is None else _badge(path)[0]


def _badge_path(bare: str, rules: ProseRules) -> str | None:
    lower = bare.lower()
    badge = next((prefix for prefix in rules.badges if lower.startswith(prefix)), None)
    return badge and _EXTENSION.sub("", re.split(r"[/?#]", bare[len(badge) :], maxsplit=1)[0])


def _badge(path: str) -> tuple[str, str]:
    """Label and message of a badge: `License-CC_BY--NC_4.0-green` reads `CC BY-NC 4.0` (https://shields.io/badges)."""
    parts = [part.replace("\0", "-").replace("_", " ") for part in unquote(path).replace("--", "\0").split("-")]
    return next((pair for pair in pairwise(parts) if "licen" in pair[0].lower()), ("", ""))
