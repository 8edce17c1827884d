"""Numbers of devices."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.checksums import luhn
from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer, group_matches

_IMEI = re.compile(r"(?<![\w-])\d{2}[- ]?\d{6}[- ]?\d{6}[- ]?\d(?![\w-])")
_LABELED = re.compile(
    r"\b(?:imei|meid|imsi|iccid|idfa|idfv|gaid|aaid|udid|android[ _]?id|advertising[ _]?id|ad[ _]?id"
    r"|device[ _]?(?:id|uuid))"
    r"[\"']?[ ]?[ :=#][ ]?[\"']?(?P<id>[0-9A-Fa-f-]{14,40})\b",
    re.IGNORECASE,
)
_SERIAL = re.compile(
    r"\b(?:device |phone |laptop |hardware )?(?:serial(?: no| number)?|s/n)[ ]?[:#][ ]?"
    r"(?P<id>(?=[A-Z0-9]{0,19}\d)[A-Z0-9]{8,20})\b",
    re.IGNORECASE,
)


class DeviceId(ValueRecognizer):
    """IMEI with its check digit (3GPP TS 23.003 clause 6), advertising and device ids that a text names."""

    name = "DeviceId"
    entity = "DEVICE_ID"
    context = ("imei", "device", "handset")
    digits = 1
    patterns = (_IMEI, _LABELED, _SERIAL)

    def find(self, text: str) -> Iterator[Match]:
        """Yield numbers without the words before them."""
        for found in _IMEI.finditer(text):
            if luhn(found[0]):
                yield Match(found.start(), found.end(), 200)
        yield from group_matches(_LABELED, text, "id", 700)
        yield from group_matches(_SERIAL, text, "id", 300)
