"""rules/dataset/gated.toml: names of sources that are not handed out to everybody, found in running text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from licscan.catalog.prose_words import lower
from licscan.catalog.registry_files import malformed

MAX_TEXT = 200_000

_WORD = re.compile(r"[^\W_]+")
# Any blank, hyphen or dash, and the line end after a hyphen.
_BETWEEN = r"[\s_./\u2010-\u2013-]{0,2}"


@dataclass(frozen=True, slots=True, order=True)
class GatedName:
    """A name that stands in a text from `start` to `end`; `ref` is the source's ref in the registry."""

    start: int
    end: int
    words: str
    ref: str


@dataclass(frozen=True, slots=True)
class _Name:
    """A name: `hint` is a word of it in lower case; the pattern is for lower case as well, unless `exact`."""

    ref: str
    hint: str
    pattern: re.Pattern[str]
    exact: bool


@dataclass(frozen=True, slots=True)
class GatedNames:
    """Finds the names; `refs` are the sources in the order of the file."""

    refs: tuple[str, ...]
    names: tuple[_Name, ...]

    def found_in(self, text: str) -> tuple[GatedName, ...]:
        """Every place of every name in the first 200,000 characters, in order; of two at one place the longer."""
        text = text[:MAX_TEXT]
        small = lower(text)
        found = sorted(
            (place for name in self.names if name.hint in small for place in _places(name, text, small)),
            key=lambda place: (place.start, -place.end, place.ref),
        )
        return tuple(_outermost(found))


def read_gated_names(path: Path) -> GatedNames:
    """The table of names. Raises RulesError where the file is missing or malformed."""
    import tomli

    try:
        content = tomli.loads(path.read_text(encoding="utf-8"))
        sources = [(str(row["ref"]), row.get("names", []), row.get("exact", [])) for row in content["source"]]
        names = tuple(
            _name(ref, words, exact=words in exact) for ref, loose, exact in sources for words in (*loose, *exact)
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise malformed(path, f"cannot be read: {type(error).__name__}: {error}") from error
    return GatedNames(tuple(dict.fromkeys(ref for ref, _, _ in sources)), names)


def _name(ref: str, words: str, *, exact: bool) -> _Name:
    """A name whose words stand next to each other, whatever single sign or line end is between them."""
    parts = _WORD.findall(words if exact else words.lower())
    # No look-behind: a pattern that begins with plain letters is searched for several times faster.
    pattern = re.compile(rf"{_BETWEEN.join(map(re.escape, parts))}(?![^\W_])")
    return _Name(ref, max(parts, key=len).lower(), pattern, exact)


def _places(name: _Name, text: str, small: str) -> Iterator[GatedName]:
    for match in name.pattern.finditer(text if name.exact else small):
        start, end = match.span()
        if start == 0 or not text[start - 1].isalnum():
            yield GatedName(start, end, " ".join(text[start:end].split()), name.ref)


def _outermost(found: list[GatedName]) -> Iterator[GatedName]:
    end = -1
    for place in found:
        if place.end > end:
            end = place.end
            yield place
