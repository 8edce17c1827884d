"""Singapore NRIC and FIN with their check letter, which Presidio's recognizer does not compute."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.checksums import nric
from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

_FORM = re.compile(r"(?<![A-Za-z0-9])[STFGM]\d{7}[A-Z](?![A-Za-z0-9])", re.IGNORECASE)


class SgNric(ValueRecognizer):
    """`S1234567D`: a right check letter is nearly sure, a wrong one needs a header or words that ask for it."""

    name = "SgNric"
    entity = "SG_NRIC_FIN"
    context = ("nric", "fin", "ic", "singpass")
    digits = 7
    patterns = (_FORM,)

    def find(self, text: str) -> Iterator[Match]:
        """Yield numbers of the form."""
        for found in _FORM.finditer(text):
            yield Match(found.start(), found.end(), 950 if nric(found[0]) else 200)
