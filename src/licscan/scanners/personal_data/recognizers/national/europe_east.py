"""National numbers of eastern and south-eastern Europe."""

from licscan.scanners.personal_data.recognizers.checksums import mod11_10
from licscan.scanners.personal_data.recognizers.national.number import NationalNumber, is_day, weighted


def rodne_cislo(number: str) -> bool:
    """Czechia (zákon č. 133/2000 Sb. § 13) and Slovakia: a date and divisibility by eleven.

    Women's months have 50 added; where a day ran out, 20 more. Until 1985 a rest of ten was written as zero.
    """
    month, day = int(number[2:4]), int(number[4:6])
    month -= 50 if month > 50 else 0
    month -= 20 if month > 20 else 0
    if not is_day(day, month):
        return False
    return int(number) % 11 == 0 or (int(number[:9]) % 11 == 10 and number[9] == "0" and number[:2] <= "85")


def pesel(number: str) -> bool:
    """Poland (ustawa o ewidencji ludności, art. 15): a date with the century in the month, and a check modulo 10."""
    if not is_day(int(number[4:6]), int(number[2:4]) % 20):
        return False
    return weighted(number, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0


def cnp(number: str) -> bool:
    """Romania (HG nr. 295/2021): sex and century, date, county, serial and a check modulo 11."""
    county = int(number[7:9])
    if number[0] == "0" or not is_day(int(number[5:7]), int(number[3:5])):
        return False
    if not (1 <= county <= 48 or county in {51, 52, 70} or 80 <= county <= 83):
        return False
    rest = weighted(number, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return int(number[12]) == (1 if rest == 10 else rest)


def egn(number: str) -> bool:
    """Bulgaria (Ordinance RD-02-20-9 on civil status): a date, 20 or 40 added to the month, a check modulo 11."""
    if not is_day(int(number[4:6]), int(number[2:4]) % 20) or int(number[2:4]) > 52:
        return False
    return weighted(number, (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10 == int(number[9])


def oib(number: str) -> bool:
    """Croatia (Zakon o osobnom identifikacijskom broju): ISO 7064 MOD 11,10."""
    return mod11_10(number)


def emso(number: str) -> bool:
    """Slovenia (ZCRP, art. 4), and the JMBG of the other states of former Yugoslavia: a date and a check modulo 11."""
    if not is_day(int(number[:2]), int(number[2:4])) or number[4] not in "089":
        return False
    return -weighted(number, (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11 % 10 == int(number[12])


def szemelyi(number: str) -> bool:
    """Hungary (1996. évi XX. törvény): sex and century, date, serial, a check modulo 11, its weights turned in 1997."""
    if number[0] not in "12345678" or not is_day(int(number[5:7]), int(number[3:5])):
        return False
    turned = number[0] in "34" or (number[0] in "12" and number[1:3] >= "97")
    weights = tuple(range(10, 0, -1) if turned else range(1, 11))
    return weighted(number, weights) % 11 == int(number[10])


def taj(number: str) -> bool:
    """Hungary (social insurance): a check modulo 10 with weights three and seven."""
    return weighted(number, (3, 7) * 4) % 10 == int(number[8])


def adoazonosito(number: str) -> bool:
    """Hungary (1996. évi XX. törvény), tax number of natural persons: eight first, a check modulo 11 last."""
    return number[0] == "8" and weighted(number, tuple(range(1, 10))) % 11 == int(number[9])


EUROPE_EAST = (
    NationalNumber(
        "CZ_RODNE_CISLO", r"\d{6}/?\d{4}", rodne_cislo, 700, digits=10, context=("rodné", "rodne", "rč", "číslo")
    ),
    NationalNumber("PL_PESEL", r"\d{11}", pesel, 600, digits=11, context=("pesel",)),
    NationalNumber("RO_CNP", r"[1-9]\d{12}", cnp, 800, digits=13, context=("cnp",)),
    NationalNumber("BG_EGN", r"\d{10}", egn, 700, digits=10, context=("egn", "егн")),
    NationalNumber("HR_OIB", r"\d{11}", oib, 500, digits=11, context=("oib",)),
    NationalNumber("SI_EMSO", r"\d{13}", emso, 800, digits=13, context=("emšo", "emso", "jmbg")),
    NationalNumber(
        "HU_PERSONAL_ID", r"[1-8][ -]?\d{6}[ -]?\d{4}", szemelyi, 700, digits=11, context=("személyi", "szemelyi")
    ),
    NationalNumber("HU_TAJ", r"\d{3}[ -]?\d{3}[ -]?\d{3}", taj, digits=9, context=("taj",)),
    NationalNumber("HU_TAX_ID", r"8\d{9}", adoazonosito, 600, digits=10, context=("adóazonosító", "adoazonosito")),
)
