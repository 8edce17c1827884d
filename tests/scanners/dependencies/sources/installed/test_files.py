"""License files of installed packages, and what a RECORD may not do."""

import logging
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from licscan.scanners.dependencies.metadata.opinion import LicenseText
from licscan.scanners.dependencies.sources.installed.files import license_texts
from support.license_texts import APACHE_2, BSD_3, MIT

AGPL = "GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3, 19 November 2007\n"
SECRET = "a text that is none of the package's business"


def installed(site: Path, record: str | None, files: Mapping[str, str]) -> tuple[LicenseText, ...]:
    """The license texts of a package whose RECORD and files are given, by path from site-packages."""
    folder = site / "lib-1.0.dist-info"
    folder.mkdir(parents=True)
    for name, content in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(content, encoding="utf-8")
    if record is not None:
        (folder / "RECORD").write_text(record, encoding="utf-8")
    return license_texts(folder)


def test_licenses_among_the_code_are_found_by_record(tmp_path: Path) -> None:
    files = {
        "lib-1.0.dist-info/licenses/LICENSE": APACHE_2,
        "lib/studio/LICENSE.AGPL-3.0": AGPL,
        "lib/_vendor/other/LICENSE": BSD_3,
        "lib/_vendor/other/copying.txt": MIT,
        "lib/license.py": "x = 1",
        "lib/__pycache__/license.cpython-311.pyc": "x",
        "other/LICENSE": MIT,
    }
    record = "".join(f"{name},sha256=x,1\n" for name in files if not name.startswith("other"))
    texts = installed(tmp_path, record, files)
    assert [(text.name, text.in_package) for text in texts] == [
        ("licenses/LICENSE", False),
        ("lib/studio/LICENSE.AGPL-3.0", True),
        ("lib/_vendor/other/LICENSE", True),
        ("lib/_vendor/other/copying.txt", True),
    ]
    assert texts[1].text == AGPL


def test_package_without_record_has_the_texts_of_its_metadata(tmp_path: Path) -> None:
    texts = installed(tmp_path, None, {"lib-1.0.dist-info/COPYING": MIT, "lib/LICENSE": BSD_3})
    assert [text.name for text in texts] == ["COPYING"]


@pytest.mark.parametrize(
    "path",
    [
        "../outside/LICENSE",
        "lib/../../outside/LICENSE",
        "/OUTSIDE/LICENSE",
        "lib/link/LICENSE",
        "lib/LICENSE.link",
        "lib/LICENSE.fifo",
        "lib/LICENSE.folder",
        "lib/LICENSE.absent",
        "..\\outside\\LICENSE",
        "C:/outside/LICENSE",
        "lib/LICENSE\0.txt",
        "../" * 5000 + "LICENSE",
        '"lib/LICENSE',
        '"../outside/LICENSE"',
    ],
)
def test_what_record_names_outside_is_never_opened(
    tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    outside, site = tmp_path / "outside", tmp_path / "site"
    outside.mkdir()
    (outside / "LICENSE").write_text(SECRET)
    (site / "lib" / "LICENSE.folder").mkdir(parents=True)
    (site / "lib" / "link").symlink_to(outside)
    (site / "lib" / "LICENSE.link").symlink_to(outside / "LICENSE")
    os.mkfifo(site / "lib" / "LICENSE.fifo")
    opened = watch_files(monkeypatch)
    with caplog.at_level(logging.DEBUG):
        texts = installed(site, f"{path.replace('/OUTSIDE', str(outside))},,\nlib/LICENSE,,\n", {"lib/LICENSE": MIT})
    assert [text.name for text in texts] == ["lib/LICENSE"]
    assert not [name for name in opened if str(outside) in name]
    assert str(tmp_path) not in caplog.text
    assert SECRET not in caplog.text


def watch_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The real places of all files that are opened from now on."""
    opened: list[str] = []
    original = os.open

    def noted(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        opened.append(os.path.realpath(path) if "\0" not in str(path) else str(path))
        return original(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", noted)
    return opened


def test_links_inside_the_environment_are_followed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "shared").mkdir(parents=True)
    (site / "shared" / "LICENSE").write_text(MIT)
    (site / "lib").symlink_to(site / "shared")
    (tmp_path / "by another name").symlink_to(site)
    texts = installed(tmp_path / "by another name", "lib/LICENSE,,\n", {})
    assert [text.text for text in texts] == [MIT]


def test_row_of_record_may_be_quoted_and_end_as_on_windows(tmp_path: Path) -> None:
    texts = installed(
        tmp_path, '"lib/a, b/LICENSE",sha256=x,3\r\nlib/COPYING,,\r\n', {"lib/a, b/LICENSE": MIT, "lib/COPYING": BSD_3}
    )
    assert [text.name for text in texts] == ["lib/COPYING", "lib/a, b/LICENSE"]


def test_number_and_size_of_texts_are_bounded(tmp_path: Path) -> None:
    files = {f"lib/{number:03}/LICENSE": f"{number} " * 200_000 for number in range(70)}
    texts = installed(tmp_path, "".join(f"{name},,\n" for name in files), files)
    assert len(texts) == 60
    assert max(len(text.text) for text in texts) == 256 * 1024
    assert [text.name for text in texts] == sorted(files)[:60]


def test_record_that_is_no_text_gives_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "lib-1.0.dist-info"
    folder.mkdir()
    (folder / "RECORD").write_bytes(b'\xff\xfe/LICENSE\n"""/LICENSE,\n,,,LICENSE\n' + b"/licen" * 200_000)
    assert license_texts(folder) == ()


def test_notices_are_read_and_lists_of_people_are_not(tmp_path: Path) -> None:
    names = ["lib-1.0.dist-info/NOTICE", "lib-1.0.dist-info/licenses/AUTHORS", "lib-1.0.dist-info/licenses/NOTICE.txt"]
    texts = installed(tmp_path, None, dict.fromkeys(names, "This product includes software of others.\n"))
    assert [text.name for text in texts] == ["NOTICE", "licenses/NOTICE.txt"]
