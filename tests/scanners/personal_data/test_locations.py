"""`--locations`: where every hit is, for a person who has to mask or check the data."""

import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.catalog.catalog import Catalog
from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.inputs.sources import LocalFile
from licscan.scanners.interface import ScanContext
from licscan.scanners.personal_data.columns.counts import Counts, total_of
from licscan.scanners.personal_data.columns.field_names import FieldNames
from licscan.scanners.personal_data.columns.headers import Headers
from licscan.scanners.personal_data.columns.places import Place, Places, sequences
from licscan.scanners.personal_data.columns.profile import Profiler
from licscan.scanners.personal_data.engine.detect import Detector
from licscan.scanners.personal_data.engine.detection import Detection
from licscan.scanners.personal_data.engine.presidio import EngineOptions
from licscan.scanners.personal_data.locations import Locations
from licscan.scanners.personal_data.rules import RecognizerRules
from licscan.scanners.personal_data.scan import PersonalDataScanner
from licscan.scanners.personal_data.tables.looking import Judges
from licscan.scanners.personal_data.work.units import Unit
from licscan.scanners.personal_data.work.work import LookForPersonalData, UnitWorker
from support.planted_people import People, Write

Line = dict[str, object]


@pytest.fixture
def judges(rules: RecognizerRules, detector: Detector) -> Judges:
    return Judges(rules, detector, Headers(rules), Profiler(rules), FieldNames(rules, detector))


def _located(folder: Path, rules_folder: Path, *names: str, sample: int | None = 200) -> list[Line]:
    lines: list[bytes] = []
    inventory = Inventory(folder, tuple(InputFile(name, FileKind.DATA) for name in sorted(names)))
    context = ScanContext(Catalog(rules_folder), sample=sample, locations=lines.append)
    for _ in PersonalDataScanner().scan(inventory, context):
        pass
    assert all(line.endswith(b"\n") for line in lines)
    return [json.loads(line) for line in lines]


def test_every_hit_has_a_line_and_no_line_has_a_value(
    write: Write, tmp_path: Path, rules_folder: Path, people: People
) -> None:
    note = "call {name} or write to {email} and {email}.invalid"
    write(
        "crew.csv",
        ["customer name", "email", "lat", "lon", "note"],
        [
            [each["name"], each["email"], f"1.{number:05d}7", f"103.{number:05d}7", note.format(**each)]
            for number, each in enumerate(people)
        ],
    )
    write("staff.csv", ["given", "family"], [each["name"].split(" ", 1) for each in people])
    lines = _located(tmp_path, rules_folder, "crew.csv", "staff.csv")
    by_cell: dict[tuple[object, object, object], list[Line]] = {}
    for line in lines:
        by_cell.setdefault((line["path"], line["row"], line["column"]), []).append(line)
    for row, each in enumerate(people, 1):
        (email,) = [line for line in by_cell["crew.csv", row, "email"] if line["reported"]]
        assert (email["start"], email["end"], email["entity"]) == (0, len(each["email"]), "EMAIL_ADDRESS")
        notes = [line for line in by_cell["crew.csv", row, "note"] if line["entity"] == "EMAIL_ADDRESS"]
        assert len(notes) >= 1
        text = note.format(**each)
        start, end = notes[0]["start"], notes[0]["end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert text[start:end] == each["email"]
        # Coordinates and split names are seen in pairs of columns alone: their cells have places all the same.
        assert {line["entity"] for line in by_cell["crew.csv", row, "lat"]} == {"GEO_COORDINATES"}
    assert {line["row"] for line in lines if line["path"] == "staff.csv" and line["reported"]} == set(range(1, 61))
    told = json.dumps(lines)
    for each in people:
        assert each["email"] not in told
        assert each["name"] not in told
    order = [(str(line["path"]), int(str(line["row"]))) for line in lines]
    assert order == sorted(order)


def test_a_hit_in_a_column_that_was_judged_clean_is_told_apart(
    write: Write, tmp_path: Path, rules_folder: Path
) -> None:
    rows = [[f"{number}.25", f"2024-03-{number % 28 + 1:02d}"] for number in range(40)]
    write("prices.csv", ["price", "listed on"], rows)
    lines = _located(tmp_path, rules_folder, "prices.csv")
    assert lines
    assert not any(line["reported"] for line in lines)


def test_names_of_columns_that_are_persons_are_hidden_as_in_the_audit(
    write: Write, tmp_path: Path, rules_folder: Path
) -> None:
    write("seats.csv", ["seat", "Grace Okafor", "+65 9123 4567"], [["A1", "grace@example.org", "2"]] * 3)
    lines = _located(tmp_path, rules_folder, "seats.csv")
    assert lines
    assert "Okafor" not in json.dumps(lines)
    assert "9123" not in json.dumps(lines)


def _lines_of(units: Sequence[Unit], judges: Judges, rules: Path, *, is_shared: bool) -> bytes:
    written = io.BytesIO()
    with Locations(written.write, judges.rules, is_shared=is_shared) as locations:
        worker = UnitWorker(
            LookForPersonalData(rules, (EngineOptions(),), 0, salt=b"salt", spool=locations.spool), judges
        )
        counts: dict[int, Counts] = {}
        for unit in units:
            counts[unit.index] = locations.keep(unit, worker.look(unit, lambda _: None))
            assert counts[unit.index].places == b""
        locations.tell("crew.csv", counts, total_of(counts.values()))
    return written.getvalue()


@pytest.mark.parametrize("sample", [30, None])
def test_processes_and_machines_write_the_same_bytes(
    write: Write, judges: Judges, rules_folder: Path, people: People, sample: int | None
) -> None:
    path = write(
        "crew.csv", ["name", "phone", "note"], [[p["name"], p["phone"], f"ask {p['name']} today"] for p in people]
    )
    source = LocalFile(path, "crew.csv")
    alone = _lines_of([Unit(0, source, "file:crew.csv", sample=sample)], judges, rules_folder, is_shared=True)
    assert alone.count(b"\n") >= (sample or 60) * 2
    three = [Unit(number, source, "file:crew.csv", sample=sample, share=number, shares=3) for number in range(3)]
    for is_shared in (True, False):
        assert _lines_of(three, judges, rules_folder, is_shared=is_shared) == alone


_ROWS = st.lists(st.integers(1, 50), min_size=1, max_size=5)
_HITS = st.lists(st.tuples(st.integers(0, 3), _ROWS, st.integers(0, 9)), max_size=40)


@given(_HITS, st.integers(1, 10))
def test_what_was_gathered_comes_back_sorted_whatever_the_runs(
    hits: list[tuple[int, list[int], int]], every: int
) -> None:
    stream = io.BytesIO()
    places = Places(stream)
    expected = set()
    for number, (column, rows, start) in enumerate(hits):
        places.witness(column)(rows, [Detection(start, start + 4, "PERSON", 850, "SpacyRecognizer")])
        expected |= {Place(row, column, start, start + 4, "PERSON", "SpacyRecognizer", 850) for row in rows}
        if number % every == 0:
            places.flush()
    places.flush()
    found: list[Place] = []
    for chain in sequences(stream):
        told = list(_checked(chain))
        assert told == sorted(told)
        found += told
    assert set(found) == expected


def _checked(chain: Iterator[Place]) -> Iterator[Place]:
    for each in chain:
        assert isinstance(each, Place)
        yield each
