"""National numbers of eastern and south-eastern Asia."""

from licscan.scanners.personal_data.recognizers.national.number import NationalNumber, is_birth_year, is_day, weighted


def resident_id(number: str) -> bool:
    """China (GB 11643-1999): region, date of birth, serial, ISO 7064 MOD 11-2."""
    if not is_birth_year(int(number[6:10])) or not is_day(int(number[12:14]), int(number[10:12])):
        return False
    total = weighted(number[:17], tuple(pow(2, 17 - place, 11) for place in range(17)))
    return "10X98765432"[total % 11] == number[17]


def hkid(number: str) -> bool:
    """Hong Kong (Immigration Department): one or two letters, six digits, a check character modulo 11."""
    letters = number[:-7].rjust(2)
    values = [36 if letter == " " else ord(letter) - 55 for letter in letters] + [int(digit) for digit in number[-7:-1]]
    total = sum(value * weight for value, weight in zip(values, (9, 8, 7, 6, 5, 4, 3, 2), strict=True))
    return "0123456789A"[-total % 11] == number[-1]


_TAIWANESE = "ABCDEFGHJKLMNPQRSTUVXYWZIO"


def taiwan(number: str) -> bool:
    """Taiwan (Household Registration Act), citizens and residents: a letter for the place, sex, a check modulo 10."""
    place = _TAIWANESE.index(number[0]) + 10
    second = number[1] if number[1].isdigit() else str((_TAIWANESE.index(number[1]) + 10) % 10)
    digits = f"{place}{second}{number[2:]}"
    return weighted(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)) % 10 == 0


def my_number(number: str) -> bool:
    """Japan (Cabinet Office ordinance No 85 of 2014, art. 5): a check digit modulo 11."""
    rest = weighted(number, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return int(number[11]) == (0 if rest <= 1 else 11 - rest)


def _mykad_place(code: int) -> bool:
    return 1 <= code <= 16 or 21 <= code <= 68 or 74 <= code <= 79 or 82 <= code <= 93 or code in {71, 72, 98, 99}


def mykad(number: str) -> bool:
    """Malaysia (JPN): date of birth, state or country of birth, serial; it has no check digit."""
    return is_day(int(number[4:6]), int(number[2:4])) and _mykad_place(int(number[6:8]))


def nik(number: str) -> bool:
    """Indonesia (UU No. 24/2013): province, regency, district, date of birth (women's day has 40 added), serial."""
    province, day = int(number[:2]), int(number[6:8])
    return 11 <= province <= 97 and is_day(day % 40, int(number[8:10])) and day <= 71 and number[12:] != "0000"


def cccd(number: str) -> bool:
    """Viet Nam (Circular 59/2021/TT-BCA): province 001 to 096, century and sex, year of birth, serial."""
    return 1 <= int(number[:3]) <= 96 and number[3] in "0123"


ASIA_EAST = (
    NationalNumber("CN_RESIDENT_ID", r"[1-8]\d{16}[0-9X]", resident_id, 900, digits=17, context=("身份证", "resident")),
    NationalNumber("HK_HKID", r"[A-Z]{1,2}\d{6}(?:\([0-9A]\)|[0-9A])", hkid, 500, digits=6, context=("hkid",)),
    NationalNumber("TW_NATIONAL_ID", r"[A-Z][1289A-D]\d{8}", taiwan, 600, digits=8, context=("taiwan", "身分證")),
    NationalNumber(
        "JP_MY_NUMBER", r"\d{4}[ -]?\d{4}[ -]?\d{4}", my_number, 500, digits=12, context=("mynumber", "マイナンバー")
    ),
    NationalNumber("MY_MYKAD", r"\d{6}-\d{2}-\d{4}", mykad, 600, digits=12, context=("mykad", "nric", "ic", "kad")),
    NationalNumber("MY_MYKAD", r"\d{12}", mykad, 200, digits=12, context=("mykad", "nric", "ic", "kad")),
    NationalNumber("ID_NIK", r"\d{16}", nik, 300, digits=16, context=("nik", "ktp", "kependudukan")),
    NationalNumber("VN_CCCD", r"\d{12}", cccd, digits=12, context=("cccd", "cmnd", "căn")),
    NationalNumber(
        "PH_PHILSYS", r"\d{4}[ -]?\d{4}[ -]?\d{4}(?:[ -]?\d{4})?", None, digits=12, context=("philsys", "philid")
    ),
    NationalNumber("PH_SSS", r"\d{2}-?\d{7}-?\d", None, digits=10, context=("sss",)),
)
