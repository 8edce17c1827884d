"""Presidio's phone recognizer without doing the same work once for each of its regions; the matches stay the same.

It reads the text anew for every region, with python-phonenumbers. Three things are known before that reads a number:
one with a plus sign that was understood is the same in every region; one that letters touch is none in any; and one
without a plus sign can be valid in a region only if its digits end in a national number of that country code, by the
pattern that the library's metadata states. A text is read again only for regions that one of its candidates may be of.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_letters
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from presidio_analyzer import EntityRecognizer, RecognizerResult
    from presidio_analyzer.nlp_engine import NlpArtifacts

_PLUS = ("+", "\uff0b")
# An extension, a carrier code or a second plus sign: what is read of such a candidate is not the end of its digits.
_MORE_THAN_DIGITS = re.compile(r"[^\d\s()\[\].\-/\u2010-\u2015]")


_LETTERS = frozenset(ascii_letters)


@dataclass(frozen=True, slots=True)
class _Region:
    """What a candidate without a plus sign must look like: digits that end in `national`, or begin with `abroad`."""

    national: re.Pattern[str]
    abroad: re.Pattern[str]


@lru_cache(maxsize=256)
def _region(name: str) -> _Region | None:
    """The patterns of a region; None for one whose numbers are rewritten before they are looked at."""
    import phonenumbers
    from phonenumbers import PhoneMetadata

    metadata = PhoneMetadata.metadata_for_region(name)
    if metadata is None or metadata.national_prefix_transform_rule or not metadata.international_prefix:
        return None
    patterns = []
    for sharing in phonenumbers.region_codes_for_country_code(metadata.country_code or 0):
        other = PhoneMetadata.metadata_for_region(sharing)
        stated = None if other is None or other.general_desc is None else other.general_desc.national_number_pattern
        if stated is None:
            return None
        patterns.append(f"(?:{stated})")
    # No country code begins with 0: the library takes no prefix off before one.
    abroad = re.compile(f"(?:{metadata.international_prefix})(?!0)")
    return _Region(re.compile(r"\d*?(?:" + "|".join(patterns) + ")"), abroad)


def _digits(candidate: str) -> str | None:
    """The digits of a candidate; None where what is read of it may be others."""
    if _MORE_THAN_DIGITS.search(candidate):
        return None
    return "".join(str(int(each)) for each in candidate if each.isdecimal())


def _cannot_be(digits: str | None, name: str) -> bool:
    region = _region(name)
    if region is None or digits is None:
        return False
    return region.abroad.match(digits) is None and region.national.fullmatch(digits) is None


def _is_inside_a_word(candidate: str, offset: int, text: str) -> bool:
    """Whether letters touch a candidate: the library lets none of them be a number, whatever the region."""
    before = text[offset - 1 : offset] if candidate[:1].isdigit() else ""
    after = text[offset + len(candidate) : offset + len(candidate) + 1]
    return before in _LETTERS or after in _LETTERS


def shared_phone(kind: type) -> "type[EntityRecognizer]":
    """Presidio's PhoneRecognizer, or a kind of it, with the work of its regions shared."""
    from presidio_analyzer import EntityRecognizer as Recognizer

    make = _matchers()

    def analyze(
        self: Any, text: str, entities: list[str], nlp_artifacts: "NlpArtifacts | None" = None
    ) -> "list[RecognizerResult]":
        del entities
        found: dict[tuple[int, int], RecognizerResult] = {}
        tried: Sequence[str | None] | None = None
        for name in self.supported_regions:
            if tried is not None and all(_cannot_be(digits, name) for digits in tried):
                continue
            matcher = make(text, name, leniency=self.leniency)
            matches = list(matcher)
            for match in matches:
                result = self._get_recognizer_result(match, text, name, nlp_artifacts)
                found.setdefault((match.start, match.end), result)
            if not matcher.depends:
                break
            # Where nothing matches, every region tries the same pieces of the text.
            tried = tried if matches else matcher.tried
        return Recognizer.remove_duplicates([*found.values()])

    return cast("type[EntityRecognizer]", type(kind.__name__, (kind,), {"analyze": analyze, "reads_text_alone": True}))


@lru_cache(maxsize=1)
def _matchers() -> Any:
    """The library's matcher, which also notes whether the region mattered."""
    from phonenumbers import PhoneNumberMatch, PhoneNumberMatcher

    class Matcher(PhoneNumberMatcher):
        depends = False

        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self.tried: list[str | None] = []

        def _parse_and_verify(self, candidate: str, offset: int) -> PhoneNumberMatch | None:
            if self.leniency and _is_inside_a_word(candidate, offset, self.text):
                return None
            digits = _digits(candidate)
            self.tried.append(digits)
            if not candidate.startswith(_PLUS):
                self.depends = True
                if _cannot_be(digits, self.preferred_region or ""):
                    return None
            found = super()._parse_and_verify(candidate, offset)
            self.depends |= found is None
            return found

    return Matcher
