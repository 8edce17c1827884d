"""National numbers of southern and western Asia."""

from licscan.scanners.personal_data.recognizers.checksums import luhn
from licscan.scanners.personal_data.recognizers.national.number import NationalNumber, is_birth_year


def emirates_id(number: str) -> bool:
    """United Arab Emirates (ICP): 784, year of birth, serial and a Luhn digit."""
    return number.startswith("784") and is_birth_year(int(number[3:7])) and luhn(number)


def teudat_zehut(number: str) -> bool:
    """Israel (Population Registry): nine digits, the last of them Luhn's."""
    return luhn(number)


def saudi_id(number: str) -> bool:
    """Saudi Arabia (Ministry of Interior): 1 for citizens, 2 for residents, and a Luhn digit."""
    return luhn(number)


ASIA_WEST = (
    NationalNumber(
        "AE_EMIRATES_ID", r"784-?\d{4}-?\d{7}-?\d", emirates_id, 900, digits=15, context=("emirates", "eid")
    ),
    NationalNumber("IL_ID_NUMBER", r"\d{9}|\d{8}-\d", teudat_zehut, digits=9, context=("teudat", "zehut", "תז")),
    NationalNumber("SA_NATIONAL_ID", r"[12]\d{9}", saudi_id, digits=10, context=("iqama", "saudi")),
    NationalNumber("PK_CNIC", r"[1-7]\d{4}-?\d{7}-?\d", None, digits=13, context=("cnic", "nadra")),
)
