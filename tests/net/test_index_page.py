"""File names of a project page say the same to us as to the client library for package indexes."""

import contextlib
import json

import pypi_simple
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.net.answers import Answer
from licscan.net.errors import NetError
from licscan.net.index_page import choose, newest, read_page

NAMES = (
    "tiny_lib-1.0-py3-none-any.whl",
    "Tiny.Lib-1.0.post1-1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    "tiny_lib-2.0+cu118-cp311-cp311-win_amd64.whl",
    "tiny-lib-1.5.tar.gz",
    "tiny_lib-1!3.0.zip",
    "tiny.lib-0.9rc1.tar.bz2",
    "tiny_lib-1.0-py3.11.egg",
    "tiny_lib-1.0.exe",
    "other-1.0-py3-none-any.whl",
    "tiny-lib-extra-1.0.tar.gz",
    "tiny_lib-.tar.gz",
    "tiny_lib.whl",
    "",
)


def _answer(*names: str) -> Answer:
    files = [{"filename": name, "url": f"../../files/{name}", "hashes": {"sha256": "0" * 64}} for name in names]
    body = json.dumps({"meta": {"api-version": "1.1"}, "name": "Tiny.Lib", "files": files}).encode()
    return Answer(
        200, {"content-type": "application/vnd.pypi.simple.v1+json"}, body, "https://x.example/simple/tiny-lib/"
    )


@pytest.mark.parametrize("name", NAMES[:6])
def test_version_is_the_one_that_the_client_library_reads(name: str) -> None:
    _, version, kind = pypi_simple.parse_filename(name, "tiny-lib")
    page = read_page(_answer(*NAMES), "tiny-lib", "https://x.example/simple/")
    found = choose(page, version, ())
    assert (found.wheel, found.url) == (kind == "wheel", f"https://x.example/files/{found.name}")
    assert found.name == name


@pytest.mark.parametrize(("asked", "spelled"), [("1.0", "1.0.0"), ("2023.1.5", "2023.01.05"), ("1.0rc1", "1.0.RC.1")])
def test_version_counts_however_it_is_spelled(asked: str, spelled: str) -> None:
    page = read_page(_answer(f"tiny_lib-{spelled}-py3-none-any.whl"), "tiny-lib", "https://x.example/")
    assert choose(page, asked, ()).version == spelled


@given(st.lists(st.text(alphabet="tinylb_-.0123456789awhlrgz+!", max_size=40), max_size=8))
def test_any_file_names_are_read(names: list[str]) -> None:
    page = read_page(_answer(*names), "tiny-lib", "https://x.example/")
    newest([page], "", "3.11.7")
    with contextlib.suppress(NetError):
        assert choose(page, "1.0", ()).name in names
