"""`licscan notice` as a user runs it."""

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from support.command import Done, licscan
from support.dependency_scan import install
from support.license_texts import APACHE_2, MIT
from support.package_index import PackageIndexServer


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site-packages"
    install(folder, "alpha", "1.0", "License-Expression: MIT", files={"licenses/LICENSE": MIT})
    files = {"licenses/LICENSE": APACHE_2, "licenses/NOTICE": "Beta\nIncludes work of Example.\n"}
    install(folder, "beta", "2.0", "License-Expression: Apache-2.0", files=files)
    install(folder, "gamma", "3.0", "License-Expression: MIT", files={"LICENSE.txt": MIT.replace("\n", "\r\n")})
    return folder


def notice(root: Path, site: Path, *options: str) -> Done:
    return licscan("notice", "--path", site, "--offline", *options, folder=root)


def test_whole_notices_hold_copyright_lines_notice_files_and_each_text_once(tmp_path: Path, site: Path) -> None:
    done = notice(tmp_path, site)
    assert done.code == 0, done.err
    assert "INCOMPLETE" not in done.out
    assert "alpha 1.0\n  License: MIT\n  Texts:   [1]\n  Copyright (c) 2026 The Example Authors\n" in done.out
    assert "  NOTICE:\n  | Beta\n  | Includes work of Example.\n" in done.out
    assert done.out.count("Permission is hereby granted, free of charge") == 1
    assert "Shipped with alpha 1.0, gamma 3.0" in done.out
    assert "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION" in done.out


def test_what_is_missing_is_named_at_the_top_and_the_code_is_3(tmp_path: Path, site: Path) -> None:
    install(site, "textless", "1.0", "License-Expression: MIT")
    install(site, "vague", "1.0")
    done = notice(tmp_path, site)
    assert done.code == 3
    top = done.out.partition("PACKAGES")[0]
    assert "* textless 1.0\n      no license text could be found" in top
    assert "* vague 1.0\n      its license is unknown" in top
    assert "vague 1.0\n  License: unknown" in done.out


def test_a_copyleft_license_says_where_the_source_is(tmp_path: Path) -> None:
    address = "Project-URL: Repository, https://code.example/delta"
    install(tmp_path / "s", "delta", "1.0", "License-Expression: GPL-3.0-only", address, files={"LICENSE": "GPL"})
    assert (
        "source code is offered: the package names https://code.example/delta." in notice(tmp_path, tmp_path / "s").out
    )


def test_the_same_bytes_wherever_and_whenever_they_are_made(tmp_path: Path, site: Path) -> None:
    elsewhere = tmp_path / "else" / "where"
    elsewhere.mkdir(parents=True)
    forms = ("-o", "text", "-o", "markdown", "-o", "html")
    one = notice(tmp_path, site, *forms)
    day = {"SOURCE_DATE_EPOCH": "86400", "PYTHONHASHSEED": "7", "TZ": "Asia/Singapore", "LC_ALL": "C"}
    other = licscan("notice", "--path", site, "--offline", *forms, folder=elsewhere, environment=day)
    assert one.out == other.out
    assert str(tmp_path) not in one.out


def test_several_forms_go_to_files_in_one_run(tmp_path: Path, site: Path) -> None:
    done = notice(tmp_path, site, "-o", "html=NOTICES.html", "-o", "markdown=NOTICES.md")
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "NOTICES.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (tmp_path / "NOTICES.md").read_text(encoding="utf-8").startswith("# Third-party notices")


def test_a_wrong_form_is_a_usage_error_and_no_packages_are_code_4(tmp_path: Path, site: Path) -> None:
    assert notice(tmp_path, site, "-o", "pdf").code == 2
    (tmp_path / "empty").mkdir()
    assert licscan("notice", "--offline", "empty", folder=tmp_path).code == 4


LOCK = """version = 1
revision = 3
requires-python = ">=3.11"

[[package]]
name = "own"
version = "0.1"
source = { virtual = "." }
dependencies = [{ name = "beta" }]

[package.dev-dependencies]
dev = [{ name = "tool" }]

[[package]]
name = "beta"
version = "2.0"
source = { registry = "https://index.example/simple" }

[[package]]
name = "tool"
version = "1.0"
source = { registry = "https://index.example/simple" }
"""


def test_a_lock_file_is_enough_and_tools_of_development_stay_out(tmp_path: Path, httpserver: HTTPServer) -> None:
    index = PackageIndexServer(httpserver)
    listed = ("License-Expression: Apache-2.0", "License-File: LICENSE", "License-File: NOTICE")
    texts = {"licenses/LICENSE": APACHE_2, "licenses/NOTICE": "Beta\nIncludes work of Example.\n"}
    index.add_wheel("beta", "2.0", *listed, files=texts)
    index.add_wheel("tool", "1.0", "License-Expression: GPL-3.0-only", files={"licenses/LICENSE": "GPL"})
    project = tmp_path / "project"
    project.mkdir()
    (project / "pyproject.toml").write_text(
        '[project]\nname = "own"\nversion = "0.1"\ndependencies = ["beta"]\n\n[dependency-groups]\ndev = ["tool"]\n',
        encoding="utf-8",
    )
    (project / "uv.lock").write_text(LOCK, encoding="utf-8")
    settings = {
        "PIP_INDEX_URL": httpserver.url_for("/simple/"),
        "PIP_CONFIG_FILE": "/dev/null",
        "UV_NO_CONFIG": "1",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    done = licscan("notice", folder=project, environment=settings)
    assert done.code == 0, done.out
    assert "  | Includes work of Example.\n" in done.out
    assert "tool 1.0\n  License" not in done.out
    assert "* needed for group:dev alone: 1 package (tool 1.0)" in done.out
    asked_for = licscan("notice", "--group", "dev", folder=project, environment=settings)
    assert "tool 1.0\n  License: GPL-3.0-only" in asked_for.out
    assert "LEFT OUT" not in asked_for.out


def test_a_notice_file_from_the_index_says_nothing_of_the_license(tmp_path: Path, httpserver: HTTPServer) -> None:
    texts = {"licenses/LICENSE": MIT, "licenses/NOTICE": "Built with work under the GNU General Public License v3.\n"}
    PackageIndexServer(httpserver).add_wheel("beta", "2.0", files=texts)
    (tmp_path / "requirements.txt").write_text("beta==2.0\n", encoding="utf-8")
    settings = {
        "PIP_INDEX_URL": httpserver.url_for("/simple/"),
        "PIP_CONFIG_FILE": "/dev/null",
        "UV_NO_CONFIG": "1",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    audit = licscan("deps", "--resolver", "off", "-o", "json", folder=tmp_path, environment=settings).audit
    (finding,) = (one for one in audit["findings"] if one["kind"] == "license")
    assert finding["concluded"] == "MIT"
    assert [one["path"] for one in finding["license_files"]] == ["licenses/LICENSE"]
    assert finding["bundled"] == []
