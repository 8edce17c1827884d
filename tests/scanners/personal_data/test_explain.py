"""`--explain`: why a column was judged as it was."""

from pathlib import Path

from licscan.catalog.catalog import Catalog
from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.scanners.interface import Question, ScanContext
from licscan.scanners.personal_data.explain import _ASKED
from licscan.scanners.personal_data.rules import Strength
from licscan.scanners.personal_data.scan import PersonalDataScanner
from support.planted_people import People, Write


def _told(folder: Path, rules: Path, name: str, column: str) -> str:
    lines: list[str] = []
    inventory = Inventory(folder, (InputFile(name, FileKind.DATA),))
    context = ScanContext(Catalog(rules), question=Question(column, lines.append))
    for _ in PersonalDataScanner().scan(inventory, context):
        pass
    return "\n".join(lines)


def test_a_reported_column_says_what_spoke_for_it_and_no_value(
    write: Write, tmp_path: Path, rules_folder: Path, people: People
) -> None:
    write("crew.csv", ["customer name", "email"], [[each["name"], each["email"]] for each in people])
    told = _told(tmp_path, rules_folder, "crew.csv", "customer name")
    assert "column `customer name`: 60 of 60 values looked at" in told
    assert "Reported: PERSON" in told
    assert "the header asks for it" in told
    assert "seen in 60 of 60 (100 %)" in told
    assert not any(each["name"] in told or each["email"] in told for each in people)
    assert _told(tmp_path, rules_folder, "crew.csv", "1") == told


def test_a_column_that_is_not_reported_says_why(write: Write, tmp_path: Path, rules_folder: Path) -> None:
    rows = [[f"2024-03-{number % 28 + 1:02d}", f"{number}.5"] for number in range(40)]
    write("prices.csv", ["listed on", "price"], rows)
    told = _told(tmp_path, rules_folder, "prices.csv", "listed on")
    assert "Nothing is reported of it." in told
    assert "DATE_TIME: not reported: it says something of people only in a table about people" in told


def test_a_column_that_nobody_has_gives_no_answer(write: Write, tmp_path: Path, rules_folder: Path) -> None:
    write("prices.csv", ["price"], [["1.5"]])
    assert _told(tmp_path, rules_folder, "prices.csv", "cost") == ""


def test_every_strength_has_its_words() -> None:
    assert set(_ASKED) == set(Strength)
