"""Names that code takes from other modules of its project."""

import os
from pathlib import Path

import pytest

from licscan.inputs.discover import discover
from licscan.model.subject import Reference
from licscan.scanners.datasets.references import references
from licscan.scanners.datasets.references.code.modules import MAX_BYTES
from licscan.scanners.datasets.references.interface import References
from licscan.scanners.datasets.references.python import read
from licscan.scanners.datasets.references.table import table
from licscan.scanners.interface import Silent


def found(root: Path, files: dict[str, str], path: str = "train.py") -> References:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return read(root, path, table())


def refs(root: Path, files: dict[str, str], path: str = "train.py") -> list[str]:
    return [named.ref for named in found(root, files, path).named]


LOAD = "from datasets import load_dataset\n"
SETTINGS = """
import os
from dataclasses import dataclass, field
from enum import Enum
from types import SimpleNamespace
ORG = "o"
DATA = f"{ORG}/n"
TABLE = {"train": "o/n", "other": {"name": "o/n"}}
FROM_ENVIRONMENT = os.getenv("DATA", DATA)
space = SimpleNamespace(data="o/n")
class Paths:
    data = DATA
class Names(Enum):
    FIRST = "o/n"
@dataclass
class Config:
    data: str = field(default="o/n")
    seed: int = 1
config = Config()
def get_config():
    return {"data": DATA}
def get_name():
    return DATA
"""

IN_A_CLASS = """
import settings
class Trainer:
    def __init__(self):
        self.config = settings.Config()
    def go(self):
        load_dataset(self.config.data)
"""
PARSED = """
from transformers import HfArgumentParser
from settings import Config
(config,) = HfArgumentParser(Config).parse_args_into_dataclasses()
load_dataset(config.data)
"""


@pytest.mark.parametrize(
    "code",
    [
        "from settings import DATA\nload_dataset(DATA)",
        "from settings import DATA as D\nload_dataset(path=D)",
        "from settings import *\nload_dataset(DATA)",
        "import settings\nload_dataset(settings.DATA)",
        "import settings as s\nload_dataset(s.TABLE['train'])",
        "from settings import TABLE\nload_dataset(TABLE['other']['name'])",
        "from settings import FROM_ENVIRONMENT as E\nload_dataset(E)",
        "from settings import space\nload_dataset(space.data)",
        "from settings import Paths\nload_dataset(Paths.data)",
        "import settings\nload_dataset(settings.Paths.data)",
        "from settings import Names\nload_dataset(Names.FIRST.value)",
        "from settings import Config\nload_dataset(Config().data)",
        "from settings import Config\nc = Config(seed=2)\nload_dataset(c.data)",
        "from settings import Config\ndef main(c: Config):\n    load_dataset(c.data)",
        "from settings import Config\ndef main(c: 'Config'):\n    load_dataset(c.data)",
        "from settings import config\nload_dataset(config.data)",
        "from settings import get_config\nload_dataset(get_config()['data'])",
        "from settings import get_name\nload_dataset(get_name())",
        IN_A_CLASS,
        PARSED,
        "def main():\n    from settings import DATA\n    load_dataset(DATA)",
        "import settings\ndef main(name=settings.DATA):\n    load_dataset(name)",
    ],
)
def test_the_ways_in_which_a_constant_of_another_module_reaches_its_call(tmp_path: Path, code: str) -> None:
    result = found(tmp_path, {"settings.py": SETTINGS, "train.py": LOAD + code})
    assert ([named.ref for named in result.named], result.computed, result.gaps) == (["hf:o/n"], (), ())


def test_the_place_is_the_line_that_loads(tmp_path: Path) -> None:
    files = {"config.py": '\n\nDATA = "o/n"\n', "train.py": LOAD + "from config import DATA\nload_dataset(DATA)\n"}
    assert found(tmp_path, files).named[0].reference == Reference("train.py", 3, "load_dataset")


@pytest.mark.parametrize(
    ("module", "path", "line"),
    [
        ("config.py", "train.py", "from config import DATA"),
        ("config.py", "scripts/train.py", "from config import DATA"),
        ("scripts/config.py", "scripts/train.py", "from config import DATA"),
        ("src/pkg/config.py", "train.py", "from pkg.config import DATA"),
        ("src/pkg/config.py", "src/pkg/train.py", "from .config import DATA"),
        ("src/pkg/config.py", "src/pkg/a/train.py", "from ..config import DATA"),
        ("src/pkg/config.py", "src/pkg/train.py", "from . import config\nDATA = config.DATA"),
        ("src/pkg/config.py", "src/pkg/train.py", "import pkg.config\nDATA = pkg.config.DATA"),
        ("pkg/__init__.py", "train.py", "from pkg import DATA"),
        ("one/conf/base.py", "one/jobs/train.py", "from conf.base import DATA"),
        ("one/src/conf/base.py", "one/jobs/train.py", "from conf.base import DATA"),
    ],
)
def test_where_a_module_is_found(tmp_path: Path, module: str, path: str, line: str) -> None:
    files = {module: 'DATA = "o/n"', path: f"{LOAD}{line}\nload_dataset(DATA)"}
    assert refs(tmp_path, files, path) == ["hf:o/n"]


@pytest.mark.parametrize(
    "line", ["from .config import DATA", "from .config import *", "from . import config\nDATA = config.DATA"]
)
def test_a_package_hands_on_what_its_module_has(tmp_path: Path, line: str) -> None:
    files = {
        "pkg/config.py": 'DATA = "o/n"',
        "pkg/__init__.py": line,
        "train.py": LOAD + "from pkg import DATA\nload_dataset(DATA)",
    }
    assert refs(tmp_path, files) == ["hf:o/n"]


def test_two_modules_are_followed_and_no_third(tmp_path: Path) -> None:
    files = {
        "c.py": 'DATA = "o/n"',
        "b.py": "from c import DATA",
        "a.py": "from b import DATA",
        "near.py": LOAD + "from b import DATA\nload_dataset(DATA)",
        "far.py": LOAD + "from a import DATA\nload_dataset(DATA)",
    }
    assert refs(tmp_path, files, "near.py") == ["hf:o/n"]
    result = read(tmp_path, "far.py", table())
    assert (result.named, [one.line for one in result.computed]) == ((), [3])


def test_what_the_module_itself_says_is_taken_before_an_import(tmp_path: Path) -> None:
    files = {
        "config.py": 'DATA = "o/wrong"\nclass Config:\n    data = "o/wrong"',
        "train.py": LOAD + 'from config import DATA, Config\ndef main(DATA="o/n"):\n    load_dataset(DATA)\n'
        'c = Config(data="o/given")\nload_dataset(c.data)\n',
    }
    assert refs(tmp_path, files) == ["hf:o/n", "hf:o/given"]


def test_a_name_with_a_fallback_is_both(tmp_path: Path) -> None:
    files = {
        "local.py": 'DATA = "o/mine"',
        "train.py": LOAD
        + 'try:\n    from local import DATA\nexcept ImportError:\n    DATA = "o/n"\nload_dataset(DATA)',
    }
    assert sorted(refs(tmp_path, files)) == ["hf:o/mine", "hf:o/n"]


def test_what_is_given_to_a_function_elsewhere_is_known_to_a_run_only(tmp_path: Path) -> None:
    files = {
        "config.py": 'def pick(which="a"):\n    return {"a": "o/a", "b": "o/b"}[which]',
        "train.py": LOAD + 'from config import pick\nload_dataset(pick("b"))',
    }
    result = found(tmp_path, files)
    assert (result.named, len(result.computed)) == ((), 1)


def test_imports_in_a_circle_end(tmp_path: Path) -> None:
    files = {
        "a.py": "from b import DATA\nfrom b import *",
        "b.py": "from a import DATA\nfrom a import *",
        "train.py": LOAD + "from a import DATA\nfrom train import DATA as E\nload_dataset(DATA)\nload_dataset(E)",
    }
    result = found(tmp_path, files)
    assert (result.named, len(result.computed)) == ((), 2)


@pytest.mark.parametrize(
    "text",
    [
        "DATA = (",
        "(" * 20_000,
        'DATA = "o/n\\x00"\n\0',
        "#" * MAX_BYTES + '\nDATA = "o/n"',
        "DATA = DATA + DATA",
        "\udcff",
    ],
)
def test_a_module_that_cannot_be_read_leaves_the_name_to_a_run(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.py").write_bytes(text.encode("utf-8", "surrogateescape"))
    result = found(tmp_path, {"train.py": LOAD + "from config import DATA\nload_dataset(DATA)"})
    assert (result.named, len(result.computed), result.gaps) == ((), 1, ())


@pytest.mark.parametrize("dots", ["...", "." * 50])
def test_nothing_above_the_root_is_read(tmp_path: Path, dots: str) -> None:
    (tmp_path / "config.py").write_text('DATA = "o/secret"')
    root = tmp_path / "project"
    result = found(root, {"pkg/train.py": LOAD + f"from {dots}config import DATA\nload_dataset(DATA)"}, "pkg/train.py")
    assert result.named == ()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_leads_out_of_the_root_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text('DATA = "o/secret"')
    root = tmp_path / "project"
    root.mkdir()
    (root / "config.py").symlink_to(tmp_path / "outside.py")
    result = found(root, {"train.py": LOAD + "from config import DATA\nload_dataset(DATA)"})
    assert (result.named, len(result.computed)) == ((), 1)


def test_a_notebook_takes_names_of_a_module_too(tmp_path: Path) -> None:
    code = '"from config import DATA\\n", "import datasets\\n", "datasets.load_dataset(DATA)"'
    cell = f'{{"cell_type": "code", "source": [{code}]}}'
    (tmp_path / "config.py").write_text('DATA = "o/n"')
    (tmp_path / "explore.ipynb").write_text(f'{{"cells": [{cell}], "nbformat": 4}}')
    results = [result for _, result in references(discover(tmp_path), Silent())]
    assert [named.ref for result in results for named in result.named] == ["hf:o/n"]


def test_a_run_shares_the_modules_that_it_has_read(tmp_path: Path) -> None:
    """Two folders have a module of the same name, and each script takes its own."""
    for number in range(100):
        folder = tmp_path / f"job_{number % 2}"
        folder.mkdir(exist_ok=True)
        (folder / "config.py").write_text(f'DATA = "o/n{number % 2}"')
        (folder / f"train_{number}.py").write_text(LOAD + "from config import DATA\nload_dataset(DATA)\n")
    named = {
        (file.path.split("/")[0], one.ref)
        for file, result in references(discover(tmp_path), Silent())
        for one in result.named
    }
    assert named == {("job_0", "hf:o/n0"), ("job_1", "hf:o/n1")}
