"""National numbers of southern Europe."""

from licscan.scanners.personal_data.recognizers.checksums import luhn
from licscan.scanners.personal_data.recognizers.national.number import NationalNumber, is_day, weighted


def nif_portugal(number: str) -> bool:
    """Portugal (Decreto-Lei n.º 14/2013), numbers of natural persons: a check digit modulo 11."""
    if number[0] not in "123" and number[:2] != "45":
        return False
    return (11 - weighted(number, (9, 8, 7, 6, 5, 4, 3, 2)) % 11) % 11 % 10 == int(number[8])


def cif(number: str) -> bool:
    """Spain (Orden EHA/451/2008), numbers of legal entities: a Luhn-like digit, or the letter that stands for it."""
    odd = sum(sum(divmod(2 * int(digit), 10)) for digit in number[1:8:2])
    control = -(odd + sum(map(int, number[2:8:2]))) % 10
    letter = "JABCDEFGHI"[control]
    if number[0] in "PQRSNW":
        return number[8] == letter
    return number[8] == str(control) or (number[8] == letter and number[0] in "CDFGJUV")


def amka(number: str) -> bool:
    """Greece (IDIKA): date of birth, serial and a Luhn digit."""
    return is_day(int(number[:2]), int(number[2:4])) and luhn(number)


def afm(number: str) -> bool:
    """Greece (AADE): nine digits, the last modulo 11 of powers of two."""
    return weighted(number, (256, 128, 64, 32, 16, 8, 4, 2)) % 11 % 10 == int(number[8])


_CYPRIOT = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)


def tic(number: str) -> bool:
    """Cyprus (Tax Department): eight digits and a letter modulo 26; 0 and 9 begin numbers of natural persons."""
    odd = sum(_CYPRIOT[int(digit)] for digit in number[:8:2])
    return number[0] in "09" and chr(65 + (odd + sum(map(int, number[1:8:2]))) % 26) == number[8]


EUROPE_SOUTH = (
    NationalNumber("PT_NIF", r"\d{3} ?\d{3} ?\d{3}", nif_portugal, 600, digits=9, context=("nif", "contribuinte")),
    NationalNumber("ES_CIF", r"[A-HJNP-SUVW][ -]?\d{7}[ -]?[0-9A-J]", cif, 500, digits=7, context=("cif",)),
    NationalNumber("GR_AMKA", r"\d{11}", amka, 700, digits=11, context=("amka", "αμκα")),
    NationalNumber("GR_AFM", r"\d{9}", afm, digits=9, context=("afm", "αφμ")),
    NationalNumber("MT_ID", r"\d{5,7}[MGAPLHBZ]", None, digits=5, context=("identity", "maltese")),
    NationalNumber("CY_TIC", r"\d{8}[A-Z]", tic, 600, digits=8, context=("tic",)),
)
