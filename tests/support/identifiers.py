"""Invented national numbers, accounts and cards whose check characters are right."""

import random
from collections.abc import Callable, Mapping
from itertools import pairwise

_LETTERS = "ABCEGHJKLMNPRSTWXYZ"
_ACCOUNT_DIGITS: Mapping[str, tuple[str, int]] = {
    "AT": ("", 16),
    "BE": ("", 12),
    "CH": ("", 17),
    "DE": ("", 18),
    "DK": ("", 14),
    "ES": ("", 20),
    "FR": ("", 23),
    "GB": ("NWBK", 14),
    "IE": ("AIBK", 14),
    "IT": ("X", 22),
    "NL": ("ABNA", 10),
    "PL": ("", 24),
    "SE": ("", 20),
}
COUNTRIES = tuple(_ACCOUNT_DIGITS)
NETWORKS: Mapping[str, tuple[str, int]] = {
    "Visa": ("4", 16),
    "Mastercard": ("51", 16),
    "Mastercard, first of the second range": ("2221", 16),
    "Mastercard, last of the second range": ("2720", 16),
    "American Express": ("37", 15),
    "Discover": ("6011", 16),
    "JCB": ("3530", 16),
    "UnionPay": ("622126", 16),
}


def _digits(chance: random.Random, count: int) -> str:
    return "".join(str(chance.randrange(10)) for _ in range(count))


def _luhn(head: str) -> str:
    total = 0
    for place, digit in enumerate(map(int, reversed(head))):
        doubled = digit * (2 - place % 2)
        total += doubled - 9 * (doubled > 9)
    return head + str(-total % 10)


def card(chance: random.Random, network: str) -> str:
    """A card number (ISO/IEC 7812-1)."""
    head, length = NETWORKS[network]
    return _luhn(head + _digits(chance, length - len(head) - 1))


def iban(chance: random.Random, country: str) -> str:
    """An account number (ISO 13616)."""
    bank, count = _ACCOUNT_DIGITS[country]
    account = bank + _digits(chance, count)
    number = int("".join(str(int(character, 36)) for character in f"{account}{country}00"))
    return f"{country}{98 - number % 97:02d}{account}"


def nric(chance: random.Random, series: str) -> str:
    """A Singapore NRIC (S, T) or FIN (F, G, M)."""
    digits = _digits(chance, 7)
    total = sum(int(digit) * weight for digit, weight in zip(digits, (2, 7, 6, 5, 4, 3, 2), strict=True))
    total += {"T": 4, "G": 4, "M": 3}.get(series, 0)
    letters = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "M": "XWUTRQPNJLK"}.get(series, "XWUTRQPNMLK")
    return f"{series}{digits}{letters[total % 11]}"


def _ssn(chance: random.Random) -> str:
    return f"{chance.randrange(100, 600)}-{chance.randrange(10, 99)}-{chance.randrange(1000, 9999)}"


def _itin(chance: random.Random) -> str:
    return f"9{_digits(chance, 2)}-{chance.randrange(70, 88)}-{_digits(chance, 4)}"


def _nino(chance: random.Random) -> str:
    return f"{chance.choice(('AB', 'CE', 'JK', 'PR'))}{_digits(chance, 6)}{chance.choice('ABCD')}"


def _nhs(chance: random.Random) -> str:
    while True:
        digits = _digits(chance, 9)
        check = -sum(int(digit) * (10 - place) for place, digit in enumerate(digits)) % 11
        if check < 10:
            return f"{digits[:3]} {digits[3:6]} {digits[6:]}{check}"


def _nif(chance: random.Random) -> str:
    number = chance.randrange(10**7, 10**8)
    return f"{number}{'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}"


def _codice_fiscale(chance: random.Random) -> str:
    day, serial = chance.randrange(10, 28), chance.randrange(100, 999)
    consonants = "".join(chance.choice("BCDFGLMNPRSTVZ") for _ in range(6))
    text = f"{consonants}{chance.randrange(40, 99)}{chance.choice('ABCDEHLMPRST')}{day}H{serial}"
    odd = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
    values = [int(one) if one.isdigit() else ord(one) - ord("A") for one in text]
    total = sum(odd[value] if place % 2 == 0 else value for place, value in enumerate(values))
    return text + chr(ord("A") + total % 26)


def _birth(chance: random.Random) -> str:
    return f"{chance.randrange(50, 99)}{chance.randrange(1, 13):02d}{chance.randrange(1, 28):02d}"


def _pesel(chance: random.Random) -> str:
    digits = _birth(chance) + _digits(chance, 4)
    weights = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
    return digits + str(-sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 10)


def _personnummer(chance: random.Random) -> str:
    number = _luhn(_birth(chance) + _digits(chance, 3))
    return f"{number[:6]}-{number[6:]}"


def steuer_id(chance: random.Random) -> str:
    nine = chance.sample("123456789", 9)
    digits = [*nine, nine[-2]]  # one digit twice, and not three in a row
    assert not any(one == two for one, two in pairwise(digits))
    product = 10
    for digit in map(int, digits):
        product = ((digit + product) % 10 or 10) * 2 % 11
    return f"{''.join(digits)}{(11 - product) % 10}"


_VERHOEFF = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def _dihedral(one: int, other: int) -> int:
    if one < 5:
        return (one + other) % 5 + (5 if other >= 5 else 0)
    return (one - other) % 5 + (0 if other >= 5 else 5)


def _aadhaar(chance: random.Random) -> str:
    head = f"{chance.randrange(2, 10)}{_digits(chance, 10)}"
    for check in range(10):
        total = 0
        for place, digit in enumerate(map(int, reversed(f"{head}{check}"))):
            for _ in range(place % 8):
                digit = _VERHOEFF[digit]  # noqa: PLW2901 - the permutation, applied place by place
            total = _dihedral(total, digit)
        if total == 0:
            number = f"{head}{check}"
            return f"{number[:4]} {number[4:8]} {number[8:]}"
    raise AssertionError("one of ten digits checks")


def _pan(chance: random.Random) -> str:
    letters = [chance.choice(_LETTERS) for _ in range(5)]
    return f"{''.join(letters[:3])}P{letters[3]}{chance.randrange(1000, 9999)}{letters[4]}"


# Entity type -> what makes its values; the header that names it.
NATIONAL: Mapping[str, tuple[Callable[[random.Random], str], str]] = {
    "US_SSN": (_ssn, "ssn"),
    "US_ITIN": (_itin, "itin"),
    "UK_NINO": (_nino, "nino"),
    "UK_NHS": (_nhs, "nhs_number"),
    "ES_NIF": (_nif, "nif"),
    "IT_FISCAL_CODE": (_codice_fiscale, "codice_fiscale"),
    "PL_PESEL": (_pesel, "pesel"),
    "SE_PERSONNUMMER": (_personnummer, "personnummer"),
    "DE_TAX_ID": (steuer_id, "steuer_id"),
    "IN_AADHAAR": (_aadhaar, "aadhaar"),
    "IN_PAN": (_pan, "pan"),
}
