"""Start-up is a feature: what a command does not need is not loaded."""

import json
import subprocess
import sys
from pathlib import Path

PROBE = """
import json, sys
from licscan.__main__ import main
sys.argv[1:] = json.loads(sys.argv[1])
try:
    main()
except SystemExit:
    pass
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""
HEAVY = {"spacy", "presidio_analyzer", "presidio_anonymizer", "thinc", "numpy", "pyarrow", "ray"}
NETWORK = {"requests", "urllib3", "pypi_simple", "pydantic", "bs4"}


def loaded_by(*arguments: str, folder: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(arguments)], cwd=folder, capture_output=True, text=True, check=True
    )
    names: list[str] = json.loads(done.stdout.splitlines()[-1])
    return set(names)


def test_version_loads_no_third_party(tmp_path: Path) -> None:
    bare = subprocess.run(
        [sys.executable, "-c", PROBE.replace("main()", "pass"), "[]"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    before = set(json.loads(bare.stdout.splitlines()[-1]))
    extra = loaded_by("--version", folder=tmp_path) - before
    assert extra <= {"licscan", *sys.stdlib_module_names}


def test_a_license_check_loads_neither_spacy_nor_the_network(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("---\nlicense: cc-by-4.0\npretty_name: x\n---\n", encoding="utf-8")
    (tmp_path / "data.csv").write_text("name\nJo\n", encoding="utf-8")
    loaded = loaded_by("check", "--law", "license", "--offline", folder=tmp_path)
    assert not loaded & (HEAVY | NETWORK)
    assert "yaml" in loaded, "the probe did run the check"


def test_personal_data_without_data_files_loads_no_model(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("---\nlicense: cc-by-4.0\npretty_name: x\n---\n", encoding="utf-8")
    assert not loaded_by("check", "--offline", folder=tmp_path) & HEAVY
