"""The columns of the synthetic persons that tests of the personal-data scanner plant."""

from collections.abc import Callable, Sequence
from pathlib import Path

from licscan.scanners.interface import Observation

People = Sequence[dict[str, str]]
Write = Callable[[str, Sequence[str], Sequence[Sequence[object]]], Path]
Scan = Callable[..., list[Observation]]
Found = Callable[[list[Observation]], dict[str | None, set[str]]]

COLUMNS = {
    "name": "PERSON",
    "email": "EMAIL_ADDRESS",
    "phone": "PHONE_NUMBER",
    "nric": "SG_NRIC_FIN",
    "ssn": "US_SSN",
    "card": "CREDIT_CARD",
    "iban": "IBAN_CODE",
    "ip": "IP_ADDRESS",
    "diagnosis": "HEALTH_CONDITION",
    "born": "DATE_OF_BIRTH",
    "street": "STREET_ADDRESS",
}


def rows_of(people: People) -> list[list[str]]:
    """One row a person, in the order of COLUMNS."""
    return [[person[column] for column in COLUMNS] for person in people]
