"""What is no name: numbers, dates, codes, words."""

import random
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from faker import Faker

_MONTHS = ("January", "March", "April", "May", "July", "September", "December", "Feb", "Nov")


@dataclass(frozen=True, slots=True)
class Draw:
    """What every plain slot is made from, drawn anew each time."""

    chance: random.Random
    year: int
    month: int
    day: int
    digits: str
    letters: str
    month_name: str


def draw(chance: random.Random) -> Draw:
    """A day of the calendar, sixteen digits and eight signs."""
    year, month, day = chance.randint(1940, 2026), chance.randint(1, 12), chance.randint(1, 28)
    digits = "".join(chance.choices(string.digits, k=16))
    letters = "".join(chance.choices(string.ascii_lowercase + string.digits, k=8))
    return Draw(chance, year, month, day, digits, letters, chance.choice(_MONTHS))


def _date(of: Draw) -> str:
    year, month, day, name = of.year, of.month, of.day, of.month_name
    forms = (f"{year}-{month:02d}-{day:02d}", f"{day}/{month}/{year}", f"{day} {name} {year}")
    return of.chance.choice((*forms, f"{name} {day}, {year}", f"{name} {day}", f"{day}.{month}."))


def _code(of: Draw) -> str:
    forms = (f"{of.letters[:3].upper()}-{of.digits[:5]}", of.digits[:7], of.letters.upper(), f"#{of.digits[:6]}")
    return of.chance.choice(forms)


def _phone(of: Draw) -> str:
    digits = of.digits
    return of.chance.choice((f"+{of.day} {digits[:3]} {digits[3:9]}", f"0{digits[:3]} {digits[3:5]} {digits[5:9]}"))


def _card(of: Draw) -> str:
    digits = of.digits
    return of.chance.choice((digits, f"{digits[:4]} {digits[4:8]} {digits[8:12]} {digits[12:]}"))


def _clock(of: Draw) -> str:
    return of.chance.choice((f"{of.day % 12 + 1}pm", f"{of.day % 24}:{of.month * 4:02d}", f"{of.month} a.m."))


def _number(of: Draw) -> str:
    return str(of.chance.choice((of.chance.randint(1, 9), of.chance.randint(10, 99))))


def _money(of: Draw) -> str:
    return of.chance.choice((f"${of.digits[:3]}", f"{of.digits[:2]}.{of.digits[2:4]} EUR", f"£{of.month} million"))


PLAIN: Mapping[str, Callable[[Draw], str]] = {
    "date": _date,
    "clock": _clock,
    "year": lambda of: str(of.year),
    "n": _number,
    "code": _code,
    "digits": lambda of: of.digits[: of.chance.randint(5, 12)],
    "cardno": _card,
    "money": _money,
    "pct": lambda of: f"{of.day}%",
    "phone": _phone,
    "url": lambda of: f"https://www.{of.letters}.{of.chance.choice(('com', 'org', 'net'))}/",
    "hash": lambda of: of.letters.title(),
}


def salad(chance: random.Random, english: Faker) -> str:
    """Ordinary words in no order, with a capital here and there as posts and headings have them."""
    words = english.words(chance.randint(2, 9))
    capital = chance.choice((0.0, 0.0, 0.2, 1.0))
    return " ".join(word.title() if chance.random() < capital else word for word in words)
