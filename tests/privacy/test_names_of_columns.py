"""A person's name or number that stands where a column's name does is data: found, and never shown."""

import json
from pathlib import Path

import pytest

from support.command import Done, findings, licscan

PERSONS = ("Alice Walker", "Bob Marley Okafor", "Priya Sharma", "Zorbinia Fenwickle")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = tmp_path_factory.mktemp("keys")
    documents: dict[str, object] = {
        "scores": {person: number for number, person in enumerate(PERSONS)},
        "nested": {"people": {person: {"mail": "x@example.org"} for person in PERSONS}},
        "mailed": {"S1234567D": {"mail": "x@example.org"}, "12 Orchard Road": "y@example.org"},
        "plain": {"Unit Price": 3, "Petal Length": 2.5, "model name": "x", "mark": 1, "may": 2},
    }
    for name, document in documents.items():
        (folder / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "lines.jsonl").write_text(json.dumps(dict.fromkeys(PERSONS, "asthma")) + "\n", encoding="utf-8")
    (folder / "headless.csv").write_text("alice,paris\nbob,london\ncarol,rome\n", encoding="utf-8")
    pq.write_table(pa.table({person: ["x@example.org"] for person in PERSONS}), folder / "wide.parquet")
    return licscan("pii", ".", "--offline", "-v", "-o", "json", "-o", "console=report.txt", folder=folder)


def test_no_name_is_shown(done: Done) -> None:
    for part in ("Alice", "alice", "Walker", "Okafor", "Sharma", "Zorbinia", "Fenwickle", "S1234567D", "Orchard"):
        assert part not in done.out + done.err


@pytest.mark.parametrize("name", ["scores.json", "nested.json", "lines.jsonl", "headless.csv", "wide.parquet"])
def test_names_in_the_place_of_columns_are_found(done: Done, name: str) -> None:
    found = [one for one in findings(done.audit, "personal_data") if one["subject"] == f"file:{name}"]
    assert "PERSON" in {one["entity"] for one in found}


def test_the_values_below_are_found_under_a_name_that_says_where(done: Done) -> None:
    found = {(one["subject"], one["field"], one["entity"]) for one in findings(done.audit, "personal_data")}
    assert ("file:nested.json", "/people/*/mail", "EMAIL_ADDRESS") in found
    assert ("file:lines.jsonl", "/*", "HEALTH_CONDITION") in found
    assert ("file:wide.parquet", "column 2", "EMAIL_ADDRESS") in found


def test_ordinary_headers_are_no_persons(done: Done) -> None:
    assert not [one for one in findings(done.audit, "personal_data") if one["subject"] == "file:plain.json"]


def test_the_report_file_shows_no_name_either(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(dict.fromkeys(PERSONS, "x@example.org")), encoding="utf-8")
    done = licscan("pii", ".", "--offline", "-q", "-v", folder=tmp_path)
    assert done.code == 2, "-q and -v exclude each other"
    licscan("pii", ".", "--offline", "-o", "console=report.txt", folder=tmp_path)
    report = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert "/*" in report
    assert not [person for person in PERSONS if person in report]
