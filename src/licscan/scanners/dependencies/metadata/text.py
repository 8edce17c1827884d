"""Which license a text is: the narrow door to the text matcher.

Two functions, `decode` and `identify`, are all that the rest knows of it. The matcher gives ids of the text alone: a
GNU license text cannot say whether later versions are allowed.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

MAX_CHARACTERS = 131_072
_NOTICE = re.compile(
    r"^[ \t]*(?:portions )?copyright[ \t]*(?:\(c\)|©|\d{4}|\[)[^\n]{0,200}\n", re.IGNORECASE | re.MULTILINE
)
_NEAR_START = 1000
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


def identify(text: str) -> Reading:
    """Recognize the licenses in a text.

    Texts that differ in white space and copyright lines alone are matched once: an environment holds the Apache
    license a hundred times.
    """
    notices = "\n".join(_NOTICE.findall(text))
    reading = _identified(" ".join(_NOTICE.sub("", text).split()))
    return replace(reading, rest=f"{notices}\n{reading.rest}") if notices else reading


@lru_cache(maxsize=512)
def _identified(text: str) -> Reading:
    from licenseclassifier import identify_license

    # Threshold 0 gives every region; how much of the text they cover is judged here.
    matches = sorted(identify_license(text, coverage_threshold=0.0), key=lambda match: (match.start, match.end))
    if not matches:
        return Reading(rest=text)
    spans = [(match.start, match.end) for match in matches]
    rest = _outside(text, spans)
    covered = 100 - len(rest) * 100 / max(1, len(text))
    return Reading(
        ids=tuple(dict.fromkeys(match.id for match in matches)),
        leading=matches[0].id if matches[0].start <= _NEAR_START else None,
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
