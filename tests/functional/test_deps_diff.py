"""`licscan deps --diff OLD`: what changed since an earlier audit."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from support.command import Done, licscan
from support.dependency_scan import install

POLICY = '[project]\nname = "t"\npurpose = "commercial"\nactivity = ["distribute_code"]\n'


def installed(root: Path, name: str, *packages: tuple[str, str, str]) -> Path:
    """A folder of packages: name, version, and what the metadata states."""
    (root / "licscan.toml").write_text(POLICY, encoding="utf-8")
    for package, version, stated in packages:
        install(root / name, package, version, stated)
    return root / name


def compare(root: Path, old: Path, new: Path, *options: str) -> Done:
    licscan("deps", "--path", old, "--offline", "-q", "-o", "json=old.json", folder=root)
    return licscan("deps", "--path", new, "--offline", "--diff", "old.json", *options, folder=root)


MIT, GPL, BSD = "License-Expression: MIT", "License-Expression: GPL-3.0-only", "License: BSD"


def test_a_stricter_license_fails_and_both_places_are_told(tmp_path: Path) -> None:
    old = installed(tmp_path, "old", ("alpha", "1.0", MIT), ("beta", "1.0", MIT))
    new = installed(tmp_path, "new", ("alpha", "2.0", GPL), ("beta", "1.1", MIT))
    done = compare(tmp_path, old, new)
    assert done.code == 1
    assert "! alpha 1.0 -> 2.0  stricter" in done.out
    assert "MIT -> GPL-3.0-only" in done.out
    assert "copyleft: none -> strong" in done.out
    assert "old  License-Expression: MIT  alpha-1.0.dist-info/METADATA:4" in done.out
    assert "new  License-Expression: GPL-3.0-only  alpha-2.0.dist-info/METADATA:4" in done.out
    assert "beta 1.0 -> 1.1  MIT" in done.out
    assert "1 change fails; 1 license changed, 0 added, 0 removed, 1 updated, 0 unchanged" in done.out


def test_a_license_that_is_not_known_any_more_fails(tmp_path: Path) -> None:
    old = installed(tmp_path, "old", ("alpha", "1.0", MIT))
    done = compare(tmp_path, old, installed(tmp_path, "new", ("alpha", "2.0", BSD)))
    assert done.code == 1
    assert "no license can be concluded any more" in done.out


def test_a_freer_license_and_problems_that_were_there_before_do_not_fail(tmp_path: Path) -> None:
    old = installed(tmp_path, "old", ("alpha", "1.0", GPL), ("gamma", "1.0", GPL))
    done = compare(tmp_path, old, installed(tmp_path, "new", ("alpha", "2.0", MIT), ("gamma", "1.1", GPL)))
    assert done.code == 0
    assert "looser" in done.out


def test_a_new_package_fails_with_a_problem_alone(tmp_path: Path) -> None:
    old = installed(tmp_path, "old", ("alpha", "1.0", MIT))
    good = compare(tmp_path, old, installed(tmp_path, "good", ("alpha", "1.0", MIT), ("beta", "1.0", MIT)))
    assert (good.code, "beta 1.0  MIT" in good.out) == (0, True)
    bad = compare(tmp_path, old, installed(tmp_path, "bad", ("alpha", "1.0", MIT), ("beta", "1.0", GPL)))
    assert bad.code == 1
    assert "! beta 1.0  GPL-3.0-only" in bad.out
    assert "license/copyleft" in bad.out
    assert compare(tmp_path, old, tmp_path / "bad", "--exit-zero").code == 0


def test_a_removed_package_is_told(tmp_path: Path) -> None:
    old = installed(tmp_path, "old", ("alpha", "1.0", MIT), ("beta", "1.0", GPL))
    done = compare(tmp_path, old, installed(tmp_path, "new", ("alpha", "1.0", MIT)))
    assert done.code == 0
    assert "Removed (1)" in done.out


def test_json_is_canonical_and_complete(tmp_path: Path) -> None:
    old = installed(tmp_path, "old", ("alpha", "1.0", MIT))
    done = compare(tmp_path, old, installed(tmp_path, "new", ("alpha", "2.0", GPL)), "-o", "json")
    made = json.loads(done.out)
    assert done.out.encode() == rfc8785.dumps(made)
    assert (made["kind"], made["schema"], made["failing"]) == ("license_diff", 1, 1)
    (change,) = made["changed"]
    assert (change["old"]["concluded"], change["new"]["concluded"], change["direction"]) == (
        "MIT",
        "GPL-3.0-only",
        "stricter",
    )


def write(path: Path, audit: dict[str, Any]) -> None:
    path.write_text(json.dumps(audit), encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not json", "is not JSON"),
        (b"[]", "is not an audit JSON of schema 1"),
        (b'{"schema": 1}', "is not an audit JSON of schema 1"),
        (b"[" * 200_000, "is not JSON"),
        (b'{"x": 1e400, "digest": null}', "is not an audit JSON of schema 1"),
        (b"\xff\xfe\x00", "is not JSON"),
    ],
)
def test_what_is_no_audit_is_a_usage_error(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "old.json").write_bytes(content)
    done = licscan("deps", "--offline", "--diff", "old.json", folder=tmp_path)
    assert done.code == 2
    assert words in done.err
    assert done.out == ""


def test_an_audit_that_was_changed_is_refused(tmp_path: Path) -> None:
    site = installed(tmp_path, "old", ("alpha", "1.0", GPL))
    licscan("deps", "--path", site, "--offline", "-q", "-o", "json=old.json", folder=tmp_path)
    audit = json.loads((tmp_path / "old.json").read_text(encoding="utf-8"))
    audit["findings"][0]["concluded"] = "MIT"
    write(tmp_path / "old.json", audit)
    done = licscan("deps", "--path", site, "--offline", "--diff", "old.json", folder=tmp_path)
    assert done.code == 2
    assert "does not have the digest that it states" in done.err
    assert licscan("deps", "--offline", "--diff", "absent.json", folder=tmp_path).code == 2


def test_an_audit_of_an_earlier_version_can_be_compared(tmp_path: Path) -> None:
    site = installed(tmp_path, "old", ("alpha", "1.0", MIT))
    licscan("deps", "--path", site, "--offline", "-q", "-o", "json=old.json", folder=tmp_path)
    audit = json.loads((tmp_path / "old.json").read_text(encoding="utf-8"))
    for subject in audit["subjects"]:
        del subject["scopes"], subject["dependency_path"]
    del audit["findings"][0]["license_files"], audit["digest"]
    audit["digest"] = "sha256:" + hashlib.sha256(rfc8785.dumps(audit)).hexdigest()
    write(tmp_path / "old.json", audit)
    done = licscan("deps", "--path", site, "--offline", "--diff", "old.json", folder=tmp_path)
    assert done.code == 0, done.err
    assert "1 unchanged" in done.out


def test_a_form_that_a_comparison_does_not_have_is_a_usage_error(tmp_path: Path) -> None:
    done = licscan("deps", "--offline", "--diff", "old.json", "-o", "tree", folder=tmp_path)
    assert done.code == 2
    assert "no form tree" in done.err
