from pathlib import Path

import pytest

from licscan.model.finding import GapReason
from licscan.scanners.dependencies.sources.interface import Edge, Manifest, Origin
from licscan.scanners.dependencies.sources.locks.uv_lock import UvLockSource

LOCK = f"""version = 1
revision = 3
requires-python = ">=3.11"

[manifest]
members = ["assistant", "assistant-tools"]

[[package]]
name = "Tiny.Lib"
version = "1.0"
source = {{ registry = "https://index.example/simple" }}
sdist = {{ url = "https://index.example/x.tar.gz", hash = "sha256:{"C" * 64}", size = 3 }}
wheels = [
    {{ url = "https://index.example/x-1.0-py3-none-any.whl", hash = "sha256:{"b" * 64}" }},
    {{ url = "https://index.example/x-1.0-cp311-linux.whl", hash = "sha256:{"a" * 64}" }},
]

[[package]]
name = "assistant"
version = "0.1.0"
source = {{ virtual = "." }}
dependencies = [{{ name = "tiny-lib" }}]

[[package]]
name = "assistant-tools"
version = "0.1.0"
source = {{ editable = "tools" }}

[[package]]
name = "fromgit"
version = "2.0"
source = {{ git = "https://user:tok@host.example/x?rev=main#0123" }}

[[package]]
name = "frompath"
source = {{ directory = "../lib" }}

[[package]]
name = "fromurl"
version = "3.0"
source = {{ url = "https://host.example/fromurl-3.0.tar.gz" }}
"""


def _read(root: Path, text: str) -> Manifest:
    (root / "uv.lock").write_text(text, encoding="utf-8")
    return UvLockSource().read(root, "uv.lock")


def test_packages_with_hashes_and_lines_without_the_project_itself(tmp_path: Path) -> None:
    manifest = _read(tmp_path, LOCK)
    assert [(d.name, d.version, d.origin, d.reference.line) for d in manifest.dependencies] == [
        ("tiny-lib", "1.0", Origin.INDEX, 8),
        ("fromgit", "2.0", Origin.GIT, 29),
        ("frompath", None, Origin.PATH, 34),
        ("fromurl", "3.0", Origin.URL, 38),
    ]
    assert manifest.dependencies[0].sha256s == ("a" * 64, "b" * 64, "c" * 64)
    assert manifest.members == ("assistant", "assistant-tools")
    assert manifest.complete
    assert "example" not in repr(manifest)


@pytest.mark.parametrize(
    "package", ['version = "1"', "name = 3", 'name = "..\\u001b[31m"', 'name = ""', 'name = "a/../b"']
)
def test_package_without_a_proper_name_is_a_gap(tmp_path: Path, package: str) -> None:
    manifest = _read(tmp_path, f'version = 1\n\n[[package]]\n{package}\n\n[[package]]\nname = "good"\nversion = "1"\n')
    assert [d.name for d in manifest.dependencies] == ["good"]
    assert [(gap.reason, gap.location and gap.location.line) for gap in manifest.gaps] == [(GapReason.UNPARSABLE, 3)]


@pytest.mark.parametrize("text", ["version = 1\npackage = 3\n", "version = 1\n[package]\nname = 'x'\n"])
def test_odd_shapes_are_gaps(tmp_path: Path, text: str) -> None:
    assert [gap.reason for gap in _read(tmp_path, text).gaps] == [GapReason.UNPARSABLE]


def test_truncated_lock_is_a_gap(tmp_path: Path) -> None:
    manifest = _read(tmp_path, LOCK[:700])
    assert [gap.reason for gap in manifest.gaps] == [GapReason.UNPARSABLE]
    assert not manifest.complete


def test_odd_entries_inside_a_package_are_survived(tmp_path: Path) -> None:
    wheels = '[1, {hash = 2}, {hash = "md5:1"}]'
    text = f'version = 1\n[[package]]\nname = "a"\nversion = 3\nsource = "x"\nwheels = {wheels}\nsdist = 4\n'
    (dependency,) = _read(tmp_path, text).dependencies
    assert (dependency.version, dependency.sha256s) == (None, ())


def test_a_package_under_the_name_of_a_member_is_a_dependency(tmp_path: Path) -> None:
    text = LOCK.replace('source = { editable = "tools" }', 'source = { registry = "https://index.example/simple" }')
    (tmp_path / "uv.lock").write_text(text, encoding="utf-8")
    names = [dependency.name for dependency in UvLockSource().read(tmp_path, "uv.lock").dependencies]
    assert "assistant-tools" in names
    assert "assistant" not in names


@pytest.mark.parametrize("source", ['{ oci = "x" }', '"https://host.example"'])
def test_a_source_of_an_unknown_kind_is_not_the_index(tmp_path: Path, source: str) -> None:
    text = f'version = 1\n[[package]]\nname = "a"\nversion = "1"\nsource = {source}\n'
    (tmp_path / "uv.lock").write_text(text, encoding="utf-8")
    (dependency,) = UvLockSource().read(tmp_path, "uv.lock").dependencies
    assert dependency.origin is not Origin.INDEX


GRAPH = """version = 1
requires-python = ">=3.11"

[[package]]
name = "assistant"
version = "0.1.0"
source = { editable = "." }
dependencies = [
    { name = "fastapi", extra = ["standard"] },
    { name = "colorama", marker = "sys_platform == 'win32'" },
]

[package.optional-dependencies]
GPU = [{ name = "torch", version = "2.1", source = { registry = "https://index.example/simple" } }]

[package.dev-dependencies]
dev = [{ name = "assistant", extra = ["gpu"] }, { name = "pytest" }]

[[package]]
name = "fastapi"
version = "0.115"
source = { registry = "https://index.example/simple" }
dependencies = [{ name = "starlette" }, 3, { name = ".." }]

[package.optional-dependencies]
standard = [{ name = "uvicorn", marker = "python_full_version >= '3.12' or extra == 'extra-9-assistant-gpu'" }]
"""


def test_what_needs_what_with_extras_groups_and_markers(tmp_path: Path) -> None:
    manifest = _read(tmp_path, GRAPH)
    assert manifest.requires_python == ">=3.11"
    assert manifest.edges == (
        Edge(None, "fastapi", extras=("standard",)),
        Edge(None, "colorama", marker="sys_platform == 'win32'"),
        Edge(None, "torch", "extra:gpu", version="2.1"),
        Edge(None, "assistant", "group:dev", extras=("gpu",)),
        Edge(None, "pytest", "group:dev"),
        Edge("fastapi", "starlette", source_version="0.115"),
        Edge("fastapi", "uvicorn", source_version="0.115", extra="standard"),
    )


def test_what_a_script_and_a_workspace_without_a_project_need(tmp_path: Path) -> None:
    text = """version = 1
[manifest]
requirements = [{ name = "rich", specifier = ">=13" }]
[manifest.dependency-groups]
lint = [{ name = "ruff" }]
[[package]]
name = "rich"
version = "13"
source = { registry = "https://index.example/simple" }
"""
    assert _read(tmp_path, text).edges == (Edge(None, "rich"), Edge(None, "ruff", "group:lint"))


def test_a_package_of_the_index_without_a_version_is_a_gap(tmp_path: Path) -> None:
    manifest = _read(tmp_path, 'version = 1\n[[package]]\nname = "a"\nversion = "1\\u001b[31m"\n')
    assert not manifest.dependencies
    assert [(gap.reason, gap.location and gap.location.line) for gap in manifest.gaps] == [(GapReason.UNPARSABLE, 2)]


def test_paths_below_the_root_are_told_and_others_are_not(tmp_path: Path) -> None:
    (tmp_path / "libs" / "tools").mkdir(parents=True)
    (tmp_path / "libs" / "tools" / "pyproject.toml").write_text('[project]\nname = "tools"\n', encoding="utf-8")
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "own-1.0-py3-none-any.whl").write_bytes(b"PK")
    text = """version = 1
[[package]]
name = "tools"
version = "1"
source = { editable = "libs/tools" }
[[package]]
name = "own"
version = "1.0"
source = { path = "wheels/own-1.0-py3-none-any.whl" }
[[package]]
name = "outside"
version = "1"
source = { directory = "../outside" }
"""
    found = {each.name: (each.folder, each.archive) for each in _read(tmp_path, text).dependencies}
    assert found == {
        "tools": ("libs/tools", None),
        "own": (None, "wheels/own-1.0-py3-none-any.whl"),
        "outside": (None, None),
    }
