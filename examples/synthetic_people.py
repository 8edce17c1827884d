"""People who do not exist: names from word lists, numbers that nobody was given, check digits that hold."""

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")

FIRST_NAMES = tuple(
    """Aaliyah Abena Adaeze Aditi Agnieszka Ahmad Aiko Ailsa Alejandra Amara Amélie Amir Ana Anders Anjali
    Antonia Anya Apinya Arash Arjun Astrid Aurelio Ayumi Azra Babak Baraka Beatriz Benedikt Bianca Binh
    Birgit Bogdan Brannon Bronwyn Caoimhe Camille Carlos Catarina Chadia Chen Chidi Chiara Chloe Ciaran
    Claudia Cosmin Daiki Dalia Danilo Darragh Delphine Deepak Devika Dilara Dmitri Dong Ebele Edda Efua
    Eileen Ekaterina Elif Eluned Emeka Emre Esperanza Esra Eszter Fadila Farhan Fatou Federico Feng Fiona
    Florin Frida Gabriela Giulia Goran Grainne Greta Guillermo Gustav Habiba Hamid Hana Haruto Hassan
    Heidi Hiroshi Hui Ibrahim Idris Ilse Imani Imran Ingrid Ioana Irina Isla Ivana Jacinta Jamal Jarek
    Jelena Jia Joaquim Johanna Jorge Juliana Jun Kamala Karim Kavita Keiko Kemal Khadija Kwame Lakshmi
    Larissa Leila Lena Linh Lorenzo Lucia Maeve Magnus Mai Malik Marisol Marta Mateo Mehmet Mei Milan Minh
    Mireille Mónica Nadia Naledi Naveen Niamh Nikolai Nisha Noor Nuno Obinna Olamide Olga Omar Oona Oscar
    Paloma Parisa Pavel Petra Philippa Priya Quang Rafael Rania Ravi Renske Rhiannon Rohan Rosalind
    Ruxandra Saanvi Sakura Samir Sanne Selma Senthil Shanthi Sibusiso Signe Siti Sofia Søren Suresh
    Svetlana Tamika Tariq Tatiana Thandiwe Thijs Tomasz Tuan Ulrike Uma Valentina Veronika Vikram Wei
    Wiebke Winston Xavier Xin Yara Yasmin Yolanda Yusuf Zainab Zanele Zofia Zsofia""".split()
)
LAST_NAMES = tuple(
    """Abernathy Abdullahi Achebe Adeyemi Agarwal Ahlström Akhtar Alvarado Amador Andersson Appiah Arslan
    Asante Ashworth Bajwa Balogun Banerjee Barbieri Barros Baumgartner Beaumont Bekele Belmonte Bergström
    Bhattacharya Bianchi Blackwood Boateng Bondarenko Bouchard Brandt Brennan Cabrera Calloway Carvalho
    Castellano Cavanagh Chakraborty Chatterjee Chaudhry Chukwu Cisneros Clarkson Coelho Contreras Costigan
    Coulibaly Czajka Dąbrowski Danjuma Delacroix Demir Desai Deshmukh Diallo Dimitrov Dlamini Donnelly
    Dubois Eberhardt Echeverria Edmundson Ekström Eriksen Espinoza Fairchild Farouk Fernandes Ferreira
    Fischbach Fitzgerald Fontaine Forsberg Fujimoto Gallagher Ganesan Garnier Gebre Ghorbani Giordano
    Goldschmidt Gomes Grabowski Grünwald Guerrero Gutierrez Haddad Hakimi Halloran Hartmann Hashimoto
    Hernandez Hidalgo Hoang Holmgren Horvat Hussain Ibarra Iglesias Ismail Ivanova Iyer Jankowski Jensen
    Jovanović Kamara Kapoor Karlsson Kaya Keating Kariuki Khalil Kobayashi Kovács Kowalczyk Krishnan
    Kuznetsov Laurent Leclerc Lindqvist Lombardi Lozano Lysenko Mahlangu Malhotra Mancini Marchetti
    Matsumoto Mbatha McAllister Mendoza Mensah Menon Mitchell Mohamed Morales Moreau Mukherjee Mwangi
    Nakamura Natarajan Ndiaye Nguyen Nikolaidis Novák Nwosu Oberholzer Ochoa Odhiambo Okafor Okonkwo
    Olivares Onyango Osei Ozturk Pacheco Papadakis Parekh Pellegrini Petrović Pham Pillai Popescu Qureshi
    Rahman Ramaswamy Rasmussen Reddy Restrepo Reyes Richter Rosenthal Rousseau Sakamoto Salazar Sandoval
    Santoro Schreiber Serrano Shrestha Silveira Solberg Srinivasan Stanković Subramaniam Suleiman Sundaram
    Szymański Takahashi Tesfaye Thibault Tremblay Uchenna Valdez Vasquez Venkatesan Villanueva Voss
    Watanabe Weatherby Whitlock Wojciechowski Yamamoto Yildiz Zamora Zhang Zielinski""".split()
)
STREETS = tuple(
    """Juniper Heron Lantern Orchard Quarry Saltmarsh Thistle Copper Willow Foxglove Harvest Kestrel Larch
    Meadow Osprey Pebble Rowan Sorrel Tanager Verbena Bramble Cinder Driftwood Ember Fernhill Gorse Hazel
    Ivory Jasper Linden""".split()
)
CITIES = {
    "US": "Oakland Sacramento Fresno Pasadena Richmond Norfolk Arlington Roanoke Denver Columbus".split(),
    "SG": ["Singapore"],
    "DE": "Berlin Bremen Dresden Freiburg Kassel".split(),
    "FR": "Lyon Nantes Rennes Dijon".split(),
    "SE": "Uppsala Malmö Västerås".split(),
}
DIAGNOSES = (
    "Type 2 diabetes mellitus (E11.9)",
    "Type 1 diabetes mellitus (E10.9)",
    "Essential hypertension (I10)",
    "Asthma (J45.9)",
    "Chronic obstructive pulmonary disease (J44.9)",
    "Atrial fibrillation (I48.9)",
    "Heart failure (I50.9)",
    "Chronic kidney disease, stage 3 (N18.3)",
    "Major depressive disorder (F32.9)",
    "Generalized anxiety disorder (F41.1)",
    "Migraine (G43.9)",
    "Epilepsy (G40.9)",
    "Rheumatoid arthritis (M06.9)",
    "Hypothyroidism (E03.9)",
    "Psoriasis (L40.0)",
    "HIV disease (B20)",
    "Celiac disease (K90.0)",
    "Multiple sclerosis (G35)",
)
# Kept for examples by RFC 2606, so that no mailbox stands behind any address.
MAIL_DOMAINS = ("example.com", "example.org", "example.net", "mail.example.com", "post.example.org")
# Kept for documentation by RFC 5737, and for bench tests by RFC 2544: no machine answers there.
ADDRESS_BLOCKS = ("192.0.2", "198.51.100", "203.0.113", "198.18.44", "198.18.201", "198.19.7", "198.19.132")
# Card schemes' and payment services' test series; no bank issues them.
CARD_SERIES = ("424242", "400000", "555555", "510510")
_LATIN = str.maketrans({"ł": "l", "ø": "o", "Ø": "O", "ß": "ss", "ą": "a", "ć": "c"})


class Dice:
    """A seeded source; only `random()` is used, whose sequence Python promises to keep."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def below(self, end: int) -> int:
        """Give a number from 0 to `end` - 1."""
        return int(self._random.random() * end)

    def between(self, first: int, last: int) -> int:
        """Give a number from `first` to `last`, both included."""
        return first + self.below(last - first + 1)

    def pick(self, choices: Sequence[T]) -> T:
        """Give one of the choices."""
        return choices[self.below(len(choices))]

    def digits(self, count: int) -> str:
        """Give that many digits."""
        return "".join(str(self.below(10)) for _ in range(count))

    def chance(self, percent: int) -> bool:
        """Say yes in that share of cases."""
        return self.below(100) < percent


@dataclass(frozen=True)
class Person:
    """One invented person; a number that their country does not give out is empty."""

    name: str
    email: str
    phone: str
    street: str
    city: str
    country: str
    born: str
    nric: str
    ssn: str
    card: str
    iban: str
    ip: str
    diagnosis: str


def luhn_digit(digits: str) -> str:
    """Give the check digit that ISO/IEC 7812-1 asks for after `digits`."""
    doubled = [int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(reversed(digits))]
    return str(-sum(d - 9 if d > 9 else d for d in doubled) % 10)


def card(dice: Dice) -> str:
    """Give a card number of a test series, sometimes in groups of four."""
    number = dice.pick(CARD_SERIES) + dice.digits(9)
    number += luhn_digit(number)
    return " ".join(number[at : at + 4] for at in range(0, 16, 4)) if dice.chance(40) else number


def nric_letter(prefix: str, digits: str) -> str:
    """Give the check letter of a Singapore number with prefix S or T."""
    total = sum(int(d) * weight for d, weight in zip(digits, (2, 7, 6, 5, 4, 3, 2), strict=True))
    return "JZIHGFEDCBA"[(total + (4 if prefix == "T" else 0)) % 11]


def nric(dice: Dice) -> str:
    """Give the number of somebody born from 2060 to 2099, whom nobody has registered yet."""
    digits = str(dice.between(60, 99)) + dice.digits(5)
    return f"T{digits}{nric_letter('T', digits)}"


def ssn(dice: Dice) -> str:
    """Give a number of an area (900 to 999) that is never issued, in a group that tax numbers leave out."""
    return f"{dice.between(900, 999)}-{dice.between(10, 49)}-{dice.between(1001, 9998)}"


def iban(dice: Dice, country: str) -> str:
    """Give an account at a bank code in zeros, which no bank has, with the check digits of ISO 13616."""
    zeros, rest = {"DE": (4, 14), "FR": (5, 18), "SE": (3, 17)}[country]
    account = "0" * zeros + dice.digits(rest)
    as_number = "".join(str(int(letter, 36)) for letter in f"{account}{country}00")
    return f"{country}{98 - int(as_number) % 97:02d}{account}"


def phone(dice: Dice, country: str) -> str:
    """Give a number that regulators keep for fiction; Singapore keeps none, so its digits copy 555-01xx."""
    tail = f"{dice.below(100):02d}"
    if country == "US":
        area = dice.pick(("415", "510", "626", "703", "757", "804", "303", "614"))
        return dice.pick((f"({area}) 555-01{tail}", f"{area}-555-01{tail}", f"+1 {area} 555 01{tail}"))
    if country == "SG":
        return dice.pick((f"+65 8555 01{tail}", f"+65 9555 01{tail}", f"+65 6555 01{tail}"))
    return {"DE": f"+49 30 23125 {dice.below(10)}{tail}", "FR": f"+33 1 99 00 {dice.between(10, 99)} {tail}",
            "SE": f"+46 8 465 004 {tail}"}[country]  # fmt: skip


def street(dice: Dice, country: str) -> str:
    """Give a line of an address as people of the country write it."""
    name, number = dice.pick(STREETS), dice.between(2, 390)
    match country:
        case "US":
            return f"{number} {name} {dice.pick(('Street', 'Avenue', 'Lane', 'Court', 'Drive'))}"
        case "SG":
            door = f"#{dice.between(2, 25):02d}-{dice.between(10, 480)}"
            return f"Blk {number} {name} {dice.pick(('Rise', 'Road', 'Avenue 3'))} {door}"
        case "DE":
            return f"{name}straße {number}"
        case "FR":
            return f"{number} rue {name}"
        case _:
            return f"{name}gatan {number}"


def person(dice: Dice, country: str, taken: set[str]) -> Person:
    """Make one person whose name is not `taken` yet, and take it."""
    first, last = dice.pick(FIRST_NAMES), dice.pick(LAST_NAMES)
    while f"{first} {last}" in taken:
        first, last = dice.pick(FIRST_NAMES), dice.pick(LAST_NAMES)
    taken.add(f"{first} {last}")
    mailbox = dice.pick(
        (f"{first}.{last}", f"{first[0]}{last}", f"{last}.{first}", f"{first}{last}{dice.between(10, 99)}")
    )
    letters = unicodedata.normalize("NFKD", mailbox.translate(_LATIN)).encode("ascii", "ignore")
    return Person(
        name=f"{first} {last}",
        email=f"{letters.decode().lower()}@{dice.pick(MAIL_DOMAINS)}",
        phone=phone(dice, country),
        street=street(dice, country),
        city=dice.pick(CITIES[country]),
        country=country,
        born=(date(1946, 1, 1) + timedelta(days=dice.below(21_500))).isoformat(),
        nric=nric(dice) if country == "SG" else "",
        ssn=ssn(dice) if country == "US" else "",
        card=card(dice),
        iban=iban(dice, country) if country in {"DE", "FR", "SE"} else "",
        ip=f"{dice.pick(ADDRESS_BLOCKS)}.{dice.between(1, 254)}",
        diagnosis=dice.pick(DIAGNOSES),
    )


def people(seed: str, count: int) -> list[Person]:
    """Make `count` people of all five countries, the same for the same seed."""
    dice, taken = Dice(seed), set[str]()
    countries = ("US", "US", "US", "SG", "SG", "SG", "DE", "FR", "SE", "DE")
    return [person(dice, dice.pick(countries), taken) for _ in range(count)]
