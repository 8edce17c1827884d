"""A Singapore, a German and a US table of invented persons: what a clinic, a payroll office and a campaign keep."""

import csv
import random
from pathlib import Path

from support.identifiers import nric, steuer_id

ROWS = 120
_HEADERS = {
    "singapore": ("patient_name", "nric", "mobile", "postal", "race", "diagnosis", "visit_date"),
    "germany": ("Vorname", "Nachname", "Geburtsdatum", "Steuer-ID", "Konfession", "Gehalt", "Straße", "Gewerkschaft"),
    "united_states": ("first", "last", "ssn", "email", "dob", "party", "orientation", "lat", "lon", "card", "cvv"),
}


def write_tables(folder: Path) -> None:
    """Write `singapore.csv`, `germany.csv` and `united_states.csv`."""
    chance = random.Random(7)  # noqa: S311
    makers = {"singapore": _singapore, "germany": _germany, "united_states": _united_states}
    for name, header in _HEADERS.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(header)
            writer.writerows(makers[name](chance) for _ in range(ROWS))


def _singapore(chance: random.Random) -> tuple[str, ...]:
    family, given = chance.choice(("Tan", "Lim", "Ng", "Goh")), chance.choice(("Wei Ling", "Mei Hua", "Nurul", "Siti"))
    return (
        f"{family} {given}",
        nric(chance, chance.choice("STFG")),
        f"{chance.choice('89')}{chance.randrange(10**7):07d}",
        f"{chance.randrange(10, 82)}{chance.randrange(10**4):04d}",
        chance.choice(("Chinese", "Malay", "Indian", "Eurasian")),
        chance.choice(("E11.9", "I10", "J45.909", "F32.1")),
        f"2025-0{chance.randrange(1, 10)}-{chance.randrange(10, 29)}",
    )


def _germany(chance: random.Random) -> tuple[str, ...]:
    return (
        chance.choice(("Anneliese", "Torsten", "Birgit", "Heike", "Dilara")),
        chance.choice(("Hofmeister", "Kühn", "Schröder", "Brandt")),
        f"{chance.randrange(1, 28):02d}.{chance.randrange(1, 13):02d}.{chance.randrange(1955, 2003)}",
        steuer_id(chance),
        chance.choice(("ev", "rk", "--")),
        f"{chance.randrange(2400, 7800)},00",
        f"{chance.choice(('Lindenweg', 'Goethestraße', 'Am Markt'))} {chance.randrange(1, 99)}",
        chance.choice(("ver.di", "IG Metall", "nein")),
    )


def _united_states(chance: random.Random) -> tuple[str, ...]:
    return (
        chance.choice(("Tyrone", "Becky", "Carlos", "Brandi", "Molly")),
        chance.choice(("Whitaker", "Hensley", "Ocampo", "Pruitt")),
        f"{chance.randrange(1, 665):03d}-{chance.randrange(1, 99):02d}-{chance.randrange(1, 9999):04d}",
        f"member{chance.randrange(999)}@example.net",
        f"{chance.randrange(1950, 2003)}-0{chance.randrange(1, 9)}-1{chance.randrange(9)}",
        chance.choice(("Democrat", "Republican", "Independent")),
        chance.choice(("straight", "gay", "bisexual")),
        f"{37 + chance.random():.5f}",
        f"{-78 - chance.random():.5f}",
        "4111111111111111",
        f"{chance.randrange(999):03d}",
    )
