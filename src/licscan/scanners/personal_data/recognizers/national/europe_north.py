"""National numbers of the Nordic and Baltic states."""

from licscan.scanners.personal_data.recognizers.national.number import NationalNumber, is_day, weighted


def fodselsnummer(number: str) -> bool:
    """Norway (Folkeregisterforskriften § 2-2-3): two check digits modulo 11; D-numbers add 40 to the day.

    H-numbers add 40 to the month, the tax office's synthetic ones 80.
    """
    day, month = int(number[:2]) % 40, int(number[2:4]) % 40
    if int(number[:2]) > 71 or not is_day(day, month):
        return False
    first = weighted(number, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1))
    return first % 11 == 0 and weighted(number, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def cpr(number: str) -> bool:
    """Denmark (CPR-kontoret, "Personnummeret i CPR"): a date and, for all numbers until 2007, a check modulo 11."""
    if not is_day(int(number[:2]) % 60, int(number[2:4])):
        return False
    return weighted(number, (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def kennitala(number: str) -> bool:
    """Iceland (Registers Iceland): a date, a check modulo 11 in the ninth place, the century in the tenth."""
    if number[9] not in "890" or not is_day(int(number[:2]) % 40, int(number[2:4])):
        return False
    return weighted(number, (3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def baltic(number: str) -> bool:
    """Estonia (EVS 585:2007) and Lithuania: century and sex, a date, a check modulo 11 in up to two rounds."""
    if number[0] not in "12345678" or not is_day(int(number[5:7]), int(number[3:5])):
        return False
    rest = weighted(number, (1, 2, 3, 4, 5, 6, 7, 8, 9, 1)) % 11
    if rest == 10:
        rest = weighted(number, (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) % 11 % 10
    return int(number[10]) == rest


def personas_kods(number: str) -> bool:
    """Latvia: a date, or 32 to 39 where the number tells none (Population Register Law, since 2017), and a check."""
    dated = is_day(int(number[:2]), int(number[2:4])) and number[6] in "012"
    if not dated and not "32" <= number[:2] <= "39":
        return False
    return (1 + weighted(number, (10, 5, 8, 4, 2, 1, 6, 3, 7, 9))) % 11 % 10 == int(number[10])


EUROPE_NORTH = (
    NationalNumber(
        "NO_FODSELSNUMMER",
        r"\d{6}[ -]?\d{5}",
        fodselsnummer,
        800,
        digits=11,
        context=("fødselsnummer", "personnummer", "fnr"),
    ),
    NationalNumber("DK_CPR", r"\d{6}[ -]?\d{4}", cpr, 700, digits=10, context=("cpr", "personnummer")),
    NationalNumber("IS_KENNITALA", r"\d{6}[ -]?\d{4}", kennitala, 800, digits=10, context=("kennitala",)),
    NationalNumber("EE_ISIKUKOOD", r"\d{11}", baltic, 700, digits=11, context=("isikukood",)),
    NationalNumber("LT_ASMENS_KODAS", r"\d{11}", baltic, 700, digits=11, context=("asmens", "kodas")),
    NationalNumber("LV_PERSONAS_KODS", r"\d{6}-?\d{5}", personas_kods, 600, digits=11, context=("personas", "kods")),
)
