import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from werkzeug import Request, Response

from licscan.model.finding import GapReason
from licscan.net.errors import AnswerError, NetError, NotFoundError, OfflineError
from licscan.net.index import Newest, Release
from support.index_client import MakeClient
from support.package_index import JSON, Offered, PackageIndexServer, core_metadata, sdist, wheel

MIT = "Permission is hereby granted, free of charge, to any person obtaining a copy of this software\n"


def test_announced_metadata_is_taken_and_verified(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    index_server.add_wheel("tinylib", "1.0", "License-Expression: MIT", announce=True)
    found = make_client().metadata(Release("tinylib", "1.0"))
    assert b"License-Expression: MIT" in found.body
    assert index_server.asked == ["/simple/tinylib/", "/files/tinylib-1.0-py3-none-any.whl.metadata"]


def test_metadata_with_another_hash_than_announced_is_refused(
    index_server: PackageIndexServer, make_client: MakeClient
) -> None:
    index_server.add_wheel("tinylib", "1.0", "License: MIT", announce=True)
    index_server.faults["/files/tinylib-1.0-py3-none-any.whl.metadata"] = lambda _: Response(
        core_metadata("tinylib", "1.0", "License: Apache-2.0")
    )
    with pytest.raises(AnswerError, match="hash"):
        make_client().metadata(Release("tinylib", "1.0"))


def test_metadata_that_is_served_without_being_announced_helps_where_the_wheel_cannot_be_read_in_parts(
    index_server: PackageIndexServer, make_client: MakeClient
) -> None:
    offered = index_server.add_wheel("tinylib", "1.0", "License: ISC", ranges=False)
    offered.content += b"\0" * 21_000_000
    found = make_client().metadata(Release("tinylib", "1.0"))
    assert b"License: ISC" in found.body
    assert found.source == "index metadata"


def test_small_wheel_takes_two_requests_with_its_license_files(
    index_server: PackageIndexServer, make_client: MakeClient
) -> None:
    index_server.add_wheel("tinylib", "1.0", "License: BSD", files={"licenses/LICENSE": MIT})
    client = make_client()
    client.metadata(Release("tinylib", "1.0"))
    client.license_files(Release("tinylib", "1.0"))
    assert index_server.asked == ["/simple/tinylib/", "/files/tinylib-1.0-py3-none-any.whl"]


def test_wheel_is_read_by_ranges_and_not_downloaded(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    index_server.add_wheel("tinylib", "1.0", "License: BSD", beside=False, files={"licenses/LICENSE": MIT})
    client = make_client()
    assert b"License: BSD" in client.metadata(Release("tinylib", "1.0")).body
    texts = client.license_files(Release("tinylib", "1.0"))
    assert [(file.name, file.text.decode()) for file in texts] == [("licenses/LICENSE", MIT)]
    assert index_server.sent_bytes < 300_000 < len(index_server.projects["tinylib"][0].content)


def test_server_that_ignores_ranges_still_answers(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    index_server.add_wheel("tinylib", "1.0", "License: BSD", beside=False, ranges=False, files={"LICENSE": MIT})
    client = make_client()
    assert b"License: BSD" in client.metadata(Release("tinylib", "1.0")).body
    assert [file.name for file in client.license_files(Release("tinylib", "1.0"))] == ["LICENSE"]


def test_source_distribution_gives_metadata_and_license_files(
    index_server: PackageIndexServer, make_client: MakeClient
) -> None:
    metadata = core_metadata("oldlib", "0.9", "License: GPLv2")
    content = sdist("oldlib", "0.9", metadata, {"COPYING": "GNU GENERAL PUBLIC LICENSE\n", "docs/LICENSE": "no"})
    index_server.add("oldlib", Offered("oldlib-0.9.tar.gz", content, metadata, beside=False))
    client = make_client()
    assert client.metadata(Release("oldlib", "0.9")).source == "source distribution"
    assert [file.name for file in client.license_files(Release("oldlib", "0.9"))] == ["COPYING"]
    assert index_server.asked.count("/files/oldlib-0.9.tar.gz") == 1


def test_pure_wheel_is_preferred_whatever_the_order_on_the_page(
    index_server: PackageIndexServer, make_client: MakeClient
) -> None:
    for tag in ("cp311-cp311-win_amd64", "py3-none-any", "cp310-cp310-manylinux_2_17_x86_64"):
        index_server.add_wheel("tinylib", "1.0", "License: MIT", tag=tag)
    assert make_client().metadata(Release("tinylib", "1.0")).file == "tinylib-1.0-py3-none-any.whl"


def test_only_a_file_with_a_locked_hash_is_believed(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    index_server.add_wheel("tinylib", "1.0", "License: MIT")
    linux = index_server.add_wheel("tinylib", "1.0", "License: ISC", tag="cp311-cp311-linux_x86_64")
    client = make_client()
    assert client.metadata(Release("tinylib", "1.0", (linux.sha256,))).file == linux.name
    with pytest.raises(AnswerError, match="lock file states"):
        client.metadata(Release("tinylib", "1.0", ("0" * 64,)))


@pytest.mark.parametrize("stated", [core_metadata("otherlib", "1.0"), core_metadata("tinylib", "2.0")])
def test_body_of_another_package_is_refused(
    index_server: PackageIndexServer, make_client: MakeClient, stated: bytes
) -> None:
    offered = index_server.add_wheel("tinylib", "1.0", announce=True)
    offered.metadata = stated
    with pytest.raises(AnswerError, match="another package or version"):
        make_client().metadata(Release("tinylib", "1.0"))


def test_wheel_of_another_package_is_refused(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    """As a confused mirror serves it: the right name, another file."""
    other = wheel("otherlib", "1.0", core_metadata("otherlib", "1.0", "License: MIT"))
    offered = index_server.add_wheel("tinylib", "1.0", "License: BSD", announce=True)
    client = make_client()
    assert b"BSD" in client.metadata(Release("tinylib", "1.0")).body
    offered.content = other
    with pytest.raises(AnswerError, match="this package and version"):
        client.license_files(Release("tinylib", "1.0"))


def test_warm_cache_needs_no_request(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    offered = index_server.add_wheel("tinylib", "1.0", "License: BSD", files={"LICENSE": MIT})
    release = Release("tinylib", "1.0", (offered.sha256,))
    first = make_client()
    metadata, texts = first.metadata(release), first.license_files(release)
    index_server.asked.clear()
    offline = make_client(offline=True)
    assert offline.metadata(release) == metadata
    assert offline.license_files(release) == texts
    assert index_server.asked == []


def test_warm_cache_imports_no_client_library(
    index_server: PackageIndexServer, make_client: MakeClient, tmp_path: Path
) -> None:
    index_server.add_wheel("tinylib", "1.0", "License: MIT")
    make_client().metadata(Release("tinylib", "1.0", (index_server.projects["tinylib"][0].sha256,)))
    program = f"""
import sys
from pathlib import Path
from licscan.net.cache import Cache
from licscan.net.gateway import Gateway
from licscan.net.index import PackageIndex, Release
from licscan.net.indexes import IndexSettings
client = PackageIndex(Gateway(), Cache(Path({str(tmp_path / "cache")!r})), IndexSettings(), python="3.11.7")
client.metadata(Release("tinylib", "1.0", ({index_server.projects["tinylib"][0].sha256!r},)))
print(sorted({{"requests", "urllib3", "pypi_simple", "pydantic"}} & set(sys.modules)))
"""
    source = Path(__file__).parents[2] / "src"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env={"PYTHONPATH": str(source)}, check=True
    )
    assert done.stdout.strip() == "[]"


def test_damaged_cache_costs_a_request_and_changes_nothing(
    index_server: PackageIndexServer, make_client: MakeClient, tmp_path: Path
) -> None:
    index_server.add_wheel("tinylib", "1.0", "License: GPLv3")
    before = make_client().metadata(Release("tinylib", "1.0"))
    for path in (tmp_path / "cache" / "body").rglob("*"):
        if path.is_file():
            path.write_bytes(core_metadata("tinylib", "1.0", "License: MIT"))
    index_server.asked.clear()
    assert make_client().metadata(Release("tinylib", "1.0")) == before
    assert index_server.asked


def test_swapped_cache_body_of_another_package_is_not_used(
    index_server: PackageIndexServer, make_client: MakeClient, tmp_path: Path
) -> None:
    index_server.add_wheel("tinylib", "1.0", "License: GPLv3")
    client = make_client()
    client.metadata(Release("tinylib", "1.0"))
    other = core_metadata("otherlib", "1.0", "License: MIT")
    digest = hashlib.sha256(other).hexdigest()
    place = tmp_path / "cache" / "body" / digest[:2] / digest
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(other)
    for path in (tmp_path / "cache" / "record").rglob("*"):
        if path.is_file():
            record = json.loads(path.read_text())
            value = json.loads(record["value"]) | {"metadata": digest}
            record["value"] = json.dumps(value, sort_keys=True)
            record["sha256"] = hashlib.sha256(record["value"].encode()).hexdigest()
            path.write_text(json.dumps(record))
    assert b"GPLv3" in make_client().metadata(Release("tinylib", "1.0")).body


def _page(body: bytes | str, status: int = 200, media: str = JSON) -> Response:
    return Response(body, status, content_type=media)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (_page("", 404), GapReason.NOT_FOUND),
        (_page("slow down", 429), GapReason.INDEX_ERROR),
        (_page("", 503), GapReason.INDEX_ERROR),
        (_page("", 403), GapReason.INDEX_ERROR),
        (_page("{"), GapReason.INDEX_ERROR),
        (_page("[]"), GapReason.INDEX_ERROR),
        (_page('{"files": 3}'), GapReason.INDEX_ERROR),
        (_page("[" * 100_000), GapReason.INDEX_ERROR),
        (_page('{"meta": {"api-version": "9.0"}, "name": "tinylib", "files": []}'), GapReason.INDEX_ERROR),
        (_page(b"\xff\xfe\x00binary", media="text/html"), GapReason.NOT_FOUND),
    ],
)
def test_faults_of_the_page_become_errors_with_a_reason(
    index_server: PackageIndexServer, make_client: MakeClient, answer: Response, reason: GapReason
) -> None:
    index_server.faults["/simple/tinylib/"] = lambda _: answer
    with pytest.raises(NetError) as caught:
        make_client().metadata(Release("tinylib", "1.0"))
    assert caught.value.reason is reason
    assert "http" not in str(caught.value)


@pytest.mark.parametrize(
    "page",
    [
        {"meta": {"api-version": "1.0"}, "name": "otherlib", "files": []},
        {"meta": {"api-version": "1.0"}, "name": "tinylib", "files": [{"filename": "x"}]},
        {"meta": {"api-version": "1.0"}, "name": "tinylib", "files": [{"filename": 1, "url": "x", "hashes": {}}]},
        {"meta": {"api-version": "1.0"}, "name": "tinylib", "files": {"a": 1}},
        {"meta": {"api-version": 1}, "name": "tinylib", "files": []},
        {"name": "tinylib", "files": []},
    ],
)
def test_page_of_another_project_or_shape_is_refused(
    index_server: PackageIndexServer, make_client: MakeClient, page: dict[str, object]
) -> None:
    index_server.faults["/simple/tinylib/"] = lambda _: _page(json.dumps(page))
    with pytest.raises(AnswerError):
        make_client().metadata(Release("tinylib", "1.0"))


def test_html_where_json_was_promised_is_refused(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    index_server.faults["/simple/tinylib/"] = lambda _: _page("<html>log in first</html>")
    with pytest.raises(AnswerError, match="no project page"):
        make_client().metadata(Release("tinylib", "1.0"))


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_newest_of_an_earlier_run_is_used_and_marked_where_the_index_fails(
    index_server: PackageIndexServer, make_client: MakeClient, status: int
) -> None:
    index_server.add_wheel("tinylib", "1.0", "License: MIT")
    first = make_client()
    assert first.newest("tinylib", ">=1") == Newest("1.0")
    first.metadata(Release("tinylib", "1.0"))
    index_server.faults["/simple/tinylib/"] = lambda _: _page("busy", status)
    later = make_client()
    assert later.newest("tinylib", ">=1") == Newest("1.0", stale=True)
    assert b"License: MIT" in later.metadata(Release("tinylib", "1.0")).body


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_newest_of_an_earlier_run_does_not_hide_that_the_package_is_gone_or_closed(
    index_server: PackageIndexServer, make_client: MakeClient, status: int
) -> None:
    index_server.add_wheel("tinylib", "1.0")
    make_client().newest("tinylib", "")
    index_server.faults["/simple/tinylib/"] = lambda _: _page("", status)
    with pytest.raises(NetError):
        make_client().newest("tinylib", "")


def test_license_texts_beside_code_come_with_those_of_the_metadata_folder(
    index_server: PackageIndexServer, make_client: MakeClient
) -> None:
    metadata = core_metadata("tinylib", "1.0", "License: BSD")
    inside = {
        "tinylib/_vendor/other/LICENSE": "GNU AFFERO GENERAL PUBLIC LICENSE\n",
        "tinylib/license.py": "def license(): ...\n",
        "tinylib/licenses.csv": "MIT\n",
        "tinylib-1.0.data/purelib/tinylib/fonts/LICENSE-OFL.txt": "SIL OPEN FONT LICENSE\n",
        "tinylib-1.0.dist-info/licenses/LICENSE": MIT,
    }
    content = wheel("tinylib", "1.0", metadata, members=inside)
    index_server.add("tinylib", Offered("tinylib-1.0-py3-none-any.whl", content, metadata, announce=True))
    texts = make_client().license_files(Release("tinylib", "1.0"))
    assert [(file.name, file.in_package) for file in texts] == [
        ("licenses/LICENSE", False),
        ("tinylib/_vendor/other/LICENSE", True),
        ("tinylib/fonts/LICENSE-OFL.txt", True),
    ]
    index_server.asked.clear()
    assert make_client(offline=True).license_files(Release("tinylib", "1.0")) == texts


def test_license_texts_beside_code_of_a_source_distribution(
    index_server: PackageIndexServer, make_client: MakeClient
) -> None:
    metadata = core_metadata("oldlib", "0.9")
    files = {"LICENSE": MIT, "src/oldlib/vendor/COPYING": "GPL\n", "tests/LICENSE": "no\n", "oldlib/license.c": "int\n"}
    index_server.add("oldlib", Offered("oldlib-0.9.tar.gz", sdist("oldlib", "0.9", metadata, files), metadata))
    texts = make_client().license_files(Release("oldlib", "0.9"))
    assert [(file.name, file.in_package) for file in texts] == [("LICENSE", False), ("oldlib/vendor/COPYING", True)]


def test_many_texts_beside_code_are_bounded(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    metadata = core_metadata("tinylib", "1.0")
    many = {f"tinylib/part{number}/LICENSE": "x" * 300_000 for number in range(60)}
    content = wheel("tinylib", "1.0", metadata, members=many, compress=True)
    index_server.add("tinylib", Offered("tinylib-1.0-py3-none-any.whl", content, metadata))
    texts = make_client().license_files(Release("tinylib", "1.0"))
    assert len(texts) == 20
    assert {len(file.text) for file in texts} == {256 * 1024}
    assert len(index_server.asked) < 10


def test_failed_page_is_asked_once_a_run(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    client = make_client()
    for version in ("1.0", "2.0"):
        with pytest.raises(NotFoundError):
            client.metadata(Release("absent", version))
    assert index_server.asked == ["/simple/absent/"]


def test_html_page_is_read_too(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    offered = index_server.add_wheel("tinylib", "1.0", "License: MIT")
    html = f'<!DOCTYPE html><a href="../../files/{offered.name}#sha256={offered.sha256}">{offered.name}</a>'
    index_server.faults["/simple/tinylib/"] = lambda _: _page(html, media="text/html")
    assert b"License: MIT" in make_client().metadata(Release("tinylib", "1.0", (offered.sha256,))).body


@pytest.mark.parametrize(
    "html",
    [
        "<a href='x'>" * 200_000,
        "<div>" * 100_000,
        "<!--" * 200_000,
        "<?" * 200_000,
        "<a " * 200_000,
        "<a href='" * 100_000,
        "</a " * 200_000,
        "</a>" * 600 + "<a href='x'>" * 10_000,
    ],
)
def test_html_page_that_would_take_hours_is_refused(
    index_server: PackageIndexServer, make_client: MakeClient, html: str
) -> None:
    index_server.faults["/simple/tinylib/"] = lambda _: _page(html, media="text/html")
    with pytest.raises(AnswerError):
        make_client().metadata(Release("tinylib", "1.0"))


def test_file_whose_address_is_no_url_cannot_be_had(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    file = {"filename": "tinylib-1.0-py3-none-any.whl", "url": "http://[::1/x", "hashes": {}}
    page = json.dumps({"meta": {"api-version": "1.0"}, "name": "tinylib", "files": [file]})
    index_server.faults["/simple/tinylib/"] = lambda _: _page(page)
    with pytest.raises(NotFoundError):
        make_client().metadata(Release("tinylib", "1.0"))


def test_newest_leaves_out_prereleases_yanked_and_unfitting_releases(
    index_server: PackageIndexServer, make_client: MakeClient
) -> None:
    for version in ("1.0", "1.5", "2.0rc1", "1.9", "1.8", "3.0"):
        index_server.add_wheel("tinylib", version)
    index_server.projects["tinylib"][3].yanked = True
    index_server.projects["tinylib"][4].requires_python = ">=3.14"
    client = make_client()
    assert client.newest("tinylib", "<3") == Newest("1.5")
    assert client.newest("tinylib", "") == Newest("3.0")
    with pytest.raises(NotFoundError):
        client.newest("tinylib", ">9")
    assert make_client(offline=True).newest("tinylib", "<3") == Newest("1.5", stale=True)
    with pytest.raises(OfflineError):
        make_client(offline=True).newest("tinylib", "<2")


def test_broken_wheel_is_an_error_and_no_crash(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    metadata = core_metadata("tinylib", "1.0")
    whole = wheel("tinylib", "1.0", metadata)
    for number, content in enumerate((b"", b"PK\x05\x06", whole[:-200], b"\0" * 70_000)):
        index_server.projects["tinylib"] = [
            Offered(f"tinylib-1.0-{number}-py3-none-any.whl", content, metadata, beside=False)
        ]
        with pytest.raises(NetError):
            make_client().metadata(Release("tinylib", "1.0"))


def test_broken_source_distribution_is_an_error(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    metadata = core_metadata("oldlib", "0.9")
    whole = sdist("oldlib", "0.9", metadata)
    for content in (b"", b"\x1f\x8b", whole[: len(whole) // 2], b"no archive at all"):
        index_server.projects["oldlib"] = [Offered("oldlib-0.9.tar.gz", content, metadata, beside=False)]
        with pytest.raises(NetError):
            make_client().metadata(Release("oldlib", "0.9"))


def test_wrong_range_is_refused(index_server: PackageIndexServer, make_client: MakeClient) -> None:
    index_server.add_wheel("tinylib", "1.0", beside=False)

    def other(_: Request) -> Response:
        return Response(b"PK" * 50, 206, headers={"Content-Range": "bytes 0-99/5000000000000"})

    index_server.faults["/files/tinylib-1.0-py3-none-any.whl"] = other
    with pytest.raises(AnswerError, match="range"):
        make_client().metadata(Release("tinylib", "1.0"))
