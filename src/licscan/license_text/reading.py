"""Which license a text is: the narrow door to the text matcher.

`decode` and `TextReader.identify` are all that the rest knows of it. The matcher gives ids of the text alone: a
GNU license text cannot say whether later versions are allowed.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from typing import Protocol

_COPYRIGHT = "copyright"
_MAX_REMEMBERED = 5000
MAX_TEXT = 1_000_000
MAX_CHARACTERS = 131_072
_NOTICE = re.compile(
    r"^[ \t]*(?:portions )?copyright[ \t]*(?:\(c\)|©|\d{4}|\[)[^\n]{0,200}\n", re.IGNORECASE | re.MULTILINE
)
_NEAR_START = 1000
# A license that was recognized: its id, and the characters from start to end.
Region = tuple[str, int, int]
_SURE_PERCENT = 75
_LIKELY_PERCENT = 45
_GNU_TITLE = re.compile(
    r"\W{0,40}gnu (?P<kind>lesser |library |affero )?general public license,? version (?P<version>\d(?:\.\d)?)\b",
    re.IGNORECASE,
)
_GNU_KINDS = {"": "GPL", "lesser": "LGPL", "library": "LGPL", "affero": "AGPL"}
_TITLED_FROM = 4_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text was recognized as.

    `ids` are SPDX ids in the order in which they first appear, as the matcher names them. `leading` is the one that
    stands at the start of the text. `sure` says that the text is hardly anything but licenses, `likely` that it is
    about half. `rest` is the text outside of the recognized licenses, in which prose can be looked for: the licenses
    themselves speak of commercial use and of proprietary works.
    """

    ids: tuple[str, ...] = ()
    leading: str | None = None
    sure: bool = False
    likely: bool = False
    rest: str = ""


def decode(content: bytes) -> str:
    """A license file as text, at most 1,000,000 characters: UTF-8, else Latin-1, which every byte sequence is."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return text[:MAX_TEXT].replace("\0", " ")


class Memory(Protocol):
    """Somewhere to keep JSON objects by key beyond this run (`net.cache.Cache`)."""

    def record(self, *key: str) -> Mapping[str, object] | None:
        """What was kept for the key, whole and unchanged, or None."""
        ...

    def keep_record(self, key: tuple[str, ...], value: Mapping[str, object]) -> None:
        """Keep an object for the key."""
        ...


class TextReader:
    """Recognizes license texts, each once: an environment holds the Apache license a hundred times.

    With a `memory` a text that was matched in an earlier run is not matched again. `keep` brings what is new there:
    all texts make one record, because a file for each would take as long as to match it.
    """

    def __init__(self, memory: Memory | None = None) -> None:
        self._memory = memory
        self._known: dict[str, Reading] = {}
        self._used: dict[str, list[Region]] = {}
        self._remembered: Mapping[str, object] | None = None
        self._changed = False

    def identify(self, text: str) -> Reading:
        """Recognize the licenses in a text; white space and copyright lines do not count.

        Matched are the first 131,072 characters; what stands behind them is part of the reading's `rest`.
        """
        notices, plain = _without_notices(text[:MAX_CHARACTERS])
        folded = " ".join(plain.split())
        reading = self._known.get(folded)
        if reading is None:
            reading = self._known[folded] = _reading(folded, self._regions(folded))
        more = [part for part in ("".join(notices), reading.rest, text[MAX_CHARACTERS:]) if part]
        return replace(reading, rest="\n".join(more))

    def keep(self) -> None:
        """Keep what was matched in this run for the next one."""
        if self._memory is None or not self._changed:
            return
        regions: dict[str, object] = {**self._used}
        for digest, kept in (self._remembered or {}).items():
            if len(regions) >= _MAX_REMEMBERED:
                break
            regions.setdefault(digest, kept)
        self._memory.keep_record(_key(), {"regions": regions})
        self._changed = False

    def told(self) -> Mapping[str, object]:
        """What was matched in this run, for another reader to `learn`; empty where nothing is new."""
        return {**self._used} if self._changed else {}

    def learn(self, told: object) -> None:
        """Take over what another reader matched."""
        if isinstance(told, dict) and told:
            self._used.update((str(digest), regions) for digest, regions in told.items() if isinstance(regions, list))
            self._changed = True

    def _regions(self, text: str) -> list[Region]:
        if self._memory is None:
            return _matched(text)
        if self._remembered is None:
            record = self._memory.record(*_key())
            kept = record.get("regions") if record else None
            self._remembered = kept if isinstance(kept, dict) else {}
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        regions = _kept(self._remembered.get(digest), len(text))
        if regions is None:
            regions = _matched(text)
            self._changed = True
        self._used[digest] = regions
        return regions


def _key() -> tuple[str, ...]:
    return ("license texts", _matcher_version())


@cache
def _matcher_version() -> str:
    return version("licenseclassifier")


def _without_notices(text: str) -> tuple[list[str], str]:
    """The copyright lines of a text, and the text without them."""
    lower = text.lower()
    if len(lower) != len(text):
        return _NOTICE.findall(text), _NOTICE.sub("", text)
    # To look for the word first is five times as fast as to try the pattern at each line.
    notices: list[str] = []
    others: list[str] = []
    at, place = 0, lower.find(_COPYRIGHT)
    while place >= 0:
        start = lower.rfind("\n", 0, place) + 1
        match = _NOTICE.match(text, start) if start >= at else None
        if match:
            notices.append(match[0])
            others.append(text[at:start])
            at = match.end()
        place = lower.find(_COPYRIGHT, max(at, place + 1))
    return notices, "".join((*others, text[at:]))


def _matched(text: str) -> list[Region]:
    from licscan.license_text.engine import fast_scanner

    # Every region counts; how much of the text they cover is judged here.
    matches = fast_scanner().scan(text).match
    return [(match.id, match.start, match.end) for match in sorted(matches, key=lambda match: (match.start, match.end))]


def _kept(listed: object, length: int) -> list[Region] | None:
    """Regions that were kept, or None where they do not have the form that was kept."""
    if not isinstance(listed, list):
        return None
    regions: list[Region] = []
    for entry in listed:
        match entry:
            case [str() as name, int() as start, int() as end] if 0 <= start <= end <= length:
                regions.append((name, start, end))
            case _:
                return None
    return regions


def _reading(text: str, regions: list[Region]) -> Reading:
    title = _gnu_title(text)
    if not regions:
        return Reading((title,), title, likely=True, rest=text) if title else Reading(rest=text)
    rest = _outside(text, [(start, end) for _, start, end in regions])
    covered = 100 - len(rest) * 100 / max(1, len(text))
    first, start, _ = regions[0]
    if title and covered < _LIKELY_PERCENT:
        # A copy that was reworded a little: all that is recognized of it is the notice in its appendix.
        return Reading(
            (title, *(name for name in _names(regions) if name[:3] != title[:3])), title, likely=True, rest=rest
        )
    return Reading(
        ids=_names(regions),
        leading=first if start <= _NEAR_START else None,
        sure=covered >= _SURE_PERCENT,
        likely=covered >= _LIKELY_PERCENT,
        rest=rest,
    )


def _names(regions: list[Region]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name, _, _ in regions))


def _gnu_title(text: str) -> str | None:
    """The GNU license whose title a long text starts with; the text of the license itself has nothing above it."""
    match = _GNU_TITLE.match(text) if len(text) >= _TITLED_FROM else None
    if match is None:
        return None
    version = match["version"] if "." in match["version"] else f"{match['version']}.0"
    return f"{_GNU_KINDS[(match['kind'] or '').strip().lower()]}-{version}"


def _outside(text: str, spans: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts.append(text[at : max(at, start)])
        at = max(at, end)
    parts.append(text[at:])
    return "\n".join(part for part in parts if part)
