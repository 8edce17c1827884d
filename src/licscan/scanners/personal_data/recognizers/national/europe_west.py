"""National numbers of western and central Europe."""

from licscan.scanners.personal_data.recognizers.checksums import luhn, mod11_10, verhoeff
from licscan.scanners.personal_data.recognizers.national.number import (
    NationalNumber,
    is_birth_year,
    is_day,
    weighted,
)


def bsn(number: str) -> bool:
    """The Netherlands (Wet algemene bepalingen burgerservicenummer): the test of eleven."""
    return weighted(number, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def rijksregister(number: str) -> bool:
    """Belgium (royal decree of 3 April 1984): a date and 97 less the rest of the first nine digits.

    Born from 2000 on, a 2 stands before them. BIS numbers add 20 or 40 to the month; unknown dates are zeros.
    """
    month, day = int(number[2:4]) % 20, int(number[4:6])
    if int(number[2:4]) > 52 or month > 12 or day > 31:
        return False
    return any(97 - int(century + number[:9]) % 97 == int(number[9:]) for century in ("", "2"))


def nir(number: str) -> bool:
    """France (décret n° 82-103): sex, year, month, place, order, and 97 less the rest; 2A and 2B count 19 and 18."""
    if len(number) != 15 or number[0] not in "123478":
        return False
    month = int(number[3:5])
    if not (1 <= month <= 12 or 20 <= month <= 42 or 50 <= month <= 99):
        return False
    digits = number[:13].replace("2A", "19").replace("2B", "18")
    return digits.isdigit() and 97 - int(digits) % 97 == int(number[13:])


def spi(number: str) -> bool:
    """France (Direction générale des Finances publiques): thirteen digits, the last three modulo 511."""
    return number[0] in "0123" and int(number[:10]) % 511 == int(number[10:])


def ppsn(number: str) -> bool:
    """Ireland (Department of Social Protection): seven digits and a letter modulo 23, a second letter counts 9."""
    second = 0 if number[8:] in {"", "W"} else ord(number[8]) - 64
    return "WABCDEFGHIJKLMNOPQRSTUV"[(weighted(number, (8, 7, 6, 5, 4, 3, 2)) + 9 * second) % 23] == number[7]


def svnr(number: str) -> bool:
    """Austria (Dachverband der Sozialversicherungsträger): serial, check digit modulo 11, date of birth."""
    month = int(number[6:8])
    if number[0] == "0" or not (is_day(int(number[4:6]), month) or 13 <= month <= 15):
        return False
    return weighted(number, (3, 7, 9, 0, 5, 8, 4, 2, 1, 6)) % 11 == int(number[3])


def ahv(number: str) -> bool:
    """Switzerland (art. 50c AHVG, ordinance art. 133): 756 and a check digit like that of EAN-13."""
    return number.startswith("756") and weighted(number, (1, 3) * 6 + (1,)) % 10 == 0


def matricule(number: str) -> bool:
    """Luxembourg (law of 19 June 2013): date, serial, a Luhn and a Verhoeff digit, each over the first eleven."""
    if not is_birth_year(int(number[:4])) or not is_day(int(number[6:8]), int(number[4:6])):
        return False
    return luhn(number[:12]) and verhoeff(number[:11] + number[12])


def steuer_id(number: str) -> bool:
    """Germany (§ 139b AO, § 1 StIdV): of the first ten digits one stands twice or thrice; ISO 7064 MOD 11,10."""
    counts = sorted(number[:10].count(digit) for digit in set(number[:10]))
    once = counts[:-1] == [1] * (len(counts) - 1) and counts[-1] in {2, 3}
    return number[0] != "0" and once and mod11_10(number)


def nhs(number: str) -> bool:
    """England, Wales, Isle of Man (NHS Data Model and Dictionary): a check digit modulo 11, as ISBN-10 has it too."""
    return weighted(number, (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


EUROPE_WEST = (
    NationalNumber(
        "DE_TAX_ID",
        r"[1-9]\d ?\d{3} ?\d{3} ?\d{3}",
        steuer_id,
        700,
        digits=11,
        context=("steuer", "steuerid", "idnr", "steueridentifikationsnummer", "identifikationsnummer"),
    ),
    NationalNumber("UK_NHS", r"\d{3}[ -]\d{3}[ -]\d{4}", nhs, 600, digits=10, context=("nhs",)),
    # A bare run of ten digits that checks is as likely the number of a book.
    NationalNumber("UK_NHS", r"\d{10}", nhs, 200, digits=10, context=("nhs",)),
    NationalNumber("NL_BSN", r"\d{9}|\d{4}\.\d{2}\.\d{3}", bsn, 500, digits=9, context=("bsn", "burgerservicenummer")),
    NationalNumber(
        "BE_NATIONAL_NUMBER",
        r"\d{2}\.?\d{2}\.?\d{2}[ -]?\d{3}[. -]?\d{2}",
        rijksregister,
        800,
        digits=11,
        context=("rijksregisternummer", "insz", "niss"),
    ),
    NationalNumber(
        "FR_NIR",
        r"[1-478] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3}(?: ?\d{2})?",
        nir,
        900,
        digits=12,
        context=("nir", "sécurité", "insee", "sociale"),
    ),
    NationalNumber(
        "FR_SPI", r"[0-3]\d ?\d{2} ?\d{3} ?\d{3} ?\d{3}", spi, 800, digits=13, context=("spi", "fiscal", "fiscale")
    ),
    NationalNumber("IE_PPSN", r"\d{7}[A-W][A-IW]?", ppsn, 500, digits=7, context=("pps", "ppsn")),
    NationalNumber(
        "AT_SVNR", r"[1-9]\d{3} ?\d{6}", svnr, 800, digits=10, context=("svnr", "sozialversicherungsnummer")
    ),
    NationalNumber("CH_AHV", r"756\.?\d{4}\.?\d{4}\.?\d{2}", ahv, 850, digits=13, context=("ahv", "avs", "oasi")),
    NationalNumber("LU_MATRICULE", r"\d{8} ?\d{3} ?\d{2}", matricule, 900, digits=13, context=("matricule", "cns")),
)
