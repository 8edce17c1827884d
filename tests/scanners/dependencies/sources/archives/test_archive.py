import gzip
import io
import tarfile
import warnings
import zipfile
from pathlib import Path

import pytest

from licscan.model.finding import Gap, GapReason
from licscan.scanners.dependencies.sources.archives.archive import Archive, ArchiveSource, read_archive
from licscan.scanners.dependencies.sources.interface import Origin
from support.license_texts import MIT

WHEEL = "tiny_lib-1.0-py3-none-any.whl"
SDIST = "tiny_lib-1.0.tar.gz"
METADATA = "Metadata-Version: 2.4\nName: Tiny.Lib\nVersion: 1.0\nLicense-Expression: MIT\n\nAbout.\n"


def _wheel(root: Path, members: list[tuple[str, str]], name: str = WHEEL) -> str:
    with warnings.catch_warnings(), zipfile.ZipFile(root / name, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # zipfile warns of a name that stands twice
        for path, text in members:
            archive.writestr(path, text)
    return name


def _sdist(root: Path, members: list[tuple[str, str]], name: str = SDIST) -> str:
    with tarfile.open(root / name, "w:gz") as archive:
        for path, text in members:
            entry = tarfile.TarInfo(path)
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return name


def _archive(root: Path, path: str) -> Archive:
    found = read_archive(root, path)
    assert isinstance(found, Archive)
    return found


def test_a_wheel_gives_its_metadata_and_licenses_own_before_bundled(tmp_path: Path) -> None:
    path = _wheel(
        tmp_path,
        [
            ("tiny_lib/__init__.py", ""),
            ("tiny_lib/_vendor/x/LICENSE.txt", "Vendored terms."),
            ("tiny_lib-1.0.dist-info/METADATA", METADATA),
            ("tiny_lib-1.0.dist-info/licenses/LICENSE", MIT),
            ("tiny_lib-1.0.dist-info/licenses/AUTHORS", "Somebody"),
            ("tiny_lib-1.0.dist-info/COPYING", MIT),
            ("tiny_lib-1.0.dist-info/RECORD", ""),
        ],
    )
    found = _archive(tmp_path, path)
    assert (found.name, found.version, found.metadata.decode()) == ("tiny-lib", "1.0", METADATA)
    assert [(text.name, text.in_package) for text in found.texts] == [
        ("COPYING", False),
        ("licenses/LICENSE", False),
        ("tiny_lib/_vendor/x/LICENSE.txt", True),
    ]
    assert found.texts[0].text == MIT


def test_a_source_distribution_gives_the_same(tmp_path: Path) -> None:
    path = _sdist(
        tmp_path,
        [
            ("tiny_lib-1.0/LICENSE", MIT),
            ("tiny_lib-1.0/src/_vendor/COPYING", "Vendored terms."),
            ("tiny_lib-1.0/src/tiny_lib.egg-info/PKG-INFO", "Name: other\nVersion: 3\n"),
            ("tiny_lib-1.0/PKG-INFO", METADATA),
        ],
    )
    found = _archive(tmp_path, path)
    assert (found.name, found.version, found.metadata.decode()) == ("tiny-lib", "1.0", METADATA)
    assert [(text.name, text.in_package) for text in found.texts] == [("LICENSE", False), ("src/_vendor/COPYING", True)]


def test_the_source_names_the_archive(tmp_path: Path) -> None:
    (tmp_path / "wheels").mkdir()
    _wheel(tmp_path / "wheels", [("tiny_lib-1.0.dist-info/METADATA", METADATA)])
    (dependency,) = ArchiveSource().read(tmp_path, f"wheels/{WHEEL}").dependencies
    assert (dependency.name, dependency.version, dependency.origin) == ("tiny-lib", "1.0", Origin.PATH)
    assert dependency.archive == f"wheels/{WHEEL}"


def test_what_a_wheel_needs_comes_in_through_it(tmp_path: Path) -> None:
    needs = (
        "Requires-Dist: numpy>=1; sys_platform == 'win32'\nRequires-Dist: rich; extra == 'cli'\nRequires-Dist: no no\n"
    )
    _wheel(tmp_path, [("tiny_lib-1.0.dist-info/METADATA", METADATA.replace("License-E", f"{needs}License-E"))])
    manifest = ArchiveSource().read(tmp_path, WHEEL)
    found = [(d.name, d.specifier, d.marker) for d in manifest.dependencies]
    assert found == [("tiny-lib", "==1.0", None), ("numpy", ">=1", "sys_platform == 'win32'")]
    assert [(edge.source, edge.target) for edge in manifest.edges] == [(None, "tiny-lib"), ("tiny-lib", "numpy")]
    assert [gap.reason for gap in manifest.gaps] == [GapReason.UNPARSABLE]


_INFO = "tiny_lib-1.0.dist-info/METADATA"


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([("tiny_lib/x.py", "")], GapReason.INVALID),
        ([(_INFO, METADATA), ("other-1.0.dist-info/METADATA", METADATA)], GapReason.INVALID),
        ([(_INFO, METADATA), (_INFO, METADATA.replace("MIT", "X"))], GapReason.INVALID),
        ([(_INFO, METADATA), ("../../evil/LICENSE", MIT)], GapReason.INVALID),
        ([(_INFO, METADATA), ("/etc/LICENSE", MIT)], GapReason.INVALID),
        ([(_INFO, METADATA.replace("Tiny.Lib", "popular"))], GapReason.INVALID),
        ([(_INFO, METADATA.replace("Version: 1.0", "Version: 2.0"))], GapReason.INVALID),
        ([(_INFO, "no header")], GapReason.UNPARSABLE),
        ([(_INFO, METADATA.replace("\n\n", "\nX: " + "y" * 2_000_000 + "\n\n"))], GapReason.TOO_LARGE),
        ([(_INFO, METADATA + "x" * 9_000_000)], GapReason.TOO_LARGE),
    ],
)
def test_tricks_of_wheels_are_gaps(tmp_path: Path, members: list[tuple[str, str]], reason: GapReason) -> None:
    found = read_archive(tmp_path, _wheel(tmp_path, members))
    assert isinstance(found, Gap)
    assert (found.reason, found.location and found.location.path) == (reason, WHEEL)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([("tiny_lib-1.0/LICENSE", MIT)], GapReason.INVALID),
        ([("tiny_lib-1.0/PKG-INFO", METADATA), ("other/PKG-INFO", METADATA)], GapReason.INVALID),
        ([("tiny_lib-1.0/PKG-INFO", METADATA), ("tiny_lib-1.0/PKG-INFO", METADATA)], GapReason.INVALID),
        ([("tiny_lib-1.0/PKG-INFO", METADATA), ("../LICENSE", MIT)], GapReason.INVALID),
    ],
)
def test_tricks_of_source_distributions_are_gaps(
    tmp_path: Path, members: list[tuple[str, str]], reason: GapReason
) -> None:
    found = read_archive(tmp_path, _sdist(tmp_path, members))
    assert isinstance(found, Gap)
    assert found.reason is reason


def test_links_in_a_source_distribution_are_not_followed(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / SDIST, "w:gz") as archive:
        link = tarfile.TarInfo("tiny_lib-1.0/PKG-INFO")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    found = read_archive(tmp_path, SDIST)
    assert isinstance(found, Gap)
    assert found.reason is GapReason.INVALID


def test_an_encrypted_member_is_a_gap(tmp_path: Path) -> None:
    content = bytearray((tmp_path / _wheel(tmp_path, [(_INFO, METADATA)])).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    (tmp_path / WHEEL).write_bytes(bytes(content))
    found = read_archive(tmp_path, WHEEL)
    assert isinstance(found, Gap)
    assert "encrypted" in found.detail


def test_wrong_sizes_and_broken_archives_are_gaps(tmp_path: Path) -> None:
    whole = (tmp_path / _wheel(tmp_path, [(_INFO, METADATA)])).read_bytes()
    central = whole.index(b"PK\x01\x02")
    shorter = whole[: central + 24] + (20).to_bytes(4, "little") + whole[central + 28 :]
    many = bytearray(whole)
    at = whole.index(b"PK\x05\x06")
    many[at + 12 : at + 16] = (0x7FFFFFFF).to_bytes(4, "little")
    for content in (b"", b"PK", whole[: len(whole) // 2], whole[:-30], shorter, bytes(many)):
        (tmp_path / WHEEL).write_bytes(content)
        found = read_archive(tmp_path, WHEEL)
        assert isinstance(found, Gap)
        assert found.reason in (GapReason.UNPARSABLE, GapReason.TOO_LARGE)
    for content in (b"", b"\x1f\x8b", gzip.compress(b"no tar" * 1000), gzip.compress(b"x")[:-4]):
        (tmp_path / SDIST).write_bytes(content)
        found = read_archive(tmp_path, SDIST)
        assert isinstance(found, Gap)
        assert found.reason in (GapReason.UNPARSABLE, GapReason.INVALID)


def test_a_source_distribution_that_unpacks_without_end_is_a_gap(tmp_path: Path) -> None:
    with gzip.open(tmp_path / SDIST, "wb", compresslevel=1) as stream:
        entry = tarfile.TarInfo("tiny_lib-1.0/zeros")
        entry.size = 260 * 1024 * 1024
        stream.write(entry.tobuf())
        for _ in range(260):
            stream.write(bytes(1024 * 1024))
    found = read_archive(tmp_path, SDIST)
    assert isinstance(found, Gap)
    assert found.reason is GapReason.TOO_LARGE


@pytest.mark.parametrize("name", ["noname.whl", "x.tar.gz", "tiny-1.0.zip"])
def test_names_that_are_none_of_an_archive_are_gaps(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert isinstance(read_archive(tmp_path, name), Gap)


def test_a_folder_or_nothing_in_place_of_the_file_is_a_gap(tmp_path: Path) -> None:
    (tmp_path / WHEEL).mkdir()
    for name in (WHEEL, SDIST):
        found = read_archive(tmp_path, name)
        assert isinstance(found, Gap)
        assert found.reason is GapReason.UNREADABLE
