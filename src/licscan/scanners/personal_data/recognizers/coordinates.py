"""Latitude and longitude side by side."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

# Four decimals are about ten metres: less is a place, not a person's position.
_PAIR = re.compile(r"(?<![\d.])(?P<lat>[-+]?\d{1,2}\.\d{4,15})°?[ ]?[,; ][ ]?(?P<lon>[-+]?\d{1,3}\.\d{4,15})(?![\d.])")


class Coordinates(ValueRecognizer):
    """`1.28437, 103.85913`: a pair within range and precise to some ten metres."""

    name = "Coordinates"
    entity = "GEO_COORDINATES"
    context = ("gps", "coordinate", "location", "latitude", "longitude")
    digits = 10

    def find(self, text: str) -> Iterator[Match]:
        """Yield pairs whose numbers can be a latitude and a longitude."""
        for found in _PAIR.finditer(text):
            if abs(float(found["lat"])) <= 90 and abs(float(found["lon"])) <= 180:
                yield Match(found.start(), found.end(), 600)
