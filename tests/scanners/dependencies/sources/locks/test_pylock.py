from pathlib import Path

import pytest
import tomli

from licscan.scanners.dependencies.sources.interface import Edge, Manifest, Origin
from licscan.scanners.dependencies.sources.locks.pylock import PylockSource

LOCK = f"""lock-version = "1.0"
environments = ["sys_platform == 'linux'"]
requires-python = ">=3.11"
extras = ["web"]
dependency-groups = ["default", "dev"]
default-groups = ["default"]
created-by = "a tool"

[[packages]]
name = "attrs"
version = "25.1.0"
marker = "'default' in dependency_groups"
index = "https://user:tok@index.example/simple"
wheels = [
    {{ url = "https://index.example/attrs-25.1.0-py3-none-any.whl", hashes = {{ sha256 = "{"A" * 64}" }} }},
]

[packages.sdist]
name = "attrs-25.1.0.tar.gz"
url = "https://index.example/a.tar.gz"
hashes = {{ sha256 = "{"b" * 64}" }}

[[packages]]
name = "cattrs"
version = "24.1.2"
marker = "python_version >= '3.12' and ('dev' in dependency_groups or 'web' in extras)"
dependencies = [{{ name = "attrs" }}]

[[packages.wheels]]
url = "https://index.example/cattrs-24.1.2-py3-none-any.whl"
hashes = {{ sha256 = "{"c" * 64}" }}

[[packages]]
name = "everywhere"
version = "1.0"
archive = {{ url = "https://host.example/everywhere-1.0.zip", hashes = {{ sha256 = "{"d" * 64}" }} }}

[[packages]]
name = "fromgit"
vcs = {{ type = "git", url = "https://user:tok@host.example/x.git", commit-id = "0123" }}

[[packages]]
name = "assistant"
directory = {{ path = ".", editable = true }}
"""


def _read(root: Path, text: str) -> Manifest:
    (root / "pylock.toml").write_text(text, encoding="utf-8")
    return PylockSource().read(root, "pylock.toml")


def test_packages_with_hashes_lines_and_what_they_are_for(tmp_path: Path) -> None:
    manifest = _read(tmp_path, LOCK)
    assert [(d.name, d.version, d.origin, d.reference.line, d.scopes) for d in manifest.dependencies] == [
        ("attrs", "25.1.0", Origin.INDEX, 9, ("runtime",)),
        ("cattrs", "24.1.2", Origin.INDEX, 23, ("extra:web", "group:dev")),
        ("everywhere", "1.0", Origin.URL, 33, ("runtime",)),
        ("fromgit", None, Origin.GIT, 38, ("runtime",)),
    ]
    assert [d.marker for d in manifest.dependencies] == [None, 'python_version >= "3.12"', None, None]
    assert manifest.dependencies[0].sha256s == ("a" * 64, "b" * 64)
    assert manifest.dependencies[2].sha256s == ("d" * 64,)
    assert manifest.edges == (Edge("cattrs", "attrs", source_version="24.1.2"),)
    assert manifest.members == ("assistant",)
    assert manifest.requires_python == ">=3.11"
    assert manifest.complete
    assert "example" not in repr(manifest)


def test_a_file_for_one_purpose_does_not_say_what_for(tmp_path: Path) -> None:
    text = 'lock-version = "1.0"\ncreated-by = "x"\n[[packages]]\nname = "a"\nversion = "1"\nsdist = {}\n'
    assert [d.scopes for d in _read(tmp_path, text).dependencies] == [()]


def test_packaging_reads_the_same_packages(tmp_path: Path) -> None:
    pylock = pytest.importorskip("packaging.pylock", reason="packaging before 26 has no reader of this format")
    theirs = pylock.Pylock.from_dict(tomli.loads(LOCK))
    ours = _read(tmp_path, LOCK)
    named = {(p.name, str(p.version) if p.version else None) for p in theirs.packages}
    assert {(d.name, d.version) for d in ours.dependencies} | {("assistant", None)} == named


def test_broken_packages_are_gaps_and_the_rest_is_read(tmp_path: Path) -> None:
    text = 'lock-version = "1.0"\n[[packages]]\nname = "x"\n[[packages]]\nversion = "1"\n'
    text += '[[packages]]\nname = "good"\nversion = "1"\nwheels = [3, {hashes = 4}]\nmarker = 3\ndependencies = [3]\n'
    manifest = _read(tmp_path, text)
    assert [d.name for d in manifest.dependencies] == ["good"]
    assert [gap.location and gap.location.line for gap in manifest.gaps] == [2, 4]
