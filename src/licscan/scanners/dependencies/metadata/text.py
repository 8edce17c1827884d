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

MAX_CHARACTERS = 131_072
_NOTICE = re.compile(
    r"^[ \t]*(?:portions )?copyright[ \t]*(?:\(c\)|©|\d{4}|\[)[^\n]{0,200}\n", re.IGNORECASE | re.MULTILINE
)
_NEAR_START = 1000
# A license that was recognized: its id, and the characters from start to end.
Region = tuple[str, int, int]
_SURE_PERCENT = 75
_LIKELY_PERCENT = 45


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
    """A license file as text, at most 131,072 characters: UTF-8, else Latin-1, which every byte sequence is."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return text[:MAX_CHARACTERS].replace("\0", " ")


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

    With a `memory` a text that was matched in an earlier run is not matched again, which takes about 20 ms a text.
    """

    def __init__(self, memory: Memory | None = None) -> None:
        self._memory = memory
        self._known: dict[str, Reading] = {}

    def identify(self, text: str) -> Reading:
        """Recognize the licenses in a text; white space and copyright lines do not count."""
        notices = "\n".join(_NOTICE.findall(text))
        folded = " ".join(_NOTICE.sub("", text).split())
        reading = self._known.get(folded)
        if reading is None:
            reading = self._known[folded] = _reading(folded, self._regions(folded))
        return replace(reading, rest=f"{notices}\n{reading.rest}") if notices else reading

    def _regions(self, text: str) -> list[Region]:
        if self._memory is None:
            return _matched(text)
        key = ("license text", _matcher_version(), hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
        if (kept := _kept(self._memory.record(*key), len(text))) is not None:
            return kept
        regions = _matched(text)
        self._memory.keep_record(key, {"regions": regions})
        return regions


@cache
def _matcher_version() -> str:
    return version("licenseclassifier")


def _matched(text: str) -> list[Region]:
    from licenseclassifier import identify_license

    # Threshold 0 gives every region; how much of the text they cover is judged here.
    matches = identify_license(text, coverage_threshold=0.0)
    return [(match.id, match.start, match.end) for match in sorted(matches, key=lambda match: (match.start, match.end))]


def _kept(record: Mapping[str, object] | None, length: int) -> list[Region] | None:
    """The regions of a record, or None where it does not have the form that was kept."""
    listed = record.get("regions") if record else None
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
    if not regions:
        return Reading(rest=text)
    rest = _outside(text, [(start, end) for _, start, end in regions])
    covered = 100 - len(rest) * 100 / max(1, len(text))
    first, start, _ = regions[0]
    return Reading(
        ids=tuple(dict.fromkeys(name for name, _, _ in regions)),
        leading=first if start <= _NEAR_START else None,
        sure=covered >= _SURE_PERCENT,
        likely=covered >= _LIKELY_PERCENT,
        rest=rest,
    )


def _outside(text: str, spans: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts.append(text[at : max(at, start)])
        at = max(at, end)
    parts.append(text[at:])
    return "\n".join(part for part in parts if part)
