"""Check digits and letters that several recognizers compute."""


def luhn(number: str) -> bool:
    """Whether the digits of a number satisfy ISO/IEC 7812-1 annex B (Luhn); other characters are skipped."""
    digits = [int(character) for character in number if character.isascii() and character.isdigit()]
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return bool(digits) and any(digits) and total % 10 == 0


def mod97(account: str) -> bool:
    """Whether the check digits of an IBAN are right (ISO 7064 MOD 97-10); blanks and hyphens are skipped."""
    compact = "".join(character for character in account if character.isascii() and character.isalnum()).upper()
    if not 15 <= len(compact) <= 34 or not compact[:2].isalpha() or not compact[2:4].isdigit():
        return False
    return int("".join(str(int(character, 36)) for character in compact[4:] + compact[:4])) % 97 == 1


_VIN_VALUES = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def vin(number: str) -> bool:
    """Whether the ninth character of a vehicle identification number checks (49 CFR 565.15)."""
    values = [int(char) if char.isdigit() else _VIN_VALUES.get(char, -1) for char in number.upper()]
    if len(values) != 17 or min(values) < 0:
        return False
    rest = sum(value * weight for value, weight in zip(values, _VIN_WEIGHTS, strict=True)) % 11
    return number[8].upper() == ("X" if rest == 10 else str(rest))


_NRIC_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)
_NRIC_LETTERS = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "G": "XWUTRQPNMLK", "M": "KLJNPQRTUWX"}
_NRIC_OFFSETS = {"S": 0, "T": 4, "F": 0, "G": 4, "M": 3}


def nric(number: str) -> bool:
    """Whether the last letter of a Singapore NRIC or FIN (`S1234567D`) checks."""
    number = number.upper()
    first = number[:1]
    if len(number) != 9 or first not in _NRIC_LETTERS or not number[1:8].isdigit():
        return False
    total = _NRIC_OFFSETS[first] + sum(
        int(digit) * weight for digit, weight in zip(number[1:8], _NRIC_WEIGHTS, strict=True)
    )
    rest = total % 11
    # The M series runs its letters the other way round (ICA, 2022).
    place = 10 - rest if first == "M" else rest
    return number[8] == _NRIC_LETTERS[first][place]


_PLATE_LETTERS = "AZYXUTSRPMLKJHGEDCB"
_PLATE_WEIGHTS = (9, 4, 5, 4, 3, 2)


def singapore_plate(prefix: str, digits: str, letter: str) -> bool:
    """Whether the check letter of a Singapore vehicle number (`SBA 1234 G`) fits its prefix and digits."""
    values = [ord(char) - ord("A") + 1 for char in prefix.upper()[-2:]]
    values = [0] * (2 - len(values)) + values + [int(digit) for digit in digits.zfill(4)]
    total = sum(value * weight for value, weight in zip(values, _PLATE_WEIGHTS, strict=True))
    return _PLATE_LETTERS[total % 19] == letter.upper()


_DIHEDRAL = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_PERMUTED = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)


def verhoeff(number: str) -> bool:
    """Whether the last digit of a number checks (J. Verhoeff, Error Detecting Decimal Codes, 1969)."""
    check = 0
    for place, digit in enumerate(reversed(number)):
        check = int(_DIHEDRAL[check][int(_PERMUTED[place % 8][int(digit)])])
    return check == 0


def mod11_10(number: str) -> bool:
    """Whether the last digit of a number checks (ISO/IEC 7064 MOD 11,10)."""
    product = 10
    for digit in number[:-1]:
        product = 2 * ((product + int(digit)) % 10 or 10) % 11
    return (11 - product) % 10 == int(number[-1])


CHECKS = {"luhn": luhn}
