"""Precise places on the earth, in the ways that people and programs write them."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

# Four decimals are about ten metres: less is a place, not a person's position.
_PAIR = re.compile(r"(?<![\d.])(?P<lat>[-+]?\d{1,2}\.\d{4,15})°?[ ]?[,; ][ ]?(?P<lon>[-+]?\d{1,3}\.\d{4,15})(?![\d.])")
_WELL_KNOWN = re.compile(
    r"\bPOINT ?Z? ?\( ?(?P<lon>[-+]?\d{1,3}\.\d{4,17}) (?P<lat>[-+]?\d{1,2}\.\d{4,17})(?: -?[\d.]{1,12})? ?\)",
    re.IGNORECASE,
)
_GEOJSON = re.compile(
    r"\"coordinates\" ?: ?\[ ?"
    r"(?P<lon>[-+]?\d{1,3}\.\d{4,17}) ?, ?(?P<lat>[-+]?\d{1,2}\.\d{4,17})(?: ?, ?-?[\d.]{1,12})? ?\]"
)
_LABELED = re.compile(
    r"\blat(?:itude)?[\"']?[ ]?[:=][ ]?(?P<lat>[-+]?\d{1,2}\.\d{4,17})[^\n\d+-]{1,8}"
    r"\b(?:lon|lng|long|longitude)[\"']?[ ]?[:=][ ]?(?P<lon>[-+]?\d{1,3}\.\d{4,17})",
    re.IGNORECASE,
)
_PART = r"\d{1,3}[°º][ ]?\d{1,2}['\u2032\u2019][ ]?\d{1,2}(?:\.\d{1,8})?(?:\"|\u2033|\u201d|'')[ ]?"
_DEGREES = re.compile(rf"(?<!\d){_PART}[NS][ ,;/]{{0,3}}{_PART}[EWO]")
# Open Location Codes of full length (fourteen metres), what3words with its mark.
_PLUS_CODE = re.compile(r"(?<![\w+])[2-9CF][2-9CFGHJMPQRV][2-9CFGHJMPQRVWX]{6}\+[2-9CFGHJMPQRVWX]{2,3}(?!\w)")
_WORDS = re.compile(r"(?<![/\w])///[a-z]{2,20}\.[a-z]{2,20}\.[a-z]{2,20}(?![\w.])")
_GEOHASH = re.compile(r"(?=[a-z]{0,11}\d)(?=\d{0,11}[a-z])[0-9b-hjkmnp-z]{7,12}")


class Coordinates(ValueRecognizer):
    """`1.28437, 103.85913`, `POINT (103.85913 1.28437)`, `1°17'03.7"N 103°51'32.9"E`, `6PH57VM5+QM`.

    Precise to some ten metres. A geohash looks like any other code: it counts as a whole cell under a header that
    asks for it.
    """

    name = "Coordinates"
    entity = "GEO_COORDINATES"
    context = ("gps", "coordinate", "location", "latitude", "longitude")
    digits = 0
    patterns = (_PAIR, _WELL_KNOWN, _GEOJSON, _LABELED, _DEGREES, _PLUS_CODE, _WORDS, _GEOHASH)

    def find(self, text: str) -> Iterator[Match]:
        """Yield places whose numbers can be a latitude and a longitude."""
        # Most cells hold none of these characters, and need not be searched.
        for pattern in (_PAIR, _WELL_KNOWN, _GEOJSON, _LABELED) if text.count(".") > 1 else ():
            for found in pattern.finditer(text):
                if abs(float(found["lat"])) <= 90 and abs(float(found["lon"])) <= 180:
                    yield Match(found.start(), found.end(), 600)
        for pattern, score, signs in ((_DEGREES, 800, "°º"), (_PLUS_CODE, 650, "+"), (_WORDS, 650, "/")):
            if any(sign in text for sign in signs):
                for found in pattern.finditer(text):
                    yield Match(found.start(), found.end(), score)
        if _GEOHASH.fullmatch(text) is not None:
            yield Match(0, len(text), 150)
