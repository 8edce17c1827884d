"""rules/license/limits.toml: sentences that limit a use, whatever the order of their words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from licscan.errors import RulesError

_KEYS = ("only", "grant", "commercial", "denied", "denying", "unless")
_SENTENCE = re.compile(r"(?<=[.;:!?])\s+|\n[ \t]*\n")
_MAX_SENTENCE = 2_000
_NEAR = "[^.;]{0,80}?"
_BETWEEN = "[ -]?"


@dataclass(frozen=True, slots=True)
class _Limit:
    """A field of use, and what a limit to it means, alone and with others."""

    fields: re.Pattern[str]
    means: str
    together: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """Finds the limit that a text sets."""

    hint: re.Pattern[str]
    unless: re.Pattern[str]
    grant: re.Pattern[str]
    only: re.Pattern[str]
    denied: re.Pattern[str]
    limits: tuple[_Limit, ...]
    denied_means: str

    def of(self, text: str) -> str | None:
        """The expression for the first sentence that limits the use; None where none does."""
        if not self.hint.search(text):
            return None
        return next((means for sentence in _SENTENCE.split(text) if (means := self._of(sentence))), None)

    def _of(self, sentence: str) -> str | None:
        words = " ".join(sentence[:_MAX_SENTENCE].split())
        if not self.hint.search(words) or self.unless.search(words):
            return None
        if self.only.search(words) and self.grant.search(words):
            return self._field(words)
        return self.denied_means if self.denied.search(words) else None

    def _field(self, words: str) -> str | None:
        found = [limit for limit in self.limits if limit.fields.search(words)]
        if not found:
            return None
        first = found[0]
        return next((first.together[other.means] for other in found[1:] if other.means in first.together), first.means)


def read_limits(path: Path) -> Limits:
    """The table of limits. Raises RulesError where the file is missing or malformed."""
    import tomli

    try:
        content = tomli.loads(path.read_text(encoding="utf-8"))
        words = {key: _words(content[key]) for key in _KEYS}
        rows = tuple(_limits(content["limit"]))
        denied_means = str(content["denied_means"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RulesError(f"{path.name} cannot be read: {type(error).__name__}: {error}") from error
    fields = "|".join(row.fields.pattern for row in rows)
    only, commercial, denied, denying = (_any(words[key]) for key in ("only", "commercial", "denied", "denying"))
    return Limits(
        hint=_compiled(f"{fields}|{commercial}"),
        unless=_compiled(_any(words["unless"])),
        grant=_compiled(_any(words["grant"])),
        only=_compiled(f"(?:{only}){_NEAR}(?:{fields})|(?:{fields}){_NEAR}(?:{only})"),
        denied=_compiled(f"(?:{commercial}){_NEAR}(?:{denied})|(?:{denying}){_NEAR}(?:{commercial})"),
        limits=rows,
        denied_means=denied_means,
    )


def _limits(rows: object) -> Iterator[_Limit]:
    for row in cast("list[Mapping[str, object]]", rows):
        together = cast("Mapping[str, str]", row.get("with", {}))
        yield _Limit(_compiled(_any(_words(row["fields"]))), str(row["means"]), together)


def _words(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise TypeError("a list of words")
    return cast("list[str]", value)


def _any(words: Iterable[str]) -> str:
    """One of the words as a whole; a blank or hyphen in it stands for either, or for nothing."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(rf"\b{_BETWEEN.join(map(re.escape, word.split()))}\b" for word in longest_first)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
