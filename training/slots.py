"""What stands in for each `{slot}` of a template: pieces of text with the label of the name model, or none."""

import random
import string
from collections.abc import Callable, Mapping

from addresses import Addresses
from lexicon import Coined, Names, fakers, is_latin, names, places, word_lists
from organizations import Organizations, Sources
from pieces import Piece
from plain import PLAIN, Draw, draw, salad

_COINED_SHARE = 0.12
_UNUSUAL_SHARE = 0.05
_PLAIN_TITLE = 0.4


def _weight(locale: Names) -> float:
    """How often names of a locale are drawn: most texts are in Latin letters, and half of those in English."""
    if not is_latin(locale.given[0] + locale.family[0]):
        return 0.1
    return 3.0 if locale.locale.startswith("en_") else 1.0


class Slots:
    """Fills slots by name, from one source of chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        every = names()
        self._locales = every
        self._weights = [_weight(each) for each in every]
        self._coined_given = Coined([name for each in every for name in each.given if name.isascii()])
        self._coined_family = Coined([name for each in every for name in each.family if name.isascii()])
        self._coined_town = Coined([name for name in places().small if name.isascii() and " " not in name])
        self._english = fakers()["en_US"]
        self._organizations = word_lists("organizations.txt")
        self._buildings = word_lists("buildings.txt")
        self._regions = word_lists("regions.txt")
        self._norp = word_lists("norp.txt")
        self._plain = word_lists("plain.txt")
        self._addresses = Addresses(chance, self._town_name)
        self._names_of = Organizations(chance, Sources(self._town_name, self._family, self._given, self._coined_town))
        self._fills: Mapping[str, Callable[[], list[Piece]]] = {
            "person": lambda: [Piece(self._person(), "PERSON")],
            "given": lambda: [Piece(self._given(), "PERSON")],
            "family": lambda: [Piece(self._family(), "PERSON")],
            "full": lambda: [Piece(self._full(), "PERSON")],
            "city": lambda: [Piece(self._town(), "GPE")],
            "city.upper": lambda: [Piece(self._town().upper(), "GPE")],
            "country": lambda: [Piece(chance.choice(places().countries), "GPE")],
            "region": lambda: [Piece(chance.choice(places().regions), "GPE")],
            "natural": lambda: [Piece(chance.choice(self._regions["natural"]), "LOC")],
            "place": self._place,
            "facility": self._facility,
            "org": lambda: [Piece(self._names_of.organization(), "ORG")],
            "norp": lambda: [Piece(chance.choice(self._norp[""]), "NORP")],
            "norps": lambda: [Piece(chance.choice(self._norp["several"]), "NORP")],
            "street": lambda: [Piece(self._addresses.street(), "FAC")],
            "house": lambda: [Piece(self._addresses.at_house(), "FAC")],
            "address": self._addresses.whole,
            "lines": lambda: self._addresses.lines("\n"),
            "postcode": lambda: [Piece(self._addresses.postcode(), "GPE")],
        }

    def fill(self, slot: str) -> list[Piece]:
        """The pieces of one slot; a slot without a label is filled by its own kind of text."""
        found = self._fills.get(slot)
        if found is not None:
            return found()
        if slot == "title" and self._chance.random() < _PLAIN_TITLE:
            slot = "title.plain"
        if slot in self._plain:
            return [Piece(self._chance.choice(self._plain[slot]), None)]
        return [Piece(self._other(slot), None)]

    def _locale(self) -> Names:
        return self._chance.choices(self._locales, self._weights)[0]

    def _given(self, locale: Names | None = None) -> str:
        if self._chance.random() < _COINED_SHARE:
            return self._coined_given.word(self._chance)
        return self._chance.choice((locale or self._locale()).given)

    def _family(self, locale: Names | None = None) -> str:
        if self._chance.random() < _COINED_SHARE:
            return self._coined_family.word(self._chance)
        return self._chance.choice((locale or self._locale()).family)

    def _full(self) -> str:
        locale = self._locale()
        return f"{self._given(locale)} {self._family(locale)}"

    def _person(self) -> str:
        chance, locale = self._chance, self._locale()
        given, family = self._given(locale), self._family(None if chance.random() < 0.15 else locale)
        initial = chance.choice(string.ascii_uppercase)
        forms = (
            (60, f"{given} {family}"),
            (9, f"{given} {initial}. {family}"),
            (2, f"{given} {initial} {family}"),
            (4, f"{given} {self._given(locale)} {family}"),
            (3, f"{given} {family}-{self._family(locale)}"),
            (3, f"{given} {family} {self._family(locale)}"),
            (3, f"{given[0]}. {family}"),
            (1, f"{initial}.{given[0]}. {family}"),
            (3, f"{given} {chance.choice(self._plain['particle'])} {family}"),
            (2, f"{family} {given}"),
            (1, f"{given}-{self._given(locale)} {family}"),
            (1, f'{given} "{chance.choice(self._plain["nick"])}" {family}'),
            (1, f"{given} {family} {chance.choice(('Jr.', 'Sr.', 'III', 'II'))}"),
            (5, given),
            (2, family),
        )
        return chance.choices([form for _, form in forms], [weight for weight, _ in forms])[0]

    def _town_name(self) -> str:
        chance, known = self._chance, places()
        drawn = chance.random()
        if drawn < _COINED_SHARE:
            return self._coined_town.word(chance)
        if drawn < _COINED_SHARE + _UNUSUAL_SHARE:
            return chance.choice(known.other)
        return chance.choice(known.large if drawn < 0.6 else known.small)

    def _town(self) -> str:
        town = self._town_name()
        return town.upper() if self._chance.random() < 0.07 else town

    def _place(self) -> list[Piece]:
        return self.fill(self._chance.choice(("city", "city", "country", "region", "natural")))

    def _facility(self) -> list[Piece]:
        chance = self._chance
        first = chance.choice(
            (self._town_name(), self._family(), chance.choice(self._buildings["first"]), self._person())
        )
        if chance.random() < 0.25:
            return [Piece(f"{first} {chance.choice(self._organizations['institute'])}", "ORG")]
        return [Piece(f"{first} {chance.choice(self._buildings['kind'])}", "FAC")]

    def _other(self, slot: str) -> str:
        """Text without a label; what is drawn for it is drawn whatever the slot, so that slots keep their order."""
        chance, of = self._chance, draw(self._chance)
        if slot in PLAIN:
            return PLAIN[slot](of)
        words: Mapping[str, Callable[[], str]] = {
            "job": self._english.job,
            "phrase": lambda: chance.choice((self._english.catch_phrase(), self._english.bs())),
            "salad": lambda: salad(chance, self._english),
            "title.plain": lambda: " ".join(self._english.words(chance.randint(1, 3))).title(),
            "email": lambda: f"{self._given().lower()}@{of.letters}.com".replace(" ", ""),
            "handle": lambda: self._handle(of),
            "hn": self._addresses.house,
        }
        return words[slot]()

    def _handle(self, of: Draw) -> str:
        forms = (of.letters, self._given() + of.digits[:2], f"{self._given()}_{self._family()}")
        return self._chance.choice(forms).replace(" ", "")
