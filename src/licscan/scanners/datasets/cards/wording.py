"""Words of a card made fit to be shown: one printable line, no e-mail address, not long."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from pathlib import PurePosixPath
from typing import TypeVar

from licscan.documents.document import Position
from licscan.errors import DocumentError
from licscan.model.evidence import Evidence, Location

MAX_LABELS = 200
MAX_NAME = 80
MAX_EXCERPT = 120
_AROUND = 200
_T = TypeVar("_T")

_USER_INFO = re.compile(r"(?<=://)[^/@\s]{1,300}@")
# Tokens of hubs by their beginning, and members of an address that are named like a secret.
_SECRET = re.compile(
    r"\b(?:hf_|gh[a-z]_|github_pat_|glpat-|KGAT_|AKIA|sk-)[\w-]{15,300}"
    r"|(?<=[?&])(?P<name>[\w-]{0,30}?(?:token|key|secret|sig|signature|password|auth|credential)[\w-]{0,10}=)[^&\s#]{1,500}",
    re.ASCII | re.IGNORECASE,
)
_EMAIL = re.compile(r"[^\s@<>\"'(),;:]{1,64}@[^\s@<>\"'(),;]{1,255}")


def one_line(text: str, limit: int = MAX_EXCERPT) -> str:
    """Printable characters on one line, e-mail addresses and secrets blanked, clipped to `limit` characters."""
    near = text[: 10 * limit]
    shown = "".join(sign if sign.isprintable() else " " for sign in near)
    plain = " ".join(_EMAIL.sub("[e-mail]", _without_secrets(shown)).split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def _without_secrets(text: str) -> str:
    if "://" in text:
        text = _USER_INFO.sub("", text)
    return _SECRET.sub(lambda found: f"{found['name'] or ''}[secret]", text)


def without_format_signs(text: str) -> str:
    """The text without signs that nobody sees: zero-width ones, soft hyphens, directions of writing."""
    return text if text.isascii() else "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def folded_key(key: str) -> str:
    """A key of a card for comparison: as it looks to a reader, in lower case, without blanks, `_` and `-`."""
    if not key.isascii():
        key = unicodedata.normalize("NFKC", without_format_signs(key))
    return "".join(key.casefold().split()).replace("_", "").replace("-", "")


def folder_ref(path: str) -> str:
    """The ref of a card that states no id of its own: its folder (`file:.` for the root)."""
    return f"file:{PurePosixPath(path).parent.as_posix()}"


def folder_name(path: str) -> str:
    """The name of a card's folder, for cards that state no name."""
    parent = PurePosixPath(path).parent
    return one_line(parent.name or "dataset", MAX_NAME)


def limited(found: Iterable[_T], at_most: int, place: Location) -> tuple[_T, ...]:
    """All of what was found. Raises DocumentError where it is more than a card can mean; nothing is cut off."""
    taken = tuple(islice(found, at_most + 1))
    if len(taken) > at_most:
        raise DocumentError(f"more than {at_most} entries", location=place)
    return taken


def place_of(path: str, place: Position | None) -> Location:
    """The location of a position in a card."""
    return Location(path, place.line, place.column, place.end_column) if place else Location(path)


class Lines:
    """The lines of one card, to quote from; as many are cut as are asked for."""

    def __init__(self, text: str, path: str, digest: str) -> None:
        self._text = text
        self._lines: list[str] = []
        self._path = path
        self._digest = digest

    def evidence(self, source: str, place: Position | None) -> Evidence:
        """Evidence at a place of the card, with its line as the excerpt."""
        quoted = self._quoted(place) if place else None
        return Evidence(source, place_of(self._path, place), self._digest, quoted)

    def _line(self, number: int) -> str | None:
        if number >= len(self._lines):
            # The last element is what is not cut yet.
            self._lines = self._text.split("\n", 2 * number + 64)
        return self._lines[number - 1].rstrip("\r") if number <= len(self._lines) else None

    def _quoted(self, place: Position) -> str | None:
        line = self._line(place.line)
        if line is None:
            return None
        if len(line) <= MAX_EXCERPT:
            # Indentation stays, so that a column of the location is a column of the excerpt.
            indent = line[: len(line) - len(line.lstrip(" "))]
            return indent + one_line(line)
        # Written by a machine on one line: quote from the place itself, not from the start.
        start = max(0, place.column - 1)
        return one_line(line[start : start + _AROUND])
