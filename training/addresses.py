"""Postal addresses as people of many countries write them: whole in a sentence, or line by line under a name."""

import random
import string
from collections.abc import Callable

from lexicon import fakers, names, places, word_lists
from pieces import Piece


class Addresses:
    """Streets, postcodes and whole addresses from one source of chance."""

    def __init__(self, chance: random.Random, town: Callable[[], str]) -> None:
        self._chance = chance
        self._town = town
        self._words = word_lists("buildings.txt")
        self._fakers = tuple(one for one in fakers().values() if hasattr(one, "street_name"))
        self._locales = names()

    def house(self) -> str:
        """A house number."""
        chance = self._chance
        number = chance.choice((chance.randint(1, 99), chance.randint(1, 999), chance.randint(1, 99_999)))
        return str(number) if chance.random() < 0.85 else f"{number}{chance.choice(('a', 'B', '-2', '/4', ' bis'))}"

    def _base(self) -> str:
        chance = self._chance
        locale = chance.choice(self._locales)
        return chance.choice((chance.choice(locale.family), chance.choice(locale.given), self._town()))

    def street(self) -> str:
        """The name of a street."""
        chance = self._chance
        drawn = chance.random()
        if drawn < 0.3:
            return " ".join(chance.choice(self._fakers).street_name().split())
        if drawn < 0.6:
            return f"{self._base()} {chance.choice(self._words['street'])}"
        form = chance.choice(self._words["foreign"])
        return form.replace("{x}", self._base()).replace("{n}", str(chance.randint(1, 99)))

    def postcode(self) -> str:
        """A postal code of some country."""
        chance = self._chance
        digits = "".join(chance.choices(string.digits, k=9))
        letters = "".join(chance.choices(string.ascii_uppercase, k=6))
        return chance.choice(
            (
                digits[:5],
                digits[:5],
                digits[:4],
                digits[:6],
                f"{digits[:5]}-{digits[5:]}",
                f"{digits[:4]} {letters[:2]}",
                f"{digits[:3]} {digits[3:5]}",
                f"{digits[:2]}-{digits[2:5]}",
                f"{letters[:2]}{digits[0]} {digits[1]}{letters[2:4]}",
                f"{letters[0]}{digits[0]}{letters[1]} {digits[1]}{letters[2]}{digits[2]}",
            )
        )

    def at_house(self) -> str:
        """A street with the number of a house before or behind it."""
        street = self.street()
        house = self.house()
        return f"{street} {house}" if self._chance.random() < 0.5 else f"{house} {street}"

    def _unit(self) -> str:
        form = self._chance.choice(self._words["unit"])
        return form.replace("{n}", str(self._chance.randint(1, 999)))

    def _military(self, line_break: str) -> str:
        """Addresses of the US military postal service (USPS Publication 28, section 238)."""
        chance = self._chance
        number, box, code = (str(chance.randint(1, 9999)).zfill(4) for _ in range(3))
        post = f"{chance.choice(('APO', 'FPO', 'DPO'))} {chance.choice(('AE', 'AP', 'AA'))} 9{code}"
        head = chance.choice((f"PSC {number}, Box {box}", f"Unit {number} Box {box}", f"USS {self._base()}"))
        return f"{head}{line_break}{post}"

    def whole(self) -> list[Piece]:
        """One address as one span: the parts in one of many orders, on one line or on several."""
        chance = self._chance
        separator = chance.choice((", ", ", ", " ", "\n", "\n ", ",\n"))
        drawn = chance.random()
        if drawn < 0.1:
            return [Piece(self._military(separator if "\n" in separator else "\n"), "FAC")]
        if drawn < 0.25:
            written = chance.choice(self._fakers).address()
            return [Piece(separator.join(line.strip(" ,") for line in written.split("\n")), "FAC")]
        if drawn < 0.4:
            return [Piece(self.at_house(), "FAC")]
        parts = [self.at_house()]
        if chance.random() < 0.45:
            parts.append(self._unit())
        town, code = self._town(), self.postcode()
        town = town.upper() if chance.random() < 0.25 else town
        region = chance.choice(places().regions)
        country = chance.choice(places().countries)
        parts += chance.choice(
            (
                [f"{code} {town}"],
                [town, code],
                [f"{town} {code}"],
                [town],
                [town, region, code],
                [town, country],
                [town, f"{country} {code}"],
                [f"{code} {town}", country],
                [town, f"{region[:2].upper()} {code}"],
                [town, region, country],
            )
        )
        return [Piece(separator.join(parts), "FAC")]

    def lines(self, line_break: str) -> list[Piece]:
        """An address as a label bears it, each line a span of its own."""
        chance = self._chance
        gap = line_break if chance.random() < 0.7 else f"{line_break} "
        if chance.random() < 0.1:
            return [Piece(self._military(gap), "FAC")]
        pieces = [Piece(self.at_house(), "FAC")]
        if chance.random() < 0.5:
            pieces += [Piece(gap, None), Piece(self._unit(), "FAC")]
        town = self._town()
        pieces += [Piece(gap, None), Piece(town.upper() if chance.random() < 0.3 else town, "GPE")]
        if chance.random() < 0.3:
            pieces += [Piece(", ", None), Piece(chance.choice(places().regions), "GPE")]
        return pieces + self._last_lines(gap, line_break)

    def _last_lines(self, gap: str, line_break: str) -> list[Piece]:
        """Postal code and country, in either order, or one of them, or none."""
        chance = self._chance
        pieces: list[Piece] = []
        if chance.random() < 0.5:
            pieces += [Piece(chance.choice((" ", gap)), None), Piece(self.postcode(), "GPE")]
            if chance.random() < 0.5:
                pieces += [Piece(gap, None), Piece(chance.choice(places().countries), "GPE")]
        elif chance.random() < 0.7:
            between = gap + chance.choice(("", line_break))
            pieces += [Piece(between, None), Piece(chance.choice(places().countries), "GPE")]
            if chance.random() < 0.6:
                pieces += [Piece(" ", None), Piece(self.postcode(), "GPE")]
        return pieces
