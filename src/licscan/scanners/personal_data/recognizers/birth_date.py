"""Dates of birth that a text states."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer, group_matches

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DATE = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH},? \d{{4}}|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)
_STATED = re.compile(
    r"\b(?:born(?: on| in)?|d\.?o\.?b\.?|date of birth|birth ?date|birthday|geboren am|geb\.)"
    rf"(?: is| was)?[ :=(]{{0,4}}(?P<date>{DATE})",
    re.IGNORECASE,
)


class BirthDate(ValueRecognizer):
    """`born on 3 May 1980`, `DOB: 1980-05-03`."""

    name = "BirthDate"
    entity = "DATE_OF_BIRTH"
    context = ("birth", "born", "dob", "birthday")
    digits = 4
    patterns = (_STATED,)

    def find(self, text: str) -> Iterator[Match]:
        """Yield the date without the words before it."""
        yield from group_matches(_STATED, text, "date", 850)
