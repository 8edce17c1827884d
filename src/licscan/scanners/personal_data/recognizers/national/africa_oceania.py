"""National numbers of Africa and Oceania."""

from licscan.scanners.personal_data.recognizers.national.number import NationalNumber, is_day, weighted

_NHI = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def ird(number: str) -> bool:
    """New Zealand (Inland Revenue): a check digit modulo 11, tried with two sets of weights."""
    digits = number.zfill(9)
    if not 10_000_000 < int(digits) < 200_000_000:
        return False
    for weights in ((3, 2, 7, 6, 5, 4, 3, 2), (7, 4, 3, 2, 5, 2, 7, 6)):
        check = -weighted(digits, weights) % 11
        if check < 10:
            return check == int(digits[8])
    return False


def nhi(number: str) -> bool:
    """New Zealand (HISO 10046): three letters, then digits and a check digit, or since 2026 digits and letters."""
    values = [_NHI.index(char) + 1 if char.isalpha() else int(char) for char in number[:6]]
    total = sum(value * weight for value, weight in zip(values, (7, 6, 5, 4, 3, 2), strict=True))
    if number[6].isdigit():
        return total % 11 != 0 and (11 - total % 11) % 10 == int(number[6])
    return _NHI[23 - total % 24] == number[6]


def egypt(number: str) -> bool:
    """Egypt (Civil Status Organization): century, date of birth, governorate; its check digit is not public."""
    governorate = int(number[7:9])
    known = 1 <= governorate <= 4 or 11 <= governorate <= 19 or 21 <= governorate <= 29 or 31 <= governorate <= 35
    return is_day(int(number[5:7]), int(number[3:5])) and (known or governorate == 88)


AFRICA_OCEANIA = (
    NationalNumber("NZ_IRD", r"\d{2,3}-?\d{3}-?\d{3}", ird, digits=8, context=("ird",)),
    NationalNumber("NZ_NHI", r"[A-HJ-NP-Z]{3}(?:\d{4}|\d{2}[A-HJ-NP-Z]{2})", nhi, 300, digits=2, context=("nhi",)),
    NationalNumber("EG_NATIONAL_ID", r"[23]\d{13}", egypt, 500, digits=14, context=("egypt", "egyptian")),
    NationalNumber("KE_NATIONAL_ID", r"\d{7,8}", None, digits=7, context=("kenya", "kenyan", "huduma")),
    NationalNumber("NG_BVN", r"22\d{9}", None, digits=11, context=("bvn",)),
)
