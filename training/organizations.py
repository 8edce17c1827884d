"""Names of companies, agencies, schools, teams, bands, papers and shops: known ones and invented ones in many forms."""

import random
import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from lexicon import Coined, fakers, places, word_lists

_SLOT = re.compile(r"\{([a-z])\}")
_KNOWN, _INVENTED, _FORMS = 26, 16, 58


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the names inside a name come from."""

    town: Callable[[], str]
    family: Callable[[], str]
    given: Callable[[], str]
    coined: Coined


class Organizations:
    """Draws names from one source of chance."""

    def __init__(self, chance: random.Random, sources: Sources) -> None:
        self._chance = chance
        self._from = sources
        self._words = word_lists("organizations.txt")
        self._companies = tuple(fakers().values())
        self._parts: Mapping[str, Callable[[], str]] = {
            "a": lambda: chance.choice(self._words["animal"]),
            "c": lambda: chance.choice(places().countries),
            "f": self._field,
            "g": sources.given,
            "h": self._head,
            "j": lambda: chance.choice(("Nurse", "Teacher", "Engineer", "Driver", "Builder", "Farmer", "Writer")),
            "n": lambda: str(chance.randint(1, 99)),
            "p": sources.family,
            "t": sources.town,
        }
        kinds = ("agency", "public", "school", "school", "shop", "group", "band", "brand", "brand")
        self._forms: tuple[Callable[[], str], ...] = (
            *(partial(self._of, kind) for kind in kinds),
            self._team,
            self._team,
            self._paper,
        )

    def organization(self) -> str:
        """One name."""
        chance = self._chance
        kind = chance.choices((0, 1, 2), (_KNOWN, _INVENTED, _FORMS))[0]
        if kind == 0:
            return chance.choice(self._words["known"])
        if kind == 1:
            return " ".join(chance.choice(self._companies).company().split())
        name = chance.choice(self._forms)() if chance.random() < 0.6 else self._company()
        return " ".join(name.split())

    def _of(self, kind: str) -> str:
        return self._filled(self._chance.choice(self._words[kind]))

    def _filled(self, form: str) -> str:
        return _SLOT.sub(lambda found: self._parts[found[1]](), form)

    def _head(self) -> str:
        drawn = self._chance.random()
        if drawn < 0.5:
            return self._chance.choice(self._words["head"])
        word = self._from.coined.word(self._chance)
        return word if drawn < 0.8 else word[:5]

    def _field(self) -> str:
        chance = self._chance
        first = chance.choice(self._words["field"])
        return first if chance.random() < 0.8 else f"{first} and {chance.choice(self._words['field'])}"

    def _team(self) -> str:
        chance, town, club = self._chance, self._from.town(), self._chance.choice(self._words["club"])
        animal = chance.choice(self._words["animal"])
        return chance.choice((f"{town} {animal}", f"{town} {club}", f"FC {town}", animal, f"the {animal}"))

    def _paper(self) -> str:
        chance, town = self._chance, self._from.town()
        paper, station = chance.choice(self._words["paper"]), chance.choice(self._words["station"])
        forms = (f"The {town} {paper}", f"{town} {paper}", f"the {paper}", f"Daily {paper}", f"{town} {station}")
        return chance.choice((*forms, f"{self._letters()} {station}", f"{self._head()} {station}"))

    def _letters(self) -> str:
        return "".join(self._chance.choices(string.ascii_uppercase, k=self._chance.randint(2, 4)))

    def _company(self) -> str:
        chance, words = self._chance, self._words
        tail, family = chance.choice(words["tail"]), self._from.family
        coined = self._head() + chance.choice(words["rest"])
        forms: tuple[tuple[int, Callable[[], str]], ...] = (
            (10, lambda: coined),
            (10, lambda: f"{coined} {tail}"),
            (4, lambda: f"{coined}, {tail}"),
            (10, lambda: f"{family()} {tail}"),
            (5, lambda: f"{family()} & {family()}"),
            (5, lambda: f"{family()}-{family()}"),
            (5, lambda: f"{family()}, {family()} and {family()}"),
            (6, lambda: f"{self._from.town()} {tail}"),
            (8, lambda: f"{self._from.coined.word(chance)} {tail}"),
            (10, lambda: self._from.coined.word(chance)),
            (5, lambda: f"{chance.choice(words['head'])} {chance.choice(words['head'])} {tail}"),
            (4, lambda: f"{self._letters()} {tail}"),
            (4, lambda: f"{self._from.town()} {chance.choice(words['institute'])}"),
            (6, self._letters),
        )
        return chance.choices([form for _, form in forms], [weight for weight, _ in forms])[0]()
