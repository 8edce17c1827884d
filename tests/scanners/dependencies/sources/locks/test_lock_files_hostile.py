"""Whatever stands in a lock file: packages or gaps, no crash, no secret."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licscan.inputs.inventory import FileKind
from licscan.scanners.dependencies.graph.reach import direct_edges, node_of, reach
from licscan.scanners.dependencies.graph.targets import Targets
from licscan.scanners.dependencies.sources import SOURCES
from licscan.scanners.interface import Selection

KINDS: dict[FileKind, dict[str, object]] = {
    FileKind.UV_LOCK: {"version": 1},
    FileKind.POETRY_LOCK: {"metadata": {"lock-version": "2.1"}},
    FileKind.PDM_LOCK: {"metadata": {"lock_version": "4.5.0"}},
    FileKind.PIPFILE: {},
    FileKind.PIPFILE_LOCK: {"_meta": {"pipfile-spec": 6}},
    FileKind.PYLOCK: {"lock-version": "1.0", "extras": ["x"]},
    FileKind.CONDA_LOCK: {"version": 1},
    FileKind.PIXI_LOCK: {"version": 6},
}
WORDS = (
    *("name", "version", "source", "dependencies", "optional-dependencies", "dev-dependencies", "marker", "markers"),
    *("groups", "optional", "extras", "extra", "files", "wheels", "sdist", "hash", "hashes", "sha256", "category"),
    *("manager", "platform", "kind", "conda", "pypi", "url", "path", "git", "depends", "requires_dist", "license"),
    *("type", "vcs", "directory", "archive", "index", "default", "packages", "linux-64", "targets", "requires_python"),
)
TEXTS = st.sampled_from(
    (
        *("numpy", "1.0", "==1.0", "a/b", "..", "conda", "pip", "pypi", "git", "main", ".", "./x", "file:///x", "*"),
        *("https://user:secret@host.example/numpy-1.0-0.conda", "python_version < '3'", "extra == 'x'", "x\u001b[31m"),
        *("'x' in extras", "numpy>=1; extra == 'y'", "^3.10", "sha256:" + "a" * 64, "linux-64", "(" * 200, ""),
    )
)
VALUES = st.recursive(
    TEXTS | st.integers(-1, 9) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=8,
)
NAMES = st.sampled_from(("numpy", "Tiny.Lib", "torch", "_libgcc_mutex"))
ENTRIES = st.fixed_dictionaries(
    {"name": NAMES},
    optional=dict.fromkeys(("version", "marker", "markers", "extra", "extras", "optional", "hash"), VALUES),
)
LISTED = st.lists(ENTRIES | TEXTS | VALUES, max_size=3)
PACKAGES = st.fixed_dictionaries(
    {"name": NAMES, "version": st.sampled_from(("1.0", "==2.1", "*"))},
    optional={
        "manager": st.sampled_from(("conda", "pip")),
        "kind": st.sampled_from(("conda", "pypi")),
        "pypi": TEXTS,
        "url": TEXTS,
        "dependencies": LISTED | st.dictionaries(NAMES, VALUES | ENTRIES, max_size=3),
        "optional-dependencies": st.dictionaries(NAMES, LISTED, max_size=2),
        "dev-dependencies": st.dictionaries(NAMES, LISTED, max_size=2),
        "requires_dist": LISTED,
        "depends": LISTED,
        "wheels": LISTED,
        **dict.fromkeys(
            ("source", "marker", "markers", "groups", "extras", "files", "sdist", "path", "license"), VALUES
        ),
        **dict.fromkeys(("platform", "category", "vcs", "directory", "archive", "git", "sha256", "hash"), VALUES),
    },
)
FILES = st.fixed_dictionaries(
    {},
    optional={
        "package": st.lists(PACKAGES | VALUES, max_size=4),
        "packages": st.lists(PACKAGES | VALUES, max_size=4) | st.dictionaries(NAMES, PACKAGES | VALUES, max_size=3),
        "default": st.dictionaries(NAMES, PACKAGES | VALUES, max_size=3),
        "develop": st.dictionaries(NAMES, PACKAGES | VALUES, max_size=3) | VALUES,
        "manifest": st.fixed_dictionaries(
            {}, optional=dict.fromkeys(("members", "requirements", "dependency-groups"), VALUES)
        ),
        **dict.fromkeys(("environments", "requires", "requires-python", "extras"), VALUES),
    },
)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)


def _written(kind: FileKind, data: dict[str, object]) -> str:
    if kind in (FileKind.PIPFILE_LOCK, FileKind.CONDA_LOCK, FileKind.PIXI_LOCK):
        return json.dumps(data)
    return "".join(f"{json.dumps(key)} = {_toml(value)}\n" for key, value in data.items())


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=FILES)
def test_any_shape_gives_packages_or_gaps(tmp_path: Path, kind: FileKind, data: dict[str, object]) -> None:
    (tmp_path / "lock").write_text(_written(kind, {**data, **KINDS[kind]}), encoding="utf-8")
    manifest = SOURCES[kind].read(tmp_path, "lock")
    assert "secret" not in repr(manifest)
    assert "\u001b" not in repr([(gap.detail, gap.hint) for gap in manifest.gaps])
    for dependency in manifest.dependencies:
        assert dependency.name
        assert dependency.version is None or "\u001b" not in dependency.version
        assert dependency.reference.line
        assert list(dependency.scopes) == sorted(set(dependency.scopes))
    edges = (*manifest.edges, *direct_edges(manifest.dependencies))
    found = reach(manifest.dependencies, edges, Selection(), Targets.of(Selection(), manifest.requires_python))
    assert {*found.reached, *found.left_out} == set(map(node_of, manifest.dependencies))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"\x00" * 100,
        b"[" * 100_000,
        b"{" * 100_000,
        b"a = " + b"[" * 5000 + b"]" * 5000,
        b"a = " + b"9" * 100_000,
        b'"""',
    ],
)
def test_what_cannot_be_parsed_is_a_gap(tmp_path: Path, kind: FileKind, content: bytes) -> None:
    (tmp_path / "lock").write_bytes(content)
    manifest = SOURCES[kind].read(tmp_path, "lock")
    assert len(manifest.gaps) == 1
    assert not manifest.dependencies
    assert not manifest.complete


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_and_a_missing_file_are_gaps(tmp_path: Path, kind: FileKind) -> None:
    (tmp_path / "lock").mkdir()
    assert len(SOURCES[kind].read(tmp_path, "lock").gaps) == 1
    assert len(SOURCES[kind].read(tmp_path, "missing").gaps) == 1
