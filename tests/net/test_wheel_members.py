"""Wheels that are made to deceive: an error that says so, never another license."""

import io
import struct
import warnings
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licscan.model.license_file import is_license_in_package
from licscan.net.errors import AnswerError, NetError
from licscan.net.index import Release
from support.index_client import MakeClient
from support.package_index import Offered, PackageIndexServer, core_metadata, wheel

if TYPE_CHECKING:
    from licscan.net.remote_wheel import RangeFile

FOLDER = "tinylib-1.0.dist-info"
MIT, GPL = (core_metadata("tinylib", "1.0", f"License: {name}") for name in ("MIT", "GPLv3"))


def _zip(members: Sequence[tuple[str, bytes]]) -> bytes:
    content = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, body in members:
            archive.writestr(name, body)
    return content.getvalue()


def _offer(server: PackageIndexServer, content: bytes) -> Release:
    server.projects["tinylib"] = [Offered("tinylib-1.0-py3-none-any.whl", content, GPL, beside=False)]
    return Release("tinylib", "1.0")


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ([(f"{FOLDER}/METADATA", GPL), (f"{FOLDER}/METADATA", MIT)], "two files of metadata"),
        ([(f"{FOLDER}/METADATA", GPL), ("TinyLib-1.0.0.dist-info/METADATA", MIT)], "two metadata folders"),
        ([("otherlib-1.0.dist-info/METADATA", MIT)], "no metadata of this package"),
        ([("tinylib-2.0.dist-info/METADATA", MIT)], "no metadata of this package"),
        ([(f"x/{FOLDER}/METADATA", MIT)], "no metadata of this package"),
        ([(f"{FOLDER}/WHEEL", b"")], "holds no metadata"),
        ([("code.py", b"pass")], "no metadata of this package"),
    ],
)
def test_metadata_that_is_not_there_once_is_refused(
    index_server: PackageIndexServer, make_client: MakeClient, members: list[tuple[str, bytes]], said: str
) -> None:
    release = _offer(index_server, _zip(members))
    with pytest.raises(AnswerError, match=said):
        make_client().metadata(release)


def test_folder_of_another_package_beside_the_own_one_is_not_read(
    index_server: PackageIndexServer, make_client: MakeClient
) -> None:
    members = [(f"{FOLDER}/METADATA", GPL), ("otherlib-9.dist-info/METADATA", MIT), ("a-1.dist-info/LICENSE", b"MIT")]
    release = _offer(index_server, _zip(members))
    client = make_client()
    assert client.metadata(release).body == GPL
    assert client.license_files(release) == ()


@pytest.mark.parametrize(
    "name", [f"{FOLDER}/licenses/../../LICENSE", f"{FOLDER}/licenses/a\\LICENSE", "tinylib/../../LICENSE", "/x/LICENSE"]
)
def test_license_file_whose_name_leads_outside_is_an_error(
    index_server: PackageIndexServer, make_client: MakeClient, name: str
) -> None:
    release = _offer(index_server, _zip([(name, b"MIT"), (f"{FOLDER}/METADATA", GPL)]))
    client = make_client()
    assert client.metadata(release).body == GPL
    with pytest.raises(AnswerError, match="leads outside"):
        client.license_files(release)


def test_two_license_files_of_one_name_are_an_error(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    members = [(f"{FOLDER}/METADATA", GPL), (f"{FOLDER}/LICENSE", b"one"), (f"{FOLDER}/LICENSE", b"two")]
    release = _offer(index_server, _zip(members))
    with pytest.raises(AnswerError, match="under one name"):
        make_client().license_files(release)


def test_encrypted_metadata_is_an_error(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    content = bytearray(_zip([(f"{FOLDER}/METADATA", MIT)]))
    local, central = content.index(b"PK\x03\x04"), content.index(b"PK\x01\x02")
    content[local + 6] |= 1
    content[central + 8] |= 1
    with pytest.raises(AnswerError, match="readable zip"):
        make_client().metadata(_offer(index_server, bytes(content)))


def test_directory_that_names_another_file_than_its_header_is_an_error(
    index_server: PackageIndexServer, make_client: MakeClient
) -> None:
    content = _zip([(f"{FOLDER}/METADATX", MIT)])
    place = content.index(b"PK\x01\x02")
    content = content[:place] + content[place:].replace(b"METADATX", b"METADATA")
    with pytest.raises(AnswerError, match="readable zip"):
        make_client().metadata(_offer(index_server, content))


@pytest.mark.parametrize("offset", [0, 0x7FFFFFFF, 0xFFFFFFFF])
def test_directory_that_lies_about_places_and_sizes_is_an_error(
    index_server: PackageIndexServer, make_client: MakeClient, offset: int
) -> None:
    content = bytearray(_zip([("a/code.py", b"x" * 500), (f"{FOLDER}/METADATA", MIT)]))
    central = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 4)
    content[central + 20 : central + 28] = struct.pack("<II", 0x7FFFFFFF, 0x7FFFFFFF)
    content[central + 42 : central + 46] = struct.pack("<I", offset)
    with pytest.raises(NetError):
        make_client().metadata(_offer(index_server, bytes(content)))


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, 5_000), value=st.binary(min_size=1, max_size=8))
def test_damage_anywhere_is_an_error_of_ours_or_no_matter(place: int, value: bytes) -> None:
    from licscan.net.wheel_members import Wanted, read_wheel

    class InMemory(io.BytesIO):
        def prefetch(self, spans: object) -> None:
            del spans

    whole = _zip([("a/code.py", b"x" * 500), (f"{FOLDER}/METADATA", GPL), (f"{FOLDER}/LICENSE", b"GPL")])
    place %= len(whole)
    damaged = whole[:place] + value + whole[place + len(value) :]
    try:
        read = read_wheel(cast("RangeFile", InMemory(damaged)), "tinylib", "1.0", Wanted(1_000_000, 1_000, 10, 10))
    except AnswerError:
        return
    assert read.metadata in (GPL, b"") or b"MIT" not in read.metadata


def test_bomb_in_a_license_file_is_cut(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    release = _offer(index_server, _zip([(f"{FOLDER}/METADATA", GPL), (f"{FOLDER}/LICENSE", b"\0" * 80_000_000)]))
    client = make_client()
    assert [len(file.text) for file in client.license_files(release)] == [256 * 1024]


def test_wheel_within_a_larger_directory_takes_few_requests(
    index_server: PackageIndexServer, make_client: MakeClient
) -> None:
    members = {f"tinylib/module_{number}.py": "pass\n" for number in range(3_000)}
    content = wheel("tinylib", "1.0", GPL, {"licenses/LICENSE": "GPL\n"}, members=members)
    client, release = make_client(), _offer(index_server, content)
    client.metadata(release)
    assert [file.name for file in client.license_files(release)] == ["licenses/LICENSE"]
    assert len(index_server.asked) <= 4


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("pkg/LICENSE", True),
        ("pkg/_vendor/x/LICENSE.txt", True),
        ("pkg/COPYING.LESSER", True),
        ("pkg/LICENSE-MIT", True),
        ("pkg/LICENSE_of_font.txt", True),
        ("pkg/LICENSE.APACHE2", True),
        ("pkg/licence.md", True),
        ("pkg/UNLICENSE", True),
        ("pkg/license.py", False),
        ("pkg/licenses.csv", False),
        ("pkg/License.svg", False),
        ("pkg/licensing.txt", False),
        ("pkg/licenseclassifier/data.bin", False),
        ("LICENSE", False),
    ],
)
def test_names_of_license_texts_beside_code(path: str, *, expected: bool) -> None:
    assert is_license_in_package(path) is expected
