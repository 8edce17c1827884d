"""The table of loaders comes from the folder of rules of the run, and nothing is passed over without a word."""

import re
import shutil
from pathlib import Path

from licscan.catalog.catalog import Catalog
from licscan.catalog.location import find_rules
from licscan.inputs.discover import discover
from licscan.model.subject import HUBS, LIBRARIES
from licscan.scanners.datasets.references import references
from licscan.scanners.datasets.works import Works, gather
from licscan.scanners.interface import ScanContext, Silent

# Manners of reading a name that end in a ref of a hub, of the tree, or in one that another entry states.
OF_ANOTHER_FORM = {
    "address",
    "faster-whisper",
    "kaggle-model",
    "local",
    "named-model",
    "open_clip",
    "plain",
    "preset",
} | {
    "sentence-transformers",
    "spacy",
    "whisper",
}

LOADER = """
[[loader]]
call = ["ourkit.fetch_rows"]
scheme = "hf"
kind = "dataset"
argument = ["name"]
position = 0
"""


def works(root: Path, catalog: Catalog) -> Works:
    return gather(discover(root), ScanContext(catalog))


def test_a_loader_of_the_users_own_rules_is_known(tmp_path: Path) -> None:
    rules, project = tmp_path / "rules", tmp_path / "project"
    shutil.copytree(find_rules(), rules)
    table = rules / "dataset" / "loaders.toml"
    table.write_text(table.read_text(encoding="utf-8") + LOADER, encoding="utf-8")
    project.mkdir()
    code = 'from datasets import load_dataset\nfrom ourkit import fetch_rows\nrows = fetch_rows("pier/gull-calls")\n'
    (project / "train.py").write_text(code, encoding="utf-8")
    assert [work.wanted.ref for work in works(project, Catalog(rules)).listed.values()] == ["hf:pier/gull-calls"]
    assert not works(project, Catalog()).listed


def test_all_computed_names_of_a_file_are_one_gap_that_lists_their_lines(tmp_path: Path) -> None:
    code = [
        "from datasets import load_dataset",
        "from huggingface_hub import snapshot_download",
        "def rows(path, split):",
        "    return load_dataset(path, split=split)",
        "def folder(name):",
        '    return snapshot_download(name, repo_type="dataset")',
        "def more(path):",
        "    return load_dataset(path)",
    ]
    (tmp_path / "library.py").write_text("\n".join(code), encoding="utf-8")
    (tmp_path / "other.py").write_text("\n".join(code[:4]), encoding="utf-8")
    library, other = works(tmp_path, Catalog()).gaps
    assert library.location is not None
    assert (library.location.path, library.location.line) == ("library.py", 4)
    assert library.detail == (
        "load_dataset, snapshot_download load what only a run of the program knows: lines 4, 6, 8"
    )
    assert other.detail == "load_dataset loads what only a run of the program knows"


def test_settings_that_are_too_large_to_be_read_are_counted(tmp_path: Path) -> None:
    (tmp_path / "train_config.json").write_text('{"model_name": "pier/gull",\n' + " " * 1_000_001 + "}")
    (tmp_path / "points.json").write_text('{"model_name": "pier/gull",\n' + " " * 1_000_001 + "}")
    ((file, result),) = references(discover(tmp_path), Silent())
    assert file.path == "train_config.json"
    assert [(one.count, one.examples) for one in result.not_seen] == [(1, ("train_config.json",))]
    assert "1 MB" in result.not_seen[0].reason


def test_a_policy_can_name_every_work_that_a_file_can_name() -> None:
    text = (find_rules(None) / "dataset" / "loaders.toml").read_text(encoding="utf-8")
    stated = set(re.findall(r'^(?:scheme|prefix) = "([\w-]+)"', text, re.MULTILINE))
    assert stated - OF_ANOTHER_FORM <= {*HUBS, *LIBRARIES}
