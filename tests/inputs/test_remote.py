"""Remote stores: memory and http, over fsspec itself and a local server."""

import gzip
import pickle
from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from licscan.errors import UsageError
from licscan.inputs.containers.archive import Expansion
from licscan.inputs.remote import RemoteFile, is_address, remote_sources, shown_address
from licscan.inputs.sources import Source
from licscan.model.coverage import NotSeen
from licscan.model.finding import Gap, GapReason
from support.archives import PEOPLE, read_source, tar_of, zip_of

fsspec = pytest.importorskip("fsspec")

EMAILS = ["ann@example.com", "bo@example.com"]


@pytest.fixture
def store() -> Iterator[str]:
    system = fsspec.filesystem("memory")
    for path, content in {
        "/bucket/a/people.csv": PEOPLE.encode(),
        "/bucket/a/deep/more.csv.gz": gzip.compress(PEOPLE.encode()),
        "/bucket/a/archive.zip": zip_of({"in.csv": PEOPLE.encode()}),
        "/bucket/a/archive.tar": tar_of({"in.csv": PEOPLE.encode()}),
        "/bucket/a/photo.jpg": b"x",
        "/bucket/a/table.pkl": b"x",
        "/bucket/a/run.py": b"x",
    }.items():
        system.pipe(path, content)
    yield "memory://bucket/a"
    system.rm("/bucket", recursive=True)


def found(url: str, *, offline: bool = False) -> tuple[list[Source], list[Gap], dict[str, int]]:
    sources: list[Source] = []
    gaps: list[Gap] = []
    unseen: dict[str, int] = {}
    for item in remote_sources(url, offline=offline):
        match item:
            case Gap():
                gaps.append(item)
            case NotSeen():
                unseen[item.reason] = item.count
            case _:
                sources.append(item)
    return sources, gaps, unseen


def test_a_folder_gives_its_data_files_by_name(store: str) -> None:
    sources, gaps, unseen = found(store)
    assert [source.name for source in sources] == ["archive.tar", "archive.zip", "more.csv.gz", "people.csv"]
    assert [(gap.reason, gap.detail) for gap in gaps] == [
        (GapReason.UNSUPPORTED_FORMAT, "1 .pkl file: no reader opens this format")
    ]
    assert unseen == {"images in a remote store": 1, "not a data file, in a remote store": 1}


def test_archives_and_compressions_in_a_store_are_opened(store: str) -> None:
    sources, _, _ = found(store)
    expansion = Expansion()
    for source in sources:
        (inner,) = expansion.expand(source)
        assert not isinstance(inner, Gap)
        assert read_source(inner)[0]["email"] == EMAILS


def test_globs_and_single_files(store: str) -> None:
    assert [source.name for source in found(f"{store}/*.csv")[0]] == ["people.csv"]
    assert [source.name for source in found(f"{store}/**/*.gz")[0]] == ["more.csv.gz"]
    (source,) = found(f"{store}/people.csv")[0]
    again = pickle.loads(pickle.dumps(source))  # noqa: S301 - our own
    assert (again.size, read_source(again)[0]["email"]) == (len(PEOPLE), EMAILS)


@pytest.mark.parametrize("glob", ["*.tar", "people.csv", "{path}/people.csv", "{store}/people.csv"])
def test_what_the_policy_excludes_is_counted(store: str, glob: str) -> None:
    glob = glob.format(store=store, path=store.partition("://")[2])
    before = {source.shown for source in found(store)[0]}
    left = {item.shown for item in remote_sources(store, exclude=(glob,)) if not isinstance(item, Gap | NotSeen)}
    told = {item.reason: item for item in remote_sources(store, exclude=(glob,)) if isinstance(item, NotSeen)}
    assert len(before - left) == 1
    assert tuple(before - left) == told["excluded by policy"].examples


def test_what_is_not_there_is_a_gap(store: str) -> None:
    for url in (f"{store}/no.csv", f"{store}/*.tsv", "memory://nothing/here"):
        assert [gap.reason for gap in found(url)[1]] == [GapReason.NOT_FOUND]


def test_offline_asks_nobody(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/people.csv").respond_with_data(PEOPLE)
    sources, gaps, _ = found(httpserver.url_for("/people.csv"), offline=True)
    assert (sources, [gap.reason for gap in gaps], httpserver.log) == ([], [GapReason.OFFLINE], [])


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "local:///x", "ftp://h/x", "simplecache::s3://b/x", "s3://b/x.zip::file:///x"]
)
def test_addresses_that_would_reach_this_machine_are_refused(url: str) -> None:
    assert is_address(url)
    with pytest.raises(UsageError):
        list(remote_sources(url))


@pytest.mark.parametrize("text", ["data/a.csv", "C:\\data", "./s3:/x", "data", "a::b"])
def test_paths_are_no_addresses(text: str) -> None:
    assert not is_address(text)


def test_secrets_of_an_address_are_not_shown() -> None:
    secret = "https://ann:pass@example.com:8080/data/a.csv?X-Amz-Signature=tok#frag"
    assert shown_address(secret) == "https://example.com:8080/data/a.csv"
    assert shown_address("s3://key:secret@bucket/a.csv") == "s3://bucket/a.csv"
    assert shown_address("hf://datasets/owner/name@rev/a.csv") == "hf://datasets/owner/name@rev/a.csv"
    source = RemoteFile(secret, shown_address(secret))
    assert "pass" not in repr(source)
    assert "tok" not in repr(source)
    assert source.name == "a.csv"


@pytest.mark.parametrize("name", ["x::file:passwd.csv", "a b?.csv", "[x].csv"])
def test_odd_names_in_a_store_lead_to_themselves(name: str) -> None:
    system = fsspec.filesystem("memory")
    system.pipe(f"/odd/{name}", PEOPLE.encode())
    try:
        (source,) = found("memory://odd")[0]
        assert read_source(source)[0]["email"] == EMAILS
    finally:
        system.rm("/odd", recursive=True)


class TestHttp:
    aiohttp = pytest.importorskip("aiohttp")

    def test_a_file_is_streamed(self, httpserver: HTTPServer) -> None:
        httpserver.expect_request("/people.csv").respond_with_data(PEOPLE)
        ((source,), gaps, _) = found(httpserver.url_for("/people.csv?token=secret"))
        assert (gaps, source.name) == ([], "people.csv")
        assert read_source(source)[0]["email"] == EMAILS
        assert "secret" not in source.shown

    def test_ranges_are_asked_for_where_the_server_has_them(self, httpserver: HTTPServer) -> None:
        content = tar_of({"big.bin": bytes(30_000_000), "people.csv": PEOPLE.encode()})
        sent: list[int] = []

        def answer(request: Request) -> Response:
            response = Response(content if request.method == "GET" else b"", headers={"Accept-Ranges": "bytes"})
            response.make_conditional(request, accept_ranges=True, complete_length=len(content))
            if request.method == "GET":
                sent.append(response.content_length or 0)
            else:
                response.headers["Content-Length"] = str(len(content))
            return response

        httpserver.expect_request("/a.tar").respond_with_handler(answer)
        ((source,), _, _) = found(httpserver.url_for("/a.tar"))
        (member,) = Expansion().expand(source)
        assert not isinstance(member, Gap)
        assert read_source(member)[0]["email"] == EMAILS

    @pytest.mark.parametrize(
        ("status", "reason"), [(404, GapReason.NOT_FOUND), (403, GapReason.UNREADABLE), (500, GapReason.UNREADABLE)]
    )
    def test_a_refusal_is_a_gap(self, httpserver: HTTPServer, status: int, reason: GapReason) -> None:
        httpserver.expect_request("/people.csv").respond_with_data("the secret page", status=status)
        ((source,), _, _) = found(httpserver.url_for("/people.csv"))
        _, gaps = read_source(source)
        assert [gap.reason for gap in gaps] == [reason]
        assert "secret" not in gaps[0].detail

    def test_a_redirect_to_a_private_host_is_not_followed(self, httpserver: HTTPServer) -> None:
        target = httpserver.url_for("/inner.csv").replace("localhost", "127.0.0.1")
        httpserver.expect_request("/people.csv").respond_with_response(
            Response(status=302, headers={"Location": target})
        )
        httpserver.expect_request("/inner.csv").respond_with_data(PEOPLE)
        ((source,), _, _) = found(httpserver.url_for("/people.csv"))
        _, gaps = read_source(source)
        assert [gap.reason for gap in gaps] == [GapReason.UNREADABLE]
        assert "/inner.csv" not in [request.path for request, _ in httpserver.log]

    def test_an_unreachable_server_is_a_gap(self) -> None:
        ((source,), _, _) = found("http://127.0.0.1:9/people.csv")
        assert [gap.reason for gap in read_source(source)[1]] == [GapReason.UNREADABLE]
