"""When a Business Source License turns into another: its parameters Change Date and Change License."""

import re
from dataclasses import dataclass
from datetime import date

from licscan.catalog.licenses import LicenseTable
from licscan.scanners.dependencies.metadata.prose import gnu_notice, name_at

CHANGING = "BUSL-1.1"
_HEAD = 8_000
_MARKS = re.compile(r"[*_`|\"“”]+")
_DATE = re.compile(r"^[ \t>-]*change date:?[ \t]*(?:\n[ \t]*\n?)?[ \t]*(\S.{0,120})$", re.IGNORECASE | re.MULTILINE)
_LICENSE = re.compile(
    r"^[ \t>-]*change license:?[ \t]*(?:\n[ \t]*\n?)?[ \t]*(\S.{0,200}(?:\n[ \t]{6,}\S.{0,200})*)$",
    re.IGNORECASE | re.MULTILINE,
)
_ISO = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b")
_WORDS = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([a-z]{3})[a-z]*\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})\b"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_GNU = re.compile(
    r"version (\d(?:\.\d)?)( or (?:any )?later)?(?: versions?)? of the (gnu .{0,40}license)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Change:
    """The day (ISO 8601) from which another license holds; each None where the text names none that can be read."""

    day: str | None
    license: str | None


def change_of(text: str, table: LicenseTable) -> Change:
    """The change that the parameters at the head of a Business Source License name."""
    head = _MARKS.sub(" ", text[:_HEAD])
    day, name = _DATE.search(head), _LICENSE.search(head)
    return Change(_day(day[1]) if day else None, _license(" ".join(name[1].split()), table) if name else None)


def _day(text: str) -> str | None:
    if match := _ISO.search(text):
        return _date(match[1], int(match[2]), match[3])
    match = _WORDS.search(text.casefold())
    if match is None or match[2] not in _MONTHS or not (match[1] or match[3]):
        return None
    return _date(match[4], _MONTHS.index(match[2]) + 1, match[1] or match[3])


def _date(year: str, month: int, day: str) -> str | None:
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


def _license(text: str, table: LicenseTable) -> str | None:
    plain = _GNU.sub(lambda match: f"{match[3]} version {match[1]}{match[2] or ''}", text)
    named = name_at(plain, table)
    return (named.expression if named else None) or gnu_notice(plain)
