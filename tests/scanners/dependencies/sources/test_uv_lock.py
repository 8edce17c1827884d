from pathlib import Path

import pytest

from licscan.model.finding import GapReason
from licscan.scanners.dependencies.sources.interface import Manifest, Origin
from licscan.scanners.dependencies.sources.uv_lock import UvLockSource

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
    ("text", "line"),
    [
        ("version = 2\n", 1),
        ("# by uv\nversion = 99\n", 2),
        ('version = "1"\n', 1),
        ("requires-python = '>=3'\n", 1),
    ],
)
def test_other_versions_are_a_gap_at_the_line(tmp_path: Path, text: str, line: int) -> None:
    manifest = _read(tmp_path, text)
    (gap,) = manifest.gaps
    assert gap.reason is GapReason.UNSUPPORTED_VERSION
    assert gap.location is not None
    assert gap.location.line == line
    assert not manifest.complete


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
