"""What Python code names."""

import time
from pathlib import Path

import pytest

from licscan.model.finding import GapReason
from licscan.model.subject import Reference, SubjectKind
from licscan.scanners.datasets.references.interface import Named, References
from licscan.scanners.datasets.references.python import read
from licscan.scanners.datasets.references.table import table


def found(root: Path, *lines: str) -> References:
    (root / "train.py").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return read(root, "train.py", table())


def refs(root: Path, *lines: str) -> list[str]:
    return [named.ref for named in found(root, *lines).named]


def test_a_dataset_is_named_with_line_part_and_revision(tmp_path: Path) -> None:
    result = found(
        tmp_path,
        "from datasets import load_dataset",
        'NAME = "owner/corpus"',
        'rows = load_dataset(NAME, "en", revision="v2")',
    )
    place = Reference("train.py", 3, "load_dataset")
    assert result == References(named=(Named("hf:owner/corpus", SubjectKind.DATASET, place, "v2", "en"),))


CLASS = """
import datasets
class Data:
    def __init__(self, name):
        self.name = name
    def go(self):
        datasets.load_dataset(self.name)
Data("o/n").go()
"""
ARGUMENTS = """
import argparse, datasets
parser = argparse.ArgumentParser()
parser.add_argument("--data-set", default="o/n")
args = parser.parse_args()
datasets.load_dataset(args.data_set)
"""
CLICK = """
import click, datasets
@click.option("--data", default="o/n")
def main(data):
    datasets.load_dataset(data)
"""
TYPER = """
import datasets, typer
def main(data: str = typer.Option("o/n")):
    datasets.load_dataset(data)
"""
DATACLASS = """
import datasets
from dataclasses import dataclass, field
@dataclass
class Arguments:
    data: str = field(default="o/n")
def main(args: Arguments):
    datasets.load_dataset(args.data)
"""


@pytest.mark.parametrize(
    "code",
    [
        'import datasets as d\nd.load_dataset("o/n")',
        'from datasets import load_dataset as ld\nld("o/n")',
        'import datasets\nload = datasets.load_dataset\nload("o/n")',
        'from functools import partial\nimport datasets\nf = partial(datasets.load_dataset, "o/n")',
        'import datasets\nORG = "o"\ndatasets.load_dataset(f"{ORG}/n")',
        'import datasets\ndatasets.load_dataset("%s/%s" % ("o", "n"))',
        'import datasets, os\ndatasets.load_dataset(os.environ.get("D", "o/n"))',
        'import datasets\nC = {"data": {"train": "o/n"}}\ndatasets.load_dataset(C["data"]["train"])',
        'import datasets\ndef f(name="o/n"):\n    datasets.load_dataset(name)',
        'import datasets\ndef f(name):\n    datasets.load_dataset(name)\nf("o/n")',
        CLASS,
        ARGUMENTS,
        CLICK,
        TYPER,
        DATACLASS,
        'import datasets\nkw = {"path": "o/n"}\ndatasets.load_dataset(**kw)',
        'import pandas as pd\npd.read_csv("hf://datasets/o/n/a.csv")',
    ],
)
def test_the_ways_in_which_a_name_reaches_its_call(tmp_path: Path, code: str) -> None:
    assert refs(tmp_path, code) == ["hf:o/n"]


@pytest.mark.parametrize(
    "code",
    [
        'def load_dataset(name):\n    return name\nload_dataset("o/n")',
        'from helpers import load_dataset\nload_dataset("o/n")',
        'from .datasets import load_dataset\nload_dataset("o/n")',
        '"""load_dataset("o/n")"""',
        '# from_pretrained("o/n")\nimport transformers',
        'from datasets import load_dataset\nload_dataset("csv", data_files="a.csv")',
        'from datasets import load_dataset\nload_dataset("../../etc/passwd")',
        'from datasets import load_dataset\nload_dataset("jane@example.org")',
        'from datasets import load_dataset\nload_dataset("a/b/c")',
        'from datasets import load_dataset\nload_dataset("o/n\\x00")',
        'from transformers import AutoModel\nAutoModel.from_pretrained("outputs/final")',
        'from transformers import AutoModel\nAutoModel.from_pretrained("./o/n")',
        'print("https://huggingface.co/datasets/o/n/resolve/main/a.csv")',
        'model.push_to_hub("o/n")\nfrom_pretrained = 1',
    ],
)
def test_what_is_no_reference(tmp_path: Path, code: str) -> None:
    assert refs(tmp_path, code) == []


def test_a_module_of_the_project_hides_the_library(tmp_path: Path) -> None:
    (tmp_path / "datasets.py").write_text("def load_dataset(name): ...\n")
    assert refs(tmp_path, "from datasets import load_dataset", 'load_dataset("o/n")') == []


def test_a_folder_of_the_project_is_taken_before_the_hub(tmp_path: Path) -> None:
    (tmp_path / "data" / "birds").mkdir(parents=True)
    code = ("from datasets import load_dataset", 'load_dataset("data/birds")')
    assert refs(tmp_path, *code) == ["file:data/birds"]


def test_a_name_that_only_a_run_knows_is_told_for_data_and_counted_for_models(tmp_path: Path) -> None:
    result = found(
        tmp_path,
        "import sys",
        "from datasets import load_dataset",
        "from transformers import AutoModel",
        "load_dataset(sys.argv[1])",
        "AutoModel.from_pretrained(sys.argv[2])",
    )
    assert result.computed == (Reference("train.py", 4, "load_dataset"),)
    assert [(one.count, one.examples) for one in result.not_seen] == [(1, ("train.py",))]


def test_a_comment_says_what_a_computed_call_loads(tmp_path: Path) -> None:
    result = found(
        tmp_path,
        "import sys",
        "from datasets import load_dataset",
        "load_dataset(sys.argv[1])  # licscan: hf:a/b@v1, kaggle:c/d",
        "load_dataset(sys.argv[2])",
        "# licscan: hf:e/f",
        "load_dataset(",
        "    sys.argv[3],",
        ")",
    )
    assert [(one.ref, one.revision, one.reference.line) for one in result.named] == [
        ("hf:a/b", "v1", 3),
        ("kaggle:c/d", None, 3),
        ("hf:e/f", None, 6),
    ]
    assert [one.line for one in result.computed] == [4]


def test_what_belongs_together_in_a_loop_stays_together(tmp_path: Path) -> None:
    result = found(
        tmp_path,
        "from datasets import load_dataset",
        'for name, part in [("a/b", "en"), ("c/d", None)]:',
        "    load_dataset(name, part)",
    )
    assert [(one.ref, one.configuration) for one in result.named] == [("hf:a/b", "en"), ("hf:c/d", None)]


def test_a_pipeline_without_a_model_loads_the_default_of_its_task(tmp_path: Path) -> None:
    (named,) = found(tmp_path, "from transformers import pipeline", 'pipeline("summarization")').named
    assert (named.ref, named.reference.how) == (
        "hf:sshleifer/distilbart-cnn-12-6",
        "pipeline, default of summarization",
    )


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("import a\nprint 'Python 2'\n", 2),
        ("x = " + "(" * 5_000 + ")" * 5_000, 1),
        ("x = " + "-" * 100_000 + "1", 1),
        ("def f(:\n", 1),
        ("x = '\0'", 1),
    ],
)
def test_what_is_no_python_is_a_gap_with_its_line(tmp_path: Path, code: str, line: int) -> None:
    (gap,) = found(tmp_path, code).gaps
    assert gap.reason is GapReason.UNPARSABLE
    assert gap.location is not None
    assert (gap.location.path, gap.location.line) == ("train.py", line)


def test_a_huge_file_and_other_encodings_are_gaps(tmp_path: Path) -> None:
    (tmp_path / "huge.py").write_bytes(b"x = 1\n" * 400_000)
    (tmp_path / "bytes.py").write_bytes(b"x = 1\ny = '\xff\xfe'\n")
    assert [gap.reason for gap in read(tmp_path, "huge.py", table()).gaps] == [GapReason.TOO_LARGE]
    (gap,) = read(tmp_path, "bytes.py", table()).gaps
    assert (gap.reason, gap.location and gap.location.line) == (GapReason.ENCODING, 2)
    assert [gap.reason for gap in read(tmp_path, "gone.py", table()).gaps] == [GapReason.UNREADABLE]


def test_names_that_go_in_circles_end(tmp_path: Path) -> None:
    lines = ["from datasets import load_dataset", "a = b", "b = a + a", "def f(x): return f(x)", "load_dataset(a)"]
    lines += [f"v{n} = v{n - 1} + v{n - 1}" for n in range(1, 60)] + ["load_dataset(v59)", "load_dataset(f(1))"]
    result = found(tmp_path, *lines)
    assert not result.named
    assert len(result.computed) == 3


def test_an_invalid_escape_in_the_code_warns_nobody(tmp_path: Path) -> None:
    assert refs(tmp_path, "import datasets", 'P = "\\d"', 'datasets.load_dataset("o/n")') == ["hf:o/n"]


def test_names_of_a_list_put_together_of_others(tmp_path: Path) -> None:
    code = ("from datasets import load_dataset", 'N = ["a/b"] + ["c/d"]', "for n in N:", "    load_dataset(n)")
    assert refs(tmp_path, *code) == ["hf:a/b", "hf:c/d"]


def test_an_address_in_a_test_of_addresses_is_no_reference(tmp_path: Path) -> None:
    address = '"https://huggingface.co/datasets/o/n/resolve/main/a.csv"'
    assert refs(tmp_path, "import pytest", f'@pytest.mark.parametrize("a", [{address}])', "def test(a): ...") == []


def test_addresses_in_docstrings_cost_nothing_and_leave_what_is_loaded(tmp_path: Path) -> None:
    choices = ", ".join(f'"word {number}"' for number in range(60))
    steps = [
        line
        for number in range(150)
        for line in (
            f"    def step_{number}(self, words=({choices}), kind=None):",
            '        """See https://huggingface.co/pier/gull/resolve/main/README.md for this."""',
            "        chosen = words or kind",
            f"        return self.step_{number}([chosen, words, kind], kind=[words, chosen])",
        )
    ]
    head = ["from datasets import load_dataset", "class Pipe:"]
    began = time.perf_counter()
    result = found(tmp_path, *head, *steps, 'rows = load_dataset("pier/gull-calls", "small")')
    assert time.perf_counter() - began < 1
    assert [(one.ref, one.configuration) for one in result.named] == [("hf:pier/gull-calls", "small")]
    assert not result.computed


def test_many_addresses_leave_steps_for_what_is_loaded(tmp_path: Path) -> None:
    choices = ", ".join(f'"word {number}"' for number in range(60))
    steps = [
        line
        for number in range(150)
        for line in (
            f"def step_{number}(words=({choices}), kind=None):",
            "    chosen = words or kind",
            f"    return step_{number}([chosen, words, kind], kind=[words, chosen])",
        )
    ]
    address = 'get("https://huggingface.co/datasets/pier/gull/resolve/main/a.csv")'
    result = found(tmp_path, "from datasets import load_dataset", address, *steps, 'load_dataset("pier/gull-calls")')
    assert [one.ref for one in result.named] == ["hf:pier/gull", "hf:pier/gull-calls"]
    assert not result.computed


def test_a_values_default_of_the_class_counts_in_its_validator(tmp_path: Path) -> None:
    lines = [
        "from fastembed import TextEmbedding",
        "class Embedder(Base):",
        '    model_name: str = "pier/gull-embed"',
        "    def check(cls, values):",
        '        return TextEmbedding(model_name=values.get("model_name"))',
    ]
    assert [one.ref for one in found(tmp_path, *lines).named] == ["hf:pier/gull-embed"]


def test_a_path_beside_the_code_is_no_gap(tmp_path: Path) -> None:
    lines = [
        "import os",
        "from datasets import load_dataset",
        'rows = load_dataset(os.path.join(os.path.dirname(__file__), "reader"))',
    ]
    result = found(tmp_path, *lines)
    assert not result.named
    assert not result.computed
    assert sum(one.count for one in result.not_seen) == 1
