import csv
import importlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

DATA_FILES = {
    "data/clickstream/events.parquet",
    "data/customers/customers.csv",
    "data/notes/call_notes.txt",
    "data/notes/handover.md",
    "data/product_catalog/products.csv",
    "data/support_tickets/tickets.jsonl",
}


def run(target: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    script = Path(__file__).parents[2] / "examples" / "make_data.py"
    return subprocess.run(
        [sys.executable, "-B", script, target],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
    )


def data(root: Path) -> dict[str, bytes]:
    return {name: (root / name).read_bytes() for name in DATA_FILES}


@pytest.fixture
def parquet() -> ModuleType:
    pytest.importorskip("pyarrow")
    return importlib.import_module("pyarrow.parquet")


@pytest.fixture
def customers(project: Path) -> list[dict[str, str]]:
    text = (project / "data/customers/customers.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def tickets(project: Path) -> list[dict[str, object]]:
    text = (project / "data/support_tickets/tickets.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_two_runs_write_the_same_bytes_whatever_the_hash_seed_and_time_zone(
    tmp_path: Path, parquet: ModuleType
) -> None:
    run(tmp_path / "a", PYTHONHASHSEED="1", TZ="Asia/Singapore")
    run(tmp_path / "b", PYTHONHASHSEED="2", TZ="America/New_York", LC_ALL="C")
    assert data(tmp_path / "a") == data(tmp_path / "b")


def test_the_committed_files_are_what_the_generator_writes(tmp_path: Path, project: Path, parquet: ModuleType) -> None:
    run(tmp_path)
    made, committed = data(tmp_path), data(project)
    table = "data/clickstream/events.parquet"
    if _writer(parquet, tmp_path / table) != _writer(parquet, project / table):
        assert parquet.read_table(tmp_path / table).equals(parquet.read_table(project / table))
        del made[table], committed[table]
    assert made == committed


def _writer(parquet: ModuleType, path: Path) -> str:
    """The library's version, which stands in the footer and is the one thing that may differ."""
    return str(parquet.ParquetFile(path).metadata.created_by)


def test_the_generator_prints_nothing_personal(tmp_path: Path, parquet: ModuleType) -> None:
    done = run(tmp_path)
    assert (done.stdout, done.stderr) == ("wrote 6 data files\n", "")


def test_the_files_have_the_promised_size(
    project: Path, customers: list[dict[str, str]], tickets: list[dict[str, object]], parquet: ModuleType
) -> None:
    products = (project / "data/product_catalog/products.csv").read_text(encoding="utf-8").splitlines()
    events = parquet.read_table(project / "data/clickstream/events.parquet")
    assert (len(customers), len(tickets), len(products) - 1, events.num_rows) == (200, 300, 100, 500)


def test_every_planted_value_stands_where_planted_says(
    project: Path,
    make_data: ModuleType,
    customers: list[dict[str, str]],
    tickets: list[dict[str, object]],
    parquet: ModuleType,
) -> None:
    events = parquet.read_table(project / "data/clickstream/events.parquet").to_pydict()
    for group in make_data.planted():
        match group.file, group.field:
            case "data/customers/customers.csv", str(column):
                cells = {row[column] for row in customers}
            case "data/clickstream/events.parquet", str(column):
                cells = set(events[column])
            case "data/support_tickets/tickets.jsonl", "/text":
                prose = "\n".join(str(ticket["text"]) for ticket in tickets)
                cells = {value for value in group.values if value in prose}
            case "data/support_tickets/tickets.jsonl", str(pointer):
                cells = {str(_at(ticket, pointer)) for ticket in tickets}
            case file, None:
                prose = (project / file).read_text(encoding="utf-8")
                cells = {value for value in group.values if value in prose}
        assert group.values, group.file
        assert set(group.values) <= cells, f"{group.file} {group.field} {group.entity}"


def _at(record: object, pointer: str) -> object:
    for key in pointer.removeprefix("/").split("/"):
        assert isinstance(record, dict)
        record = record[key]
    return record


def test_every_kind_that_the_scanner_must_find_is_planted(make_data: ModuleType) -> None:
    assert {group.entity for group in make_data.planted()} == {
        "CREDIT_CARD",
        "DATE_OF_BIRTH",
        "EMAIL_ADDRESS",
        "HEALTH_CONDITION",
        "IBAN_CODE",
        "IP_ADDRESS",
        "MAC_ADDRESS",
        "PERSON",
        "PHONE_NUMBER",
        "SG_NRIC_FIN",
        "STREET_ADDRESS",
        "US_SSN",
    }


def test_planted_lists_are_sorted_and_have_no_repeats(make_data: ModuleType) -> None:
    groups = make_data.planted()
    places = [(group.file, group.field or "", group.entity) for group in groups]
    assert places == sorted(set(places))
    assert all(list(group.values) == sorted(set(group.values)) for group in groups)


def test_canaries_are_unmistakable(make_data: ModuleType) -> None:
    values = [value for group in make_data.planted() if group.canary for value in group.values]
    assert len(values) > 1_500
    assert min(len(value) for value in values) >= 7


def test_no_planted_value_stands_in_the_clean_table_or_outside_the_data(project: Path, make_data: ModuleType) -> None:
    clean = [
        path
        for path in project.rglob("*")
        if path.is_file() and path.suffix in {".md", ".toml", ".py", ".yaml", ".json", ".lock"}
    ]
    texts = [
        path.read_text(encoding="utf-8")
        for path in clean
        if path.name != "handover.md" and not path.name.startswith("synthetic_")
    ]
    texts.append((project / "data/product_catalog/products.csv").read_text(encoding="utf-8"))
    everything = "\n".join(texts)
    leaked = {g.entity for g in make_data.planted() for value in g.values if value in everything}
    assert not leaked
