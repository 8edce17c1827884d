from pathlib import Path

import pytest

from licscan.model.finding import GapReason
from licscan.scanners.dependencies.sources.interface import Manifest, Origin
from licscan.scanners.dependencies.sources.pyproject.project import PyprojectSource


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


def test_a_package_under_the_projects_own_name_does_not_vanish(tmp_path: Path) -> None:
    manifest = _read(tmp_path, '[project]\nname = "torch"\ndependencies = [\n  "torch==2.0",\n  "torch[fast]",\n]\n')
    assert manifest.dependencies == ()
    (gap,) = manifest.gaps
    assert (gap.reason, gap.location and gap.location.line) == (GapReason.UNRESOLVED, 4)
    assert "its own name" in gap.detail


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


def _scopes(manifest: Manifest) -> dict[str, tuple[str, ...]]:
    return {d.name: d.scopes for d in manifest.dependencies}


def test_what_a_dependency_is_needed_for(tmp_path: Path) -> None:
    manifest = _read(
        tmp_path,
        """[build-system]
requires = ["hatchling>=1.27"]

[project]
name = "app"
requires-python = ">=3.11"
dependencies = ["torch", "app[base]"]

[project.optional-dependencies]
base = ["pandas"]
Fast_IO = ["orjson"]
all = ["app[fast-io,base]", "rich; sys_platform == 'win32'"]

[dependency-groups]
dev = [{include-group = "Test"}, "ruff"]
test = ["pytest", "app[all]"]
""",
    )
    assert _scopes(manifest) == {
        "torch": ("runtime",),
        "pandas": ("extra:all", "extra:base", "group:dev", "group:test", "runtime"),
        "orjson": ("extra:all", "extra:fast-io", "group:dev", "group:test"),
        "rich": ("extra:all", "group:dev", "group:test"),
        "ruff": ("group:dev",),
        "pytest": ("group:dev", "group:test"),
        "hatchling": ("build",),
    }
    assert manifest.requires_python == ">=3.11"
    assert {d.name: d.marker for d in manifest.dependencies}["rich"] == 'sys_platform == "win32"'
    assert manifest.gaps == ()


def test_groups_that_include_each_other_or_none_are_gaps(tmp_path: Path) -> None:
    text = """[dependency-groups]
a = [{include-group = "b"}, "one"]
b = [
  {include-group = "a"},
  {include-group = "missing"},
  {other = 1},
]
"""
    manifest = _read(tmp_path, text)
    assert _scopes(manifest) == {"one": ("group:a", "group:b")}
    assert [(gap.reason, gap.location and gap.location.line) for gap in manifest.gaps] == [
        (GapReason.UNPARSABLE, 6),
        (GapReason.UNPARSABLE, 4),
        (GapReason.UNRESOLVED, 5),
    ]


def test_thousands_of_groups_that_include_each_other_end_in_a_gap(tmp_path: Path) -> None:
    groups = "".join(f'g{n} = [{{include-group = "g{n + 1}"}}]\n' for n in range(2_000))
    manifest = _read(tmp_path, f"[dependency-groups]\n{groups}g2000 = []\n")
    assert [gap.reason for gap in manifest.gaps] == [GapReason.TOO_LARGE]


def test_poetry_with_groups_extras_and_places(tmp_path: Path) -> None:
    (tmp_path / "libs/own").mkdir(parents=True)
    (tmp_path / "libs/own/pyproject.toml").write_text('[tool.poetry]\nname = "own"\n', encoding="utf-8")
    manifest = _read(
        tmp_path,
        """[tool.poetry]
name = "Poetry_App"

[tool.poetry.dependencies]
python = "^3.11"
numpy = "^1.26"
pandas = {version = "~2.1", extras = ["excel", "aws"], python = "<3.13", markers = "sys_platform == 'linux'"}
own = {path = "libs/own", develop = true}
private = {git = "https://user:tok@host.example/x.git", tag = "v1"}
torch = [
  {version = "2.2.0", platform = "linux"},
  {version = "^2.3 || 2.1.*", platform = "win32", source = "torch"},
]
redis = {version = "*", optional = true}

[tool.poetry.group.test.dependencies]
pytest = ">=8,<9"

[tool.poetry.group.dev]
include-groups = ["test"]

[tool.poetry.group.dev.dependencies]
ruff = "0.8.0"

[tool.poetry.dev-dependencies]
black = "24.1"

[tool.poetry.extras]
cache = ["redis"]
""",
    )
    found = [
        (d.name, d.specifier, d.version, d.extras, d.marker, d.scopes, d.reference.line) for d in manifest.dependencies
    ]
    linux = 'python_version < "3.13"'
    assert found == [
        ("numpy", "<2.0,>=1.26", None, (), None, ("runtime",), 6),
        ("pandas", "<2.2,>=2.1", None, ("aws", "excel"), f'sys_platform == "linux" and {linux}', ("runtime",), 7),
        ("own", "", None, (), None, ("runtime",), 8),
        ("private", "", None, (), None, ("runtime",), 9),
        ("torch", "==2.2.0", "2.2.0", (), 'sys_platform == "linux"', ("runtime",), 11),
        ("torch", "<3.0,>=2.3", None, (), 'sys_platform == "win32"', ("runtime",), 12),
        ("torch", "==2.1.*", None, (), 'sys_platform == "win32"', ("runtime",), 12),
        ("redis", "", None, (), None, ("extra:cache",), 14),
        ("black", "==24.1", "24.1", (), None, ("group:dev",), 26),
        ("pytest", "<9,>=8", None, (), None, ("group:dev", "group:test"), 17),
        ("ruff", "==0.8.0", "0.8.0", (), None, ("group:dev",), 23),
    ]
    by_name = {d.name: d for d in manifest.dependencies}
    assert (by_name["own"].origin, by_name["own"].folder) == (Origin.PATH, "libs/own")
    assert by_name["private"].origin is Origin.GIT
    assert "host.example" not in repr(manifest)
    assert (manifest.project, manifest.requires_python) == ("poetry-app", "<4.0,>=3.11")
    assert manifest.gaps == ()


def test_poetry_only_says_where_a_package_of_the_project_table_comes_from(tmp_path: Path) -> None:
    manifest = _read(
        tmp_path,
        """[project]
name = "app"
dependencies = ["tools>=2", "numpy>=1.26"]

[tool.poetry.dependencies]
tools = {git = "https://host.example/tools.git"}
numpy = {source = "own"}
""",
    )
    found = [(d.name, d.specifier, d.origin) for d in manifest.dependencies]
    assert found == [("tools", ">=2", Origin.GIT), ("numpy", ">=1.26", Origin.INDEX)]


def test_what_poetry_does_not_understand_is_a_gap(tmp_path: Path) -> None:
    text = '[tool.poetry.dependencies]\nnumpy = "newest please"\n"not a name" = "*"\nscipy = 3\n'
    manifest = _read(tmp_path, text)
    assert manifest.dependencies == ()
    assert [gap.location and gap.location.line for gap in manifest.gaps] == [2, 3, 4]


@pytest.mark.parametrize(
    ("text", "scope", "kind"),
    [
        ('[tool.poetry.group.dev.dependencies]\nnumpy = "*"\n', "group:dev", "pypi"),
        ('[tool.flit.metadata]\nrequires = ["numpy"]\n', "runtime", "pypi"),
        ('[tool.flit.metadata.requires-extra]\ntest = ["numpy"]\n', "extra:test", "pypi"),
        ('[tool.hatch.envs.default]\ndependencies = ["numpy"]\n', "group:default", "pypi"),
        ('[tool.hatch.envs.lint]\nextra-dependencies = ["numpy"]\n', "group:lint", "pypi"),
        ('[tool.pixi.pypi-dependencies]\nnumpy = "*"\n', "runtime", "pypi"),
        (
            '[tool.pixi.feature.test.pypi-dependencies]\nnumpy = {version = ">=1", extras = ["x"]}\n',
            "group:test",
            "pypi",
        ),
        ('[tool.pixi.dependencies]\nnumpy = ">=1"\n', "runtime", "conda"),
        ('[tool.pixi.target.linux-64.dependencies]\nnumpy = ">=1"\n', "runtime", "conda"),
        ('[tool.pixi.host-dependencies]\nnumpy = {version = "*", channel = "x"}\n', "build", "conda"),
        ('[tool.pdm.dev-dependencies]\ntest = ["numpy"]\n', "group:test", "pypi"),
        ('[tool.rye]\ndev-dependencies = ["numpy"]\n', "group:dev", "pypi"),
        ('[tool.uv]\ndev-dependencies = ["numpy"]\n', "group:dev", "pypi"),
    ],
)
def test_tables_of_other_tools_are_read(tmp_path: Path, text: str, scope: str, kind: str) -> None:
    manifest = _read(tmp_path, text)
    (dependency,) = manifest.dependencies
    assert (dependency.name, dependency.scopes, dependency.type, dependency.reference.line) == (
        "numpy",
        (scope,),
        kind,
        2,
    )
    assert manifest.gaps == ()


def test_tables_of_other_tools_that_name_no_package_say_nothing(tmp_path: Path) -> None:
    text = '[tool.poetry.dependencies]\npython = "^3.11"\n[tool.hatch.envs.default]\ninstaller = "uv"\n'
    assert _read(tmp_path, text) == Manifest("pyproject.toml", requires_python="<4.0,>=3.11")


def test_features_of_an_environment_and_editable_entries(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/setup.cfg").write_text("[metadata]\nname = Sub_Lib\n", encoding="utf-8")
    manifest = _read(
        tmp_path,
        """[project]
name = "app"
[project.optional-dependencies]
fast = ["orjson"]
[tool.hatch.envs.test]
features = ["fast"]
dependencies = ["{root:uri}/sub", "{env:X}"]
[tool.pdm.dev-dependencies]
dev = ["-e file:///${PROJECT_ROOT}/sub#egg=sub-lib"]
""",
    )
    assert _scopes(manifest)["orjson"] == ("extra:fast", "group:test")
    places = [(d.name, d.folder, d.scopes) for d in manifest.dependencies if d.folder]
    assert places == [("sub-lib", "sub", ("group:dev",)), ("sub-lib", "sub", ("group:test",))]
    assert [gap.location and gap.location.line for gap in manifest.gaps] == [7]


def test_dynamic_dependencies_of_setuptools_are_read_from_their_files(tmp_path: Path) -> None:
    (tmp_path / "base.txt").write_text("numpy==2.0\n-r more.txt\n", encoding="utf-8")
    (tmp_path / "more.txt").write_text("pandas\n", encoding="utf-8")
    (tmp_path / "test.txt").write_text("pytest\n", encoding="utf-8")
    manifest = _read(
        tmp_path,
        """[project]
name = "x"
dynamic = ["dependencies", "optional-dependencies"]
[tool.setuptools.dynamic]
dependencies = {file = ["base.txt", "absent.txt"]}
optional-dependencies.test = {file = "test.txt"}
""",
    )
    assert [(d.name, d.scopes, d.reference.path, d.reference.line) for d in manifest.dependencies] == [
        ("numpy", ("runtime",), "base.txt", 1),
        ("pandas", ("runtime",), "more.txt", 1),
        ("pytest", ("extra:test",), "test.txt", 1),
    ]
    (gap,) = manifest.gaps
    assert (gap.reason, gap.location and gap.location.line) == (GapReason.UNREADABLE, 5)


@pytest.mark.parametrize(
    "text",
    [
        'project = "x"\n',
        '[project]\nname = "x"\ndynamic = "dependencies"\n',
        '[project]\nname = "x"\noptional-dependencies = ["numpy"]\n',
        'dependency-groups = ["numpy"]\n',
        "tool = 3\n",
        "build-system = 3\n",
        '[build-system]\nrequires = "hatchling"\n',
        "[tool.poetry]\ngroup = 3\n",
        "[tool.hatch]\nenvs = 3\n",
        "[tool.pdm]\ndev-dependencies = 3\n",
        "[tool.pixi]\ndependencies = 3\n",
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
