"""How often a column is judged right, over tables with answers.

    python benchmarks/columns_accuracy.py TABLES.json FOLDER [--ignore DATE_TIME] [--misses] [--predictions FILE]

TABLES.json is a list of `{"table", "clean", "columns": {NAME: {"label", "types"}}}`; FOLDER/TABLE.csv is the table. A
label is `pii` (with its types, the most exact first), `clean`, or `either`, which counts neither way. Each file goes
the way that `licscan pii` takes, with the default sample.

    precision    of the columns that were flagged, those that are personal
    recall       of the personal columns, those that were flagged
    right type   of the personal columns, those of which one of the accepted types was named
    right law    the same, where a type of the same category of rules/vocabulary.toml counts as well
    clean tables tables without a personal column of which one was flagged all the same
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
from licscan.catalog.catalog import Catalog
from licscan.catalog.location import find_rules
from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.model.finding import Gap, PersonalDataFinding
from licscan.scanners.interface import ScanContext
from licscan.scanners.personal_data.scan import PersonalDataScanner

Columns = dict[str, list[str]]
# Names that answer files use, in ours. A reviewer who writes ID means any number of a person.
_SAME: Mapping[str, tuple[str, ...]] = {
    "GEOLOCATION": ("GEO_COORDINATES",),
    "SECRET": ("SECRET_TOKEN",),
    "API_KEY": ("SECRET_TOKEN",),
    "EMAIL": ("EMAIL_ADDRESS",),
    "ACCOUNT_NUMBER": ("US_BANK_NUMBER", "IBAN_CODE"),
    "BANK_ACCOUNT": ("US_BANK_NUMBER", "IBAN_CODE"),
    "MY_NRIC": ("MY_MYKAD",),
    "MY_IC": ("MY_MYKAD",),
    "DE_STEUER_ID": ("DE_TAX_ID",),
    "ES_DNI": ("ES_NIF",),
    "PT_CC": ("PT_NIF",),
    "CN_ID": ("CN_RESIDENT_ID",),
    "CN_ID_CARD": ("CN_RESIDENT_ID",),
    "CH_AVS": ("CH_AHV",),
    "AE_ID": ("AE_EMIRATES_ID",),
    "BE_NN": ("BE_NATIONAL_NUMBER",),
    "CZ_RC": ("CZ_RODNE_CISLO",),
    "TR_TCKN": ("TR_NATIONAL_ID",),
    "INCOME": ("FINANCIAL_STATUS",),
    "BIOMETRIC_DATA": ("BIOMETRIC_ID",),
    "MEDICATION": ("HEALTH_CONDITION",),
    "LICENSE_PLATE": ("VEHICLE_ID", "DE_KFZ", "UK_VEHICLE_REGISTRATION", "IN_VEHICLE_REGISTRATION"),
}
# The categories of rules/vocabulary.toml whose numbers are an ID.
_NUMBERED = frozenset(
    {
        "driver_license",
        "health_id",
        "national_id",
        "opaque_id",
        "passport",
        "professional_id",
        "sg_national_id",
        "social_security",
        "tax_id",
    }
)


def scan(folder: Path, names: list[str], *, sample: int | None = 200) -> dict[str, Columns]:
    """The entity types of each column of each file; what could not be read goes to standard error."""
    files = tuple(InputFile(name, FileKind.DATA) for name in sorted(names))
    found: dict[str, Columns] = {name: {} for name in names}
    for each in PersonalDataScanner().scan(Inventory(folder, files), ScanContext(Catalog(find_rules()), sample=sample)):
        if isinstance(each, Gap):
            print(f"{each.subject}: {each.detail}", file=sys.stderr)
        elif isinstance(each, PersonalDataFinding):
            found[each.subject.removeprefix("file:")].setdefault(each.field or "", []).append(each.entity)
    return found


@dataclass(frozen=True, slots=True)
class Answer:
    """What a column is, and the types that may be said of it."""

    label: str
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """A table with answers."""

    name: str
    is_clean: bool
    columns: Mapping[str, Answer]


@dataclass(slots=True)
class Score:
    """Counts over all columns."""

    right: int = 0
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    typed: int = 0
    lawful: int = 0
    wrong_type: list[str] = field(default_factory=list)
    by_type: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    clean: int = 0
    flagged: int = 0


def read_gold(path: Path) -> list[Gold]:
    """The tables of an answer file."""
    tables = cast("list[dict[str, object]]", json.loads(path.read_text(encoding="utf-8")))
    return [
        Gold(
            str(table["table"]),
            table["clean"] is True,
            {
                name: Answer(answer["label"], tuple(answer["types"]))
                for name, answer in cast("dict[str, dict[str, str]]", table["columns"]).items()
            },
        )
        for table in tables
    ]


def _laws() -> dict[str, set[str]]:
    import tomllib

    vocabulary = tomllib.loads((find_rules() / "vocabulary.toml").read_text(encoding="utf-8"))
    laws: dict[str, set[str]] = defaultdict(set)
    for name, category in vocabulary["category"].items():
        for entity in category["detects"]:
            laws[entity].add(name)
    return laws


def score(tables: list[Gold], predicted: Mapping[str, Columns], ignored: frozenset[str]) -> Score:
    """Compare."""
    result, laws = Score(), _laws()
    for table in tables:
        false = len(result.false)
        for name, answer in table.columns.items():
            types = [entity for entity in predicted.get(table.name, {}).get(name, []) if entity not in ignored]
            _column(result, f"{table.name}.{name}", answer, types, laws)
        if table.is_clean:
            result.clean += 1
            result.flagged += len(result.false) > false
    return result


def _column(result: Score, place: str, answer: Answer, types: list[str], laws: Mapping[str, set[str]]) -> None:
    if answer.label == "clean" and types:
        result.false.append(f"{place}={'/'.join(types)}")
    if answer.label != "pii" or "?" in answer.types:
        return
    wanted = _wanted(answer, laws)
    count = result.by_type[answer.types[0]]
    count["columns"] += 1
    if not types:
        result.missed.append(f"{place}:{answer.types[0]}")
        return
    count["flagged"] += 1
    result.right += 1
    typed = not (wanted | set(answer.types)).isdisjoint(types)
    lawful = typed or not _of(laws, wanted).isdisjoint(_of(laws, types))
    result.typed += typed
    result.lawful += lawful
    count["right type"] += typed
    if not typed:
        result.wrong_type.append(f"{place}:{answer.types[0]}={'/'.join(types)}")


def _wanted(answer: Answer, laws: Mapping[str, set[str]]) -> set[str]:
    """The entity types that an answer accepts, in our names."""
    wanted = {ours for entity in answer.types for ours in _SAME.get(entity, (entity,))}
    if "ID" in wanted:
        wanted |= {entity for entity, categories in laws.items() if categories & _NUMBERED}
    return wanted


def _of(laws: Mapping[str, set[str]], entities: set[str] | list[str]) -> set[str]:
    return {law for entity in entities for law in laws.get(entity, set())}


def report(result: Score, *, misses: bool) -> None:
    """Print the figures."""
    columns = result.right + len(result.missed)
    precision = result.right / max(result.right + len(result.false), 1)
    print(f"precision {precision:.3f}  recall {result.right / max(columns, 1):.3f}  ", end="")
    print(f"right type {result.typed / max(columns, 1):.3f}  right law {result.lawful / max(columns, 1):.3f}  ", end="")
    print(f"({columns} personal columns, {len(result.false)} false)  clean tables {result.flagged} of {result.clean}")
    for entity, count in sorted(result.by_type.items(), key=lambda each: (-each[1]["columns"], each[0])):
        print(f"  {entity:26}", "  ".join(f"{key} {count[key]:3}" for key in ("columns", "flagged", "right type")))
    if misses:
        for title, places in (
            ("missed", result.missed),
            ("false", result.false),
            ("another type", result.wrong_type),
        ):
            print(f"{title}:", *places, sep="\n  ")


def main() -> None:
    """Scan, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ignore", default="", help="entity types that are left out, separated by commas")
    parser.add_argument("--misses", action="store_true", help="list every miss")
    parser.add_argument("--predictions", type=Path, help="write what was found here, as JSON")
    asked = parser.parse_args()
    gold = read_gold(asked.tables)
    found = scan(asked.folder, [f"{table.name}.csv" for table in gold])
    predicted = {name.removesuffix(".csv"): columns for name, columns in found.items()}
    if asked.predictions:
        asked.predictions.write_text(json.dumps(predicted, indent=1, sort_keys=True), encoding="utf-8")
    report(score(gold, predicted, frozenset(asked.ignore.split(","))), misses=asked.misses)


if __name__ == "__main__":
    main()
