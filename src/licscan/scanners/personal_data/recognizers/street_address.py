"""Postal addresses."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

_TYPE = (
    r"(?:street|str|st|road|rd|avenue|ave|boulevard|blvd|lane|ln|drive|dr|way|court|ct|place|pl|square|sq|terrace|close"
    r"|crescent|cres|highway|hwy|parkway|pkwy|trail|circle|cir|walk|link|loop|quay|grove|gardens?|rise|view|alley|row)"
)
_ENGLISH = re.compile(
    r"(?<![\w.])\d{1,5}[A-Za-z]?,? (?:[NSEW]\.? )?(?:[A-Z][\w.'\u2019-]{0,24} ){1,4}(?i:" + _TYPE + r")\b\.?"
    r"(?:,? (?i:apt|apartment|suite|ste|unit|flat|#)\.? ?[\w-]{1,8})?(?:,? [A-Z]{2} \d{5}(?:-\d{4})?)?"
)
_UNIT_FIRST = re.compile(
    r"(?i:\bblk|\bblock) \d{1,4}[A-Za-z]?,? (?:[A-Z][\w.'\u2019-]{0,24} ?){1,5}(?:\d{1,3}\b)?(?:,? ?#\d{2}-\d{1,4})?"
)
_SG_UNIT = re.compile(r"\d{1,4}[A-Za-z]? (?:[A-Z][\w.'\u2019-]{0,24} ){1,4}(?:\d{1,3} )?#\d{2}-\d{1,4}\b")
_GERMAN = re.compile(
    r"(?<!\w)[A-ZÄÖÜ][\wäöüß.-]{1,24}(?:straße|strasse|str\.|weg|allee|platz|gasse),? \d{1,4}[a-z]?(?!\w)"
)
_ROMANCE = re.compile(
    r"(?<!\w)(?i:calle|avenida|rue|via|plaza|avda\.?|c/) "
    r"(?:[\w.'\u2019-]{1,20} ){0,4}[\w'\u2019-]{2,20},? \d{1,4}[a-z]?(?!\w)"
)
# From the prefecture, province or city down to the number of the house, without a space: Japan, China, Taiwan, Korea.
_EAST_ASIAN = re.compile(
    r"[\u4e00-\u9fff]{1,4}[都道府県省市][\u3040-\u30ff\u4e00-\u9fff\uff66-\uff9f]{1,24}?"
    r"\d{1,5}(?:丁目|番地?|号|號|弄|巷|段|-\d{1,5}|[\u4e00-\u9fff]{1,6}\d{1,5}){0,4}(?:号|號|番地?|室)?"
    r"|[\uac00-\ud7a3]{1,6}[시도] [\uac00-\ud7a3]{1,6}[시군구] [\uac00-\ud7a3\d ]{1,20}[로길동] ?\d{1,5}(?:-\d{1,5})?"
)
_POST_BOX = re.compile(r"\bP\.? ?O\.? ?Box \d{1,6}\b|\bPSC \d{1,5},? Box \d{1,6}\b", re.IGNORECASE)
_SG_POSTAL = re.compile(r"\bSingapore \(?\d{6}\)?(?!\d)|\bS\(?\d{6}\)(?!\d)", re.IGNORECASE)


class StreetAddress(ValueRecognizer):
    """`12 Orchard Road`, `Blk 45 Tampines Street 11 #03-12`, `Hauptstraße 5`, `PO Box 12`, `Singapore 238823`."""

    name = "StreetAddress"
    entity = "STREET_ADDRESS"
    context = ("address", "live", "reside", "ship", "deliver")
    digits = 1
    patterns = (_ENGLISH, _UNIT_FIRST, _SG_UNIT, _GERMAN, _ROMANCE, _EAST_ASIAN, _POST_BOX, _SG_POSTAL)

    def find(self, text: str) -> Iterator[Match]:
        """Yield the part of an address that tells the house."""
        for pattern in (_ENGLISH, _UNIT_FIRST, _SG_UNIT, _GERMAN, _ROMANCE, _EAST_ASIAN, _POST_BOX, _SG_POSTAL):
            for found in pattern.finditer(text):
                yield Match(found.start(), found.start() + len(found[0].rstrip(" ,")), 600)
