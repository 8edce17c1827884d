from pathlib import Path

import pytest

from licscan.model.finding import GapReason
from licscan.scanners.dependencies.sources.interface import Manifest, Origin
from licscan.scanners.dependencies.sources.pyproject import PyprojectSource


def _read(root: Path, text: str) -> Manifest:
    (root / "pyproject.toml").write_text(text, encoding="utf-8")
    return PyprojectSource().read(root, "pyproject.toml")


def test_dependencies_extras_and_groups_with_their_lines(tmp_path: Path) -> None:
    manifest = _read(
        tmp_path,
        """[project]
name = "Assistant_App"
dependencies = [
  "torch>=2",   # model
  "pandas==2.3.0",
]

[project.optional-dependencies]
fast = ["orjson", "assistant-app[slow]"]

[dependency-groups]
dev = [
  {include-group = "test"},
  "ruff==0.8.0",
]
test = ["pytest"]
""",
    )
    assert [(d.name, d.version, d.reference.line) for d in manifest.dependencies] == [
        ("torch", None, 4),
        ("pandas", "2.3.0", 5),
        ("orjson", None, 9),
        ("ruff", "0.8.0", 14),
        ("pytest", None, 16),
    ]
    assert manifest.project == "assistant-app"
    assert manifest.gaps == ()


def test_entry_that_is_no_requirement_is_a_gap_at_its_line(tmp_path: Path) -> None:
    manifest = _read(tmp_path, '[project]\nname = "x"\ndependencies = [\n  "good",\n  "not good at all",\n  3,\n]\n')
    assert [d.name for d in manifest.dependencies] == ["good"]
    assert [(gap.reason, gap.location and gap.location.line) for gap in manifest.gaps] == [
        (GapReason.UNPARSABLE, 5),
        (GapReason.UNPARSABLE, 6),
    ]


def test_dynamic_dependencies_are_not_silently_empty(tmp_path: Path) -> None:
    (gap,) = _read(tmp_path, '[project]\nname = "x"\ndynamic = ["version", "dependencies"]\n').gaps
    assert gap.reason is GapReason.UNRESOLVED
    assert gap.location is not None
    assert gap.location.line == 3


def test_tables_of_other_tools_are_told(tmp_path: Path) -> None:
    (gap,) = _read(tmp_path, '[tool.poetry]\nname = "x"\n\n[tool.poetry.dependencies]\ntorch = "^2"\n').gaps
    assert gap.reason is GapReason.UNSUPPORTED_FORMAT
    assert gap.location is not None
    assert gap.location.line == 4


def test_broken_toml_is_a_gap_with_the_line(tmp_path: Path) -> None:
    (gap,) = _read(tmp_path, '[project]\nname = "x"\ndependencies = [\n').gaps
    assert gap.reason is GapReason.UNPARSABLE
    assert gap.location is not None
    assert gap.location.line is not None


def test_file_without_dependencies_says_nothing(tmp_path: Path) -> None:
    manifest = _read(tmp_path, "[tool.ruff]\nline-length = 100\n")
    assert (manifest.dependencies, manifest.gaps) == ((), ())


def test_folder_in_place_of_the_file_is_a_gap(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").mkdir()
    (gap,) = PyprojectSource().read(tmp_path, "pyproject.toml").gaps
    assert gap.reason is GapReason.UNREADABLE


@pytest.mark.parametrize(
    "text",
    [
        '[tool.poetry.dependencies]\npython = "^3.11"\nnumpy = "*"\n',
        '[tool.poetry.group.dev.dependencies]\npytest = "*"\n',
        '[tool.flit.metadata]\nrequires = ["numpy"]\n',
        '[tool.hatch.envs.default]\ndependencies = ["numpy"]\n',
        '[tool.pixi.pypi-dependencies]\nnumpy = "*"\n',
        '[tool.pdm.dev-dependencies]\ntest = ["pytest"]\n',
        '[tool.rye]\ndev-dependencies = ["pytest"]\n',
    ],
)
def test_dependencies_in_the_form_of_another_tool_are_a_gap(tmp_path: Path, text: str) -> None:
    (gap,) = _read(tmp_path, text).gaps
    assert gap.reason is GapReason.UNSUPPORTED_FORMAT
    assert gap.location is not None
    assert gap.location.line


def test_tables_of_other_tools_that_name_no_package_are_no_gap(tmp_path: Path) -> None:
    text = '[tool.poetry.dependencies]\npython = "^3.11"\n[tool.hatch.envs.default]\ninstaller = "uv"\n'
    assert _read(tmp_path, text) == Manifest("pyproject.toml")


@pytest.mark.parametrize(
    "text",
    [
        'project = "x"\n',
        '[project]\nname = "x"\ndynamic = "dependencies"\n',
        '[project]\nname = "x"\noptional-dependencies = ["numpy"]\n',
        'dependency-groups = ["numpy"]\n',
    ],
)
def test_tables_of_the_wrong_kind_are_a_gap(tmp_path: Path, text: str) -> None:
    assert len(_read(tmp_path, text).gaps) == 1


def test_the_former_development_table_of_uv_is_read(tmp_path: Path) -> None:
    (dependency,) = _read(tmp_path, '[tool.uv]\ndev-dependencies = ["pytest==9.0.0"]\n').dependencies
    assert (dependency.name, dependency.version, dependency.reference.line) == ("pytest", "9.0.0", 2)


def test_a_package_that_uv_takes_from_elsewhere_is_not_that_of_the_index(tmp_path: Path) -> None:
    manifest = _read(
        tmp_path,
        """[project]
name = "x"
dependencies = ["Tiny_Lib==1.0", "tools", "inside", "numpy==2.4.6"]

[tool.uv.sources]
tiny-lib = { git = "https://host.example/x" }
tools = [{ path = "../tools", marker = "sys_platform == 'linux'" }, { index = "own" }]
inside = { workspace = true }
numpy = { index = "own" }
""",
    )
    assert [(d.name, d.version, d.origin) for d in manifest.dependencies] == [
        ("tiny-lib", None, Origin.GIT),
        ("tools", None, Origin.PATH),
        ("inside", None, Origin.PATH),
        ("numpy", "2.4.6", Origin.INDEX),
    ]
