"""The texts that go along with a package, from where it is installed or from the index."""

from pathlib import Path

import pytest

from licscan.catalog.catalog import Catalog
from licscan.inputs.inventory import Inventory
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.dependencies.attribution.attributions import Role, Shipped, shipped_with, tidy
from licscan.scanners.interface import ScanContext
from support.dependency_scan import install
from support.license_texts import MIT


def shipped(site: Path, root: Path, name: str = "demo", version: str = "1.0") -> Shipped:
    subject = Subject(f"pkg:pypi/{name}@{version}", SubjectKind.COMPONENT, name, version)
    context = ScanContext(Catalog(), offline=True, site_packages=(site,), cache=root / "cache")
    return shipped_with([subject], Inventory(root, ()), context)[subject.ref]


def test_license_notice_and_authors_of_an_installed_package(tmp_path: Path) -> None:
    files = {"licenses/LICENSE": MIT, "licenses/NOTICE": "Demo\nBuilt by Example.\n", "AUTHORS.rst": "Jo Example\n"}
    install(tmp_path / "site", "demo", "1.0", "Project-URL: Source Code, https://code.example/demo", files=files)
    found = shipped(tmp_path / "site", tmp_path)
    assert {text.name: text.role for text in found.texts} == {
        "AUTHORS.rst": Role.PEOPLE,
        "licenses/LICENSE": Role.LICENSE,
        "licenses/NOTICE": Role.NOTICE,
    }
    assert found.link == "https://code.example/demo"
    assert found.problems == ()


def test_a_listed_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    listed = ("License-File: LICENSE", "License-File: NOTICE")
    install(tmp_path / "site", "demo", "1.0", *listed, files={"licenses/LICENSE": MIT})
    assert shipped(tmp_path / "site", tmp_path).problems == (
        "its metadata lists the license file NOTICE, which could not be had",
    )


def test_a_file_that_is_too_large_is_a_problem_and_not_a_shortened_text(tmp_path: Path) -> None:
    install(tmp_path / "site", "demo", "1.0", files={"licenses/LICENSE": "x" * (2 * 1024 * 1024 + 1)})
    found = shipped(tmp_path / "site", tmp_path)
    assert found.texts == ()
    assert found.problems == ("its file licenses/LICENSE cannot be read, or is too large to be here",)


def test_a_link_in_the_metadata_folder_publishes_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("not for others\n", encoding="utf-8")
    install(tmp_path / "site", "demo", "1.0", files={"LICENSE": MIT})
    (tmp_path / "site" / "demo-1.0.dist-info" / "NOTICE").symlink_to(tmp_path / "secret")
    assert [text.name for text in shipped(tmp_path / "site", tmp_path).texts] == ["LICENSE"]


@pytest.mark.parametrize(
    "address",
    [
        "https://jo:word@code.example/demo",
        "javascript:alert(1)",
        "https://code.example/demo?token=1",
        "ftp://x.example",
    ],
)
def test_an_address_with_credentials_or_of_another_kind_is_not_given_on(tmp_path: Path, address: str) -> None:
    install(tmp_path / "site", "demo", "1.0", f"Project-URL: Source, {address}", files={"LICENSE": MIT})
    assert shipped(tmp_path / "site", tmp_path).link is None


def test_a_package_that_nobody_has_says_so(tmp_path: Path) -> None:
    (problem,) = shipped(tmp_path / "empty", tmp_path).problems
    assert "offline" in problem


def test_texts_that_differ_in_line_ends_and_form_feeds_alone_are_one() -> None:
    assert tidy("\r\nOne  \r\n\x0cTwo\r\n\r\n") == tidy("One\nTwo\n") == "One\nTwo"


def test_a_long_text_inside_the_package_goes_along_whole(tmp_path: Path) -> None:
    site = tmp_path / "site"
    install(site, "demo", "1.0", files={"LICENSE": MIT, "RECORD": "demo/_vendor/part/LICENSE,,\n"})
    (site / "demo" / "_vendor" / "part").mkdir(parents=True)
    long = MIT + "\nAnd more of it." * 40_000 + "\nThe end."
    (site / "demo" / "_vendor" / "part" / "LICENSE").write_text(long, encoding="utf-8")
    texts = {text.name: text.text for text in shipped(site, tmp_path).texts}
    assert texts["demo/_vendor/part/LICENSE"].endswith("The end.")
