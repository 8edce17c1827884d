import os
import sys
import zipfile
from importlib import import_module, metadata
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from licscan.model.finding import Gap, GapReason
from licscan.scanners.dependencies.sources.installed.environment import Installed, installed_in, search_path
from support.dependency_scan import install
from support.license_texts import BSD_3, MIT


def _read(site: Path) -> list[Installed | Gap]:
    return list(installed_in([str(site)]))


def test_fields_classifiers_and_license_files_are_read(tmp_path: Path) -> None:
    install(
        tmp_path,
        "Tiny-Lib",
        "1.0",
        "License: BSD",
        "Classifier: License :: OSI Approved",
        "Classifier: License :: OSI Approved :: BSD License",
        "Classifier: Topic :: Software Development",
        files={"licenses/LICENSE": BSD_3, "licenses/vendor/LICENSE": MIT, "COPYING.txt": MIT, "RECORD": ""},
    )
    (found,) = _read(tmp_path)
    assert isinstance(found, Installed)
    package = found.package()
    assert (found.name, found.version, found.shown) == ("tiny-lib", "1.0", "Tiny_Lib-1.0.dist-info/METADATA")
    assert [stated.text for stated in package.fields.classifiers] == ["License :: OSI Approved :: BSD License"]
    assert package.fields.license is not None
    assert package.fields.license.line == 4
    assert [text.name for text in package.texts or ()] == [
        "COPYING.txt",
        "licenses/LICENSE",
        "licenses/vendor/LICENSE",
    ]


def test_egg_info_folder_and_file_are_read(tmp_path: Path) -> None:
    (tmp_path / "old-0.1-py3.11.egg-info").mkdir()
    (tmp_path / "old-0.1-py3.11.egg-info" / "PKG-INFO").write_text("Name: old\nVersion: 0.1\nLicense: MIT\n")
    (tmp_path / "older-0.2.egg-info").write_text("Name: older\nVersion: 0.2\nLicense: ISC\n")
    names = [found.name for found in _read(tmp_path) if isinstance(found, Installed)]
    assert names == ["old", "older"]


def test_packages_come_sorted_whatever_the_order_on_disk(tmp_path: Path) -> None:
    for name in ("zeta", "alpha", "Mid_dle"):
        install(tmp_path, name, "1.0")
    assert [found.name for found in _read(tmp_path) if isinstance(found, Installed)] == ["alpha", "mid-dle", "zeta"]


def test_broken_metadata_is_a_gap_and_the_rest_goes_on(tmp_path: Path) -> None:
    install(tmp_path, "good", "1.0")
    (tmp_path / "empty-1.0.dist-info").mkdir()
    (tmp_path / "nameless-1.0.dist-info").mkdir()
    (tmp_path / "nameless-1.0.dist-info" / "METADATA").write_bytes(b"\xff\xfe\0broken")
    (tmp_path / "fifo-1.0.dist-info").mkdir()
    os.mkfifo(tmp_path / "fifo-1.0.dist-info" / "METADATA")
    found = _read(tmp_path)
    assert [each.name for each in found if isinstance(each, Installed)] == ["good"]
    reasons = {each.subject: each.reason for each in found if isinstance(each, Gap)}
    assert reasons == {
        "file:empty-1.0.dist-info": GapReason.UNREADABLE,
        "file:fifo-1.0.dist-info/METADATA": GapReason.UNREADABLE,
        "file:nameless-1.0.dist-info/METADATA": GapReason.UNPARSABLE,
    }


def test_interpreter_is_asked_for_its_own_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "must not count"))
    python = tmp_path / "python"
    python.symlink_to(sys.executable)
    path = search_path(python)
    assert not isinstance(path, Gap)
    assert path
    assert not any("must not count" in entry for entry in path)


@pytest.mark.parametrize("script", [None, "#!/bin/sh\nexit 1\n", "#!/bin/sh\necho nonsense\n", "#!/bin/sh\necho 3\n"])
def test_program_that_is_no_python_is_a_gap(tmp_path: Path, script: str | None) -> None:
    python = tmp_path / "python"
    if script is not None:
        python.write_text(script)
        python.chmod(0o755)
    found = search_path(python)
    assert isinstance(found, Gap)
    assert found.reason is GapReason.UNREADABLE
    assert str(tmp_path) not in repr(found)


def test_a_repeated_field_and_a_classifier_in_another_case_are_read(tmp_path: Path) -> None:
    lines = ("License: MIT", "License: CC-BY-NC-4.0", "Classifier: license :: Free for non-commercial use")
    install(tmp_path, "lib", "1.0", *lines)
    (found,) = _read(tmp_path)
    assert isinstance(found, Installed)
    assert found.fields.license is not None
    assert found.fields.license.text == "MIT / CC-BY-NC-4.0"
    assert [stated.text for stated in found.fields.classifiers] == ["license :: Free for non-commercial use"]


def test_metadata_with_an_oversized_header_is_a_gap(tmp_path: Path) -> None:
    install(tmp_path, "lib", "1.0", *["X-Fill: " + "x" * 1000] * 1100, "Classifier: License :: Free For Home Use")
    (found,) = _read(tmp_path)
    assert isinstance(found, Gap)
    assert found.reason is GapReason.TOO_LARGE


def test_requirements_are_read_as_written(tmp_path: Path) -> None:
    install(tmp_path, "lib", "1.0", "Requires-Dist: click>=8", 'Requires-Dist: rich; extra == "pretty"')
    (found,) = _read(tmp_path)
    assert isinstance(found, Installed)
    assert found.requires == ("click>=8", 'rich; extra == "pretty"')


def test_metadata_of_an_old_egg_folder_is_read(tmp_path: Path) -> None:
    egg = tmp_path / "older-0.3-py3.11.egg"
    (egg / "EGG-INFO").mkdir(parents=True)
    (egg / "EGG-INFO" / "PKG-INFO").write_text("Name: older\nVersion: 0.3\nLicense: MIT\n")
    (found,) = _read(egg)
    assert isinstance(found, Installed)
    assert (found.name, found.shown) == ("older", "EGG-INFO/PKG-INFO")


def test_package_inside_an_archive_is_a_gap(tmp_path: Path) -> None:
    archive = tmp_path / "packed-1.0-py3.11.egg"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("EGG-INFO/PKG-INFO", "Name: packed\nVersion: 1.0\n")
    (found,) = installed_in([str(archive), str(tmp_path / "python311.zip"), str(tmp_path / "absent")])
    assert isinstance(found, Gap)
    assert found.reason is GapReason.UNSUPPORTED_FORMAT


def test_pip_licenses_reads_the_same_fields_of_a_real_environment() -> None:
    """Both sides on every package that this interpreter sees: the fields and classifiers have to be the same."""
    piplicenses = import_module("piplicenses")
    ours = {each.folder: each for each in installed_in(sys.path) if isinstance(each, Installed)}
    assert len(ours) > 20
    for distribution in metadata.distributions(path=sys.path):
        here = ours[Path(str(distribution._path))]  # type: ignore[attr-defined]
        theirs = distribution.metadata
        for stated, key in ((here.fields.license, "license"), (here.fields.expression, "license_expression")):
            value = str(next((found for select in piplicenses.METADATA_KEYS[key] if (found := select(theirs))), ""))
            absent = value.strip().lower() in {"", "unknown", "none"}
            # importlib takes the indentation off folded lines.
            assert (stated.text.split() if stated else None) == (None if absent else value.split())
        named = piplicenses.find_license_from_classifier(theirs.get_all("classifier", []))
        known = [each.text for each in here.fields.classifiers if each.text != "License :: OSI Approved"]
        assert [text.split(" :: ")[-1] for text in known] == list(dict.fromkeys(named))
        assert (here.name, here.version) == (canonicalize_name(theirs["Name"]), theirs["Version"])
        assert list(here.requires) == [value.strip() for value in theirs.get_all("Requires-Dist", [])]
