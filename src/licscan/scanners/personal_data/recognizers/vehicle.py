"""Vehicles: identification numbers and Singapore plates, both with their check characters."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.checksums import singapore_plate, vin
from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

_VIN = re.compile(r"(?<![\w-])[A-HJ-NPR-Z0-9]{17}(?![\w-])", re.IGNORECASE)
_PLATE = re.compile(
    r"(?<![\w-])(?P<prefix>S[A-HJ-NP-Z]{1,2}|[EPQ][A-Z]?)[ ]?(?P<digits>[1-9]\d{0,3})[ ]?(?P<letter>[A-Z])(?![\w-])"
)


class VehicleId(ValueRecognizer):
    """VIN (ISO 3779, 49 CFR 565) and Singapore plates (LTA) whose check character is right."""

    name = "VehicleId"
    entity = "VEHICLE_ID"
    context = ("vehicle", "vin", "plate", "car", "chassis")
    digits = 1
    patterns = (_VIN, _PLATE)

    def find(self, text: str) -> Iterator[Match]:
        """Yield numbers that check."""
        for found in _VIN.finditer(text):
            if not found[0].isdigit() and not found[0].isalpha() and vin(found[0]):
                yield Match(found.start(), found.end(), 650)
        for found in _PLATE.finditer(text):
            if singapore_plate(found["prefix"], found["digits"], found["letter"]):
                yield Match(found.start(), found.end(), 350)
