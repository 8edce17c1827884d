import json
from pathlib import Path

import pytest

from licscan.model.finding import GapReason
from licscan.scanners.dependencies.sources.interface import Manifest, Origin
from licscan.scanners.dependencies.sources.locks.pipfile_lock import PipfileLockSource

LOCK = {
    "_meta": {
        "hash": {"sha256": "0"},
        "pipfile-spec": 6,
        "requires": {"python_version": "3.11"},
        "sources": [{"name": "own", "url": "https://user:tok@index.example/simple", "verify_ssl": True}],
    },
    "default": {
        "requests": {
            "extras": ["Socks"],
            "hashes": [f"sha256:{'A' * 64}", "md5:0"],
            "index": "own",
            "markers": "python_version >= '3.8'",
            "version": "==2.32.3",
        },
        "colorama": {"markers": "sys_platform == 'win32'", "version": "*"},
        "fromgit": {"git": "https://user:tok@host.example/x.git", "ref": "0123"},
        "assistant": {"editable": True, "path": "."},
    },
    "develop": {"requests": {"version": "==2.32.3"}, "pytest": {"version": "==8.0"}},
    "doc-tools": {"sphinx": {"version": "==7.0"}},
}


def _read(root: Path, data: object) -> Manifest:
    (root / "Pipfile.lock").write_text(json.dumps(data, indent=4), encoding="utf-8")
    return PipfileLockSource().read(root, "Pipfile.lock")


def test_packages_with_sections_as_scopes(tmp_path: Path) -> None:
    manifest = _read(tmp_path, LOCK)
    assert [(d.name, d.version, d.origin, d.scopes) for d in manifest.dependencies] == [
        ("requests", "2.32.3", Origin.INDEX, ("runtime",)),
        ("colorama", None, Origin.INDEX, ("runtime",)),
        ("fromgit", None, Origin.GIT, ("runtime",)),
        ("requests", "2.32.3", Origin.INDEX, ("group:develop",)),
        ("pytest", "8.0", Origin.INDEX, ("group:develop",)),
        ("sphinx", "7.0", Origin.INDEX, ("group:doc-tools",)),
    ]
    first, second = manifest.dependencies[:2]
    assert (first.reference.line, first.extras, first.sha256s) == (19, ("socks",), ("a" * 64,))
    assert first.marker == "python_version >= '3.8'"
    assert second.marker == "sys_platform == 'win32'"
    assert manifest.members == ("assistant",)
    assert manifest.requires_python == "==3.11.*"
    assert manifest.complete
    assert "example" not in repr(manifest)


@pytest.mark.parametrize(
    "data", [{"_meta": {"pipfile-spec": 7}}, {"_meta": {}}, {}, [], {"_meta": {"pipfile-spec": True}}]
)
def test_other_versions_are_a_gap(tmp_path: Path, data: object) -> None:
    manifest = _read(tmp_path, data)
    assert [gap.reason for gap in manifest.gaps] == [GapReason.UNSUPPORTED_VERSION]
    assert not manifest.complete


def test_broken_entries_are_gaps_and_the_rest_is_read(tmp_path: Path) -> None:
    default = {"a/b": {"version": "==1"}, "x": 3, "y": {"version": ">=1"}, "z": {}, "good": {"version": "==1"}}
    manifest = _read(tmp_path, {"_meta": {"pipfile-spec": 6}, "default": default, "develop": []})
    assert [d.name for d in manifest.dependencies] == ["good"]
    assert len(manifest.gaps) == 5
    assert all(gap.location and gap.location.line and gap.location.line > 4 for gap in manifest.gaps)


def test_a_name_given_twice_is_a_gap(tmp_path: Path) -> None:
    text = '{"_meta": {"pipfile-spec": 6},\n "default": {"a": {"version": "==1"},\n "a": {"version": "==2"}}}'
    (tmp_path / "Pipfile.lock").write_text(text, encoding="utf-8")
    manifest = PipfileLockSource().read(tmp_path, "Pipfile.lock")
    assert [d.version for d in manifest.dependencies] == ["1"]
    assert len(manifest.gaps) == 1


def test_truncated_json_is_a_gap(tmp_path: Path) -> None:
    (tmp_path / "Pipfile.lock").write_text('{"_meta": {', encoding="utf-8")
    manifest = PipfileLockSource().read(tmp_path, "Pipfile.lock")
    assert [gap.reason for gap in manifest.gaps] == [GapReason.UNPARSABLE]
