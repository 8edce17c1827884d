"""National numbers of the Americas."""

from licscan.scanners.personal_data.recognizers.national.number import NationalNumber, is_day, weighted


def _mod11(number: str, weights: tuple[int, ...]) -> int:
    rest = sum((ord(char) - 48) * weight for char, weight in zip(number, weights, strict=False)) % 11
    return 0 if rest < 2 else 11 - rest


def cpf(number: str) -> bool:
    """Brazil (Instrução Normativa RFB nº 1.548/2015), natural persons: two check digits modulo 11."""
    first, second = _mod11(number, tuple(range(10, 1, -1))), _mod11(number, tuple(range(11, 1, -1)))
    return number[9:] == f"{first}{second}"


def cnpj(number: str) -> bool:
    """Brazil (Instrução Normativa RFB nº 2.229/2024), companies, letters since 2026: two check digits modulo 11."""
    weights = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
    return number[12:] == f"{_mod11(number, weights[1:])}{_mod11(number, weights)}"


_CURP = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"


def curp(number: str) -> bool:
    """Mexico (RENAPO, Instructivo normativo): letters of the name, date, sex, state, and a check digit modulo 10."""
    if not is_day(int(number[8:10]), int(number[6:8])):
        return False
    total = sum(_CURP.index(char) * (18 - place) for place, char in enumerate(number[:17]))
    return -total % 10 == int(number[17])


_RFC = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"


def rfc(number: str) -> bool:
    """Mexico (Código Fiscal de la Federación, art. 27), natural persons: name, date, a check character modulo 11."""
    if not is_day(int(number[8:10]), int(number[6:8])):
        return False
    total = sum(_RFC.index(char) * (13 - place) for place, char in enumerate(number[:12]))
    return "0123456789A"[-total % 11] == number[12]


def cuit(number: str) -> bool:
    """Argentina (AFIP RG 10/97): kind of person, document number, a check digit modulo 11, nine for ten."""
    rest = weighted(number, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return min(9, (11 - rest) % 11) == int(number[10])


def rut(number: str) -> bool:
    """Chile (Registro Civil): up to eight digits and a check character modulo 11, K for ten."""
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(number[:-1])))
    return "0123456789K"[-total % 11] == number[-1]


def cedula_ecuador(number: str) -> bool:
    """Ecuador (Registro Civil): province 01 to 24 or 30, and a check digit modulo 10."""
    if not (1 <= int(number[:2]) <= 24 or number[:2] == "30") or number[2] > "5":
        return False
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in number[:9:2])
    return (doubled + sum(map(int, number[1:9:2])) + int(number[9])) % 10 == 0


def nit(number: str) -> bool:
    """Colombia (DIAN), companies and taxpayers: nine digits and a check digit modulo 11 with prime weights."""
    rest = weighted(number, (41, 37, 29, 23, 19, 17, 13, 7, 3)) % 11
    return int(number[9]) == (rest if rest < 2 else 11 - rest)


def cedula_uruguay(number: str) -> bool:
    """Uruguay (DNIC): seven digits and a check digit modulo 10."""
    return -weighted(number.zfill(8), (2, 9, 8, 7, 6, 3, 4)) % 10 == int(number[-1])


AMERICAS = (
    NationalNumber("BR_CPF", r"\d{3}\.?\d{3}\.?\d{3}[-/]?\d{2}", cpf, 700, digits=11, context=("cpf",)),
    NationalNumber(
        "BR_CNPJ",
        r"[0-9A-Z]{2}\.[0-9A-Z]{3}\.[0-9A-Z]{3}/[0-9A-Z]{4}-\d{2}|\d{14}",
        cnpj,
        700,
        digits=2,
        context=("cnpj",),
    ),
    NationalNumber(
        "MX_CURP", r"[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d", curp, 900, digits=7, context=("curp",)
    ),
    NationalNumber("MX_RFC", r"[A-Z&Ñ]{4}-?\d{6}-?[0-9A-V][1-9A-Z][0-9A]", rfc, 800, digits=6, context=("rfc",)),
    NationalNumber("AR_CUIT", r"2[03467]-?\d{8}-?\d", cuit, 700, digits=11, context=("cuit", "cuil")),
    NationalNumber("AR_DNI", r"\d{1,2}\.?\d{3}\.?\d{3}", None, digits=7, context=("dni",)),
    NationalNumber(
        "CL_RUT", r"\d{1,2}\.\d{3}\.\d{3}-[0-9K]|\d{7,8}-[0-9K]", rut, 500, digits=7, context=("rut", "run")
    ),
    NationalNumber("CL_RUT", r"\d{7,8}[0-9K]", rut, 200, digits=7, context=("rut", "run")),
    NationalNumber("CO_CEDULA", r"\d{1,3}(?:\.\d{3}){2,3}|\d{6,10}", None, digits=6, context=("cédula", "cedula")),
    NationalNumber("CO_NIT", r"\d{3}\.?\d{3}\.?\d{3}-?\d", nit, digits=10, context=("nit",)),
    NationalNumber("EC_CEDULA", r"\d{9}-?\d", cedula_ecuador, digits=10, context=("cédula", "cedula")),
    NationalNumber("PE_DNI", r"\d{8}", None, digits=8, context=("dni",)),
    NationalNumber("UY_CEDULA", r"\d\.?\d{3}\.?\d{3}-?\d", cedula_uruguay, digits=8, context=("cédula", "cedula")),
)
