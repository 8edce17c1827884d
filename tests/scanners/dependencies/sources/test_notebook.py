import json
from pathlib import Path

import pytest

from licscan.model.finding import GapReason
from licscan.scanners.dependencies.sources.interface import Manifest
from licscan.scanners.dependencies.sources.notebook import NotebookSource
from licscan.scanners.dependencies.sources.requirements.install_command import installs_in


def _read(root: Path, *cells: object, name: str = "train.ipynb") -> Manifest:
    listed = [{"cell_type": "code", "source": cell, "outputs": [{"text": "!pip install printed"}]} for cell in cells]
    text = json.dumps({"cells": [{"cell_type": "markdown", "source": "!pip install told"}, *listed]}, indent=1)
    (root / name).write_text(text, encoding="utf-8")
    return NotebookSource().read(root, name)


def test_what_cells_install_with_lines_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "extra.txt").write_text("tqdm==4.0\n", encoding="utf-8")
    manifest = _read(
        tmp_path,
        ["import os\n", "%pip install -q numpy==2.0 'pandas[excel]>=2' \\\n", "    --upgrade  # ours\n"],
        "!pip install -r extra.txt && pip install torch -i https://index.example/simple > /dev/null",
        ["%conda install -y -c conda-forge faiss-gpu=1.8.0\n", "!uv pip install rich"],
        "%%bash\npip3 install black\napt-get install -y git",
    )
    found = [(d.type, d.name, d.version, d.extras, d.reference.path) for d in manifest.dependencies]
    assert found == [
        ("conda", "faiss-gpu", "1.8.0", (), "train.ipynb"),
        ("pypi", "numpy", "2.0", (), "train.ipynb"),
        ("pypi", "pandas", None, ("excel",), "train.ipynb"),
        ("pypi", "tqdm", "4.0", (), "extra.txt"),
        ("pypi", "torch", None, (), "train.ipynb"),
        ("pypi", "rich", None, (), "train.ipynb"),
        ("pypi", "black", None, (), "train.ipynb"),
    ]
    lines = (tmp_path / "train.ipynb").read_text(encoding="utf-8").splitlines()
    for dependency in manifest.dependencies:
        if dependency.reference.path == "train.ipynb":
            assert dependency.reference.line is not None
            assert dependency.name in lines[dependency.reference.line - 1]
    assert manifest.indexes == ("https://index.example/simple",)
    assert manifest.gaps == ()


@pytest.mark.parametrize(
    "line", ["!pip install {package}", "!pip install $PKG", "!pip install 'open", "%pip install `cat x`"]
)
def test_what_only_the_cell_knows_is_a_gap(tmp_path: Path, line: str) -> None:
    manifest = _read(tmp_path, line)
    assert manifest.dependencies == ()
    (gap,) = manifest.gaps
    assert gap.reason is GapReason.UNRESOLVED
    assert gap.location is not None
    assert gap.location.line


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("!pip install a b==1", ("a", "b==1")),
        ("%pip install a>=1.2", ("a>=1.2",)),
        ("!python -m pip install a", ("a",)),
        ("!{sys.executable} -m pip install -U a", ("a",)),
        ("!/opt/env/bin/python3.11 -m pip install a", ("a",)),
        ("! sudo pip3 install --no-cache-dir a", ("a",)),
        ("pip install a", ("a",)),
        ("!pip install --target out a", ("a",)),
        ("!pip install -e ./lib -c c.txt", ("-e ./lib", "-c c.txt")),
        ("!pip install --requirement=r.txt", ("--requirement r.txt",)),
        ("!pip install a 2>&1 | tail -1", ("a",)),
        ("!pip install a >log.txt", ("a",)),
        ("!pip install 'a ; python_version<\"3.9\"'", ('a ; python_version<"3.9"',)),
        ("!pip install git+https://host.example/x.git#egg=x", ("git+https://host.example/x.git#egg=x",)),
    ],
)
def test_commands(line: str, lines: tuple[str, ...]) -> None:
    (install,) = installs_in(line)
    assert (install.lines, install.conda, install.unclear) == (lines, False, False)


@pytest.mark.parametrize(
    "line",
    ["pip.install(x)", "!pip uninstall a", "# !pip install a", "!apt install a", "x = 'pip install a'", "!pip list"],
)
def test_other_lines_install_nothing(line: str) -> None:
    assert list(installs_in(line)) == []


def test_older_notebooks_and_broken_ones(tmp_path: Path) -> None:
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["!pip install numpy"]}]}]}
    (tmp_path / "old.ipynb").write_text(json.dumps(old), encoding="utf-8")
    assert [d.name for d in NotebookSource().read(tmp_path, "old.ipynb").dependencies] == ["numpy"]
    (tmp_path / "bad.ipynb").write_text('{"cells": [', encoding="utf-8")
    assert [gap.reason for gap in NotebookSource().read(tmp_path, "bad.ipynb").gaps] == [GapReason.UNPARSABLE]
    (tmp_path / "odd.ipynb").write_text('{"cells": [3, {"cell_type": "code"}, {"cell_type": "code", "source": 3}]}')
    assert NotebookSource().read(tmp_path, "odd.ipynb") == Manifest("odd.ipynb")


@pytest.mark.parametrize(
    "code",
    [
        "!pip3 -q install restricted==1.0",
        "out = !pip install restricted==1.0",
        "!PIP_QUIET=1 pip install restricted==1.0",
        "!sudo -H pip install restricted==1.0",
        "!/opt/tools/pip install restricted==1.0",
        "!python3 -I -m pip install restricted==1.0",
    ],
)
def test_commands_are_read_however_a_shell_lets_them_be_written(tmp_path: Path, code: str) -> None:
    manifest = _read(tmp_path, code)
    assert [(each.name, each.version) for each in manifest.dependencies] == [("restricted", "1.0")]
    assert manifest.gaps == ()


@pytest.mark.parametrize(
    "code",
    [
        "os.system('pip install restricted')",
        "subprocess.check_call([sys.executable, '-m', 'pip', 'install', 'restricted'])",
        'subprocess.run([sys.executable, "-m", "pip",\n    "install", "restricted"])',
        "get_ipython().system('pip install restricted')",
        "from pip import main; main(['install', 'restricted'])",
        "!uv add restricted",
        "!poetry add restricted",
        "!pipenv install restricted",
        "!easy_install restricted",
        "!pip install " + "a" * 20_000,
    ],
)
def test_packages_that_are_installed_in_other_ways_are_a_gap(tmp_path: Path, code: str) -> None:
    manifest = _read(tmp_path, code)
    assert manifest.dependencies == ()
    assert [gap.reason for gap in manifest.gaps] == [GapReason.UNRESOLVED]


@pytest.mark.parametrize("code", ["# pip install restricted", "print('done')", "x = 'pip'", "counter.add (1)"])
def test_code_that_installs_nothing_is_no_gap(tmp_path: Path, code: str) -> None:
    manifest = _read(tmp_path, code)
    assert (manifest.dependencies, manifest.gaps) == ((), ())
