"""Numbers of any form that a text itself calls personal: passports, licenses, accounts, patients, employees."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

# What joins a number to its name: "passport number is", "MRN:", "a/c", "policy #".
_JOIN = (
    r"(?:[ ]?(?:card|numbers?|num|no\.?|nr\.?|code|ref(?:erence)?|details?|data|(?<! )id)){0,2}"
    r"(?:[ ]?\(?(?:is|was|reads|ending in|:|=|#|-|\u2013)){0,2}[ ]{0,2}[#'\"(]?"
)
_VALUE = (
    r"(?<![\w.])(?P<value>(?=[A-Za-z -]{0,8}\d)(?=(?:[^\d\n]{0,4}\d){5})"
    r"[A-Za-z0-9]{1,16}(?:[ /-][A-Z0-9]{1,12}){0,4})(?![\w-])"
)
_WORDS = re.compile(r"[ ][A-Za-z]{1,12}$")
_YEARS = re.compile(r"(?:19|20)\d\d(?:[-/]\d{1,2}){0,2}")
_MIN_DIGITS = 5


class StatedNumber(ValueRecognizer):
    """`passport number EX564912`: a number is what the words before it say, whatever country wrote it."""

    digits = _MIN_DIGITS

    def __init__(self, name: str, entity: str, words: str, score_permille: int, context: tuple[str, ...]) -> None:
        self.name = name
        self.entity = entity
        self.context = context
        self._score = score_permille
        self._pattern = re.compile(rf"\b(?:{words})\b{_JOIN}{_VALUE}", re.IGNORECASE)
        self.patterns = (self._pattern,)

    def find(self, text: str) -> Iterator[Match]:
        """Yield the numbers without the words before them."""
        for found in self._pattern.finditer(text):
            value = found["value"]
            while (word := _WORDS.search(value)) is not None:
                value = value[: word.start()]
            digits = sum(map(str.isdigit, value))
            if digits >= _MIN_DIGITS and _YEARS.fullmatch(value) is None:
                yield Match(found.start("value"), found.start("value") + len(value), self._score)


STATED_NUMBERS: tuple[ValueRecognizer, ...] = (
    StatedNumber("StatedPassport", "PASSPORT", "passport|pasaporte|reisepass|passeport", 700, ("passport",)),
    StatedNumber(
        "StatedDriverLicense",
        "US_DRIVER_LICENSE",
        r"driv(?:er|ing)(?:['\u2019]?s)?['\u2019]? licen[cs]es?|licen[cs]e pic(?:ture)?",
        700,
        ("driver", "license", "licence"),
    ),
    StatedNumber(
        "StatedAccount",
        "ACCOUNT_NUMBER",
        r"(?:bank |checking |savings |current )?(?:account|acct|a/c|cuenta|konto)",
        600,
        ("account", "bank"),
    ),
    StatedNumber(
        "StatedIdentifier",
        "GENERIC_PII_ENTITY",
        r"mrn|(?:patient|employee|staff|student|member|subscriber|customer|client|voter|national|insurance|policy"
        r"|beneficiary|health|medical record|chart|identity|tax(?:payer)?|case)"
        r"(?: (?:id|identification|identity|file|policy|insurance|card|member))?"
        r"(?= ?(?:id|no|num|#|card|ref|:|[A-Z]{0,4}-?\d))|tin|tax identification|insurance policy|routing",
        600,
        ("patient", "employee", "member", "policy"),
    ),
    StatedNumber(
        "StatedPlate", "VEHICLE_ID", r"(?:licen[cs]e |number |registration )?plates?|kennzeichen", 650, ("plate",)
    ),
)
