"""Presidio's phone recognizer without doing the same work once for each of its regions; the matches stay the same.

It reads the text anew for every region, with python-phonenumbers. Two things are known before that reads a number:
one with a plus sign that was understood is the same in every region; and one without can be valid in a region only if
its digits end in a national number of that country code, by the pattern that the library's metadata states.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer, RecognizerResult
    from presidio_analyzer.nlp_engine import NlpArtifacts

_PLUS = ("+", "\uff0b")
# An extension, a carrier code or a second plus sign: what is read of such a candidate is not the end of its digits.
_MORE_THAN_DIGITS = re.compile(r"[^\d\s()\[\].\-/\u2010-\u2015]")


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
    abroad = re.compile(metadata.international_prefix)
    return _Region(re.compile(r"\d*?(?:" + "|".join(patterns) + ")"), abroad)


def _cannot_be(candidate: str, name: str) -> bool:
    region = _region(name)
    if region is None or _MORE_THAN_DIGITS.search(candidate):
        return False
    digits = "".join(str(int(each)) for each in candidate if each.isdecimal())
    return region.abroad.match(digits) is None and region.national.fullmatch(digits) is None


def shared_phone(kind: type) -> "type[EntityRecognizer]":
    """Presidio's PhoneRecognizer, or a kind of it, with the work of its regions shared."""
    from presidio_analyzer import EntityRecognizer as Recognizer

    make = _matchers()

    def analyze(
        self: Any, text: str, entities: list[str], nlp_artifacts: "NlpArtifacts | None" = None
    ) -> "list[RecognizerResult]":
        del entities
        found: dict[tuple[int, int], RecognizerResult] = {}
        for name in self.supported_regions:
            matcher = make(text, name, leniency=self.leniency)
            for match in matcher:
                result = self._get_recognizer_result(match, text, name, nlp_artifacts)
                found.setdefault((match.start, match.end), result)
            if not matcher.depends:
                break
        return Recognizer.remove_duplicates([*found.values()])

    return cast("type[EntityRecognizer]", type(kind.__name__, (kind,), {"analyze": analyze, "reads_text_alone": True}))


@lru_cache(maxsize=1)
def _matchers() -> Any:
    """The library's matcher, which also notes whether the region mattered."""
    from phonenumbers import PhoneNumberMatch, PhoneNumberMatcher

    class Matcher(PhoneNumberMatcher):
        depends = False

        def _parse_and_verify(self, candidate: str, offset: int) -> PhoneNumberMatch | None:
            if not candidate.startswith(_PLUS):
                self.depends = True
                if _cannot_be(candidate, self.preferred_region or ""):
                    return None
            found = super()._parse_and_verify(candidate, offset)
            self.depends |= found is None
            return found

    return Matcher
