"""A file read in parts over HTTP is the same file, however it is read, and costs few requests."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from licscan.net.errors import AnswerError
from licscan.net.gateway import Gateway, Limits
from licscan.net.remote_wheel import RangeFile

CONTENT = bytes(number * 7919 % 251 for number in range(300_000))


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    made = Gateway(limits=Limits(connect_s=2, read_s=2, deadline_s=3, retries=0))
    yield made
    made.close()


def serve(server: HTTPServer, content: bytes) -> str:
    def answer(request: Request) -> Response:
        match = re.fullmatch(r"bytes=(\d*)-(\d*)", request.headers["Range"])
        assert match is not None
        start, end = (int(match[1]), int(match[2]) + 1) if match[1] else (-int(match[2]), len(content))
        start = max(0, start + len(content) if start < 0 else start)
        part = content[start:end]
        return Response(part, 206, headers={"Content-Range": f"bytes {start}-{start + len(part) - 1}/{len(content)}"})

    server.expect_request("/file").respond_with_handler(answer)
    return server.url_for("/file")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.booleans(), st.integers(0, 299_999), st.integers(1, 120_000)), max_size=5))
def test_reading_anywhere_in_any_order_gives_the_file(
    gateway: Gateway, httpserver: HTTPServer, steps: list[tuple[bool, int, int]]
) -> None:
    url = gateway.trust(serve(httpserver, CONTENT))
    file = RangeFile(gateway, url, url)
    for ahead, start, length in steps:
        if ahead:
            file.prefetch([(start, start + length), (length, length + 10)])
        file.seek(start)
        assert file.read(length) == CONTENT[start : start + length]


def test_neighbours_are_fetched_with_one_request(gateway: Gateway, httpserver: HTTPServer) -> None:
    url = gateway.trust(serve(httpserver, CONTENT))
    file = RangeFile(gateway, url, url)
    file.prefetch([(1_000, 2_000), (3_000, 9_000), (100_000, 100_500)])
    before = len(httpserver.log)
    for start, end in ((1_000, 2_000), (3_000, 9_000), (100_000, 100_500)):
        file.seek(start)
        assert file.read(end - start) == CONTENT[start:end]
    assert before == len(httpserver.log) == 3


def test_zip_is_read_through_it(gateway: Gateway, httpserver: HTTPServer) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.bin", CONTENT)
        archive.writestr("b.txt", "b")
    url = gateway.trust(serve(httpserver, content.getvalue()))
    with zipfile.ZipFile(RangeFile(gateway, url, url)) as archive:
        assert archive.read("b.txt") == b"b"
        assert archive.read("a.bin") == CONTENT


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (206, {"Content-Range": "bytes 0-99/100"}, b"x" * 50),
        (206, {"Content-Range": "bytes 0-9/99999999999999999999"}, b"x" * 10),
        (206, {"Content-Range": "bytes */100"}, b"x" * 10),
        (206, {}, b"x" * 10),
        (416, {}, b""),
        (204, {}, b""),
    ],
)
def test_answers_that_are_no_range_are_errors(
    gateway: Gateway, httpserver: HTTPServer, status: int, headers: dict[str, str], body: bytes
) -> None:
    httpserver.expect_request("/file").respond_with_data(body, status, headers)
    url = gateway.trust(httpserver.url_for("/file"))
    with pytest.raises(AnswerError):
        RangeFile(gateway, url, url)
