"""Invented people, and one engine for the whole run (loading it takes two seconds)."""

import csv
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from licscan.catalog.catalog import Catalog
from licscan.catalog.location import find_rules
from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.model.finding import PersonalDataFinding
from licscan.scanners.interface import Observation, ScanContext
from licscan.scanners.personal_data.engine.detect import Detector
from licscan.scanners.personal_data.engine.presidio import DEFAULT_MODEL, Engine, load_engine
from licscan.scanners.personal_data.rules import RecognizerRules, load_recognizer_rules
from licscan.scanners.personal_data.scan import PersonalDataScanner

_GIVEN = (
    "Aisha",
    "Daniel",
    "Elena",
    "Farid",
    "Grace",
    "Hiroshi",
    "Ingrid",
    "Jorge",
    "Kavita",
    "Liam",
    "Mei",
    "Nadia",
    "Olga",
    "Priya",
)
_FAMILY = (
    "Tan",
    "Lim",
    "Fernandez",
    "Novak",
    "Okafor",
    "Schmidt",
    "Nguyen",
    "Rossi",
    "Sharma",
    "Johansson",
    "Walker",
    "Ismail",
)
_STREETS = ("Orchard Road", "Maple Street", "Bedok North Avenue", "Elm Lane", "King Street", "Clementi Road")
_CONDITIONS = (
    "type 2 diabetes",
    "asthma",
    "hypertension",
    "major depressive disorder",
    "migraine",
    "rheumatoid arthritis",
)


def _luhn_digit(head: str) -> str:
    total = 0
    for place, digit in enumerate(map(int, reversed(head))):
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def _card(chance: random.Random) -> str:
    head = "4" + "".join(str(chance.randrange(10)) for _ in range(14))
    number = head + _luhn_digit(head)
    return " ".join(number[at : at + 4] for at in range(0, 16, 4))


def _nric(chance: random.Random) -> str:
    digits = f"{chance.randrange(10_000_000):07d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, (2, 7, 6, 5, 4, 3, 2), strict=True))
    return f"S{digits}{'JZIHGFEDCBA'[total % 11]}"


def _iban(chance: random.Random) -> str:
    account = "".join(str(chance.randrange(10)) for _ in range(18))
    rest = int(account + "131400") % 97  # D = 13, E = 14
    return f"DE{98 - rest:02d}{account}"


def _person(chance: random.Random, number: int) -> dict[str, str]:
    given, family = chance.choice(_GIVEN), chance.choice(_FAMILY)
    return {
        "name": f"{given} {family}",
        "email": f"{given}.{family}{number}@example.org".lower(),
        "phone": f"+65 {chance.choice('89')}{chance.randrange(1000):03d} {chance.randrange(10_000):04d}",
        "nric": _nric(chance),
        "ssn": f"{chance.randrange(100, 665):03d}-{chance.randrange(10, 99):02d}-{chance.randrange(1000, 9999):04d}",
        "card": _card(chance),
        "iban": _iban(chance),
        "ip": f"203.0.113.{chance.randrange(1, 255)}",
        "diagnosis": chance.choice(_CONDITIONS),
        "born": f"{chance.randrange(1950, 2000)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",
        "street": f"{chance.randrange(1, 400)} {chance.choice(_STREETS)}",
    }


@pytest.fixture(scope="session")
def people() -> tuple[dict[str, str], ...]:
    """Sixty invented people, the same in every run."""
    chance = random.Random(7)  # noqa: S311
    return tuple(_person(chance, number) for number in range(60))


@pytest.fixture(scope="session")
def rules_folder() -> Path:
    return find_rules()


@pytest.fixture(scope="session")
def rules(rules_folder: Path) -> RecognizerRules:
    return load_recognizer_rules(rules_folder)


@pytest.fixture(scope="session")
def engine(rules: RecognizerRules) -> Engine:
    return load_engine(rules)


@pytest.fixture(scope="session")
def detector(engine: Engine) -> Detector:
    return Detector(engine)


Write = Callable[[str, Sequence[str], Sequence[Sequence[object]]], Path]
Scan = Callable[..., list[Observation]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a CSV file into the project."""

    def _write(name: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *rows])
        return path

    return _write


@pytest.fixture
def scan(tmp_path: Path, rules_folder: Path) -> Scan:
    """Scan every file of the project as data."""

    def _scan(*, sample: int | None = 200, seed: int = 0, model: str = DEFAULT_MODEL) -> list[Observation]:
        names = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
        inventory = Inventory(tmp_path, tuple(InputFile(name, FileKind.DATA) for name in names))
        context = ScanContext(Catalog(rules_folder), sample=sample, seed=seed)
        return list(PersonalDataScanner(model).scan(inventory, context))

    return _scan


Found = Callable[[list[Observation]], dict[str | None, set[str]]]


@pytest.fixture
def by_field() -> Found:
    """The entity types of each column."""

    def _by_field(observations: list[Observation]) -> dict[str | None, set[str]]:
        found: dict[str | None, set[str]] = {}
        for each in observations:
            if isinstance(each, PersonalDataFinding):
                found.setdefault(each.field, set()).add(each.entity)
        return found

    return _by_field
