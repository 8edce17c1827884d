"""What notebooks, commands, settings and DVC files name, and that nothing in them breaks a reader."""

import json
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licscan.inputs.inventory import FileKind
from licscan.inputs.references import reference_kind
from licscan.model.finding import GapReason
from licscan.scanners.datasets.references import READERS, reader
from licscan.scanners.datasets.references.interface import References
from licscan.scanners.datasets.references.table import table


def found(root: Path, path: str, text: str, beside: Mapping[str, str] | None = None) -> References:
    for name, content in {**(beside or {}), path: text}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    kind = reference_kind(root / path)
    assert kind is not None
    return reader(kind).read(root, path, table())


def lines(result: References) -> list[tuple[int | None, str]]:
    return [(one.reference.line, one.ref) for one in result.named]


def notebook(*cells: list[str]) -> str:
    code = [{"cell_type": "code", "source": [f"{line}\n" for line in cell]} for cell in cells]
    return json.dumps({"cells": code, "nbformat": 4}, indent=0)


def test_a_broken_cell_takes_no_other_with_it(tmp_path: Path) -> None:
    text = notebook(["from datasets import load_dataset"], ["no python here"], ["%time x = 1", "load_dataset('o/n')"])
    result = found(tmp_path, "a.ipynb", text)
    numbers = {line.strip(' ",'): number for number, line in enumerate(text.splitlines(), start=1)}
    assert lines(result) == [(numbers["load_dataset('o/n')\\n"], "hf:o/n")]
    assert [gap.location and gap.location.line for gap in result.gaps] == [numbers["no python here\\n"]]


def test_a_command_of_a_notebook(tmp_path: Path) -> None:
    result = found(tmp_path, "a.ipynb", notebook(["!kaggle datasets download -d o/n \\", "  --unzip", "x = 1"]))
    assert [(one.ref, one.reference.how) for one in result.named] == [("kaggle:o/n", "kaggle datasets download")]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.sh", "N=o/n\nhf download $N --repo-type dataset\n", [(2, "hf:o/n")]),
        ("a.sh", "python t.py \\\n  --model_name_or_path o/n \\\n  --x 1\n", [(1, "hf:o/n")]),
        ("a.sh", "# hf download o/n\necho hf download o/n\n", []),
        ("a.sh", "python t.py --model_name_or_path ../o/n --dataset_name outputs/n\n", []),
        ("a.sh", "aider --model openai/gpt-4o\n", []),
        ("a.sh", "curl https://u:secret@huggingface.co/datasets/o/n/resolve/v1/a.csv\n", [(1, "hf:o/n")]),
        ("Makefile", "SET ?= o/n\nget:\n\t@kaggle datasets download -d $(SET)\n", [(3, "kaggle:o/n")]),
        ("Dockerfile", "RUN git clone https://huggingface.co/o/n\n", [(1, "hf:o/n")]),
        (".github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n      - run: hf download o/n\n", [(4, "hf:o/n")]),
        (".gitlab-ci.yml", "a:\n  script:\n    - kaggle competitions download -c c\n", [(3, "kaggle-competition:c")]),
        ("c.yaml", "base_model: o/n\ndatasets:\n  - path: p/q\n    type: alpaca\n", [(1, "hf:o/n"), (3, "hf:p/q")]),
        ("c.yaml", "model: openai/gpt-4o\nmodel_name: models/final\ndataset_path: ${data}\n", []),
        ("c.yaml", "dataset_name: squad\ndata:\n  name: no_such_name\n", [(1, "hf:squad")]),
        ("c.toml", '[model]\nname = "o/n"\n', [(2, "hf:o/n")]),
        ("adapter_config.json", '{\n "base_model_name_or_path": "o/n",\n "r": 8}', [(2, "hf:o/n")]),
        (
            "d.dvc",
            "deps:\n- url: https://huggingface.co/datasets/o/n/resolve/main/a\nouts:\n- path: a\n",
            [(2, "hf:o/n")],
        ),
        ("dvc.yaml", "stages:\n  get:\n    cmd: kaggle datasets download -d o/n\n", [(3, "kaggle:o/n")]),
    ],
)
def test_what_a_file_names(tmp_path: Path, path: str, text: str, expected: list[tuple[int, str]]) -> None:
    assert lines(found(tmp_path, path, text)) == expected


def test_a_secret_in_an_address_is_in_no_answer(tmp_path: Path) -> None:
    result = found(tmp_path, "a.sh", "git clone https://user:hf_secret@huggingface.co/o/n\n")
    assert lines(result) == [(1, "hf:o/n")]
    assert "secret" not in repr(result)


def test_names_of_llama_factory_are_looked_up(tmp_path: Path) -> None:
    listed = json.dumps({"mine": {"file_name": "m.json"}, "hub": {"hf_hub_url": "o/n", "subset": "en"}})
    beside = {"data/dataset_info.json": listed, "data/m.json": "[]"}
    result = found(tmp_path, "train/a.yaml", "model_name_or_path: p/q\ndataset: mine,hub\n", beside)
    assert lines(result) == [(1, "hf:p/q"), (2, "file:data/m.json"), (2, "hf:o/n")]


def test_data_that_dvc_takes_from_elsewhere_is_counted(tmp_path: Path) -> None:
    result = found(tmp_path, "d.dvc", "deps:\n- url: s3://bucket/a\nouts:\n- path: a\n")
    assert [one.count for one in result.not_seen] == [1]


def test_settings_that_cannot_be_read_are_a_gap_with_its_line(tmp_path: Path) -> None:
    (gap,) = found(tmp_path, "c.yaml", "base_model: o/n\n  bad: [\n").gaps
    assert gap.reason is GapReason.UNPARSABLE
    assert gap.location is not None
    assert gap.location.line == 2


@pytest.mark.parametrize(
    "path", ["pyproject.toml", "licscan.toml", "uv.lock", "data.json", "README.md", "a.txt", "a.py"]
)
def test_files_that_name_nothing_are_not_parsed(tmp_path: Path, path: str) -> None:
    (tmp_path / path).write_text('[tool]\nmodel = "o/n"\n')
    assert reference_kind(tmp_path / path) is None


HOSTILE = (
    "(" * 20_000,
    "[" * 20_000,
    "- " * 20_000,
    "a: &a [*a, *a]\n",
    "x = '" + "a" * 900_000,
    "kaggle datasets download -d " + "o/" * 100_000,
    "$" * 5_000 + " hf download ${" * 3_000,
    "--model_name_or_path=" * 20_000,
    "f(" * 90 + "hf://" + ")" * 90,
    "model: " + "o/" * 50_000,
    "load_dataset(" + " + ".join(["a"] * 20_000) + ")",
    "\n" * 200_000 + "x",
    "hf://datasets/" + "@" * 100_000,
    "<<EOF\n" * 5_000,
)


@pytest.mark.parametrize("kind", sorted(READERS))
@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_ends_soon_and_quietly(tmp_path: Path, kind: FileKind, number: int) -> None:
    name = {"python-code": "a.py", "notebook-code": "a.ipynb", "settings": "a.yaml"}.get(kind, "a")
    (tmp_path / name).write_text(HOSTILE[number])
    began = time.perf_counter()
    reader(kind).read(tmp_path, name, table())
    assert time.perf_counter() - began < 5


@given(text=st.text(alphabet=st.sampled_from("hf:/ -_=$\"'{}[]()\\\n\tao.@%<&|;,#!") | st.characters(), max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_an_answer(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    for kind in READERS:
        (folder / "a").write_text(text, encoding="utf-8", errors="replace")
        reader(kind).read(folder, "a", table())
